// The documents tell the truth: code shown in CONTRIBUTING.md stands in the file named above it, links lead somewhere, scripts exist.

import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "./support.ts";

const test = suite("documents");

const read = (path: string) => readFileSync(ROOT + path, "utf8");

test("code shown in CONTRIBUTING.md is the code", () => {
  let path = "";
  let blocks = 0;
  for (const [, heading, code] of read("CONTRIBUTING.md").matchAll(
    /^\*\*\d+\. `(\S+)`\*\*|^```ts\n([\s\S]*?)^```$/gm,
  )) {
    if (heading !== undefined) path = heading;
    else {
      blocks++;
      assert.ok(read(path).includes(code.trim()), `${path} has no such code:\n${code}`);
    }
  }
  assert.ok(blocks >= 3, `${blocks} blocks of code`);
});

test("links between files lead to files", () => {
  for (const document of ["README.md", "CONTRIBUTING.md", "docs/format.md", "models/cifar10_wren9/card.md"]) {
    for (const [, target] of read(document).matchAll(/\]\(([^)#:]+)\)/g)) {
      const folder = document.includes("/") ? document.replace(/[^/]*$/, "") : "";
      assert.ok(existsSync(ROOT + folder + target), `${document} links to ${target}`);
    }
  }
});

test("npm scripts named in the documents exist", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const document of ["README.md", "CONTRIBUTING.md"]) {
    for (const [, name] of read(document).matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, `npm run ${name}`);
  }
});

test.run();
