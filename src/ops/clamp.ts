// The activation fused into an operator: every fused activation of TFLite is a clamp of the real result.

import { clampInt, INT8_MAX, INT8_MIN, roundHalfEven } from "../graph/rounding.ts";
import type { TensorType } from "../graph/tensor.ts";

/** Bounds of the real result; absent means unbounded. relu is {min: 0}, relu6 {min: 0, max: 6}. */
export interface ClampAttributes {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Bounds in the output's own element type: stored int8 values, or floats (possibly infinite). */
export function clampBounds(output: TensorType, { min, max }: ClampAttributes): { low: number; high: number } {
  if (output.dtype !== "i8") return { low: min ?? -Infinity, high: max ?? Infinity };
  const scale = output.quantization?.scale[0] ?? 1;
  const zeroPoint = output.quantization?.zeroPoint[0] ?? 0;
  const quantize = (real: number) => clampInt(roundHalfEven(Math.fround(real / scale)) + zeroPoint, INT8_MIN, INT8_MAX);
  return { low: min === undefined ? INT8_MIN : quantize(min), high: max === undefined ? INT8_MAX : quantize(max) };
}
