import { clampInt, INT8_MAX, INT8_MIN } from "../graph/rounding.ts";
import type { TensorType } from "../graph/tensor.ts";
import { affineOf } from "./binary_int8.ts";
import { close } from "./operator.ts";
import { int8Table, unary } from "./unary.ts";

const reference = (x: number) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6;

export const hard_swish = unary({
  name: "hard_swish",
  doc: "x · clamp(x + 3, 0, 6) / 6",
  reference,
  domain: [-8, 8],
  tolerance: close(3e-7, 3e-7),
  table: fixedPointTable,
});

/**
 * TFLite's fixed-point arithmetic: x as a 16-bit fraction, once on the output's scale and once as the gate, where 3 is 2^15.
 * Source: HardSwish in tensorflow/lite/kernels/internal/reference/hard_swish.h.
 */
function fixedPointTable(x: TensorType, y: TensorType): Int8Array {
  const input = affineOf(x);
  const output = affineOf(y);
  const fine = Math.fround(input.scale / 128);
  const scaling = multiplier16(Math.fround(fine / output.scale));
  const gating = multiplier16(Math.fround(fine / Math.fround(3 / 32768)));
  if (scaling.exponent > 0) return int8Table(x, y, reference); // TFLite refuses
  return Int8Array.from({ length: 256 }, (_, i) => {
    const hires = (i - 128 - input.zeroPoint) * 128;
    const scaled = roundedHighProduct(hires, scaling.fraction);
    let gate = hires;
    if (gating.exponent > 0) gate = saturate16(gate * 2 ** (gating.exponent - 1));
    gate = roundedHighProduct(gate, gating.fraction);
    if (gating.exponent > 0) gate = saturate16(gate * 2);
    else gate = roundedShift(gate, -gating.exponent);
    gate = (gate + 32768) >> 1;
    const product = saturate16(Math.trunc((gate * scaled) / 32768));
    return clampInt(roundedShift(product, -scaling.exponent) + output.zeroPoint, INT8_MIN, INT8_MAX);
  });
}

/** scale = fraction / 2^15 · 2^exponent, the fraction rounded to 31 bits and then to 15. */
function multiplier16(scale: number): { fraction: number; exponent: number } {
  let exponent = Math.floor(Math.log2(scale)) + 1;
  let fraction = Math.floor((scale / 2 ** exponent) * 2 ** 31 + 0.5);
  if (fraction === 2 ** 31) {
    fraction /= 2;
    exponent++;
  }
  return { fraction: Math.min(Math.floor((fraction + 32768) / 65536), 32767), exponent };
}

const saturate16 = (x: number) => clampInt(x, -32768, 32767);

/** a · b / 2^15 to the nearest, halves upwards. */
const roundedHighProduct = (a: number, b: number) => saturate16(Math.floor((a * b + 16384) / 32768));

/** x / 2^shift to the nearest, halves away from zero. */
function roundedShift(x: number, shift: number): number {
  return Math.sign(x) * Math.floor(Math.abs(x) / 2 ** shift + 0.5);
}
