// What becomes of accumulators: requantised (lane/requantize.ts), narrowed, clamped, and stored without touching what
// follows a row.

import { saturates } from "../lane/requantize";
import { Block } from "./block";

/** Whether results for the outputs [n, n + count) of the block need `bound4`; else saturation is enough. */
export function needs_bounds(b: Block, n: u32, count: u32): bool {
  const skipped = <usize>(n << 2);
  if (b.low > -128 || b.high < 127 || b.terms != 0) return true;
  return !saturates(b.bias + skipped, b.scales + skipped, count, b.depth);
}

/** Sixteen results of `round4` -> sixteen stored bytes, in order; `f` is flip_v(). */
@inline
export function narrow16(a: v128, b: v128, c: v128, d: v128, zero: v128, f: v128): v128 {
  const ab = i16x8.narrow_i32x4_s(i32x4.sub(a, zero), i32x4.sub(b, zero));
  const q = i8x16.narrow_i16x8_s(ab, i16x8.narrow_i32x4_s(i32x4.sub(c, zero), i32x4.sub(d, zero)));
  if (ASC_FEATURE_RELAXED_SIMD) return v128.xor(q, f);
  else return q;
}

/** The first eight bytes of v to y0, the last eight to y1. */
@inline
export function store_halves(y0: usize, y1: usize, v: v128): void {
  v128.store64_lane(y0, v, 0);
  v128.store64_lane(y1, v, 1);
}

/** The first `count` floats of v, 0 to 4 or more. */
@inline
export function store_floats(y: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(y, v);
  else store_some_floats(y, v, count);
}

function store_some_floats(y: usize, v: v128, count: i32): void {
  if (count <= 0) return;
  v128.store32_lane(y, v, 0, 0);
  if (count > 1) v128.store32_lane(y, v, 1, 4);
  if (count > 2) v128.store32_lane(y, v, 2, 8);
}
