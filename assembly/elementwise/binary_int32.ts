// i32 operators of two inputs along one row; results wrap around.

import { store_part } from "../lane/tail";
import { ADD, DIV, EQUAL, LESS, MAXIMUM, MINIMUM, MUL, SUB } from "./operations";

/** Steps: 0 where an operand stays at one element. */
export function int_row(operation: u32, a: usize, b: usize, y: usize, count: u32, aStep: u32, bStep: u32): void {
  if (ASC_FEATURE_SIMD && operation != DIV) {
    let va = v128.load32_splat(a);
    let vb = v128.load32_splat(b);
    for (let j: u32 = 0; j < count; j += 4) {
      const at = (<usize>j) << 2;
      if (aStep) va = v128.load(a + at);
      if (bStep) vb = v128.load(b + at);
      const result = apply_lanes(operation, va, vb);
      if (count - j >= 4) v128.store(y + at, result);
      else store_part(y + at, result, (count - j) << 2);
    }
  } else {
    for (let j: u32 = 0; j < count; j++) {
      const x = load<i32>(a + ((j * aStep) << 2));
      const z = load<i32>(b + ((j * bStep) << 2));
      store<i32>(y + (j << 2), ASC_FEATURE_SIMD ? divide(x, z) : apply_one(operation, x, z));
    }
  }
}

/** Towards zero; 0 where b is 0. Without trapping where the lowest value is divided by −1: in 64 bits, which is shorter. */
@inline
function divide(a: i32, b: i32): i32 {
  if (FOR_JAVASCRIPT) return b == 0 ? 0 : b == -1 ? 0 - a : a / b;
  return b == 0 ? 0 : <i32>(<i64>a / <i64>b);
}

/** All but DIV. */
export function apply_lanes(operation: u32, a: v128, b: v128): v128 {
  if (operation == ADD) return i32x4.add(a, b);
  if (operation == SUB) return i32x4.sub(a, b);
  if (operation == MUL) return i32x4.mul(a, b);
  if (operation == MINIMUM) return i32x4.min_s(a, b);
  if (operation == MAXIMUM) return i32x4.max_s(a, b);
  let mask: v128;
  if (operation == EQUAL) mask = i32x4.eq(a, b);
  else if (operation == LESS) mask = i32x4.lt_s(a, b);
  else mask = i32x4.le_s(a, b);
  return v128.and(mask, i32x4.splat(1));
}

/** One lane. */
export function apply_one(operation: u32, a: i32, b: i32): i32 {
  if (operation == ADD) return a + b;
  if (operation == SUB) return a - b;
  if (operation == MUL) return a * b;
  if (operation == DIV) return divide(a, b);
  if (operation == MINIMUM) return min<i32>(a, b);
  if (operation == MAXIMUM) return max<i32>(a, b);
  if (operation == EQUAL) return <i32>(a == b);
  if (operation == LESS) return <i32>(a < b);
  return <i32>(a <= b);
}
