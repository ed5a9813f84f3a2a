// Operators of TensorFlow graphs against their definitions.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/import/tfjs/json.ts";
import {
  attr,
  feed,
  floats,
  GraphFile,
  integer,
  integers,
  integersFeed,
  type Operand,
  outcome,
} from "./graph_writer.ts";
import { convolved, convolvedBack, convolvedDepthwise, type Image, pooled } from "./tfjs_formulas.ts";
import { load, near, ramp, resultOf } from "./tfjs_writer.ts";

const test = suite("import tfjs graph operators");

const XS = [-7, -2.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.5, 6, 8];
const row = feed([XS.length], ...XS);
const softplus = (x: number) => Math.log1p(Math.exp(x));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const halfEven = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
const elu = (x: number) => (x < 0 ? Math.expm1(x) : x);

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  ...{ Abs: Math.abs, Ceil: Math.ceil, Cos: Math.cos, Floor: Math.floor, Neg: (x) => -x, Sin: Math.sin },
  ...{ Round: halfEven, Square: (x) => x * x, Tanh: Math.tanh, Tan: Math.tan, Softplus: softplus, Sigmoid: sigmoid },
  ...{ Relu: (x) => Math.max(x, 0), Relu6: (x) => Math.min(Math.max(x, 0), 6), Elu: elu },
  Selu: (x) => (x < 0 ? 1.7580993408473766 * Math.expm1(x) : 1.0507009873554805 * x),
  ...{ Softsign: (x) => x / (1 + Math.abs(x)), Identity: (x) => x, StopGradient: (x) => x },
  ...{ ZerosLike: () => 0, OnesLike: () => 1 },
};

for (const [op, f] of Object.entries(UNARY)) {
  test(op, () => near(outcome(op, [row]).values, XS.map(f), 1e-5));
}

test("functions of positive numbers", () => {
  const positive = [0.25, 1, 2, 9];
  const functions: Readonly<Record<string, (x: number) => number>> = {
    ...{ Log: Math.log, Sqrt: Math.sqrt, Rsqrt: (x) => 1 / Math.sqrt(x), Exp: Math.exp, Log1p: Math.log1p },
    ...{ Reciprocal: (x) => 1 / x, Inv: (x) => 1 / x, Expm1: Math.expm1 },
  };
  for (const [op, f] of Object.entries(functions)) {
    near(outcome(op, [feed([4], ...positive)]).values, positive.map(f), 1e-2, op);
  }
  near(outcome("Erf", [feed([3], -1, 0, 0.5)]).values, [-0.8427008, 0, 0.5204999]);
});

test("operators with a parameter", () => {
  const slope = { alpha: attr.float(0.25) };
  near(
    outcome("LeakyRelu", [row], slope).values,
    XS.map((x) => (x < 0 ? x / 4 : x)),
  );
  near(outcome("Prelu", [feed([2, 2], -1, -2, 3, -4), floats([2], 0.5, 0.25)]).values, [-0.5, -0.5, 3, -1]);
  near(
    outcome("ClipByValue", [row, floats([], -1), floats([], 2)]).values,
    XS.map((x) => Math.min(Math.max(x, -1), 2)),
  );
});

const floorMod = (a: number, b: number) => a - b * Math.floor(a / b);
const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  ...{ Add: (a, b) => a + b, AddV2: (a, b) => a + b, Sub: (a, b) => a - b, Mul: (a, b) => a * b },
  ...{ Maximum: Math.max, Minimum: Math.min, SquaredDifference: (a, b) => (a - b) ** 2, FloorMod: floorMod },
  ...{ FloorDiv: (a, b) => Math.floor(a / b), BiasAdd: (a, b) => a + b },
};

for (const [op, f] of Object.entries(BINARY)) {
  test(`${op} of floats and of integers`, () => {
    const [a, b] = [
      [5, -7, 3, 2, 9, -4],
      [2, 3, -5],
    ];
    const expected = a.map((x, i) => f(x, b[i % 3]));
    near(outcome(op, [feed([2, 3], ...a), floats([3], ...b)]).values, expected, 1e-5);
    assert.equal(outcome(op, [integersFeed([2, 3], ...a), integers(...b)]).values, expected);
  });
}

test("division and powers", () => {
  near(outcome("RealDiv", [feed([2], 1, 3), feed([2], 4, -2)]).values, [0.25, -1.5]);
  near(outcome("DivNoNan", [feed([2], 1, 3), feed([2], 0, -2)]).values, [0, -1.5]);
  near(outcome("Pow", [feed([2], 2, 9), floats([], 0.5)]).values, [Math.SQRT2, 3]);
  near(outcome("AddN", [feed([2], 1, 2), floats([2], 3, 4), feed([2], 5, 6)]).values, [9, 12]);
});

