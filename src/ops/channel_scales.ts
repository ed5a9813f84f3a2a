// The factors from accumulators to stored results, in the order of roundings that XNNPACK has: f32(f32(sx · sw) / sy).

import { requireShape } from "../graph/op_def.ts";
import type { TensorType } from "../graph/tensor.ts";

/** One factor an output channel of an int8 convolution; weights may be quantised per tensor or per channel. */
export function channelScales(x: TensorType, w: TensorType, y: TensorType): Float32Array {
  const channels = y.shape[y.shape.length - 1];
  const input = x.quantization?.scale;
  const weights = w.quantization?.scale;
  const output = y.quantization?.scale;
  requireShape(
    input?.length === 1 && output?.length === 1 && (weights?.length === 1 || weights?.length === channels),
    () =>
      `int8 needs one scale for the input, one for the output and 1 or ${channels} for the weights, ` +
      `has ${input?.length ?? 0}, ${output?.length ?? 0} and ${weights?.length ?? 0}`,
  );
  return Float32Array.from({ length: channels }, (_, c) => {
    const product = Math.fround(input[0] * weights[weights.length === 1 ? 0 : c]);
    return Math.fround(product / output[0]);
  });
}
