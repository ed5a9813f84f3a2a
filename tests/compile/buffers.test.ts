// Tensors that share memory, and tensors that must not: through the compiler and the kernels of every build.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planArena } from "../../src/compile/buffers.ts";
import { compileGraph, compileToModel } from "../../src/compile/compile.ts";
import { lowerGraph } from "../../src/compile/lower.ts";
import { lowerBound } from "../../src/compile/memory_planner.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import { writeModel } from "../../src/format/container.ts";
import { memoryBytes, type Plan, SPARE_BYTES } from "../../src/format/types.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor, type TensorData } from "../../src/graph/tensor.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { loadModel } from "../../src/index.ts";
import { GraphBuilder, type OpOptions } from "../graphs.ts";
import { kernelBuilds, random, randomData, sharedData } from "../support.ts";

const test = suite("buffers");
const builds = await kernelBuilds();

const Q = perTensor(0.05, 3);
const TYPES: readonly OpOptions[] = [{}, { dtype: "i8", quantization: Q }];
const SIZE = [3, 10];

/** Three runs of random inputs on every build equal the reference (sums and bounds of floats do so to the bit). */
async function assertRuns(graph: Graph): Promise<Plan> {
  const model = compileToModel(graph);
  for (const build of builds) {
    const loaded = await loadModel(writeModel(model), { build });
    const next = random(21);
    for (let round = 0; round < 3; round++) {
      const inputs = graph.inputs.map(({ tensor }) => randomData(graph.tensors[tensor], next));
      const values = executeGraph(graph, inputs);
      const results = loaded.run(Object.fromEntries(graph.inputs.map(({ name }, i) => [name, inputs[i]])));
      for (const { name, tensor } of graph.outputs) {
        assert.equal(results[name], values.get(tensor), `${name} on ${build.title}, run ${round}`);
      }
    }
    loaded.dispose();
  }
  return model.plan;
}

const addressesOf = ({ inputs, outputs }: Plan) => [...inputs, ...outputs].map(({ address }) => address);

for (const type of TYPES) {
  const named = (what: string) => `${what}, ${type.dtype ?? "f32"}`;

  test(named("a chain of elementwise operators happens in the input's memory"), async () => {
    const g = new GraphBuilder();
    const y = ["relu", "neg", "abs"].reduce((x, name) => g.op(name, [x]), g.input(SIZE, type));
    const plan = await assertRuns(g.graph(y));
    assert.is(new Set(addressesOf(plan)).size, 1);
    assert.is(plan.placements.length, 1);
  });

  test(named("a tensor that is read later is not overwritten"), async () => {
    const g = new GraphBuilder();
    const x = g.input(SIZE, type);
    const y = g.op("neg", [x]);
    const z = g.op("abs", [y]);
    const plan = await assertRuns(g.graph(g.op("maximum", [g.op("add", [z, x]), y])));
    assert.ok(plan.placements.length >= 3);
  });

  test(named("an output that later nodes read, too"), async () => {
    const g = new GraphBuilder();
    const y = g.op("neg", [g.input(SIZE, type)]);
    const z = g.op("abs", [y]);
    const plan = await assertRuns(g.graph(y, g.op("relu", [z]), z));
    assert.is(new Set(plan.outputs.map(({ address }) => address)).size, 3);
  });

  test(named("an input that is an output, and read besides"), async () => {
    const g = new GraphBuilder();
    const x = g.input(SIZE, type);
    const other = g.input(SIZE, type);
    await assertRuns(g.graph(x, g.op("neg", [x]), g.op("sub", [other, x]), other));
  });

  test(named("one tensor as several outputs"), async () => {
    const g = new GraphBuilder();
    const y = g.op("neg", [g.input(SIZE, type)]);
    const [, first, second] = addressesOf(await assertRuns(g.graph(y, y)));
    assert.is(first, second);
  });

  test(named("constants as outputs, shared with the nodes that read them"), async () => {
    const g = new GraphBuilder();
    const shape = type.dtype === "i8" ? [4] : [2];
    const data: TensorData = type.dtype === "i8" ? Int8Array.of(-128, -1, 0, 127) : Float32Array.of(-1.5, 2);
    const c = g.constant(shape, data, type.quantization);
    const view = g.op("reshape", [c], { shape: [...shape, 1] });
    await assertRuns(g.graph(c, g.op("add", [g.input(shape, type), c]), c, view));
  });

  test(named("no inputs: constants, results of constants, stored or computed at run time"), async () => {
    const g = new GraphBuilder();
    const data: TensorData = type.dtype === "i8" ? Int8Array.of(-128, -1, 127) : Float32Array.of(-1.5, 0, 2);
    const c = g.constant([3], data, type.quantization);
    const large = g.op("broadcast_to", [c], { shape: [100, 300, 3] });
    const { inputs, run } = await assertRuns(g.graph(c, g.op("neg", [c]), large, g.op("neg", [large]), c, large));
    assert.equal(inputs, []);
    assert.ok(run.length > 0, "the large ones are computed");
  });

  test(named("an input, a constant and a result as two outputs each"), async () => {
    const g = new GraphBuilder();
    const x = g.input([3], type);
    const data: TensorData = type.dtype === "i8" ? Int8Array.of(-128, -1, 127) : Float32Array.of(-1.5, 0, 2);
    const c = g.constant([3], data, type.quantization);
    const y = g.op("add", [x, c]);
    await assertRuns(g.graph(x, y, c, y, c, x, g.op("reshape", [x], { shape: [1, 3] })));
  });

  test(named("views of inputs, of results and of views cost nothing"), async () => {
    const g = new GraphBuilder();
    const x = g.input([2, 15], type);
    const flat = g.op("reshape", [x], { shape: [30] });
    const y = g.op("neg", [g.op("reshape", [flat], { shape: [5, 6] })]);
    const plan = await assertRuns(
      g.graph(g.op("reshape", [y], { shape: [6, 5] }), g.op("reshape", [y], { shape: [30] })),
    );
    assert.is(plan.run.length, 1);
    assert.is(plan.placements.length, 1);
  });

  test(named("a result is not written over a view that is read later"), async () => {
    const g = new GraphBuilder();
    const x = g.input([2, 15], type);
    const view = g.op("reshape", [x], { shape: [30] });
    const y = g.op("neg", [x]);
    await assertRuns(g.graph(g.op("abs", [y]), g.op("neg", [view]), view));
  });

  test(named("both operands one tensor, broadcasts in either place"), async () => {
    const g = new GraphBuilder();
    const x = g.input(SIZE, type);
    const row = g.input([10], type);
    const sum = g.op("add", [x, x]);
    await assertRuns(g.graph(g.op("add", [g.op("sub", [row, sum]), g.op("neg", [row])])));
  });

  test(named("outputs of split and unpack, some of them unused"), async () => {
    const g = new GraphBuilder();
    const [a, , c] = g.ops("split", [g.input([6, 5], type)], { axis: 0, sizes: [1, 2, 3] });
    const [, second] = g.ops("unpack", [c], { axis: 0 });
    await assertRuns(g.graph(g.op("neg", [second]), a, c));
  });
}

