// Whole models through post-training quantisation: accuracy, biases, borders to float, and what is refused.

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { QuantizeError } from "../../src/compress/errors.ts";
import { type QuantizeOptions, quantizeGraph } from "../../src/compress/quantize.ts";
import type { Samples } from "../../src/compress/samples.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor, type TensorData } from "../../src/graph/tensor.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { loadModel } from "../../src/index.ts";
import { verifyModel } from "../../src/verify.ts";
import { readCifar10 } from "../cifar10.ts";
import { GraphBuilder } from "../graphs.ts";
import { availableBuilds, random, sharedData } from "../support.ts";

const ONE = { strides: [1, 1], pads: [0, 0, 0, 0] };
const SAME = { strides: [1, 1], pads: [1, 1, 1, 1] };

function noise(count: number, next: () => number): Float32Array {
  return Float32Array.from({ length: count }, () => next() * 2 - 1);
}

/** conv -> relu -> conv -> relu -> mean -> matrix -> softmax, on 8x8 images. */
function smallNetwork(seed = 1): Graph {
  const next = random(seed);
  const b = new GraphBuilder();
  const weights = (shape: number[]) =>
    b.constant(
      shape,
      noise(
        shape.reduce((p, d) => p * d, 1),
        next,
      ),
    );
  let x = b.input([1, 8, 8, 3]);
  x = b.op("relu", [b.op("conv_2d", [x, weights([8, 3, 3, 3]), weights([8])], SAME)]);
  x = b.op("relu", [b.op("conv_2d", [x, weights([8, 3, 3, 8]), weights([8])], SAME)]);
  x = b.op("fully_connected", [b.op("mean", [x], { axes: [1, 2] }), weights([4, 8]), weights([4])]);
  return b.graph(b.op("softmax", [x]));
}

function imageSamples(count: number, seed: number): Samples & { values: Float32Array[] } {
  const next = random(seed);
  const values = Array.from({ length: count }, () => noise(192, next));
  return { count, values, read: (i) => [values[i]] };
}

/** The first output's real values. */
function realOutput(graph: Graph, input: TensorData): number[] {
  const { tensor } = graph.outputs[0];
  const data = Array.from(executeGraph(graph, [input]).get(tensor)!);
  const { dtype, quantization = perTensor(1, 0) } = graph.tensors[tensor];
  return dtype === "i8" ? data.map((q) => quantization.scale[0] * (q - quantization.zeroPoint[0])) : data;
}

function storedInput(graph: Graph, values: Float32Array): TensorData {
  const { dtype, quantization } = graph.tensors[graph.inputs[0].tensor];
  if (dtype !== "i8" || quantization === undefined) return values;
  const [scale, zeroPoint] = [quantization.scale[0], quantization.zeroPoint[0]];
  return Int8Array.from(values, (x) => Math.max(-128, Math.min(127, Math.round(x / scale) + zeroPoint)));
}

async function refusal(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (error) {
    assert.instance(error, QuantizeError);
    return (error as Error).message;
  }
  assert.unreachable("nothing was refused");
  return "";
}

const test = suite("post-training quantisation");

test("the largest score is kept, rare as it is, and activations are not", async () => {
  const b = new GraphBuilder();
  const identity = Float32Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0));
  const layer = (x: number) => b.op("conv_2d", [x, b.constant([8, 1, 1, 8], identity)], ONE);
  const graph = b.graph(b.op("softmax", [layer(layer(b.input([1, 32, 32, 8])))]));
  const next = random(3);
  const values = Array.from({ length: 50 }, () => noise(8192, next));
  values[7][5] = 3;
  const { graph: int8 } = await quantizeGraph(graph, { count: 50, read: (i) => [values[i]] }, { equalize: false });
  const largest = int8.nodes
    .filter(({ op }) => op.name === "conv_2d")
    .map(({ outputs }) => {
      const { scale, zeroPoint } = int8.tensors[outputs[0]].quantization!;
      return scale[0] * (127 - zeroPoint[0]);
    });
  assert.ok(largest[0] < 2, `${largest}`);
  assert.ok(Math.abs(largest[1] - 3) < 0.05, `${largest}`);
});

