// Standalone WebAssembly: nothing imported, small, and the same bits as the runtime's on every kernel, in V8 and in wabt's
// interpreter.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel } from "../../src/compile/compile.ts";
import { exportWasmFile } from "../../src/export/wasm_file.ts";
import { type ModelFile, memoryBytes } from "../../src/format/types.ts";
import { BUILD_NAMES, type Build } from "../../src/index.ts";
import { OPS } from "../../src/ops/index.ts";
import { BINARIES } from "../../src/runtime/wasm_inline.ts";
import { exportWasm } from "../../src/tools.ts";
import { bitwren, withFolder } from "../cli/command.ts";
import { availableBuilds, graphOf, ROOT, random, randomData, skip } from "../support.ts";
import { bytesOf, exportedModels, goldenBytes, runtimeOutputs } from "./models.ts";

/** A whole host. */
async function host(wasm: Uint8Array<ArrayBuffer>, input: Uint8Array): Promise<Uint8Array> {
  const { instance } = await WebAssembly.instantiate(wasm);
  const model = instance.exports as unknown as Exports;
  new Uint8Array(model.memory.buffer, model.input.value, model.input_bytes.value).set(input);
  model.run();
  return new Uint8Array(model.memory.buffer, model.output.value, model.output_bytes.value);
}

interface Exports extends Record<string, unknown> {
  readonly memory: WebAssembly.Memory;
  readonly input: WebAssembly.Global<"i32">;
  readonly input_bytes: WebAssembly.Global<"i32">;
  readonly output: WebAssembly.Global<"i32">;
  readonly output_bytes: WebAssembly.Global<"i32">;
  run(): void;
}

/** All inputs and outputs, by the names of their exports; runs twice, as the first run may leave traces. */
async function runAll(
  wasm: Uint8Array<ArrayBuffer>,
  inputs: readonly Uint8Array[],
  outputs: number,
): Promise<Uint8Array[]> {
  const { instance } = await WebAssembly.instantiate(wasm);
  const exports = instance.exports as unknown as Exports;
  const view = (side: string, i: number) => {
    const name = i === 0 ? side : `${side}_${i}`;
    const value = (key: string) => (exports[key] as WebAssembly.Global<"i32">).value >>> 0;
    return new Uint8Array(exports.memory.buffer, value(name), value(`${name}_bytes`));
  };
  for (let run = 0; run < 2; run++) {
    inputs.forEach((bytes, i) => {
      view("input", i).set(bytes);
    });
    exports.run();
  }
  return Array.from({ length: outputs }, (_, i) => view("output", i).slice());
}

/** 64-bit integers are exported as 32-bit ones. */
function stored(data: ArrayBufferView): Uint8Array {
  return bytesOf(data instanceof BigInt64Array ? Int32Array.from(data, Number) : data);
}

const models = exportedModels();
const builds = (await availableBuilds()).filter(({ name }) => name !== "relaxed");

for (const build of builds) {
  const test = suite(`standalone wasm, ${build.name}`);

  for (const [name, file] of models) {
    test(`${name} answers its golden case to the bit, without imports`, async () => {
      const wasm = await exportWasm(file, build.name);
      const module = await WebAssembly.compile(wasm);
      assert.equal(WebAssembly.Module.imports(module), []);
      const { inputs, outputs } = goldenBytes(file);
      assert.equal(await host(wasm, inputs[0]), outputs[0]);
      const model = (await WebAssembly.instantiate(module)).exports as unknown as Exports;
      assert.is(model.memory.buffer.byteLength, memoryBytes(file.plan));
      assert.throws(() => model.memory.grow(1), RangeError);
    });
  }

  test("every sample of every operator gives the runtime's bits", async () => {
    const kernels = await BINARIES.read(build.name);
    for (const op of OPS.values()) {
      for (const [i, sample] of op.samples().entries())
        await compareSample(op.name, i, graphOf(op, sample, random(i)), build, kernels);
    }
  });

  test.run();
}