test("bytes that turn into floats and back do not happen in place", async () => {
  const g = new GraphBuilder();
  const floats = g.op("dequantize", [g.input([64], TYPES[1])], {}, { dtype: "f32" });
  const same = g.op("reduce_prod", [floats], { axes: [] }); // an operator of floats alone
  const bytes = g.op("quantize", [same], {}, { dtype: "i8", quantization: perTensor(0.02, 7) });
  const plan = await assertRuns(g.graph(bytes, g.op("neg", [bytes])));
  assert.is(plan.placements[0].bytes, 64);
});

test("an input that nothing reads is still there to be written", async () => {
  const g = new GraphBuilder();
  g.input([1000]);
  await assertRuns(g.graph(g.op("neg", [g.input([3])])));
});

test("a graph of no nodes at all", async () => {
  const g = new GraphBuilder();
  const plan = await assertRuns(g.graph(g.input([2, 3]), g.input([1], { dtype: "i32" })));
  assert.equal(plan.run, []);
});

test("two ports of one name are no model", async () => {
  const g = new GraphBuilder();
  const y = g.op("neg", [g.input([3])]);
  const graph = g.graph(y, y);
  const twice = { ...graph, outputs: graph.outputs.map((port) => ({ ...port, name: "y" })) };
  assert.throws(() => compileGraph(twice), /y: is the name of two outputs/);
});

test("buffers alive at one step never overlap, scratch included", () => {
  const g = new GraphBuilder();
  const x = g.input([1, 9, 9, 4], TYPES[1]);
  const w = g.constant([8, 3, 3, 4], new Int8Array(8 * 36).fill(1), perTensor(0.01, 0));
  const conv = g.op("conv_2d", [x, w], { strides: [1, 1], pads: [1, 1, 1, 1] }, { quantization: Q });
  const graph = g.graph(g.op("add", [g.op("hard_swish", [conv]), conv]));
  const { buffers, bytes } = planArena(graph, lowerGraph(graph));
  assert.ok(buffers.some(({ name }) => name.endsWith("scratch")));
  buffers.forEach((a, i) => {
    assert.ok(a.offset + a.bytes <= bytes);
    for (const b of buffers.slice(0, i)) {
      const isTogether = a.first <= b.last && b.first <= a.last;
      const isApart = a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset;
      assert.ok(!isTogether || isApart, `${a.name} and ${b.name}`);
    }
  });
});

test("MobileNetV2 needs no more arena than its fullest step", () => {
  const root = sharedData();
  if (root === undefined) return;
  const file = readFileSync(join(root, "models/coral/tf2_mobilenet_v2_1.0_224_ptq.tflite"));
  const { plan, data } = compileToModel(importTflite(file, { name: "mobilenet_v2" }), { goldens: 0 });
  const arenaBytes = plan.memory.bytes - plan.memory.arena;
  assert.is(arenaBytes, lowerBound(plan.placements) + SPARE_BYTES);
  assert.ok(arenaBytes <= 1_550_000, `${arenaBytes} bytes`);
  assert.ok(memoryBytes(plan) <= data.length + arenaBytes + 65536);
});

test.run();
