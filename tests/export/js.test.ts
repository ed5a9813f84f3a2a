// The JavaScript export: the bits of the scalar build from every kernel, and the golden bits of whole models, with and without a
// compiler behind the engine; as a script, by require and by import.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exportJsFile, type JsFormat } from "../../src/export/js_file.ts";
import type { ModelFile, PortData } from "../../src/format/types.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { type Build, chooseBuild } from "../../src/index.ts";
import { OPS } from "../../src/ops/index.ts";
import { compileToModel, exportJs, importTflite } from "../../src/tools.ts";
import { bitwren, withFolder } from "../cli/command.ts";
import { GraphBuilder } from "../graphs.ts";
import { graphOf, ROOT, random, randomData, sharedData } from "../support.ts";
import { bytesOf, exportedModels, goldenBytes, runtimeOutputs } from "./models.ts";

type View = Int8Array | Uint8Array | Int32Array | Float32Array;

interface Model {
  readonly input: View;
  readonly output: View;
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
  readonly description: {
    readonly name: string;
    readonly inputs: readonly unknown[];
    readonly labels?: readonly string[];
  };
  run(): void;
}

const KERNELS = readFileSync(`${ROOT}build/wasm/js.wasm`);

/** A realm with nothing but the language, and what checkingAlignment needs. */
const REALM = createContext({ aligned });
runInContext("delete globalThis.WebAssembly; delete globalThis.console;", REALM);

function createFrom(text: string): Model {
  runInContext(text, REALM);
  return runInContext("createModel()", REALM) as Model;
}

/** Runs twice, as the first run may leave traces. */
function runModel(model: Model, inputs: readonly Uint8Array[]): Uint8Array[] {
  for (let run = 0; run < 2; run++) {
    inputs.forEach((bytes, i) => {
      bytesOf(model.inputs[i]).set(bytes);
    });
    model.run();
  }
  return Array.from(model.outputs, (output) => bytesOf(output).slice());
}

/** 64-bit integers are exported as 32-bit ones. */
function stored(data: PortData): Uint8Array {
  return bytesOf(data instanceof BigInt64Array ? Int32Array.from(data, Number) : data);
}

/** NaNs count as equal: engines are free in their bits. Types are known by name, as those of another realm are others. */
function comparable(data: PortData): Uint8Array {
  const isFloat = data[Symbol.toStringTag] === "Float32Array";
  return isFloat
    ? bytesOf(Float32Array.from(data as Float32Array, (v) => (Number.isNaN(v) ? Number.NaN : v)))
    : stored(data);
}

/** Every word at an address that is no multiple of its size throws, where an engine would read another one. */
function checkingAlignment(text: string): string {
  return text.replace(/\b(I16|U16|I32|F32|F64)\[/g, "$1[aligned(").replace(/ >> ([123])\]/g, ", $1)]");
}

function aligned(address: number, shift: number): number {
  if (address % (1 << shift) !== 0) throw new Error(`address ${address} is read or written as ${1 << shift} bytes`);
  return address >> shift;
}

async function compareWithScalar(what: string, graph: Graph, scalar: Build, seed: number): Promise<void> {
  const file = compileToModel(graph, { goldens: 0 });
  const next = random(seed);
  const inputs = graph.inputs.map(({ tensor }) => randomData({ ...graph.tensors[tensor], name: "" } as never, next));
  await compareInputs(what, file, scalar, inputs as never);
}

async function compareInputs(what: string, file: ModelFile, scalar: Build, inputs: readonly PortData[]): Promise<void> {
  const expected = await runtimeOutputs(file, scalar, inputs);
  const model = createFrom(checkingAlignment(exportJsFile(file, KERNELS)));
  runModel(model, inputs.map(stored));
  const actual = Array.from(model.outputs, (output) => comparable(output));
  assert.equal(actual, expected.map(comparable), what);
}

const test = suite("JavaScript export");
const scalar = await chooseBuild("scalar");
const models = exportedModels();

const lean = [...exportedModels({ lowMemory: true })].map(
  ([name, file]) => [`${name} in little memory`, file] as const,
);
for (const [name, file] of [...models, ...lean]) {
  test(`${name} answers its golden case to the bit`, async () => {
    const { inputs, outputs } = goldenBytes(file);
    const text = await exportJs(file);
    assert.equal(runModel(createFrom(checkingAlignment(text)), inputs), outputs);
    const code = text.replace(/"[^"]*"|\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    assert.not.match(code, /\b(eval|Function|WebAssembly|TextDecoder|atob|class|await|let|const)\b|=>|`|\d+n\b/);
  });
}

test("a float model gives the scalar build's bits", async () => {
  const shared = sharedData();
  if (shared === undefined) return;
  const graph = importTflite(readFileSync(`${shared}/models/peers/resnet8_f32.tflite`), { name: "float" });
  await compareWithScalar("float", graph, scalar, 1);
});

test("every sample of every operator gives the scalar build's bits, with words where they belong", async () => {
  for (const op of OPS.values()) {
    for (const [i, sample] of op.samples().entries())
      await compareWithScalar(`${op.name}, sample ${i}`, graphOf(op, sample, random(i)), scalar, i + 1);
  }
});