async function compareSample(
  op: string,
  index: number,
  graph: ReturnType<typeof graphOf>,
  build: Build,
  kernels: Uint8Array,
): Promise<void> {
  const file = compileToModel(graph, { goldens: 0 });
  const next = random(index + 1);
  const inputs = graph.inputs.map(({ tensor }) => randomData({ ...graph.tensors[tensor], name: "" } as never, next));
  const expected = await runtimeOutputs(file, build, inputs as never);
  const actual = await runAll(exportWasmFile(file, kernels), inputs.map(stored), expected.length);
  assert.equal(actual, expected.map(stored), `${op}, sample ${index}`);
}

const test = suite("standalone wasm");

test("ResNet-8 takes at most 130 kB", async () => {
  const file = models.get("resnet8");
  if (file === undefined) return; // the skip is printed above
  for (const build of ["simd", "scalar"] as const) {
    const { length } = await exportWasm(file, build);
    assert.ok(length <= 130_000, `${build}: ${length} bytes`);
  }
});

test("a relaxed export is refused where machines differ", async () => {
  const [file] = models.values();
  try {
    await exportWasm(file, "relaxed");
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).name, "ExportError");
    assert.match((error as Error).message, /right on some machines only.*Export the simd build/);
  }
});

test("a build that lacks a kernel says which", async () => {
  const [file] = models.values();
  const kernels = await BINARIES.read("scalar");
  const renamed = { ...file, plan: { ...file.plan, kernels: file.plan.kernels.map((name) => `${name}_next`) } };
  assert.throws(() => exportWasmFile(renamed, kernels), /lacks the kernels conv_i8_next/);
});

/** The golden case as a script of assertions that runs in the interpreter. */
function script(file: ModelFile, wasm: Uint8Array): string {
  const { inputs, outputs } = goldenBytes(file);
  const escaped = (bytes: Uint8Array) => Array.from(bytes, (b) => `\\${b.toString(16).padStart(2, "0")}`).join("");
  const [input] = file.plan.inputs;
  const [output] = file.plan.outputs;
  return `(module $model binary "${escaped(wasm)}")
(register "model" $model)
(module $input (import "model" "memory" (memory 1)) (data (i32.const ${input.address}) "${escaped(inputs[0])}"))
(assert_return (invoke $model "run"))
(module $output (import "model" "memory" (memory 1))
  (func (export "byte") (param i32) (result i32) (i32.load8_u (local.get 0))))
${[...outputs[0]].map((b, i) => `(assert_return (invoke $output "byte" (i32.const ${output.address + i})) (i32.const ${b}))`).join("\n")}
`;
}

for (const build of BUILD_NAMES.filter((name) => name !== "relaxed")) {
  test(`wabt's interpreter gets the same bits, ${build}`, async () => {
    try {
      execFileSync("wast2json", ["--version"], { stdio: "ignore" });
    } catch {
      skip("wabt's interpreter: wabt is not installed");
      return;
    }
    const name = models.has("resnet8") ? "resnet8" : "wren9";
    const file = models.get(name) as ModelFile;
    await withFolder(async (folder) => {
      writeFileSync(join(folder, "golden.wast"), script(file, await exportWasm(file, build)));
      execFileSync("wast2json", ["golden.wast", "-o", "golden.json"], { cwd: folder });
      const said = execFileSync("spectest-interp", ["golden.json"], { cwd: folder, encoding: "utf8" });
      const [, passed, all] = /^(\d+)\/(\d+) tests passed/m.exec(said) ?? [];
      assert.ok(passed === all && Number(all) > goldenBytes(file).outputs[0].length, said);
    });
  });
}

test("the command writes the file and says what it takes", async () => {
  await withFolder(async (folder) => {
    const output = join(folder, "model.wasm");
    const args = ["export", `${ROOT}models/cifar10_wren9/model.wren`, "--to", "wasm", "-o", output];
    const { code, stdout, stderr } = await bitwren(...args);
    assert.is(code, 0, stderr);
    assert.match(stdout, /model\.wasm: [\d.]+ kB, simd kernels, [\d.]+ kB of memory, no imports/);
    const json = JSON.parse((await bitwren(...args, "--build", "scalar", "--json")).stdout);
    assert.is(json.build, "scalar");
    const refused = await bitwren(...args, "--build", "relaxed");
    assert.is(refused.code, 2);
    assert.match(refused.stderr, /^bitwren: a relaxed export[^\n]*\n$/);
  });
});

test.run();
