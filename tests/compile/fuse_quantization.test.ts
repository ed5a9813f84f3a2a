// Quantised graphs that travel between floats and bytes after every operator: which become operators on bytes, and that
// these answer within a step of the floats.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { optimizeGraph, specifiedGraph } from "../../src/compile/optimize.ts";
import { NO_KERNEL, RULES, ruleOf } from "../../src/compile/passes/quantization/rules.ts";
import { ABSENT, type Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator } from "../../src/ops/operator.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";
import { difference, names, qdqGraph } from "./qdq.ts";

const table = suite("the table of rules");

table("has every operator", () => {
  assert.equal(Object.keys(RULES).sort(), [...OPS.keys()].sort());
});

const int8Samples = (op: Operator) =>
  op.samples().filter(({ inputs }) => inputs.some((input) => input?.dtype === "i8"));

for (const [name, op] of OPS) {
  if (RULES[name] === NO_KERNEL) {
    table(`${name} has no int8 samples`, () => assert.equal(int8Samples(op), []));
  }
  if (ruleOf(name) === undefined || name === "matmul") continue; // which becomes another operator, below
  table(`${name}: on bytes, within a step of the floats`, () => {
    const samples = int8Samples(op);
    assert.ok(samples.length > 0);
    samples.forEach((sample, i) => {
      const graph = qdqGraph(op, sample, i);
      verifyGraph(graph);
      const fused = specifiedGraph(graph);
      const title = `${sample.title} ${names(fused)}`;
      assert.ok(difference(graph, fused, i) <= 1, title);
      const scales = [...sample.inputs, ...sample.outputs].map((type) => type?.quantization?.scale[0] ?? 1);
      const mayStay =
        name === "resize_bilinear" ? scales[0] !== scales[1] : scales[0] * scales[1] > 200 * scales.at(-1)!;
      if (!mayStay) assert.ok(!names(fused).includes("dequantize"), title);
    });
  });
}

table.run();

const fusion = suite("fuse quantization");

const Q = perTensor(0.05, 3);
const OTHER = perTensor(0.04, -7);
const COARSE = perTensor(0.2, 10);
const IMAGE = [1, 5, 6, 4];
const WINDOW = { strides: [1, 1], pads: [1, 1, 1, 1] };

/** A graph under construction in which quantised tensors are floats between dequantize and quantize. */
class QdqBuilder extends GraphBuilder {
  readonly #next = random(9);

  /** Floats: an int8 input, dequantised. */
  bytes(shape: readonly number[], quantization = Q): number {
    return this.dequantize(this.input(shape, { dtype: "i8", quantization }));
  }

  dequantize(x: number): number {
    return this.op("dequantize", [x], {}, { dtype: "f32" });
  }

  quantize(x: number, quantization = Q): number {
    return this.op("quantize", [x], {}, { dtype: "i8", quantization });
  }

  qdq(x: number, quantization = Q): number {
    return this.dequantize(this.quantize(x, quantization));
  }

