// Arithmetic of two and more inputs, and of one where integers need care.

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OnnxValue, OperatorTable } from "../node.ts";
import { isFloat } from "../types.ts";
import { floats, numberInput, numbers, numbersOf, scalarLike, valueOfNumbers } from "./numbers.ts";

/** Since this version shapes broadcast by themselves; before, attributes said how. */
const NUMPY_BROADCASTING = 7;

/** Both inputs' numbers, with the shapes of old operator sets made to broadcast. */
export function operands(node: OnnxNode): [TensorId, TensorId] {
  const a = numbers(node, 0);
  const b = numbers(node, 1);
  if (node.opset >= NUMPY_BROADCASTING || node.int("broadcast", 0) === 0 || !node.proto.attributes.has("axis")) {
    return [a, b];
  }
  const rank = node.shapeOf(a).length;
  const shape = node.shapeOf(b);
  const after = rank - node.axis(node.int("axis", 0), rank) - shape.length;
  ensure(after >= 0, () => `puts [${shape}] at axis ${node.int("axis", 0)} of ${rank}`, "The file is damaged");
  return [a, node.reshape(b, [...shape, ...new Array<number>(after).fill(1)])];
}

function binary(op: string): NodeImporter {
  return {
    makes: [op],
    run: (node) => [valueOfNumbers(node, node.emit(op, operands(node)), node.typeOf(0))],
  };
}

/** Of integers towards zero. */
const div: NodeImporter = {
  makes: ["div"],
  run(node) {
    const type = node.typeOf(0);
    const quotient = node.emit("div", operands(node));
    return [valueOfNumbers(node, isFloat(type) ? quotient : node.cast(quotient, "i32"), type)];
  },
};

/** Each input after the other. */
function fold(node: OnnxNode, op: string, inputs: readonly TensorId[]): TensorId {
  return inputs.slice(1).reduce((sum, input) => node.emit(op, [sum, input]), inputs[0]);
}

function variadic(op: string): NodeImporter {
  return {
    makes: [op],
    run(node) {
      if (node.inputCount === 1) return [node.value(0)];
      const inputs = Array.from({ length: node.inputCount }, (_, i) => numbers(node, i));
      return [valueOfNumbers(node, fold(node, op, inputs), node.typeOf(0))];
    },
  };
}

const mean: NodeImporter = {
  makes: ["add", "mul"],
  run(node) {
    if (node.inputCount === 1) return [node.value(0)];
    const inputs = Array.from({ length: node.inputCount }, (_, i) => node.input(i));
    return node.like(0, node.emit("mul", [fold(node, "add", inputs), node.scalar(1 / inputs.length)]));
  },
};

/** Towards zero. */
function truncated(node: OnnxNode, x: TensorId): TensorId {
  const isNegative = node.emit("less", [x, node.scalar(0)]);
  return node.emit("where", [isNegative, node.emit("ceil", [x]), node.emit("floor", [x])]);
}

/** The sign of the dividend (fmod), or of the divisor. */
const mod: NodeImporter = {
  makes: ["div", "mul", "sub", "add", "less", "where", "ceil", "floor"],
  run(node) {
    const [a, b] = operands(node);
    const rest = (x: TensorId) => {
      const quotient = node.emit("div", [x, b]);
      const whole = node.dtypeOf(x) === "i32" ? quotient : truncated(node, quotient);
      return node.emit("sub", [x, node.emit("mul", [whole, b])]);
    };
    const signOfDividend = rest(a);
    const result = node.int("fmod", 0) === 1 ? signOfDividend : rest(node.emit("add", [signOfDividend, b]));
    return [valueOfNumbers(node, result, node.typeOf(0))];
  },
};

/** The one exponent of a constant that has no other values. */
function onlyValue(node: OnnxNode, id: TensorId): number | undefined {
  const { data, shape } = node.tensor(id);
  if (data === undefined || elementCount(shape) > elementCount(node.shape(0)) || shape.length > node.shape(0).length) {
    return undefined;
  }
  return data.every((value) => value === data[0]) ? data[0] : undefined;
}

