// Activation functions and soft-max.

import type { TensorId } from "../../../graph/graph.ts";
import type { Attributes } from "../../../graph/op_def.ts";
import { elementCount } from "../../../graph/tensor.ts";
import type { NodeImporter, OnnxNode, OperatorTable } from "../node.ts";
import { numbers, scalarLike, valueOfNumbers } from "./numbers.ts";

function unary(op: string, attributes: (node: OnnxNode) => Attributes = () => ({})): NodeImporter {
  return { makes: [op], run: (node) => node.like(0, node.emit(op, [node.input(0)], attributes(node))) };
}

const relu: NodeImporter = {
  makes: ["relu", "maximum"],
  run(node) {
    const x = numbers(node, 0);
    const y = node.dtypeOf(x) === "i32" ? node.emit("maximum", [x, scalarLike(node, x, 0)]) : node.emit("relu", [x]);
    return [valueOfNumbers(node, y, node.typeOf(0))];
  },
};

/** alpha · elu(x / alpha) */
const celu: NodeImporter = {
  makes: ["elu", "mul"],
  run(node) {
    const alpha = node.float("alpha", 1);
    const scaled = (x: TensorId, factor: number) => (factor === 1 ? x : node.emit("mul", [x, node.scalar(factor)]));
    return node.like(0, scaled(node.emit("elu", [scaled(node.input(0), 1 / alpha)], { alpha: 1 }), alpha));
  },
};

/** Its constants in f32, as operator set 6 states them; older ones had rounded ones. */
const selu: NodeImporter = {
  makes: ["elu", "mul"],
  run(node) {
    const isOld = node.opset < 6;
    const alpha = node.float("alpha", isOld ? 1.6732 : 1.6732632423543772);
    const gamma = node.float("gamma", isOld ? 1.0507 : 1.0507009873554805);
    return node.like(0, node.emit("mul", [node.emit("elu", [node.input(0)], { alpha }), node.scalar(gamma)]));
  },
};

/** x · tanh(softplus(x)) */
const mish: NodeImporter = {
  makes: ["softplus", "tanh", "mul"],
  run(node) {
    const x = node.input(0);
    return node.like(0, node.emit("mul", [x, node.emit("tanh", [node.emit("softplus", [x])])]));
  },
};

/** x / (1 + |x|) */
const softsign: NodeImporter = {
  makes: ["abs", "add", "div"],
  run(node) {
    const x = node.input(0);
    return node.like(0, node.emit("div", [x, node.emit("add", [node.emit("abs", [x]), node.scalar(1)])]));
  },
};

const thresholdedRelu: NodeImporter = {
  makes: ["less", "where"],
  run(node) {
    const x = node.input(0);
    const isLarge = node.emit("less", [node.scalar(node.float("alpha", 1)), x]);
    return node.like(0, node.emit("where", [isLarge, x, node.scalar(0)]));
  },
};

/** x · sigmoid(alpha · x) */
const swish: NodeImporter = {
  makes: ["silu", "mul", "sigmoid"],
  run(node) {
    const x = node.input(0);
    const alpha = node.float("alpha", node.opset === 1 && node.proto.opType === "QuickGelu" ? 1.702 : 1);
    if (alpha === 1) return node.like(0, node.emit("silu", [x]));
    const gate = node.emit("sigmoid", [node.emit("mul", [x, node.scalar(alpha)])]);
    return node.like(0, node.emit("mul", [x, gate]));
  },
};

/** Slopes broadcast to x; files of old tools have one a channel without the dimensions behind it. */
const prelu: NodeImporter = {
  makes: ["prelu"],
  run(node) {
    const x = node.shape(0);
    const slope = node.shape(1);
    const isPerChannel =
      slope.length === 1 &&
      slope[0] > 1 &&
      x.length > 2 &&
      slope[0] === x[1] &&
      (node.opset < 7 || slope[0] !== x.at(-1));
    const shape = isPerChannel ? [slope[0], ...new Array<number>(x.length - 2).fill(1)] : slope;
    return node.like(0, node.emit("prelu", [node.input(0), node.reshape(node.input(1), shape)]));
  },
};

/** Along one axis since version 13; before over all dimensions from the axis on, as one. */
function softmax(op: string): NodeImporter {
  return {
    makes: [op],
    run(node) {
      const x = node.input(0);
      const shape = node.shape(0);
      if (node.opset >= 13)
        return node.like(
          0,
          alongAxis(node, x, node.int("axis", -1), (y) => node.emit(op, [y])),
        );
      const axis = node.int("axis", 1) === shape.length ? shape.length : node.axis(node.int("axis", 1), shape.length);
      const rows = node.reshape(x, [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))]);
      return node.like(0, node.reshape(node.emit(op, [rows]), shape));
    },
  };
}

/** What `emit` makes along the last axis, along any; it keeps the shape or changes that axis alone. */
export function alongAxis(node: OnnxNode, x: TensorId, axis: number, emit: (x: TensorId) => TensorId): TensorId {
  const perm = lastAxisSwap(node, x, axis);
  return node.transpose(emit(node.transpose(x, perm)), perm);
}

/** The permutation, its own inverse, that exchanges an axis and the last one. Throws Problem. */
export function lastAxisSwap(node: OnnxNode, x: TensorId, stated: number): number[] {
  const rank = node.shapeOf(x).length;
  const axis = node.axis(stated, rank);
  return Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
}

/** 1 where the first of the largest is, else 0. */
const hardmax: NodeImporter = {
  makes: ["arg_max", "equal"],
  run(node) {
    const x = node.input(0);
    const shape = node.shape(0);
    const isOld = node.opset < 13;
    const stated = node.axis(node.int("axis", isOld ? 1 : -1), shape.length);
    const flat = isOld ? [elementCount(shape.slice(0, stated)), elementCount(shape.slice(stated))] : shape;
    const axis = isOld ? 1 : stated;
    const best = node.emit("arg_max", [node.reshape(x, flat)], { axis, keepDims: true });
    const places = flat.map((size, i) => (i === axis ? size : 1));
    const index = node.constant(
      places,
      Int32Array.from({ length: flat[axis] }, (_, i) => i),
    );
    return node.like(0, node.reshape(node.cast(node.emit("equal", [best, index]), "f32"), shape));
  },
};

const gelu = unary("gelu", (node) => ({
  approximate: node.choice("approximate", "none", ["none", "tanh"]) === "tanh",
}));

export const ACTIVATIONS: OperatorTable = {
  Celu: celu,
  Elu: unary("elu", (node) => ({ alpha: node.float("alpha", 1) })),
  Gelu: gelu,
  HardSigmoid: unary("hard_sigmoid", (node) => ({ alpha: node.float("alpha", 0.2), beta: node.float("beta", 0.5) })),
  HardSwish: unary("hard_swish"),
  Hardmax: hardmax,
  LeakyRelu: unary("leaky_relu", (node) => ({ alpha: node.float("alpha", 0.01) })),
  LogSoftmax: softmax("log_softmax"),
  Mish: mish,
  PRelu: prelu,
  Relu: relu,
  Selu: selu,
  Sigmoid: unary("sigmoid"),
  Softmax: softmax("softmax"),
  Softplus: unary("softplus"),
  Softsign: softsign,
  Swish: swish,
  Tanh: unary("tanh"),
  ThresholdedRelu: thresholdedRelu,
  "com.microsoft.Gelu": gelu,
  "com.microsoft.QuickGelu": swish,
};