  floats(shape: readonly number[], range: readonly [number, number] = [-1, 1]): number {
    return this.constant(shape, randomData({ dtype: "f32", shape, range }, this.#next));
  }

  /** Dequantised weights. */
  weights(shape: readonly number[], quantization = perTensor(0.01, 0)): number {
    return this.dequantize(this.constant(shape, randomData({ dtype: "i8", shape }, this.#next), quantization));
  }

  /** A dequantised bias on the scale x · w. */
  bias(channels: number, scale: number, largest = 2000): number {
    const data = randomData({ dtype: "i32", shape: [channels], range: [-largest, largest] }, this.#next);
    return this.dequantize(this.constant([channels], data, perTensor(scale, 0)));
  }

  conv(
    x: number,
    channels: number,
    weights = this.weights([8, 3, 3, channels]),
    bias = this.bias(8, 0.05 * 0.01),
  ): number {
    return this.op("conv_2d", [x, weights, bias], WINDOW);
  }
}

/** The graph that `make` returns the outputs of becomes these operators and is at most so many steps (or floats) off. */
function becomes(
  title: string,
  make: (builder: QdqBuilder) => number | readonly number[],
  expected: readonly string[],
  { steps = 1, run = specifiedGraph }: { steps?: number; run?: (graph: Graph) => Graph } = {},
): void {
  fusion(title, () => {
    const builder = new QdqBuilder();
    const graph = builder.graph(...[make(builder)].flat());
    verifyGraph(graph);
    const fused = run(graph);
    assert.equal(names(fused), expected);
    assert.ok(difference(graph, fused) <= steps, `${difference(graph, fused)} off`);
  });
}

const perChannel = (count: number, axis: number, zeroPoint = 0) => ({
  scale: Float32Array.from({ length: count }, (_, c) => 0.01 + 0.001 * c),
  zeroPoint: new Int32Array(count).fill(zeroPoint),
  axis,
});

becomes(
  "a convolution with a bias of floats",
  (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, undefined, b.floats([8])), COARSE),
  ["conv_2d"],
);
becomes("a convolution without bias", (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, undefined, ABSENT), COARSE), [
  "conv_2d",
]);
becomes(
  "weights per channel in the order of ONNX, through a transpose and a reshape",
  (b) => {
    const flat = b.weights([8, 36], perChannel(8, 0));
    const w = b.op("transpose", [b.op("reshape", [flat], { shape: [8, 4, 3, 3] })], { perm: [0, 2, 3, 1] });
    return b.quantize(b.conv(b.bytes(IMAGE), 4, w), COARSE);
  },
  ["conv_2d"],
);
becomes(
  "depthwise weights per channel",
  (b) => {
    const w = b.op("transpose", [b.weights([4, 1, 3, 3], perChannel(4, 0))], { perm: [1, 2, 3, 0] });
    return b.quantize(b.op("depthwise_conv_2d", [b.bytes(IMAGE), w], WINDOW), COARSE);
  },
  ["depthwise_conv_2d"],
);
becomes(
  "a product with a constant matrix",
  (b) => b.quantize(b.op("matmul", [b.bytes([2, 3, 6]), b.weights([6, 5], perChannel(5, 1))]), COARSE),
  ["fully_connected"],
);
const normalized = (b: QdqBuilder, x: number, channels: number) => {
  const parameters = [b.floats([channels]), b.floats([channels]), b.floats([channels], [-3, 3])];
  return b.op("batch_normalization", [x, ...parameters, b.floats([channels], [0.5, 4])], { epsilon: 1e-3 });
};

becomes(
  "a normalisation between a convolution and quantize, in another layout",
  (b) => {
    const quantization = { ...perChannel(8, 0), zeroPoint: new Int32Array(8) };
    const bytes = randomData({ dtype: "i8", shape: [8, 3, 3, 4], range: [-127, 127] }, random(3));
    const w = b.dequantize(b.constant([8, 3, 3, 4], bytes, quantization));
    const nchw = b.op("transpose", [b.conv(b.bytes(IMAGE), 4, w)], { perm: [0, 3, 1, 2] });
    return b.quantize(b.op("relu", [normalized(b, b.op("transpose", [nchw], { perm: [0, 2, 3, 1] }), 8)]), COARSE);
  },
  ["conv_2d", "relu"],
);
becomes(
  "a normalisation after a depthwise convolution with weights of one scale and no bias",
  (b) => {
    const bytes = randomData({ dtype: "i8", shape: [1, 3, 3, 4], range: [-127, 127] }, random(4));
    const w = b.dequantize(b.constant([1, 3, 3, 4], bytes, perTensor(0.02, 0)));
    return b.quantize(normalized(b, b.op("depthwise_conv_2d", [b.bytes(IMAGE), w], WINDOW), 4), COARSE);
  },
  ["depthwise_conv_2d"],
);
becomes(
  "not one that turns the sign of weights with a zero point",
  (b) => {
    const w = b.weights([8, 3, 3, 4], perTensor(0.01, 5));
    return b.quantize(normalized(b, b.conv(b.bytes(IMAGE), 4, w), 8), COARSE);
  },
  ["dequantize", "dequantize", "dequantize", "conv_2d", "batch_normalization", "quantize"],
);
becomes(
  "weights with one zero point",
  (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, b.weights([8, 3, 3, 4], perTensor(0.01, 17))), COARSE),
  ["conv_2d"],
);
becomes(
  "not weights with several zero points",
  (b) => {
    const quantization = { ...perChannel(8, 0), zeroPoint: Int32Array.from({ length: 8 }, (_, c) => c) };
    return b.quantize(b.conv(b.bytes(IMAGE), 4, b.weights([8, 3, 3, 4], quantization)), COARSE);
  },
  ["dequantize", "dequantize", "dequantize", "conv_2d", "quantize"],
);
becomes(
  "not weights per input channel",
  (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, b.weights([8, 3, 3, 4], perChannel(4, 3))), COARSE),
  ["dequantize", "dequantize", "dequantize", "conv_2d", "quantize"],
);
becomes(
  "a bias on another scale is requantised",
  (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, undefined, b.bias(8, 0.0007)), COARSE),
  ["conv_2d"],
);
becomes("not a bias beyond int32", (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, undefined, b.bias(8, 1e6)), COARSE), [
  "dequantize",
  "dequantize",
  "dequantize",
  "conv_2d",
  "quantize",
]);
becomes(
  "not a bias finer than the products, where that shows",
  (b) => b.quantize(b.conv(b.bytes(IMAGE), 4, undefined, b.bias(8, 3e-5)), perTensor(1e-5, 0)),
  ["dequantize", "dequantize", "dequantize", "conv_2d", "quantize"],
);
becomes(
  "an activation between convolution and quantize",
  (b) => b.quantize(b.op("relu6", [b.conv(b.bytes(IMAGE), 4)]), perTensor(6 / 255, -128)),
  ["conv_2d"],
  { run: optimizeGraph },
);
becomes(
  "movement and activation between convolution and quantize",
  (b) => {
    const nchw = b.op("transpose", [b.conv(b.bytes(IMAGE), 4)], { perm: [0, 3, 1, 2] });
    return b.quantize(b.op("reshape", [b.op("relu", [nchw])], { shape: [1, 240] }), COARSE);
  },
  ["conv_2d", "transpose", "relu", "reshape"],
);
becomes(
  "a residual block with shared tensors",
  (b) => {
    const x = b.bytes([1, 5, 6, 8]);
    const y = b.qdq(b.conv(x, 8), COARSE);
    return b.quantize(b.op("relu", [b.op("add", [x, y])]), COARSE);
  },
  ["conv_2d", "add"],
  { steps: 2, run: optimizeGraph },
);
becomes(
  "not a result that is wanted in floats, too",
  (b) => {
    const y = b.conv(b.bytes(IMAGE), 4);
    return [b.quantize(y, COARSE), b.op("exp", [y])];
  },
  ["dequantize", "conv_2d", "quantize", "exp"],
  { run: optimizeGraph, steps: 1 },
);
becomes(
  "without a quantize behind it a convolution stays one of floats, with weights of floats",
  (b) => b.conv(b.bytes(IMAGE), 4),
  ["dequantize", "conv_2d"],
  { run: optimizeGraph, steps: 0 },
);
becomes(
  "a result quantised twice in one way",
  (b) => {
    const y = b.op("tanh", [b.bytes(IMAGE)]);
    return [b.op("neg", [b.qdq(y, OTHER)]), b.op("exp", [b.qdq(y, OTHER)])].map((x) => b.quantize(x));
  },
  ["tanh", "neg", "exp"],
);
becomes(
  "movement before an output of floats",
  (b) => b.op("reshape", [b.bytes(IMAGE)], { shape: [20, 6] }),
  ["reshape", "dequantize"],
  { steps: 0 },
);
becomes(
  "there and back again is nothing",
  (b) => b.quantize(b.op("reverse", [b.bytes(IMAGE)], { axes: [1] })),
  ["reverse"],
  {
    steps: 0,
  },
);
becomes("from one quantisation to another", (b) => b.quantize(b.bytes(IMAGE), OTHER), ["quantize"]);
becomes(
  "an activation that also requantises",
  (b) => b.quantize(b.op("relu", [b.bytes(IMAGE)]), perTensor(0.03, -128)),
  ["relu"],
);
becomes(
  "tensors joined of different quantisations, one of them computed in floats",
  (b) => {
    const exp = b.op("exp", [b.input(IMAGE)]);
    return b.quantize(b.op("concat", [b.bytes(IMAGE), exp, b.bytes(IMAGE, OTHER)], { axis: 3 }), COARSE);
  },
  ["exp", "quantize", "quantize", "quantize", "concat"],
);
becomes(
  "parts of different quantisations",
  (b) => {
    const parts = b.ops("split", [b.bytes(IMAGE)], { axis: 3, sizes: [1, 3] });
    return [b.quantize(parts[0], OTHER), b.quantize(parts[1], COARSE)];
  },
  ["split", "quantize", "quantize"],
);
becomes(
  "a border of zeros and one of a value between two steps",
  (b) => {
    const pads = [0, 0, 1, 1, 1, 1, 0, 0];
    return ([0, 0.27] as const).map((value) => b.op("pad", [b.bytes(IMAGE)], { pads, value }));
  },
  ["pad", "dequantize", "dequantize", "pad"],
  { steps: 0 },
);
becomes(
  "the largest of bytes and its place",
  (b) => {
    const pooled = b.op("max_pool_2d", [b.bytes(IMAGE)], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] });
    return [pooled, b.op("arg_max", [pooled], { axis: 3 }, { dtype: "i32" })];
  },
  ["max_pool_2d", "dequantize", "arg_max"],
  { steps: 0 },
);
becomes(
  "not scales that turn the order of values",
  (b) => b.op("reduce_max", [b.bytes(IMAGE, perTensor(-0.1, 3))], { axes: [1, 2] }),
  ["dequantize", "reduce_max"],
  { steps: 0 },
);
becomes(
  "a scalar of floats as an operand",
  (b) => {
    const three = b.constant([], Float32Array.of(3));
    const plus = b.qdq(b.op("add", [b.bytes(IMAGE), three]), COARSE);
    return [
      b.quantize(plus),
      b.quantize(b.op("div", [plus, three]), OTHER),
      b.quantize(b.op("mul", [three, plus]), COARSE),
    ];
  },
  ["add", "quantize", "div", "mul"],
  { steps: 4 },
);
becomes(
  "not operands of floats that bytes are too coarse for",
  (b) => b.quantize(b.op("div", [b.bytes(IMAGE), b.floats([4], [1, 2])]), OTHER),
  ["dequantize", "div", "quantize"],
);
becomes(
  "not quantisations too far apart",
  (b) => b.quantize(b.op("add", [b.bytes(IMAGE, perTensor(1, 0)), b.bytes(IMAGE)]), perTensor(0.001, 0)),
  ["dequantize", "dequantize", "add", "quantize"],
);

fusion.run();
