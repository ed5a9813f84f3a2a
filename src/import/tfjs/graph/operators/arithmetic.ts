// Elementwise operators: arithmetic, comparisons, conversions. Integers are computed as integers where the graph's
// operators can, else as floats that become integers again.

import type { TensorId } from "../../../../graph/graph.ts";
import { ensure } from "../../../diagnostics.ts";
import { graphTypeOf } from "../graph_def.ts";
import type { TfImporter, TfNode, TfTable } from "../node.ts";

/** Operators whose kernels take i32. */
const OF_INTEGERS = ["add", "div", "equal", "less", "less_equal", "maximum", "minimum", "mul", "sub"];

/** Runs `f` over floats; where all inputs are integers, so is the result, towards zero. */
function throughReals(node: TfNode, ids: readonly TensorId[], f: (reals: readonly TensorId[]) => TensorId): TensorId {
  const isInteger = ids.every((id) => node.dtypeOf(id) === "i32");
  const y = f(ids.map((id) => node.cast(id, "f32")));
  return isInteger && node.dtypeOf(y) === "f32" ? node.emit("cast", [y], { to: "i32" }) : y;
}

/** y = op(a, b), of integers where both are. */
export function binaryOf(node: TfNode, op: string, a: TensorId, b: TensorId): TensorId {
  const isInteger = node.dtypeOf(a) === "i32" && node.dtypeOf(b) === "i32";
  if (isInteger && OF_INTEGERS.includes(op)) return node.emit(op, [a, b]);
  return throughReals(node, [a, b], (reals) => node.emit(op, reals));
}

const binary = (op: string): TfImporter => ({
  makes: [op],
  run: (node) => [binaryOf(node, op, node.input(0), node.input(1))],
});

type Formula = (node: TfNode, x: TensorId) => TensorId;

const unary = (op: string, attributes: (node: TfNode) => Record<string, number> = () => ({})): TfImporter =>
  formula([op], (node, x) => node.emit(op, [x], attributes(node)));

function formula(makes: readonly string[], f: Formula): TfImporter {
  return { makes, run: (node) => [throughReals(node, [node.input(0)], ([x]) => f(node, x))] };
}

const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

const selu: Formula = (node, x) =>
  node.emit("mul", [node.emit("elu", [x], { alpha: SELU.alpha }), node.scalar(SELU.scale)]);

const softsign: Formula = (node, x) => node.emit("div", [x, node.emit("add", [node.emit("abs", [x]), node.scalar(1)])]);

/** Sums of many tensors, one after the other. */
const addN: TfImporter = {
  makes: ["add"],
  run: (node) => [node.allInputs().reduce((sum, x) => binaryOf(node, "add", sum, x))],
};

const biasAdd: TfImporter = {
  makes: ["add"],
  run(node) {
    const [x, bias] = [node.input(0), node.input(1)];
    const rank = node.shapeOf(x).length;
    const isFirst = node.choice("data_format", "NHWC", ["NHWC", "NCHW"]) === "NCHW";
    const shape = isFirst ? [...node.shapeOf(bias), ...new Array(rank - 2).fill(1)] : node.shapeOf(bias);
    return [binaryOf(node, "add", x, node.reshape(bias, shape))];
  },
};

/** ⌊a / b⌋ */
const floorDiv: TfImporter = {
  makes: ["div", "floor"],
  run: (node) => [
    throughReals(node, [node.input(0), node.input(1)], (ab) => node.emit("floor", [node.emit("div", ab)])),
  ],
};

/** a − b · ⌊a / b⌋ */
const floorMod: TfImporter = {
  makes: ["sub", "div", "floor", "mul"],
  run: (node) => [
    throughReals(node, [node.input(0), node.input(1)], ([a, b]) =>
      node.emit("sub", [a, node.emit("mul", [b, node.emit("floor", [node.emit("div", [a, b])])])]),
    ),
  ],
};

/** a / b; of integers ⌊a / b⌋, as in TensorFlow.js. */
const realDiv: TfImporter = {
  makes: floorDiv.makes,
  run(node) {
    const isInteger = [0, 1].every((i) => node.dtypeOf(node.input(i)) === "i32");
    return isInteger ? floorDiv.run(node) : [node.emit("div", [node.real(0), node.real(1)])];
  },
};

/** a / b, and 0 where b is 0. */
const divNoNan: TfImporter = {
  makes: ["div", "equal", "where"],
  run(node) {
    const [a, b] = [node.real(0), node.real(1)];
    const zero = node.scalar(0);
    return [node.emit("where", [node.emit("equal", [b, zero]), zero, node.emit("div", [a, b])])];
  },
};

const clipByValue: TfImporter = {
  makes: ["clip"],
  run(node) {
    const [min, max] = [node.numberInput(1, "the minimum"), node.numberInput(2, "the maximum")];
    return [throughReals(node, [node.input(0)], ([x]) => node.emit("clip", [x], { min, max }))];
  },
};

/** The slopes broadcast to x. */
const prelu: TfImporter = { makes: ["prelu"], run: (node) => [node.emit("prelu", [node.real(0), node.real(1)])] };