test("sums of more products than fit a double are as exact", async () => {
  const [depth, outputs] = [9001, 5];
  const quantized = (scale: number) => ({ scale: Float32Array.of(scale), zeroPoint: Int32Array.of(0), axis: 0 });
  const quantization = quantized(1);
  const b = new GraphBuilder();
  const x = b.input([3, depth], { dtype: "i8", quantization });
  const weights = b.constant([outputs, depth], new Int8Array(outputs * depth).fill(-128), quantization);
  const y = b.op("fully_connected", [x, weights], {}, { quantization: quantized(2 ** 21) });
  const file = compileToModel(b.graph(y), { goldens: 0 });
  for (const values of [
    [-128, -128, -128],
    [127, -128, 127],
    [-128, 127, 127],
    [-1, 0, 1],
  ]) {
    const input = Int8Array.from({ length: 3 * depth }, (_, i) => values[Math.floor(i / depth)]);
    await compareInputs(`rows of ${values}`, file, scalar, [input]);
  }
});

test("the description has ports and labels, in ASCII", async () => {
  const file = models.get("wren9") as ModelFile;
  const labels = ["Zaunkönig", "</script>", "\u2028"];
  const text = await exportJs({ ...file, plan: { ...file.plan, labels } });
  assert.not.match(text, /[^\n\x20-\x7e]|<\/script/);
  const { description } = createFrom(text);
  assert.is(description.name, "wren9");
  assert.is(description.inputs.length, 1);
  assert.equal([...(description.labels ?? [])], labels);
});

/** A program behind the model's text: its answer in hexadecimal digits. */
function program(file: ModelFile, create: string): string {
  const { inputs } = goldenBytes(file);
  return `
const model = ${create}();
const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
bytes(model.input).set([${inputs[0]}]);
model.run();
console.log(typeof WebAssembly, Buffer.from(bytes(model.output)).toString("hex"));
`;
}

const HOW: readonly { how: string; format: JsFormat; extension: string; load: string; flags?: readonly string[] }[] = [
  { how: "by require", format: "script", extension: "cjs", load: "const { createNet } = require(FILE);" },
  { how: "by import", format: "module", extension: "mjs", load: "import { createNet } from FILE;" },
  {
    how: "without a compiler",
    format: "script",
    extension: "cjs",
    load: "const { createNet } = require(FILE);",
    flags: ["--jitless"],
  },
];

for (const { how, format, extension, load, flags = [] } of HOW) {
  test(`Node takes it ${how}`, () =>
    withFolder(async (folder) => {
      const file = (models.get("resnet8") ?? models.get("wren9")) as ModelFile;
      const path = join(folder, `net.${extension}`);
      const main = join(folder, `main.${extension}`);
      writeFileSync(path, await exportJs(file, { name: "net", format }));
      writeFileSync(main, `${load.replace("FILE", JSON.stringify(`./net.${extension}`))}${program(file, "createNet")}`);
      const said = execFileSync(process.execPath, [...flags, main], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      const wasm = flags.length > 0 ? "undefined" : "object";
      assert.is(said, `${wasm} ${Buffer.from(goldenBytes(file).outputs[0]).toString("hex")}\n`);
    }));
}

test("what cannot be exported says why", async () => {
  const [file] = models.values();
  const refusal = async (options: Parameters<typeof exportJs>[1]) => {
    try {
      await exportJs(file, options);
      return "";
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  assert.is(await refusal({ name: "1st" }), 'ExportError: "1st" is no name in JavaScript: give letters, digits and _');
  assert.is(await refusal({ format: "amd" as never }), 'ExportError: "amd" is no format: give script or module');
  const renamed = { ...file, plan: { ...file.plan, kernels: file.plan.kernels.map((name) => `${name}_next`) } };
  assert.throws(() => exportJsFile(renamed, KERNELS), /lacks the kernels conv_i8_next/);
  const large = { ...file, plan: { ...file.plan, memory: { ...file.plan.memory, bytes: 2 ** 31 + 16 } } };
  assert.throws(() => exportJsFile(large, KERNELS), /takes more than 2 GiB/);
});

test("the command writes the file and says what it takes", () =>
  withFolder(async (folder) => {
    const output = join(folder, "model.js");
    const args = ["export", `${ROOT}models/cifar10_wren9/model.wren`, "--to", "js", "-o", output];
    const { code, stdout, stderr } = await bitwren(...args, "--name", "wren9");
    assert.is(code, 0, stderr);
    assert.match(stdout, /model\.js: [\d.]+ kB, no WebAssembly, [\d.]+ kB of memory; defines createWren9\(\)\n$/);
    const json = JSON.parse((await bitwren(...args, "--format", "module", "--json")).stdout);
    assert.is(json.creates, "createModel");
    assert.is(json.bytes, readFileSync(output).length);
    assert.match(readFileSync(output, "utf8"), /^export var createModel = /m);
    for (const [option, value, said] of [
      ["--build", "simd", /^bitwren: --build is for --to wasm/],
      ["--name", "a b", /^bitwren: "a b" is no name in JavaScript/],
    ] as const) {
      const refused = await bitwren(...args, option, value);
      assert.is(refused.code, 2);
      assert.match(refused.stderr, said);
    }
  }));

test.run();