test("a small network: int8 ports, one report a layer, scores near the float ones, the same bits everywhere", async () => {
  const float = smallNetwork();
  const samples = imageSamples(24, 5);
  const { graph, layers, notes } = await quantizeGraph(float, samples);
  assert.equal([graph.inputs[0].dtype, graph.outputs[0].dtype], ["i8", "i8"]);
  assert.equal(graph.tensors[graph.outputs[0].tensor].quantization, perTensor(1 / 256, -128));
  assert.ok(graph.nodes.every(({ outputs }) => graph.tensors[outputs[0]].dtype === "i8"));
  assert.equal(
    layers.map(({ op }) => op),
    ["conv_2d", "conv_2d", "mean", "fully_connected", "softmax"],
  );
  assert.ok(layers.every(({ sqnr, dtype }) => sqnr > 20 && dtype === "i8"));
  assert.equal(notes, []);
  for (const values of samples.values) {
    const expected = realOutput(float, values);
    for (const [i, score] of realOutput(graph, storedInput(graph, values)).entries()) {
      assert.ok(Math.abs(score - expected[i]) < 0.06, `${score} for ${expected[i]}`);
    }
  }
  const bytes = compileGraph(graph, { goldens: 2 });
  for (const build of await availableBuilds()) assert.ok((await verifyModel(bytes, build.name)).pass, build.name);
});

test("the same samples give the same bytes", async () => {
  const make = async () => compileGraph((await quantizeGraph(smallNetwork(), imageSamples(8, 5))).graph);
  assert.equal(await make(), await make());
});

test("bias correction brings the means of channels back", async () => {
  const next = random(9);
  const b = new GraphBuilder();
  let x = b.input([1, 8, 8, 3]);
  // Weights of which most are rounded away beside one large one a channel; inputs whose mean is far from 0.
  const weights = (inputs: number) => {
    const data = Float32Array.from({ length: 6 * inputs }, () => 0.003 + 0.003 * next());
    for (let c = 0; c < 6; c++) data[c * inputs] = 1;
    return b.constant([6, 1, 1, inputs], data);
  };
  x = b.op("relu", [b.op("conv_2d", [x, weights(3)], ONE)]);
  x = b.op("relu", [b.op("conv_2d", [x, weights(6)], ONE)]);
  const float = b.graph(b.op("conv_2d", [x, weights(6)], ONE));
  const values = Array.from({ length: 12 }, () => Float32Array.from({ length: 192 }, () => 1 + next()));
  const samples = { count: values.length, read: (i: number) => [values[i]] };
  const meanError = async (biasCorrection: boolean) => {
    const { graph } = await quantizeGraph(float, samples, { biasCorrection, equalize: false, compensate: false });
    const sums = new Float64Array(6);
    for (const input of values) {
      const expected = realOutput(float, input);
      for (const [i, y] of realOutput(graph, storedInput(graph, input)).entries()) sums[i % 6] += y - expected[i];
    }
    return sums.reduce((sum, error) => sum + Math.abs(error), 0) / (values.length * 64 * 6);
  };
  const [without, corrected] = [await meanError(false), await meanError(true)];
  assert.ok(corrected < without / 2, `mean error ${without} without, ${corrected} with correction`);
});

test("layers stay float by name, with conversions around them only", async () => {
  const samples = imageSamples(8, 2);
  const { graph, layers } = await quantizeGraph(smallNetwork(), samples, { keepFloat: ["#2"] });
  assert.equal(
    graph.nodes.map(({ op }) => op.name),
    ["conv_2d", "dequantize", "conv_2d", "quantize", "mean", "fully_connected", "softmax"],
  );
  assert.equal(
    layers.map(({ dtype }) => dtype),
    ["i8", "f32", "i8", "i8", "i8"],
  );
  const bytes = compileGraph(graph);
  assert.ok((await verifyModel(bytes)).pass);
});

test("the first and the last layer in float leave the ports as they can be", async () => {
  const { graph } = await quantizeGraph(smallNetwork(), imageSamples(4, 2), { keepFloat: ["#0", "#5", "#6"] });
  assert.equal([graph.inputs[0].dtype, graph.outputs[0].dtype], ["i8", "f32"]);
  assert.ok((await verifyModel(compileGraph(graph))).pass);
});