/** Exponents with a shorter way, which is also exact for integers. */
function shortPower(node: OnnxNode, x: TensorId, exponent: number | undefined): TensorId | undefined {
  const isReal = node.dtypeOf(x) === "f32";
  if (exponent === 1) return x;
  if (exponent === 2) return node.emit("mul", [x, x]);
  if (exponent === 3) return node.emit("mul", [node.emit("mul", [x, x]), x]);
  if (exponent === 0.5 && isReal) return node.emit("sqrt", [x]);
  if (exponent === -0.5 && isReal) return node.emit("rsqrt", [x]);
  if (exponent === -1 && isReal) return node.emit("div", [node.scalar(1), x]);
  return undefined;
}

const pow: NodeImporter = {
  makes: ["pow", "mul", "sqrt", "rsqrt", "div", "round"],
  run(node) {
    const type = node.typeOf(0);
    const [x, exponent] = operands(node);
    const short = shortPower(node, x, onlyValue(node, exponent));
    if (short !== undefined) return [valueOfNumbers(node, short, type)];
    const power = node.emit("pow", [node.cast(x, "f32"), node.cast(exponent, "f32")]);
    return [valueOfNumbers(node, isFloat(type) ? power : wholePower(node, power), type)];
  },
};

/** Of integers: a power is computed to some parts in 10^7, so whole ones come out a little above or below. */
function wholePower(node: OnnxNode, power: TensorId): TensorId {
  if (!isFloat(node.typeOf(1))) return node.emit("round", [power]);
  return node.cast(node.emit("mul", [power, node.scalar(1 + 2 ** -20)]), "i32");
}

function integerAware(op: string, ofIntegers: (node: OnnxNode, x: TensorId) => TensorId, more: readonly string[]) {
  return {
    makes: [op, ...more],
    run(node: OnnxNode): OnnxValue[] {
      const x = numbers(node, 0);
      const y = node.dtypeOf(x) === "i32" ? ofIntegers(node, x) : node.emit(op, [x]);
      return [valueOfNumbers(node, y, node.typeOf(0))];
    },
  } satisfies NodeImporter;
}

const negated = (node: OnnxNode, x: TensorId) => node.emit("sub", [node.integer(0), x]);

/** 1, 0 or −1. */
const sign: NodeImporter = {
  makes: ["less", "sub"],
  run(node) {
    const x = numbers(node, 0);
    const zero = scalarLike(node, x, 0);
    const y = node.emit("sub", [node.emit("less", [zero, x]), node.emit("less", [x, zero])]);
    return [valueOfNumbers(node, y, node.typeOf(0))];
  },
};

const reciprocal: NodeImporter = {
  makes: ["div"],
  run: (node) => node.like(0, node.emit("div", [node.scalar(1), node.input(0)])),
};

/** Bounds are attributes in old operator sets, inputs since version 11. */
const clip: NodeImporter = {
  makes: ["clip", "maximum", "minimum"],
  run(node) {
    const x = numbers(node, 0);
    const type = node.typeOf(0);
    const bounds = [boundOf(node, 1, "min"), boundOf(node, 2, "max")] as const;
    if (node.dtypeOf(x) === "f32" && bounds.every((bound) => typeof bound !== "object")) {
      const [min, max] = bounds as readonly (number | undefined)[];
      if (min === undefined && max === undefined) return [node.value(0)];
      const attributes = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
      return [valueOfNumbers(node, node.emit("clip", [x], attributes), type)];
    }
    const asTensor = (bound: number | { id: TensorId }) =>
      typeof bound === "number" ? scalarLike(node, x, bound) : bound.id;
    const raised = bounds[0] === undefined ? x : node.emit("maximum", [x, asTensor(bounds[0])]);
    const result = bounds[1] === undefined ? raised : node.emit("minimum", [raised, asTensor(bounds[1])]);
    return [valueOfNumbers(node, result, type)];
  },
};

/** A number, a tensor that is computed at run time, or nothing. */
function boundOf(node: OnnxNode, i: number, name: "min" | "max"): number | { id: TensorId } | undefined {
  const stated = node.proto.attributes.get(name);
  if (typeof stated === "number") return stated;
  if (!node.hasInput(i)) return undefined;
  const value = node.value(i);
  const { data } = node.tensor(value.id);
  return data === undefined ? { id: numbersOf(node, value) } : numberInput(node, i, name, 0);
}

