// i32 operators of one input, made of those of two.

import { byteLength } from "../graph/tensor.ts";
import { constant, type KernelCall } from "../kernels/call.ts";
import { binaryCall } from "./binary.ts";
import type { LowerContext, Operand } from "./operator.ts";
import type { Int32Method } from "./unary.ts";

/** One value for all elements. */
function everywhere(value: number): Operand {
  return { dtype: "i32", shape: [], buffer: constant(Int32Array.of(value)) };
}

const difference = (x: Operand, y: Operand): KernelCall => binaryCall("sub_i32", everywhere(0), x, y);

export const INT32_NEGATION: Int32Method = {
  reference: (x) => -x | 0,
  lower: (x, y) => [difference(x, y)],
};

/** The lowest value has no positive counterpart and stays. */
export const INT32_MAGNITUDE: Int32Method = {
  reference: (x) => Math.abs(x) | 0,
  lower(x, y, scratch: LowerContext["scratch"]) {
    const negated: Operand = { dtype: "i32", shape: x.shape, buffer: scratch(byteLength(x)) };
    return [difference(x, negated), binaryCall("maximum_i32", x, negated, y)];
  },
};

export const INT32_SIGN: Int32Method = {
  reference: Math.sign,
  lower: (x, y) => [binaryCall("maximum_i32", x, everywhere(-1), y), binaryCall("minimum_i32", y, everywhere(1), y)],
};

export const INT32_SQUARE: Int32Method = {
  reference: (x) => Math.imul(x, x),
  lower: (x, y) => [binaryCall("mul_i32", x, x, y)],
};
