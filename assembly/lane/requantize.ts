// int32 accumulators -> int8 results, the same bits as `requantize` in src/graph/rounding.ts:
// clamp(rint(f32(acc) · scale) + zeroPoint, low, high).
//
// Vectors add 1.5 · 2^23, which leaves the rounded product in the low bits of the float; read as integers, such floats are
// ordered like the products they stand for, so one maximum clamps from below and saves what follows from wrapping.

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

/** One result. */
@inline
export function requantize1(acc: i32, scale: f32, zeroPoint: i32, low: i32, high: i32): i32 {
  const product = nearest<f32>(<f32>acc * scale);
  return <i32>min<f32>(max<f32>(product, <f32>(low - zeroPoint)), <f32>(high - zeroPoint)) + zeroPoint;
}
