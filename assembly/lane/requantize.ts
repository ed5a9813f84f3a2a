// int32 accumulators -> int8 results, the same bits as `requantize` in src/graph/rounding.ts:
// clamp(rint(f32(acc) · scale) + zeroPoint, low, high).
//
// Vectors add 1.5 · 2^23, which leaves the rounded product in the low bits of the float; read as integers, such floats are
// ordered like the products they stand for, so one maximum clamps from below and saves what follows from wrapping. Where
// nothing can wrap and the bounds are those of int8 (`saturates`), narrowing with saturation does it all.

/** 1.5 · 2^23 as a float and as its bits. */
export const MAGIC: f32 = 12582912.0;
export const MAGIC_BITS: i32 = 0x4b400000;

/**
 * The magic number in every lane, for a zero point of int8. Written so that compilers do not see a constant: V8 would build
 * that anew, in three instructions, wherever it is used.
 */
@inline
export function magic(zeroPoint: i32): v128 {
  return i32x4.splat(MAGIC_BITS + ((zeroPoint + 128) >>> 8));
}

/** The lower bound in the form that `requantize4` wants. */
@inline
export function magic_low(low: i32, zeroPoint: i32): v128 {
  return i32x4.splat(MAGIC_BITS + low - zeroPoint);
}

/** What `requantize4` subtracts: the magic bits without the zero point. */
@inline
export function magic_zero(zeroPoint: i32): v128 {
  return i32x4.splat(MAGIC_BITS - zeroPoint);
}

/** Four results as i32, at least low; narrowing with saturation and the upper bound are the caller's. */
@inline
export function requantize4(acc: v128, scale: v128, magic: v128, magicLow: v128, magicZero: v128): v128 {
  const product = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(acc), scale), magic);
  return i32x4.sub(i32x4.max_s(product, magicLow), magicZero);
}

/** The rounded products, in the low bits of floats. */
@inline
export function round4(acc: v128, scale: v128, magic: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(acc), scale), magic);
}

/** The upper bound in the form of `magic_low`. */
@inline
export function magic_high(high: i32, zeroPoint: i32): v128 {
  return i32x4.splat(MAGIC_BITS + high - zeroPoint);
}

/** Results of `round4` within bounds. */
@inline
export function bound4(rounded: v128, magicLow: v128, magicHigh: v128): v128 {
  return i32x4.min_s(i32x4.max_s(rounded, magicLow), magicHigh);
}

/**
 * Whether results of `count` outputs, a multiple of four, are surely within ±2^21 of the zero point, far from where the low bits
 * of the float end: sums of `depth` products and a bias, times the scale.
 */
export function saturates(bias: usize, scales: usize, count: u32, depth: u32): bool {
  // The largest product is 255 · 128.
  const products = f32x4.splat(<f32>depth * 32640);
  const limit = f32x4.splat(2097152);
  for (const end = bias + <usize>(count << 2); bias < end; bias += 16) {
    const sum = f32x4.add(f32x4.abs(f32x4.convert_i32x4_s(v128.load(bias))), products);
    if (!i32x4.all_true(f32x4.lt(f32x4.mul(sum, v128.load(scales)), limit))) return false;
    scales += 16;
  }
  return true;
}

/** One result. */
@inline
export function requantize1(acc: i32, scale: f32, zeroPoint: i32, low: i32, high: i32): i32 {
  if (FOR_JAVASCRIPT) return requantize_js(acc, scale, <f64>(low - zeroPoint), <f64>(high - zeroPoint)) + zeroPoint;
  const product = nearest<f32>(<f32>acc * scale);
  return <i32>min<f32>(max<f32>(product, <f32>(low - zeroPoint)), <f32>(high - zeroPoint)) + zeroPoint;
}

/** 1.5 · 2^52: added to a small double and taken off again it leaves a whole number, rounded half to even. */
const MAGIC64: f64 = 6755399441055744.0;

/** Less the zero point, as are the bounds; without calls of functions in JavaScript. */
@inline
function requantize_js(acc: i32, scale: f32, low: f64, high: f64): i32 {
  const product = <f64>(<f32>acc * scale);
  const bounded = product < low ? low : product > high ? high : product;
  return low_word(bounded + MAGIC64 - MAGIC64);
}

/** The low 32 bits of a whole number, in JavaScript x | 0. */
@inline
export function low_word(x: f64): i32 {
  return <i32>(<i64>x);
}
