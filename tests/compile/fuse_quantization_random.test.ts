// Random quantised graphs: one operator with random quantisations is within a step of the floats, whether it becomes one on
// bytes or not; whole networks keep their bits through the other passes and on every build.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { optimizeGraph, specifiedGraph } from "../../src/compile/optimize.ts";
import { ruleOf } from "../../src/compile/passes/quantization/rules.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor, type Quantization, type TensorType } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { GraphBuilder } from "../graphs.ts";
import { kernelBuilds, random, randomData, runBoth } from "../support.ts";
import { difference, qdqGraph } from "./qdq.ts";

const property = suite("random quantised graphs");

/** How a tensor's quantisation is changed: another scale, so much of it, and another zero point. */
interface Change {
  readonly factor: number;
  readonly zeroPoint: number;
}

const change = fc.record({
  factor: fc.double({ min: -3, max: 3, noNaN: true }).map((exponent) => Math.fround(2 ** exponent)),
  zeroPoint: fc.integer({ min: -128, max: 127 }),
});

function changed<T extends TensorType>(type: T, { factor, zeroPoint }: Change): T {
  const { dtype, quantization } = type;
  if (dtype !== "i8" || quantization === undefined || quantization.scale.length > 1) return type;
  return { ...type, quantization: perTensor(Math.fround(quantization.scale[0] * factor), zeroPoint) };
}

const cases: readonly { readonly op: Operator; readonly sample: Sample }[] = [...OPS.values()]
  .filter(({ name }) => ruleOf(name) !== undefined)
  .flatMap((op) =>
    op
      .samples()
      .filter(({ inputs }) => inputs.some((input) => input?.dtype === "i8"))
      .filter(({ inputs: [x] }) => x && x.shape.reduce((a, b) => a * b, 1) < 2000)
      .map((sample) => ({ op, sample })),
  );

property("one operator is within a step of the floats", () => {
  fc.assert(
    fc.property(fc.nat(cases.length - 1), fc.array(change, { minLength: 4, maxLength: 4 }), (at, changes) => {
      const { op, sample } = cases[at];
      const inputs = sample.inputs.map((input, i) => input && changed(input, changes[i % 3]));
      const outputs = sample.outputs.map((type) => changed(type, changes[3]));
      const graph = qdqGraph(op, { ...sample, inputs, outputs }, at);
      const worst = difference(graph, specifiedGraph(graph), at);
      assert.ok(worst <= 1, `${op.name} ${sample.title}: ${worst} steps`);
    }),
    { seed: 5, numRuns: 1000 },
  );
});

/** Numbers that decide one layer: which, of which tensor, how. */
interface Step {
  readonly layer: number;
  readonly x: number;
  readonly how: number;
}

const SHAPE = [1, 4, 5, 8];
const QUANTIZATIONS = [perTensor(0.05, 3), perTensor(0.031, -20), perTensor(0.1, -128), perTensor(0.02, 0)];

class Network extends GraphBuilder {
  readonly next = random(3);
  /** Dequantised tensors of one shape. */
  readonly tensors: number[] = [];

  dequantize(x: number): number {
    return this.op("dequantize", [x], {}, { dtype: "f32" });
  }

  constantBytes(shape: readonly number[], quantization: Quantization): number {
    return this.dequantize(this.constant(shape, randomData({ dtype: "i8", shape }, this.next), quantization));
  }
}

type Layer = (b: Network, x: number, step: Step) => number;

const window = { strides: [1, 1], pads: [1, 1, 1, 1] };
const perChannel = (axis: number): Quantization => ({
  scale: Float32Array.from({ length: 8 }, (_, c) => 0.003 + 0.0005 * c),
  zeroPoint: new Int32Array(8),
  axis,
});

const unary =
  (name: string): Layer =>
  (b, x) =>
    b.op(name, [x]);
const binary =
  (name: string): Layer =>
  (b, x, { how }) =>
    b.op(name, [x, b.tensors[how % b.tensors.length]]);

/** All keep the shape. */
const LAYERS: readonly Layer[] = [
  (b, x) => b.op("conv_2d", [x, b.constantBytes([8, 3, 3, 8], perChannel(0))], window),
  (b, x) => {
    const w = b.op("transpose", [b.constantBytes([8, 1, 3, 3], perChannel(0))], { perm: [1, 2, 3, 0] });
    return b.op("depthwise_conv_2d", [x, w], window);
  },
  (b, x) => b.op("fully_connected", [x, b.constantBytes([8, 8], perTensor(0.01, 4))], { keepDims: true }),
  (b, x) => b.op("max_pool_2d", [x], { kernel: [3, 3], ...window }),
  (b, x) => b.op("average_pool_2d", [x], { kernel: [3, 3], ...window }),
  (b, x) => b.op("transpose", [b.op("transpose", [x], { perm: [0, 3, 1, 2] })], { perm: [0, 2, 3, 1] }),
  (b, x) => b.op("reshape", [b.op("reshape", [x], { shape: [20, 8] })], { shape: SHAPE }),
  (b, x, { how }) =>
    b.op("concat", b.ops("split", [x], { axis: 3, sizes: [how % 7 || 1, 8 - (how % 7 || 1)] }), { axis: 3 }),
  ...["relu", "relu6", "sigmoid", "hard_swish", "softmax", "exp", "sin"].map(unary),
  ...["add", "sub", "mul", "maximum"].map(binary),
];

function network(steps: readonly Step[], isQuantized: boolean): Graph {
  const b = new Network();
  b.tensors.push(b.dequantize(b.input(SHAPE, { dtype: "i8", quantization: QUANTIZATIONS[0] })));
  for (const step of steps) {
    const y = LAYERS[step.layer % LAYERS.length](b, b.tensors[step.x % b.tensors.length], step);
    const activated = step.how % 3 === 0 ? b.op("relu", [y]) : y;
    const quantization = QUANTIZATIONS[step.how % QUANTIZATIONS.length];
    const isFloat = !isQuantized && step.how % 5 === 0;
    b.tensors.push(
      isFloat ? activated : b.dequantize(b.op("quantize", [activated], {}, { dtype: "i8", quantization })),
    );
  }
  return b.graph(...new Set([b.tensors.at(-1)!, b.tensors.at(-2)!]));
}

const steps = fc.array(fc.record({ layer: fc.nat(40), x: fc.nat(20), how: fc.nat(60) }), {
  minLength: 1,
  maxLength: 10,
});

property("a network quantised throughout has floats at its outputs only", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const { tensors, nodes, outputs } = specifiedGraph(network(list, true));
      const floats = nodes.flatMap((node) => node.outputs.filter((id) => tensors[id].dtype === "f32"));
      assert.equal(
        floats.filter((id) => outputs.every(({ tensor }) => tensor !== id)),
        [],
      );
    }),
    { seed: 1, numRuns: 100 },
  );
});

property("the other passes keep the bits", () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (list, isQuantized) => {
      const graph = specifiedGraph(network(list, isQuantized));
      const worst = difference(graph, optimizeGraph(network(list, isQuantized)));
      assert.ok(worst <= (isQuantized ? 0 : 1e-4), `${worst}`);
    }),
    { seed: 2, numRuns: 100 },
  );
});

for (const build of await kernelBuilds()) {
  property(`${build.title}: the specified bits`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        for (const { output, expected, actual } of await runBoth(network(list, true), build, [
          randomData({ dtype: "i8", shape: SHAPE }, random(list.length)),
        ])) {
          assert.equal(actual, expected, output);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });
}

property.run();
