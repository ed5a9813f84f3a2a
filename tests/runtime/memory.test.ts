// What models keep: nothing after dispose, and while they run exactly the memory they had when they were loaded.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { readModel } from "../../src/format/container.ts";
import { memoryBytes, portData, portElements } from "../../src/format/types.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { chooseBuild, type LoadOptions, loadModel, type Model, type PortData, WrenError } from "../../src/index.ts";
import { GraphBuilder } from "../graphs.ts";
import { sharedData } from "../support.ts";

const MB = 2 ** 20;
const VWW = "models/mlperf_tiny/vww/vww_96_int8.tflite";
const test = suite("memory");

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Resident megabytes once what nobody refers to is gone. */
async function residentMb(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await new Promise((wait) => setTimeout(wait, 20)); // wasm memories and code are let go of by other threads
  }
  return process.memoryUsage.rss() / MB;
}

function smallNet(): Uint8Array {
  const g = new GraphBuilder();
  const quantization = perTensor(0.05, 3);
  const x = g.input([1, 8, 8, 4], { dtype: "i8", quantization });
  const weights = Int8Array.from({ length: 8 * 9 * 4 }, (_, i) => ((i * 37) % 255) - 127);
  const w = g.constant([8, 3, 3, 4], weights, perTensor(0.01, 0));
  const conv = g.op("conv_2d", [x, w], { strides: [1, 1], pads: [1, 1, 1, 1] }, { quantization });
  return compileGraph(g.graph(g.op("softmax", [g.op("hard_swish", [conv])], { beta: 1 })));
}

function zeros(model: Model): Record<string, PortData> {
  return Object.fromEntries(
    model.info().inputs.map((port) => [port.name, portData(port.dtype, portElements(port))] as const),
  );
}

/** Every wasm memory that is made while `action` runs. */
async function memoriesMade<T>(action: () => Promise<T>): Promise<[T, WebAssembly.Memory[]]> {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  try {
    return [await action(), made];
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/**
 * Does what leaks, several times over; the resident megabytes that one time added. A leak adds them every time, a warm-up or
 * a JavaScript heap that takes its final size does not: once within the limit is enough.
 */
async function assertFlat(what: string, action: () => void | Promise<void>, limitMb: number): Promise<void> {
  const grown: string[] = [];
  for (let time = 0; time < 5; time++) {
    const before = await residentMb();
    await action();
    const difference = (await residentMb()) - before;
    grown.push(difference.toFixed(2));
    if (difference >= limitMb) continue;
    console.log(`  ${what}: ${grown.join(", ")} MB more`);
    return;
  }
  assert.unreachable(`${what}: ${grown.join(", ")} MB more`);
}

/** Over 10,000 runs resident memory stays within 2 MB and the wasm memory is the same buffer. */
async function assertRunsFlat(file: Uint8Array): Promise<void> {
  const [model, made] = await memoriesMade(() => loadModel(file));
  assert.is(made.length, 1);
  const [memory] = made;
  const { buffer } = memory;
  assert.is(buffer.byteLength, memoryBytes(readModel(file).plan));
  assert.is(buffer.byteLength, model.info().memoryBytes);
  const inputs = zeros(model);
  const run = (times: number) => {
    for (let i = 0; i < times; i++) model.run(inputs);
  };
  run(1000);
  await assertFlat(`10,000 runs of ${model.info().name}`, () => run(10_000), 2);
  assert.is(memory.buffer, buffer);
  assert.throws(() => memory.grow(1), /grow/);
  model.dispose();
}

async function loadAndDispose(file: Uint8Array, options: LoadOptions, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const model = await loadModel(file, options);
    model.run(zeros(model));
    model.dispose();
    if (i % 50 === 0) collectGarbage();
  }
}

test("10,000 runs of a small net", () => assertRunsFlat(smallNet()));

test("10,000 runs of a person detector", async () => {
  const root = sharedData();
  if (root === undefined) return;
  await assertRunsFlat(compileGraph(importTflite(readFileSync(join(root, VWW)), { name: "vww" })));
});

test("a model loaded and disposed of 1000 times leaves nothing", async () => {
  const build = await chooseBuild("auto");
  const file = smallNet();
  await loadAndDispose(file, { build }, 300);
  // One leaked memory each would be 62 MB.
  await assertFlat("1000 loads", () => loadAndDispose(file, { build }, 1000), 2);
});

test("nor does one that compiles its build each time", async () => {
  const file = smallNet();
  await loadAndDispose(file, {}, 300);
  // One leaked module each would be 10 MB, one leaked memory 18 MB.
  await assertFlat("300 loads", () => loadAndDispose(file, {}, 300), 3);
});

test("memory that the host refuses is an error of its own", async () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor() {
      super({ initial: 65537 });
    }
  };
  try {
    await loadModel(smallNet());
    assert.unreachable();
  } catch (error) {
    assert.instance(error, WrenError);
    assert.is((error as WrenError).code, "OUT_OF_MEMORY");
    assert.match((error as WrenError).message, /65536 bytes/);
  } finally {
    WebAssembly.Memory = Memory;
  }
});

test.run();