const isNaN_: NodeImporter = {
  makes: ["equal"],
  run(node) {
    const x = node.input(0);
    return [truth(node.emit("equal", [node.emit("equal", [x, x]), node.integer(0)]))];
  },
};

const isInf: NodeImporter = {
  makes: ["equal", "maximum"],
  run(node) {
    const x = node.input(0);
    const signs: [string, number][] = [
      ["detect_positive", Infinity],
      ["detect_negative", -Infinity],
    ];
    const wanted = signs.filter(([name]) => node.int(name, 1) !== 0);
    ensure(wanted.length > 0, () => "looks for no infinity", "Remove the node");
    return [
      truth(
        fold(
          node,
          "maximum",
          wanted.map(([, value]) => node.emit("equal", [x, node.scalar(value)])),
        ),
      ),
    ];
  },
};

export function truth(id: TensorId): OnnxValue {
  return { id, type: "BOOL" satisfies OnnxType };
}

/** A comparison of the inputs, turned round if `isSwapped`. */
function comparison(op: string, isSwapped = false): NodeImporter {
  return {
    makes: [op],
    run(node) {
      const [a, b] = operands(node);
      return [truth(node.emit(op, isSwapped ? [b, a] : [a, b]))];
    },
  };
}

/** Truth values are 0 and 1. */
function logic(op: string): NodeImporter {
  return { makes: [op], run: (node) => [truth(node.emit(op, operands(node)))] };
}

const not: NodeImporter = {
  makes: ["equal"],
  run: (node) => [truth(node.emit("equal", [node.input(0), node.integer(0)]))],
};

const xor: NodeImporter = {
  makes: ["equal"],
  run: (node) => [truth(node.emit("equal", [node.emit("equal", operands(node)), node.integer(0)]))],
};

const where: NodeImporter = {
  makes: ["where"],
  run(node) {
    const { quantization } = node.tensor(node.input(1));
    return node.like(1, node.emit("where", [node.input(0), node.input(1), node.input(2)], {}, quantization));
  },
};

function real(op: string): NodeImporter {
  return { makes: [op], run: (node) => node.like(0, node.emit(op, [node.input(0)])) };
}

/** (e^x ± e^−x) / 2 */
function hyperbolic(op: "add" | "sub"): NodeImporter {
  return {
    makes: ["exp", "neg", op, "mul"],
    run(node) {
      const x = node.input(0);
      const both = [node.emit("exp", [x]), node.emit("exp", [node.emit("neg", [x])])];
      return node.like(0, node.emit("mul", [node.emit(op, both), node.scalar(0.5)]));
    },
  };
}

const tan: NodeImporter = {
  makes: ["sin", "cos", "div"],
  run(node) {
    const x = floats(node, 0);
    return node.like(0, node.emit("div", [node.emit("sin", [x]), node.emit("cos", [x])]));
  },
};

export const ARITHMETIC: OperatorTable = {
  Abs: integerAware("abs", (node, x) => node.emit("maximum", [x, negated(node, x)]), ["sub", "maximum"]),
  Add: binary("add"),
  And: logic("minimum"),
  Ceil: real("ceil"),
  Clip: clip,
  Cos: real("cos"),
  Cosh: hyperbolic("add"),
  Div: div,
  Equal: comparison("equal"),
  Erf: real("erf"),
  Exp: real("exp"),
  Floor: real("floor"),
  Greater: comparison("less", true),
  GreaterOrEqual: comparison("less_equal", true),
  IsInf: isInf,
  IsNaN: isNaN_,
  Less: comparison("less"),
  LessOrEqual: comparison("less_equal"),
  Log: real("log"),
  Max: variadic("maximum"),
  Mean: mean,
  Min: variadic("minimum"),
  Mod: mod,
  Mul: binary("mul"),
  Neg: integerAware("neg", negated, ["sub"]),
  Not: not,
  Or: logic("maximum"),
  Pow: pow,
  Reciprocal: reciprocal,
  Round: real("round"),
  Sign: sign,
  Sin: real("sin"),
  Sinh: hyperbolic("sub"),
  Sqrt: real("sqrt"),
  Sub: binary("sub"),
  Sum: variadic("add"),
  Tan: tan,
  Where: where,
  Xor: xor,
};
