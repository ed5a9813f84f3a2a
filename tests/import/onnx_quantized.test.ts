// ONNX's operators on quantised tensors, and its products of integers, against the formulas of its specification.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { optimizeGraph, specifiedGraph } from "../../src/compile/optimize.ts";
import { roundHalfEven } from "../../src/graph/rounding.ts";
import { Problem } from "../../src/import/diagnostics.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { INTEGER_PRODUCTS } from "../../src/import/onnx/operators/integer_products.ts";
import { QUANTIZED } from "../../src/import/onnx/operators/quantized.ts";
import { importNode, type NodeSpec } from "./onnx_image_support.ts";
import { close, floats, integers, run, type Shape, someIntegers } from "./onnx_quantized_support.ts";
import { writeOnnx } from "./onnx_writer.ts";

const operators = suite("operators on quantised tensors");

/** A tensor of a quantised operator: value, scale, zero point; and its real values. */
function quantizedInput(type: "INT8" | "UINT8", shape: Shape, seed: number, constant = false) {
  const values = someIntegers(type, shape, seed);
  const scale = 0.01 + 0.003 * seed;
  const zero = type === "INT8" ? (seed % 2) * 5 : 128;
  const inputs = [integers(type, shape, values, constant), floats([], [scale]), integers(type, [], [zero])];
  return { inputs, real: values.map((v) => Math.fround(scale) * (v - zero)) };
}

const target = (scale: number, zero: number) => [floats([], [scale]), integers("UINT8", [], [zero])];

const quantizedTo = (real: readonly number[], scale: number, zero: number) =>
  real.map((v) => Math.min(Math.max(roundHalfEven(v / scale) + zero, 0), 255));

/** The node's result within a step, by the reference and on bytes after the passes, with nothing left in floats. */
function check(name: string, spec: NodeSpec, real: readonly number[], [scale, zero]: readonly [number, number]): void {
  const { values, type } = run(QUANTIZED, { ...spec, op: name });
  assert.is(type, "UINT8");
  close(values, quantizedTo(real, scale, zero), 1);
  const { tensors, nodes } = specifiedGraph(importNode(QUANTIZED, { ...spec, op: name }).graph);
  for (const { outputs, op } of nodes) assert.is(tensors[outputs[0]].dtype, "i8", `${op.name} of ${name}`);
}

operators("QLinearConv with weights per channel and a bias", () => {
  const x = quantizedInput("UINT8", [1, 2, 3, 3], 1);
  const weights = someIntegers("INT8", [3, 2, 1, 1], 2);
  const scales = [0.01, 0.02, 0.005];
  const biases = [100, -2000, 3000];
  const w = [integers("INT8", [3, 2, 1, 1], weights), floats([3], scales), integers("INT8", [3], [0, 0, 0])];
  const inputs = [...x.inputs, ...w, ...target(0.1, 100), integers("INT32", [3], biases)];
  const real = Array.from({ length: 27 }, (_, i) => {
    const [o, pixel] = [Math.floor(i / 9), i % 9];
    const sum = [0, 1].reduce((total, c) => total + x.real[9 * c + pixel] * weights[2 * o + c], 0);
    return scales[o] * (sum + biases[o] * 0.013);
  });
  check("QLinearConv", { op: "", inputs }, real, [0.1, 100]);
});

/** Products of [rows, depth] with [depth, columns]. */
function product(a: readonly number[], b: readonly number[], rows: number, columns: number): number[] {
  const depth = a.length / rows;
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return Array.from({ length: depth }, (_, k) => a[row * depth + k] * b[k * columns + column]).reduce(
      (s, v) => s + v,
    );
  });
}

operators("QLinearMatMul with weights, and with computed matrices", () => {
  const a = quantizedInput("UINT8", [2, 5], 1);
  const b = quantizedInput("INT8", [5, 3], 2, true);
  const real = product(a.real, b.real, 2, 3);
  check("QLinearMatMul", { op: "", inputs: [...a.inputs, ...b.inputs, ...target(0.1, 120)] }, real, [0.1, 120]);
  const computed = quantizedInput("INT8", [5, 3], 2, false);
  const spec = { op: "QLinearMatMul", inputs: [...a.inputs, ...computed.inputs, ...target(0.1, 120)] };
  close(run(QUANTIZED, spec).values, quantizedTo(real, 0.1, 120), 1);
});

operators("QGemm with and without a quantised result", () => {
  const a = quantizedInput("UINT8", [2, 4], 1);
  const b = quantizedInput("INT8", [4, 3], 2, true);
  const c = [500, -100, 20];
  const [scaleA, scaleB] = [0.013, 0.016];
  const real = product(a.real, b.real, 2, 3).map((v, i) => v + c[i % 3] * scaleA * scaleB);
  const inputs = [...a.inputs, ...b.inputs, integers("INT32", [3], c)];
  check("com.microsoft.QGemm", { op: "", inputs: [...inputs, ...target(0.2, 128)] }, real, [0.2, 128]);
  close(run(QUANTIZED, { op: "com.microsoft.QGemm", inputs }).values, real, 1e-3);
});

