// Elementwise operators, reductions, soft-max, and changes of element type.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import type { Attributes } from "../../../graph/op_def.ts";
import { allocate, type DType } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import { describeFileTensor } from "../model.ts";
import { ACTIVATED, type NodeContext, type NodeImporter, type OperatorTable } from "../node.ts";
import { ELEMENT, OPTIONS } from "../schema.ts";

function unary(op: string, attributes: (node: NodeContext) => Attributes = () => ({})): NodeImporter {
  return { makes: [op], run: (node) => node.emit(op, [node.input(0)], attributes(node)) };
}

function binary(op: string): NodeImporter {
  return { makes: [op], run: (node) => node.emit(op, [node.input(0), node.input(1)]) };
}

function activatedBinary(op: string, options: { readonly type: number; readonly activation: number }): NodeImporter {
  const run = (node: NodeContext) => {
    const activation = node.options(options)?.i8(options.activation) ?? 0;
    node.emitActivated(activation, op, [node.input(0), node.input(1)], {});
  };
  return { makes: [op, ...ACTIVATED], run };
}

/** Input 1 holds the axes. */
function reduction(op: string): NodeImporter {
  const run = (node: NodeContext) => {
    const rank = node.shape(0).length;
    const axes = new Set(node.integers(1, "the axes").map((axis) => node.axis(axis, rank)));
    const keepDims = node.options(OPTIONS.reducer)?.bool(OPTIONS.reducer.keepDims) ?? false;
    node.emit(op, [node.input(0)], { axes: [...axes].sort((a, b) => a - b), keepDims });
  };
  return { makes: [op], run };
}

function argument(op: string): NodeImporter {
  const run = (node: NodeContext) => {
    const axis = node.axis(node.integer(1, "the axis"), node.shape(0).length);
    node.emit(op, [node.input(0)], { axis });
  };
  return { makes: [op], run };
}

/** Real values of an unquantised uint8 tensor are its bytes: what CAST reads. */
function cast(node: NodeContext): void {
  const [from, to] = [node.fileInput(0), node.fileOutput()];
  const x = node.input(0);
  const target = node.builder.outputType(to.index).dtype;
  ensure(
    to.type !== ELEMENT.uint8 || from.type === ELEMENT.uint8,
    () => `casts ${describeFileTensor(from)} to uint8`,
    "Quantise to uint8 instead, or leave the cast to the caller",
  );
  const isPlainByte = from.type === ELEMENT.uint8 && from.quantization.scale.length === 0;
  ensure(
    from.type !== ELEMENT.uint8 || isPlainByte || to.type === ELEMENT.uint8,
    () => `casts the quantised ${describeFileTensor(from)}`,
    "Use DEQUANTIZE; a cast of stored values has no real meaning",
  );
  if (to.type === ELEMENT.bool) {
    const value = isPlainByte ? node.emitIntermediate("dequantize", [x], {}) : x;
    const { dtype } = node.tensor(value);
    ensure(dtype !== "i8", () => `casts the quantised ${describeFileTensor(from)}`, "Compare it with a number instead");
    const isZero = node.emitIntermediate("equal", [value, zeroOf(node, dtype)], {});
    node.emit("equal", [isZero, zeroOf(node, "i32")]);
  } else if (!isPlainByte || target === "i8") node.emit("cast", [x], { to: target });
  else if (target === "f32") node.emit("dequantize", [x]);
  else node.emit("cast", [node.emitIntermediate("dequantize", [x], {})], { to: target });
}

function zeroOf(node: NodeContext, dtype: DType): TensorId {
  return node.builder.add({ name: `${node.fileOutput().name}/zero`, dtype, shape: [], data: allocate(dtype, 1) });
}

/** Float16 constants are f32 already. */
function dequantize(node: NodeContext): void {
  const x: TensorId = node.input(0);
  if (node.tensor(x).dtype === "f32") node.alias(x);
  else node.emit("dequantize", [x]);
}

/** Sparse constants are dense already. */
function densify(node: NodeContext): void {
  const x = node.input(0);
  ensure(
    x !== ABSENT && node.tensor(x).data !== undefined,
    () => "makes a computed tensor dense",
    "Only constants may be sparse; convert the model again",
  );
  node.alias(x);
}

export const ARITHMETIC: OperatorTable = {
  ABS: unary("abs"),
  ADD: activatedBinary("add", OPTIONS.add),
  ARG_MAX: argument("arg_max"),
  ARG_MIN: argument("arg_min"),
  CAST: { makes: ["cast", "dequantize", "equal"], run: cast },
  CEIL: unary("ceil"),
  COS: unary("cos"),
  DENSIFY: { makes: [], run: densify },
  DEQUANTIZE: { makes: ["dequantize"], run: dequantize },
  DIV: activatedBinary("div", OPTIONS.div),
  ELU: unary("elu", () => ({ alpha: 1 })),
  EXP: unary("exp"),
  FLOOR: unary("floor"),
  GELU: unary("gelu", (node) => ({ approximate: node.options(OPTIONS.gelu)?.bool(OPTIONS.gelu.approximate) ?? false })),
  HARD_SWISH: unary("hard_swish"),
  L2_NORMALIZATION: unary("l2_normalization"),
  LEAKY_RELU: unary("leaky_relu", (node) => ({
    alpha: node.options(OPTIONS.leakyRelu)?.f32(OPTIONS.leakyRelu.alpha) ?? 0,
  })),
  LOG: unary("log"),
  LOG_SOFTMAX: unary("log_softmax"),
  LOGISTIC: unary("sigmoid"),
  MAXIMUM: binary("maximum"),
  MEAN: reduction("mean"),
  MINIMUM: binary("minimum"),
  MUL: activatedBinary("mul", OPTIONS.mul),
  NEG: unary("neg"),
  POW: binary("pow"),
  PRELU: binary("prelu"),
  QUANTIZE: unary("quantize"),
  REDUCE_ALL: reduction("reduce_min"),
  REDUCE_ANY: reduction("reduce_max"),
  REDUCE_MAX: reduction("reduce_max"),
  REDUCE_MIN: reduction("reduce_min"),
  REDUCE_PROD: reduction("reduce_prod"),
  RELU: unary("relu"),
  RELU6: unary("relu6"),
  RELU_0_TO_1: unary("clip", () => ({ min: 0, max: 1 })),
  RELU_N1_TO_1: unary("relu_n1_to_1"),
  ROUND: unary("round"),
  RSQRT: unary("rsqrt"),
  SIGN: unary("sign"),
  SIN: unary("sin"),
  SOFTMAX: unary("softmax", (node) => ({ beta: node.options(OPTIONS.softmax)?.f32(OPTIONS.softmax.beta) ?? 0 })),
  SQRT: unary("sqrt"),
  SQUARE: unary("square"),
  SQUARED_DIFFERENCE: binary("squared_difference"),
  SUB: activatedBinary("sub", OPTIONS.sub),
  SUM: reduction("sum"),
  TANH: unary("tanh"),
};