test("comparisons and logic give 0 or 1", () => {
  const operands: Operand[] = [feed([3], 1, 2, 3), floats([], 2)];
  const cases = { Equal: "010", NotEqual: "101", Less: "100", LessEqual: "110", Greater: "001", GreaterEqual: "011" };
  for (const [op, expected] of Object.entries(cases)) {
    assert.is(outcome(op, operands).values.join(""), expected, op);
    assert.is(outcome(op, [integersFeed([3], 1, 2, 3), integers(2)]).values.join(""), expected, `${op} of integers`);
  }
  const logic = { LogicalAnd: "0001", LogicalOr: "0111", LogicalXor: "0110" };
  for (const [op, expected] of Object.entries(logic)) {
    const bits: Operand[] = [integersFeed([4], 0, 0, 1, 1), integersFeed([4], 0, 1, 0, 1)];
    assert.is(outcome(op, bits).values.join(""), expected, op);
  }
  assert.equal(outcome("LogicalNot", [integersFeed([2], 0, 1)]).values, [1, 0]);
});

test("casts and choices", () => {
  const cast = (operand: Operand, type: string) => outcome("Cast", [operand], { DstT: attr.type(type) }).values;
  assert.equal(cast(feed([3], -1.7, 0, 2.9), "DT_INT32"), [-1, 0, 2]);
  assert.equal(cast(feed([3], -1.7, 0, 2.9), "DT_BOOL"), [1, 0, 1]);
  assert.equal(cast(integersFeed([2], 3, -4), "DT_FLOAT"), [3, -4]);
  const ab: Operand[] = [feed([2, 2], 1, 2, 3, 4), floats([2, 2], 10, 20, 30, 40)];
  assert.equal(outcome("Select", [integersFeed([2], 1, 0), ...ab]).values, [1, 2, 30, 40]);
  assert.equal(outcome("SelectV2", [integersFeed([2], 1, 0), ...ab]).values, [1, 20, 3, 40]);
});

const nhwc = { data_format: attr.text("NHWC") };
const image: Image = { shape: [5, 4, 2], values: ramp(5, 4, 2).values };
const x = feed([1, ...image.shape], ...image.values);
const turned = Array.from({ length: 40 }, (_, i) => image.values[(i % 20) * 2 + Math.floor(i / 20)]);
const channelsFirst = (values: readonly number[], channels: number) =>
  Array.from({ length: channels }, (_, c) => values.filter((_, i) => i % channels === c)).flat();

test("convolutions in both formats", () => {
  const kernel = ramp(3, 2, 2, 3);
  const attributes = { strides: attr.ints(1, 2, 1, 1), padding: attr.text("SAME"), dilations: attr.ints(1, 1, 1, 1) };
  const expected = convolved(image, { kernel: [3, 2], strides: [2, 1], padding: "same" }, kernel.values);
  near(outcome("Conv2D", [x, { constant: kernel }], { ...attributes, ...nhwc }).values, expected, 1e-5);
  const nchw = { ...attributes, strides: attr.ints(1, 1, 2, 1), data_format: attr.text("NCHW") };
  const first = outcome("Conv2D", [feed([1, 2, 5, 4], ...turned), { constant: kernel }], nchw);
  assert.equal(first.shape, [1, 3, 3, 4]);
  near(first.values, channelsFirst(expected, 3), 1e-5);
  const grouped = ramp(3, 2, 1, 4);
  const two = convolved(image, { kernel: [3, 2], strides: [2, 1], padding: "same" }, grouped.values, 2);
  near(outcome("Conv2D", [x, { constant: grouped }], { ...attributes, ...nhwc }).values, two, 1e-5);
});

test("explicit pads and dilations", () => {
  const kernel = ramp(2, 2, 2, 1);
  const pads = attr.ints(0, 0, 1, 1, 0, 2, 0, 0);
  const attributes = { strides: attr.ints(1, 1, 1, 1), padding: attr.text("EXPLICIT"), explicit_paddings: pads };
  const padded: Image = {
    shape: [7, 6, 2],
    values: Array.from({ length: 84 }, (_, i) => {
      const [r, c] = [Math.floor(i / 12) - 1, Math.floor(i / 2) % 6];
      return r < 0 || r >= 5 || c >= 4 ? 0 : image.values[(r * 4 + c) * 2 + (i % 2)];
    }),
  };
  near(
    outcome("Conv2D", [x, { constant: kernel }], { ...attributes, ...nhwc }).values,
    convolved(padded, { kernel: [2, 2], padding: "valid" }, kernel.values),
  );
  const dilated = { strides: attr.ints(1, 1, 1, 1), padding: attr.text("VALID"), dilations: attr.ints(1, 2, 3, 1) };
  near(
    outcome("Conv2D", [x, { constant: kernel }], { ...dilated, ...nhwc }).values,
    convolved(image, { kernel: [2, 2], dilations: [2, 3], padding: "valid" }, kernel.values),
  );
});

