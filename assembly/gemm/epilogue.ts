// What becomes of accumulators: requantised (lane/requantize.ts), narrowed, clamped, and stored without touching what
// follows a row.

import { flip } from "../lane/int8";

/** Sixteen results of `requantize4` -> sixteen stored bytes, in order. */
@inline
export function narrow16(a: v128, b: v128, c: v128, d: v128, high: v128): v128 {
  const q = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  const clamped = i8x16.min_s(q, high);
  if (ASC_FEATURE_RELAXED_SIMD) return v128.xor(clamped, i8x16.splat(<i8>flip()));
  else return clamped;
}

/** The first `count` bytes of v, 0 to 16. */
@inline
export function store_bytes(y: usize, v: v128, count: u32): void {
  if (count >= 16) v128.store(y, v);
  else store_some_bytes(y, v, count);
}

function store_some_bytes(y: usize, v: v128, count: u32): void {
  if (count & 8) {
    v128.store64_lane(y, v, 0);
    v = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    y += 8;
  }
  if (count & 4) {
    v128.store32_lane(y, v, 0);
    v = i64x2.shr_u(v, 32);
    y += 4;
  }
  if (count & 2) {
    v128.store16_lane(y, v, 0);
    v = i64x2.shr_u(v, 16);
    y += 2;
  }
  if (count & 1) v128.store8_lane(y, v, 0);
}

/** The first eight bytes of v, or `count` of them if that is less; then the last eight likewise, to y1. */
@inline
export function store_halves(y0: usize, y1: usize, v: v128, count: u32): void {
  if (count >= 8) {
    v128.store64_lane(y0, v, 0);
    v128.store64_lane(y1, v, 1);
  } else {
    store_some_bytes(y0, v, count);
    store_some_bytes(y1, i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15), count);
  }
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
