// The size budgets hold: `npm run size` says so, and says it of real numbers.

import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "./support.ts";

interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly limit?: number;
}

const test = suite("size");

test("the simd build, the runtime and what pages download are within their budgets", () => {
  const output = execFileSync(process.execPath, [`${ROOT}build/src/scripts/size.js`, "--json"], { encoding: "utf8" });
  const sizes = JSON.parse(output) as Size[];
  const budgets = sizes.filter(({ limit }) => limit !== undefined);
  assert.equal(
    budgets.map(({ name }) => name),
    [
      "simd.wasm",
      "runtime without wasm, minified, gzipped",
      "a page's download with bitwren/slim, gzipped",
      "bitwren.js, all builds inside, gzipped",
    ],
  );
  for (const { name, bytes, limit } of budgets) {
    assert.ok(bytes > 100, `${name} is suspiciously small`);
    assert.ok(limit !== undefined && bytes <= limit, `${name}: ${bytes} bytes of ${limit}`);
  }
});

test.run();