test("what hurts most is found and kept float", async () => {
  const next = random(4);
  const b = new GraphBuilder();
  const weights = (shape: number[]) =>
    b.constant(
      shape,
      noise(
        shape.reduce((p, d) => p * d, 1),
        next,
      ),
    );
  let x = b.input([1, 8, 8, 3]);
  x = b.op("conv_2d", [x, weights([4, 1, 1, 3])], ONE);
  // One channel a thousand times as large as the others, which a sum stops equalisation from mending.
  x = b.op("mul", [x, b.constant([4], Float32Array.of(1000, 1, 1, 1))]);
  const branch = b.op(
    "conv_2d",
    [
      x,
      b.constant(
        [4, 1, 1, 4],
        Float32Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 1e-4 : 1)),
      ),
    ],
    ONE,
  );
  const float = b.graph(b.op("add", [b.op("conv_2d", [branch, weights([4, 1, 1, 4])], ONE), branch]));
  const samples = imageSamples(6, 3);
  const last = async (options: QuantizeOptions) => (await quantizeGraph(float, samples, options)).layers.at(-1)!.sqnr;
  const options = { equalize: false } as const;
  const [plain, kept] = [await last(options), await last({ ...options, keepFloat: "auto" })];
  assert.ok(kept > plain + 3, `${plain} dB without, ${kept} dB with layers in float`);
});

test("an operator without int8 stays float, with a note", async () => {
  const b = new GraphBuilder();
  const x = b.op("conv_2d", [b.input([1, 8, 8, 3]), b.constant([4, 1, 1, 3], noise(12, random(1)))], ONE);
  const { graph, notes } = await quantizeGraph(b.graph(b.op("l2_normalization", [x])), imageSamples(3, 1));
  assert.equal(
    graph.nodes.map(({ op }) => op.name),
    ["conv_2d", "dequantize", "l2_normalization"],
  );
  assert.is(notes.length, 1);
  assert.match(notes[0], /l2_normalization\) stays float: it has no int8 form/);
});

test("what cannot be quantised is refused with the reason", async () => {
  const float = smallNetwork();
  const { graph: int8 } = await quantizeGraph(float, imageSamples(2, 1));
  assert.match(await refusal(() => quantizeGraph(int8, imageSamples(2, 1))), /is int8 already/);
  assert.match(await refusal(() => quantizeGraph(float, imageSamples(0, 1))), /no calibration data/);
  const unknown = { keepFloat: ["block7"] };
  assert.match(await refusal(() => quantizeGraph(float, imageSamples(2, 1), unknown)), /no layer is called block7/);
  for (const value of [Number.NaN, Infinity]) {
    const bad = { count: 1, read: () => [new Float32Array(192).fill(value)] };
    for (const equalize of [true, false]) {
      assert.match(await refusal(() => quantizeGraph(float, bad, { equalize })), /holds (NaN|-?Infinity)/);
    }
  }
});

const data = sharedData();
if (data !== undefined) {
  test("ResNet-8 on CIFAR-10 loses at most 1.5 points of its float accuracy", async () => {
    const file = await readFile(`${data}/models/mlperf_tiny/ic/pretrainedResnet.tflite`);
    const float = importTflite(file, { name: "resnet8" });
    const preprocessing = {
      fit: "square",
      resizeTo: 32,
      filter: "antialias",
      color: "rgb",
      mean: [0],
      std: [1],
    } as const;
    const calibration = await readCifar10(data, 0);
    const samples = { count: 100, read: (i: number) => [Float32Array.from(calibration.rgb(i * 10))] };
    const { graph, layers } = await quantizeGraph(float, samples, { preprocessing });
    assert.equal(graph.tensors[graph.inputs[0].tensor].quantization, perTensor(1, -128));
    assert.ok(layers.every(({ dtype, sqnr }) => dtype === "i8" && sqnr > 15));
    const { classes: labels, rgb } = await readCifar10(data, 50);
    const right = async (model: Uint8Array, prepare: (pixels: Uint8Array) => Float32Array | Int8Array) => {
      const loaded = await loadModel(model);
      const [{ name }] = loaded.info().outputs;
      let count = 0;
      for (let i = 0; i < labels.length; i++) {
        const scores = loaded.run(prepare(rgb(i)))[name] as Int8Array | Float32Array;
        if (scores.indexOf(Math.max(...scores)) === labels[i]) count++;
      }
      return count / 10;
    };
    const before = await right(compileGraph(float, { goldens: 0 }), (pixels) => Float32Array.from(pixels));
    const after = await right(compileGraph(graph, { goldens: 0 }), (pixels) => Int8Array.from(pixels, (p) => p - 128));
    console.log(`\n  ResNet-8: ${before} % in float, ${after} % in int8`);
    assert.ok(before > 85 && after >= before - 1.5, `${before} % and ${after} %`);
  });
}

test.run();