operators("QLinearAdd and QLinearMul, with broadcasting", () => {
  const a = quantizedInput("UINT8", [2, 3], 1);
  const b = quantizedInput("UINT8", [3], 2);
  const inputs = [...a.inputs, ...b.inputs, ...target(0.03, 110)];
  const add = a.real.map((v, i) => v + b.real[i % 3]);
  const mul = a.real.map((v, i) => v * b.real[i % 3]);
  check("com.microsoft.QLinearAdd", { op: "", inputs }, add, [0.03, 110]);
  check("com.microsoft.QLinearMul", { op: "", inputs }, mul, [0.03, 110]);
});

operators("QLinearSigmoid, QLinearLeakyRelu, QLinearSoftmax", () => {
  const x = quantizedInput("UINT8", [3, 5], 1);
  const unary = (scale: number, zero: number) => [...x.inputs, ...target(scale, zero)];
  const sigmoid = x.real.map((v) => 1 / (1 + Math.exp(-v)));
  check("com.microsoft.QLinearSigmoid", { op: "", inputs: unary(1 / 256, 0) }, sigmoid, [1 / 256, 0]);
  const leaky = x.real.map((v) => (v < 0 ? 0.2 * v : v));
  const attributes = { alpha: 0.2 };
  check("com.microsoft.QLinearLeakyRelu", { op: "", inputs: unary(0.01, 50), attributes }, leaky, [0.01, 50]);
  const softmax = x.real.map((v, i) => {
    const row = x.real.slice(5 * Math.floor(i / 5), 5 * Math.floor(i / 5) + 5);
    return Math.exp(v) / row.reduce((sum, other) => sum + Math.exp(other), 0);
  });
  const along = { axis: -1, opset: 13 };
  const inputs = unary(1 / 256, 0);
  check("com.microsoft.QLinearSoftmax", { op: "", inputs, attributes: along }, softmax, [1 / 256, 0]);
});

operators("QLinearGlobalAveragePool and QLinearAveragePool, channels first and last", () => {
  const first = quantizedInput("UINT8", [1, 2, 2, 3], 1);
  const mean = [0, 1].map((c) => first.real.slice(6 * c, 6 * c + 6).reduce((sum, v) => sum + v, 0) / 6);
  const inputs = [...first.inputs, ...target(0.01, 100)];
  check("com.microsoft.QLinearGlobalAveragePool", { op: "", inputs }, mean, [0.01, 100]);
  const attributes = { kernel_shape: [2, 3] };
  check("com.microsoft.QLinearAveragePool", { op: "", inputs, attributes }, mean, [0.01, 100]);
  const last = quantizedInput("UINT8", [1, 2, 3, 2], 1);
  const means = [0, 1].map((c) => last.real.filter((_, i) => i % 2 === c).reduce((sum, v) => sum + v, 0) / 6);
  const turned = { op: "", inputs: [...last.inputs, ...target(0.01, 100)], attributes: { channels_last: 1 } };
  check("com.microsoft.QLinearGlobalAveragePool", turned, means, [0.01, 100]);
});

operators("QLinearConcat", () => {
  const [a, b] = [quantizedInput("UINT8", [2, 2], 1), quantizedInput("UINT8", [2, 1], 2)];
  const inputs = [...target(0.02, 128), ...a.inputs, ...b.inputs];
  const real = [a.real[0], a.real[1], b.real[0], a.real[2], a.real[3], b.real[1]];
  check("com.microsoft.QLinearConcat", { op: "", inputs, attributes: { axis: 1 } }, real, [0.02, 128]);
});

operators("products with results in floats", () => {
  const a = quantizedInput("UINT8", [2, 5], 1);
  const b = quantizedInput("INT8", [5, 3], 2, true);
  const bias = floats([3], [0.5, -1, 2]);
  const real = product(a.real, b.real, 2, 3).map((v, i) => v + [0.5, -1, 2][i % 3]);
  const [x, xScale, xZero] = a.inputs;
  const [w, wScale, wZero] = b.inputs;
  const inputs = [x, w, xScale, wScale, xZero, wZero, bias];
  close(run(QUANTIZED, { op: "com.microsoft.MatMulIntegerToFloat", inputs }).values, real, 1e-3);
  const dynamic = [floats([2, 5], a.real, false), w, wScale, wZero, bias];
  close(run(QUANTIZED, { op: "com.microsoft.DynamicQuantizeMatMul", inputs: dynamic }).values, real, 1e-3);
});

