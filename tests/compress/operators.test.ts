// Every operator of the table that takes float: quantised alone, the graph is legal, the kernels agree with the reference to the
// bit, and the results are near the float ones.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { quantizeGraph } from "../../src/compress/quantize.ts";
import { CHANNEL_AXIS, FIXED_OUTPUT, SHARES_QUANTIZATION } from "../../src/compress/scheme.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor, type TensorData } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { verifyModel } from "../../src/verify.ts";
import { graphOf, kernelBuilds, random, randomData } from "../support.ts";

/** The operator's own noise may be larger where its results grow steeply. */
const LEAST_SQNR = 20;
/** What has no int8 kernel, or no result of which 8 bits say much: each with the reason. */
const WILD: Readonly<Record<string, string>> = {
  div: "quotients by values near 0",
  exp: "results of very different size",
  pow: "results of very different size",
  rsqrt: "results of very different size",
  reduce_prod: "products of many values",
  softmax: "exponents over a range of hundreds",
  log_softmax: "values below the fixed range",
  square: "results of very different size",
  squared_difference: "results of very different size",
  sin: "many periods within the range",
  cos: "many periods within the range",
  tanh: "a range far beyond where it changes",
  sigmoid: "a range far beyond where it changes",
};

/** Float samples whose weights are constants, as in models. */
function floatSamples(op: Operator): Sample[] {
  const isWeight = (i: number) => Object.hasOwn(CHANNEL_AXIS, op.name) && i > 0;
  const isFloat = ({ inputs, outputs }: Sample) =>
    inputs.some((input) => input?.dtype === "f32" && !input.constant) &&
    inputs.every((input) => input?.dtype !== "i8") &&
    outputs.every(({ dtype }) => dtype !== "i8");
  // A border far below all values becomes the lowest int8 value, whatever it was.
  const hasBorder = ({ attributes: { value } }: Sample) => typeof value === "number" && Math.abs(value) > 1e4;
  return op
    .samples()
    .filter((sample) => isFloat(sample) && !hasBorder(sample))
    .map((sample) => ({
      ...sample,
      inputs: sample.inputs.map((input, i) => (input && isWeight(i) ? { ...input, constant: true } : input)),
    }));
}

function inputsOf(graph: Graph, sample: Sample, seed: number): TensorData[] {
  const next = random(seed);
  return graph.inputs.map((port) => randomData(sample.inputs[Number(port.name.slice(1))]!, next));
}

function real(graph: Graph, values: ReadonlyMap<number, TensorData>, output: number): number[] {
  const { tensor } = graph.outputs[output];
  const { dtype, quantization = perTensor(1, 0) } = graph.tensors[tensor];
  const data = Array.from(values.get(tensor)!);
  return dtype === "i8" ? data.map((q) => quantization.scale[0] * (q - quantization.zeroPoint[0])) : data;
}

function quantizeInputs(graph: Graph, values: readonly TensorData[]): TensorData[] {
  return graph.inputs.map(({ tensor }, i) => {
    const { dtype, quantization } = graph.tensors[tensor];
    if (dtype !== "i8" || quantization === undefined) return values[i];
    const [scale, zeroPoint] = [quantization.scale[0], quantization.zeroPoint[0]];
    return Int8Array.from(values[i], (x) => Math.max(-128, Math.min(127, Math.round(x / scale) + zeroPoint)));
  });
}

function decibels(expected: readonly number[], actual: readonly number[]): number {
  const signal = expected.reduce((sum, x) => sum + x * x, 0);
  const error = expected.reduce((sum, x, i) => sum + (x - actual[i]) ** 2, 0);
  return error === 0 ? Infinity : 10 * Math.log10(signal / error);
}

const builds = await kernelBuilds();
const test = suite("quantising every operator");

for (const op of OPS.values()) {
  const samples = floatSamples(op);
  if (samples.length === 0) continue;
  test(op.name, async () => {
    for (const [s, sample] of samples.entries()) {
      const graph = graphOf(op, sample, random(7));
      const calibration = [1, 2, 3].map((seed) => inputsOf(graph, sample, seed));
      const data = { count: calibration.length, read: (i: number) => calibration[i] };
      const { graph: int8 } = await quantizeGraph(graph, data, { method: "minmax" });
      const where = `${op.name} ${sample.title}`;
      const expected = executeGraph(graph, calibration[0]);
      const actual = executeGraph(int8, quantizeInputs(int8, calibration[0]));
      if (!Object.hasOwn(WILD, op.name)) {
        graph.outputs.forEach((port, i) => {
          if (graph.tensors[port.tensor].dtype !== "f32") return;
          const db = decibels(real(graph, expected, i), real(int8, actual, i));
          assert.ok(db > LEAST_SQNR, `${where}: output ${i} has ${db.toFixed(1)} dB`);
        });
      }
      if (s % 4 > 0) continue; // compiling is slow, and the operators' own tests have every sample
      const bytes = compileGraph(int8, { goldens: 1 });
      for (const build of builds) assert.ok((await verifyModel(bytes, build)).pass, `${where} on ${build.title}`);
    }
  });
}

test("the scheme names operators that exist", () => {
  const names = [
    ...Object.keys(CHANNEL_AXIS),
    ...Object.keys(FIXED_OUTPUT),
    ...SHARES_QUANTIZATION,
    ...Object.keys(WILD),
  ];
  assert.equal(
    names.filter((name) => !OPS.has(name)),
    [],
  );
});

test.run();