test("depthwise and transposed convolutions", () => {
  const attributes = { strides: attr.ints(1, 2, 2, 1), padding: attr.text("SAME"), ...nhwc };
  const kernel = ramp(3, 3, 2, 2);
  near(
    outcome("DepthwiseConv2dNative", [x, { constant: kernel }], attributes).values,
    convolvedDepthwise(image, { kernel: [3, 3], strides: [2, 2], padding: "same" }, kernel.values),
    1e-5,
  );
  const back = ramp(3, 3, 3, 2);
  const sizes = integers(1, 10, 8, 3);
  near(
    outcome("Conv2DBackpropInput", [sizes, { constant: back }, x], attributes).values,
    convolvedBack(image, { kernel: [3, 3], strides: [2, 2] }, back.values, { top: 0, left: 0, size: [10, 8] }),
    1e-5,
  );
});

test("what is fused into a convolution", () => {
  const kernel = ramp(1, 1, 2, 2);
  const attributes = { strides: attr.ints(1, 1, 1, 1), padding: attr.text("VALID"), ...nhwc };
  const plain = convolved(image, { kernel: [1, 1], padding: "valid" }, kernel.values);
  const biased = plain.map((v, i) => v + [1, -1][i % 2]);
  const activations: Readonly<Record<string, (v: number, i: number) => number>> = {
    Relu: (v) => Math.max(v, 0),
    Relu6: (v) => Math.min(Math.max(v, 0), 6),
    Elu: elu,
    Sigmoid: sigmoid,
    Tanh: Math.tanh,
    LeakyRelu: (v) => (v < 0 ? v / 2 : v),
    Prelu: (v, i) => (v < 0 ? v * [2, 3][i % 2] : v),
  };
  const run = (op: string, names: string[], operands: Operand[], more: JsonObject = {}) =>
    outcome(op, [x, { constant: kernel }, ...operands], { ...attributes, fused_ops: attr.texts(...names), ...more })
      .values;
  const bias = floats([2], 1, -1);
  for (const [name, f] of Object.entries(activations)) {
    const operands = name === "Prelu" ? [bias, floats([2], 2, 3)] : [bias];
    const actual = run("_FusedConv2D", ["BiasAdd", name], operands, { leakyrelu_alpha: attr.float(0.5) });
    near(actual, biased.map(f), 1e-5, name);
  }
  const four = [floats([2], 2, 3), bias, floats([2], 1, 2), floats([2], 3, 8)];
  const normal = run("_FusedConv2D", ["FusedBatchNorm", "Relu"], four, { epsilon: attr.float(1) });
  near(
    normal,
    plain.map((v, i) => Math.max(0, i % 2 === 0 ? (v - 1) * (2 / 2) + 1 : (v - 2) * (3 / 3) - 1)),
    1e-5,
  );
  const diagonal = { constant: { shape: [1, 1, 2, 1], values: [1, 1] } };
  const depthwise = outcome("FusedDepthwiseConv2dNative", [x, diagonal, bias], {
    ...{ ...attributes, fused_ops: attr.texts("BiasAdd", "Relu") },
  });
  near(
    depthwise.values,
    image.values.map((v, i) => Math.max(0, v + [1, -1][i % 2])),
  );
});

test("matrix products, of constants and of what is computed", () => {
  const [a, b] = [
    [1, 2, 3, 4, 5, 6],
    [1, 0, 2, -1, 3, 1],
  ];
  const expected = [1 + 4 + 9, -2 + 3, 4 + 10 + 18, -5 + 6];
  const at = (values: readonly number[], columns: number) =>
    Array.from({ length: values.length }, (_, i) => {
      const rows = values.length / columns;
      return values[(i % rows) * columns + Math.floor(i / rows)];
    });
  for (const isConstant of [true, false]) {
    for (const [ta, tb] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const left = ta ? feed([3, 2], ...at(a, 3)) : feed([2, 3], ...a);
      const [shape, values] = tb ? [[2, 3], at(b, 2)] : [[3, 2], b];
      const right = isConstant ? floats(shape, ...values) : feed(shape, ...values);
      const options = { transpose_a: attr.bool(ta), transpose_b: attr.bool(tb) };
      near(outcome("MatMul", [left, right], options).values, expected, 1e-6, `${isConstant} ${ta} ${tb}`);
      const batch = { adj_x: attr.bool(ta), adj_y: attr.bool(tb) };
      near(outcome("BatchMatMulV2", [left, right], batch).values, expected, 1e-6);
      const fused = { ...options, fused_ops: attr.texts("BiasAdd", "Relu") };
      near(outcome("_FusedMatMul", [left, right, floats([2], -20, 0)], fused).values, [0, 1, 12, 1], 1e-6);
    }
  }
});