operators("weights that the file holds as floats, quantised per channel in the graph", () => {
  const scalar = (name: string, type: "FLOAT" | "UINT8", value: number) => ({
    ...{ name, type, shape: [] },
    data: type === "FLOAT" ? Float32Array.of(value) : Uint8Array.of(value),
  });
  const pair = (node: string, from: string, [scale, zero]: readonly [string, string]) => [
    { op: "QuantizeLinear", inputs: [from, scale, zero], outputs: [`${node}_q`], attributes: { axis: 0 } },
    { op: "DequantizeLinear", inputs: [`${node}_q`, scale, zero], outputs: [node], attributes: { axis: 0 } },
  ];
  const file = writeOnnx({
    inputs: [{ name: "x", shape: [1, 2, 4, 4] }],
    outputs: [{ name: "y", shape: [1, 3, 4, 4] }],
    initializers: [
      { name: "w", shape: [3, 2, 3, 3], data: Float32Array.from({ length: 54 }, (_, i) => Math.sin(i) / 2) },
      { name: "ws", shape: [3], data: Float32Array.of(0.004, 0.005, 0.006) },
      { name: "wz", type: "INT8", shape: [3], data: new Int8Array(3) },
      ...[scalar("xs", "FLOAT", 0.02), scalar("xz", "UINT8", 128)],
      ...[scalar("ys", "FLOAT", 0.03), scalar("yz", "UINT8", 128)],
    ],
    nodes: [
      ...pair("xr", "x", ["xs", "xz"]),
      ...pair("wr", "w", ["ws", "wz"]),
      { op: "Conv", inputs: ["xr", "wr"], outputs: ["c"], attributes: { pads: [1, 1, 1, 1] } },
      ...pair("y", "c", ["ys", "yz"]),
    ],
  });
  const { nodes, tensors } = optimizeGraph(importOnnx(file, { name: "test" }));
  const conv = nodes.find(({ op }) => op.name === "conv_2d")!;
  assert.is(tensors[conv.outputs[0]].dtype, "i8");
  assert.equal(tensors[conv.inputs[1]].quantization?.scale, Float32Array.of(0.004, 0.005, 0.006));
});

operators.run();

const products = suite("products of integers");

/** Exact sums, in doubles. */
function exactProduct(a: readonly number[], b: readonly number[], columns: number): number[] {
  return product(a, b, a.length / (b.length / columns), columns);
}

products("MatMulInteger is exact, whatever the depth, with constant and computed matrices", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 7, 260, 700, 1500),
      fc.boolean(),
      fc.nat(1000),
      fc.constantFrom("extreme", "random"),
      (depth, isConstant, seed, kind) => {
        const a = kind === "extreme" ? new Array(depth).fill(255) : someIntegers("UINT8", [1, depth], seed);
        const b = kind === "extreme" ? new Array(depth * 2).fill(-128) : someIntegers("INT8", [depth, 2], seed + 1);
        const inputs = [
          integers("UINT8", [1, depth], a, false),
          integers("INT8", [depth, 2], b, isConstant),
          integers("UINT8", [], [seed % 256]),
          integers("INT8", [2], [3, -4]),
        ];
        const expected = exactProduct(
          a.map((v) => v - (seed % 256)),
          b.map((v, i) => v - [3, -4][i % 2]),
          2,
        );
        const { values, type } = run(INTEGER_PRODUCTS, { op: "MatMulInteger", inputs });
        assert.is(type, "INT32");
        assert.equal(values, expected);
      },
    ),
    { seed: 4, numRuns: 60 },
  );
});

products("zero points of rows, of computed ones, and none", () => {
  const a = someIntegers("UINT8", [2, 3], 1);
  const b = someIntegers("UINT8", [3, 2], 2);
  const inputs = [integers("UINT8", [2, 3], a, false), integers("UINT8", [3, 2], b, false)];
  assert.equal(run(INTEGER_PRODUCTS, { op: "MatMulInteger", inputs }).values, exactProduct(a, b, 2));
  const moved = exactProduct(
    a.map((v, i) => v - (i < 3 ? 9 : 200)),
    b.map((v) => v - 77),
    2,
  );
  const zeros = [integers("UINT8", [2], [9, 200]), integers("UINT8", [], [77], false)];
  assert.equal(run(INTEGER_PRODUCTS, { op: "MatMulInteger", inputs: [...inputs, ...zeros] }).values, moved);
});

products("ConvInteger is exact: many channels are done in parts", () => {
  const channels = 300;
  const x = someIntegers("UINT8", [1, channels, 2, 2], 1);
  const w = new Array(channels * 4).fill(-128);
  const inputs = [
    integers("UINT8", [1, channels, 2, 2], x, false),
    integers("INT8", [1, channels, 2, 2], w),
    integers("UINT8", [], [1]),
  ];
  const spec = { op: "ConvInteger", inputs, attributes: { pads: [0, 0, 0, 1] } };
  const all = x.reduce((sum, v) => sum - 128 * (v - 1), 0);
  const right = x.reduce((sum, v, i) => sum - (i % 2 === 1 ? 128 * (v - 1) : 0), 0);
  const { values, shape } = run(INTEGER_PRODUCTS, spec);
  assert.equal(shape, [1, 1, 1, 2]);
  assert.equal(values, [all, right]);
});

products("sums too long to be exact are refused", () => {
  const shape = [1, 1, 40, 40];
  const inputs = [
    integers("UINT8", shape, new Array(1600).fill(255), false),
    integers("UINT8", shape, new Array(1600).fill(255)),
  ];
  assert.throws(
    () => run(INTEGER_PRODUCTS, { op: "ConvInteger", inputs }),
    (error: unknown) => error instanceof Problem && error.message.includes("adds up"),
  );
});

products.run();
