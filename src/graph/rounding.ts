// The arithmetic of quantised results, bit for bit what the kernels do. Everything else about int8 follows from these.

const { fround, floor, min, max } = Math;

export const INT8_MIN = -128;
export const INT8_MAX = 127;

/** Nearest integer, ties to even (IEEE 754 roundToIntegralTiesToEven); wasm's f32x4.nearest. */
export function roundHalfEven(x: number): number {
  const lower = floor(x);
  const fraction = x - lower;
  if (fraction < 0.5) return lower;
  if (fraction > 0.5) return lower + 1;
  return lower % 2 === 0 ? lower : lower + 1;
}

export function clampInt(x: number, low: number, high: number): number {
  return min(max(x, low), high);
}

/**
 * int32 accumulator -> int8: clamp(rint(f32(acc) · scale) + zeroPoint, low, high), the product rounded to f32.
 *
 * `scale` is f32(inputScale · weightScale / outputScale). XNNPACK's "fp32" requantisation, which TFLite's goldens have.
 */
export function requantize(acc: number, scale: number, zeroPoint: number, low = INT8_MIN, high = INT8_MAX): number {
  return clampInt(roundHalfEven(fround(fround(acc) * scale)) + zeroPoint, low, high);
}

/**
 * real f32 -> int8: clamp(rint(f32(f32(x) · f32(1 / scale))) + zeroPoint, low, high); NaN becomes the zero point.
 *
 * The product with the inverse, not the quotient: XNNPACK's f32-qs8-vcvt and its tables of int8 functions.
 */
export function quantizeValue(x: number, scale: number, zeroPoint: number, low = INT8_MIN, high = INT8_MAX): number {
  const scaled = fround(fround(x) * fround(1 / scale));
  return clampInt((Number.isNaN(scaled) ? 0 : roundHalfEven(scaled)) + zeroPoint, low, high);
}

/** int8 -> real f32: f32(scale · (q − zeroPoint)). */
export function dequantizeValue(q: number, scale: number, zeroPoint: number): number {
  return fround(scale * (q - zeroPoint));
}