test("normalisation and pooling in both formats", () => {
  const parameters = [floats([2], 2, 3), floats([2], 5, 7), floats([2], 1, 2), floats([2], 3, 8)];
  const epsilon = { epsilon: attr.float(1) };
  const expected = image.values.map((v, i) => (i % 2 === 0 ? v - 1 + 5 : v - 2 + 7));
  for (const op of ["FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"]) {
    near(outcome(op, [x, ...parameters], { ...epsilon, ...nhwc }).values, expected);
  }
  const first = { ...epsilon, data_format: attr.text("NCHW") };
  const fed = feed([1, 2, 5, 4], ...turned);
  near(outcome("FusedBatchNormV3", [fed, ...parameters], first).values, channelsFirst(expected, 2));
  for (const [op, kind] of [
    ["MaxPool", "max"],
    ["AvgPool", "average"],
  ] as const) {
    const attributes = { ksize: attr.ints(1, 3, 2, 1), strides: attr.ints(1, 2, 1, 1), padding: attr.text("SAME") };
    const spec = { kernel: [3, 2], strides: [2, 1], padding: "same" } as const;
    near(outcome(op, [x], { ...attributes, ...nhwc }).values, pooled(image, spec, kind));
    const format = { ksize: attr.ints(1, 1, 3, 2), strides: attr.ints(1, 1, 2, 1), data_format: attr.text("NCHW") };
    near(outcome(op, [fed], { ...attributes, ...format }).values, channelsFirst(pooled(image, spec, kind), 2));
  }
});

test("reductions keep dimensions where asked", () => {
  const six = feed([2, 3], 1, 2, 3, 4, 5, 7);
  const cases = { Mean: [2, 16 / 3], Sum: [6, 16], Max: [3, 7], Min: [1, 4], Prod: [6, 140] };
  for (const [op, expected] of Object.entries(cases)) {
    const kept = outcome(op, [six, integers(-1)], { keep_dims: attr.bool(true) });
    assert.equal(kept.shape, [2, 1]);
    near(kept.values, expected, 1e-5, op);
    assert.equal(outcome(op, [six, integers(1)]).shape, [2]);
  }
  assert.equal(outcome("Sum", [integersFeed([3], 1, 2, 3), integer(0)]).values, [6]);
  assert.equal(outcome("All", [integersFeed([3], 1, 0, 1), integer(0)]).values, [0]);
  assert.equal(outcome("Any", [integersFeed([3], 1, 0, 1), integer(0)]).values, [1]);
  near(outcome("EuclideanNorm", [feed([2], 3, 4), integer(0)]).values, [5]);
  assert.equal(outcome("ArgMax", [six, integer(1)]).values, [2, 2]);
  assert.equal(outcome("ArgMin", [six, integer(-2)]).values, [0, 0, 0]);
  assert.equal(outcome("TopKV2", [feed([4], 3, 9, 1, 7), integer(2)]).values, [9, 7]);
  assert.equal(outcome("TopKV2", [feed([4], 3, 9, 1, 7), integer(2)], {}, 1).values, [1, 3]);
});

test("softmax over the last axis", () => {
  const [a, b] = [Math.E / (1 + Math.E), 1 / (1 + Math.E)];
  near(outcome("Softmax", [feed([2, 2], 1, 0, 5, 5)]).values, [a, b, 0.5, 0.5]);
  near(outcome("LogSoftmax", [feed([1, 2], 1, 0)]).values, [Math.log(a), Math.log(b)]);
});

test("resizing", () => {
  const line = feed([1, 1, 2, 1], 0, 4);
  const run = (op: string, align: boolean, half: boolean) =>
    outcome(op, [line, integers(1, 4)], { align_corners: attr.bool(align), half_pixel_centers: attr.bool(half) })
      .values;
  near(run("ResizeBilinear", false, false), [0, 2, 4, 4]);
  near(run("ResizeBilinear", false, true), [0, 1, 3, 4]);
  near(run("ResizeBilinear", true, false), [0, 4 / 3, 8 / 3, 4]);
  near(run("ResizeNearestNeighbor", false, false), [0, 0, 4, 4]);
});

test("a graph keeps a node's other outputs apart", () => {
  const file = new GraphFile();
  const split = file.add("Split", [integer(1), feed([1, 4], 1, 2, 3, 4)], { num_split: attr.int(2) });
  const difference = file.add("Sub", [`${split}:1`, split]);
  near(resultOf(load(file.file(difference)), Float32Array.of(1, 2, 3, 4)), [2, 2]);
});

test.run();