/** 1 where x is 0, else 0. */
export function not(node: TfNode, x: TensorId): TensorId {
  const isInteger = node.dtypeOf(x) === "i32";
  return node.emit("equal", [x, isInteger ? node.integer(0) : node.scalar(0)]);
}

const comparison = (op: string, { swap = false, negate = false } = {}): TfImporter => ({
  makes: [op, ...(negate ? ["equal"] : [])],
  run(node) {
    const [a, b] = swap ? [node.input(1), node.input(0)] : [node.input(0), node.input(1)];
    const y = binaryOf(node, op, a, b);
    return [negate ? not(node, y) : y];
  },
});

/** 0 or 1 of what may be any number. */
function truth(node: TfNode, x: TensorId): TensorId {
  return not(node, not(node, x));
}

/** Element types go by value; booleans are whether a value is not 0. */
const cast: TfImporter = {
  makes: ["cast", "equal"],
  run(node) {
    const x = node.input(0);
    const type = node.type("DstT") ?? "DT_FLOAT";
    return [type === "DT_BOOL" ? truth(node, x) : node.cast(x, graphTypeOf(type))];
  },
};

/** A condition of one dimension chooses whole rows (TensorFlow 1). */
const select: TfImporter = {
  makes: ["where"],
  run(node) {
    const [condition, a, b] = [node.input(0), node.input(1), node.input(2)];
    const rank = node.shapeOf(a).length;
    const own = node.shapeOf(condition);
    const isRows = node.file.op === "Select" && own.length === 1 && rank > 1;
    const shaped = isRows ? node.reshape(condition, [...own, ...new Array(rank - 1).fill(1)]) : condition;
    const isInteger = node.dtypeOf(a) === "i32" && node.dtypeOf(b) === "i32";
    const values = isInteger ? [a, b] : [node.cast(a, "f32"), node.cast(b, "f32")];
    return [node.emit("where", [node.cast(shaped, "i32"), ...values])];
  },
};

const identity: TfImporter = { makes: [], run: (node) => node.inputs.slice(0) };

const noGradient: TfImporter = {
  makes: [],
  run(node) {
    ensure(node.inputs.length >= 1, () => "has no input", "The file is damaged");
    return [node.inputs[0]];
  },
};

export const ARITHMETIC: TfTable = {
  ...{ Add: binary("add"), AddV2: binary("add"), Sub: binary("sub"), Mul: binary("mul"), Pow: binary("pow") },
  ...{ Maximum: binary("maximum"), Minimum: binary("minimum"), SquaredDifference: binary("squared_difference") },
  ...{ AddN: addN, BiasAdd: biasAdd, RealDiv: realDiv, Div: realDiv, DivNoNan: divNoNan, FloorDiv: floorDiv },
  ...{ FloorMod: floorMod, Mod: floorMod, ClipByValue: clipByValue, Prelu: prelu },
  ...{ Abs: unary("abs"), Ceil: unary("ceil"), Cos: unary("cos"), Erf: unary("erf"), Exp: unary("exp") },
  ...{ Floor: unary("floor"), Log: unary("log"), Neg: unary("neg"), Round: unary("round"), Rsqrt: unary("rsqrt") },
  ...{ Sigmoid: unary("sigmoid"), Sign: unary("sign"), Sin: unary("sin"), Softplus: unary("softplus") },
  ...{ Sqrt: unary("sqrt"), Square: unary("square"), Tanh: unary("tanh"), Relu: unary("relu"), Relu6: unary("relu6") },
  Elu: unary("elu"),
  Selu: formula(["elu", "mul"], selu),
  LeakyRelu: unary("leaky_relu", (node) => ({ alpha: node.float("alpha", 0.2) })),
  Softsign: formula(["div", "abs", "add"], softsign),
  Reciprocal: formula(["div"], (node, x) => node.emit("div", [node.scalar(1), x])),
  Inv: formula(["div"], (node, x) => node.emit("div", [node.scalar(1), x])),
  Log1p: formula(["log", "add"], (node, x) => node.emit("log", [node.emit("add", [x, node.scalar(1)])])),
  Expm1: formula(["exp", "sub"], (node, x) => node.emit("sub", [node.emit("exp", [x]), node.scalar(1)])),
  Tan: formula(["div", "cos", "sin"], (node, x) => node.emit("div", [node.emit("sin", [x]), node.emit("cos", [x])])),
  Equal: comparison("equal"),
  NotEqual: comparison("equal", { negate: true }),
  Less: comparison("less"),
  LessEqual: comparison("less_equal"),
  Greater: comparison("less", { swap: true }),
  GreaterEqual: comparison("less_equal", { swap: true }),
  LogicalAnd: binary("minimum"),
  LogicalOr: binary("maximum"),
  LogicalNot: { makes: ["equal"], run: (node) => [not(node, node.input(0))] },
  LogicalXor: comparison("equal", { negate: true }),
  Cast: cast,
  Select: select,
  SelectV2: select,
  IdentityN: identity,
  ...Object.fromEntries(
    ["CheckNumerics", "EnsureShape", "Identity", "PreventGradient", "Snapshot", "StopGradient"].map((name) => [
      name,
      noGradient,
    ]),
  ),
};
