// int8 -> int8 of another scale, with a slope of its own for negative values.

import { clampInt, INT8_MAX, INT8_MIN, roundHalfEven } from "../graph/rounding.ts";
import type { TensorType } from "../graph/tensor.ts";
import { affineOf } from "./binary_int8.ts";
import { int8Table } from "./unary.ts";

/**
 * The 256 answers of x < 0 ? slope · x : x.
 *
 * As XNNPACK's qs8-vcvt and qs8-vlrelu: the ratio of the scales is rounded to a multiple of 1/256, so that results differ by
 * one step from the nearest now and then. Where a ratio is outside the range that XNNPACK takes, they are the nearest.
 * Source: xnn_init_qs8_cvt_scalar_params and xnn_init_qs8_lrelu_scalar_select_params in src/microparams-init.c.
 */
export function rescaleTable(x: TensorType, y: TensorType, slope = 1): Int8Array {
  const input = affineOf(x);
  const output = affineOf(y);
  const positive = Math.fround(input.scale / output.scale);
  const negative = Math.fround(positive * Math.fround(slope));
  if (![positive, Math.abs(negative)].every((ratio) => ratio >= 2 ** -8 && ratio <= 2 ** 7)) {
    return int8Table(x, y, (value) => (value < 0 ? value * slope : value));
  }
  return Int8Array.from({ length: 256 }, (_, i) => {
    const distance = i - 128 - input.zeroPoint;
    const product = distance * roundHalfEven(256 * (distance < 0 ? negative : positive));
    return clampInt(((product + 128) >> 8) + output.zeroPoint, INT8_MIN, INT8_MAX);
  });
}
