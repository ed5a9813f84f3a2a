// The documents tell the truth: code shown in CONTRIBUTING.md stands in the file named above it, commands shown work, links
// lead somewhere, scripts exist, the list of operators is what the tables say.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeNpy } from "../src/cli/npy.ts";
import { operatorsDocument } from "../src/scripts/operators_document.ts";
import * as tools from "../src/tools.ts";
import { bitwrenIn, withFolder } from "./cli/command.ts";
import { SMALL_ONNX, smallOnnx, smallTfjs, smallTflite, teachableZip } from "./import/small_models.ts";
import { ROOT } from "./support.ts";

const test = suite("documents");

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/export.md",
  "examples/microcontroller/README.md",
  "docs/format.md",
  "docs/importing.md",
  "docs/operators.md",
  "models/cifar10_wren9/card.md",
];

const read = (path: string) => readFileSync(ROOT + path, "utf8");

/** Blocks of code in a language, of a document. */
const blocks = (path: string, language: string) =>
  [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, code]) => code);

test("code shown in CONTRIBUTING.md is the code", () => {
  let path = "";
  let count = 0;
  for (const [, heading, code] of read("CONTRIBUTING.md").matchAll(
    /^\*\*\d+\. `(\S+)`\*\*|^```ts\n([\s\S]*?)^```$/gm,
  )) {
    if (heading !== undefined) path = heading;
    else {
      count++;
      assert.ok(read(path).includes(code.trim()), `${path} has no such code:\n${code}`);
    }
  }
  assert.ok(count >= 5, `${count} blocks of code`);
});

test("links between files lead to files", () => {
  for (const document of DOCUMENTS) {
    for (const [, target] of read(document).matchAll(/\]\(([^)#:]+)\)/g)) {
      const folder = document.includes("/") ? document.replace(/[^/]*$/, "") : "";
      assert.ok(existsSync(ROOT + folder + target), `${document} links to ${target}`);
    }
  }
});

test("npm scripts named in the documents exist", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const document of DOCUMENTS) {
    for (const [, name] of read(document).matchAll(/npm run ([\w:]+)/g)) assert.ok(name in scripts, `npm run ${name}`);
  }
});

test("docs/operators.md is what the tables say", () => {
  assert.ok(read("docs/operators.md") === operatorsDocument(), "docs/operators.md is stale: run `npm run docs`");
});

test("every command that docs/importing.md shows works", () =>
  withFolder(async (folder) => {
    await writeShownFiles(folder);
    const commands = blocks("docs/importing.md", "sh").flatMap((code) => code.trim().split("\n"));
    assert.ok(commands.length > 8);
    for (const command of commands) {
      const [npx, name, ...args] = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
      assert.equal([npx, name], ["npx", "bitwren"]);
      const { code, stderr } = await bitwrenIn(folder, ...args);
      assert.is(code, 0, `${command}\n${stderr}`);
    }
  }));

test("the program that docs/importing.md shows works", async () => {
  const [program] = blocks("docs/importing.md", "js");
  const asked: string[] = [];
  const files = smallTfjs();
  const fetch = async (url: URL) => {
    asked.push(String(url));
    const bytes = files.get(url.pathname.replace(/.*\//, ""));
    return new Response(bytes?.slice().buffer, { status: bytes === undefined ? 404 : 200 });
  };
  const body = program.replace(/^import (.*) from "bitwren\/tools";$/m, "const $1 = tools;");
  const run = new Function("tools", "fetch", `return (async () => {${body}\nreturn bytes; })()`);
  const bytes: Uint8Array = await run(tools, fetch);
  assert.equal(
    asked.slice(0, 2),
    ["model.json", "weights.bin"].map((name) => `https://example.com/models/flowers/${name}`),
  );
  assert.is(tools.readModel(bytes).plan.outputs[0].shape[1], 3);
});

/** The files that the commands of docs/importing.md name. */
async function writeShownFiles(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  await mkdir(at("export"));
  await mkdir(at("photos"));
  const photo = (color: number) => new Jimp({ width: 40, height: 36, color }).getBuffer("image/jpeg");
  await writeFile(at("photo.jpg"), await photo(0xff8040ff));
  for (let i = 0; i < 4; i++) await writeFile(at(`photos/${i}.jpg`), await photo(0x2060a0ff + i * 0x30000000));
  for (const [name, data] of smallTfjs()) await writeFile(at(`export/${name}`), data);
  const open = smallOnnx({ inputs: [{ name: "image", shape: ["batch", 3, "height", "width"] }] });
  const reshape = smallOnnx({
    nodes: [{ op: "Reshape", inputs: ["image", "target"], outputs: ["y"] }],
    inputs: [...SMALL_ONNX.inputs, { name: "target", type: "INT64", shape: [2] }],
    outputs: [{ name: "y", shape: ["a", "b"] }],
    initializers: [],
  });
  const image = new Uint8Array(new Float32Array(3072).buffer);
  const target = new Uint8Array(BigInt64Array.of(3n, 1024n).buffer);
  const files = {
    "net.onnx": open,
    "reshape.onnx": reshape,
    "net.tflite": smallTflite(),
    "my_classes.zip": teachableZip(),
    "labels.txt": "red\ngreen\nblue\n",
    "image.npy": writeNpy({ dtype: "f32", shape: [1, 3, 32, 32], bytes: image }),
    "target.npy": writeNpy({ dtype: "i64", shape: [2], bytes: target }),
  };
  for (const [name, data] of Object.entries(files)) await writeFile(at(name), data);
}

test.run();
