// What becomes of accumulators: requantised (lane/requantize.ts), narrowed, clamped, and stored without touching what
// follows a row.

/** Sixteen results of `requantize4` -> sixteen stored bytes, in order; `f` is flip_v(). */
@inline
export function narrow16(a: v128, b: v128, c: v128, d: v128, high: v128, f: v128): v128 {
  const q = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  const clamped = i8x16.min_s(q, high);
  if (ASC_FEATURE_RELAXED_SIMD) return v128.xor(clamped, f);
  else return clamped;
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
