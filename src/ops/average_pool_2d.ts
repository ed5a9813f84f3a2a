// Int8 within one quantisation is TFLite's own kernel (reference/integer_ops/pooling.h): the sum of stored values over the
// count, ties away from zero. Between two quantisations it is requantised as a mean is.

import { requantize } from "../graph/rounding.ts";
import { sameQuantization, type TensorType } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { close, defineOperator } from "./operator.ts";
import { inferPool, type PoolAttributes, poolParams, poolReference, poolSamples } from "./pool.ts";

export const average_pool_2d = defineOperator<PoolAttributes>({
  name: "average_pool_2d",
  doc: "y = clamp(the mean of the window's values inside the image, min, max)",
  tolerance: close(1e-6, 2e-6),
  infer: inferPool,
  reference: (inputs, outputs, attributes) =>
    poolReference(inputs, outputs, attributes, (values, x, y) => {
      const sum = values.reduce((a, b) => a + b, 0);
      if (x.dtype === "f32") return sum / values.length;
      if (!sameQuantization(x.quantization, y.quantization)) return requantizedMean(sum, values.length, x, y);
      const half = values.length >> 1;
      if (attributes.tiesUp) return Math.floor((sum + half) / values.length);
      return Math.trunc((sum + (sum > 0 ? half : -half)) / values.length);
    }),
  samples: poolSamples,
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("average_pool_2d has no input");
    const { end, params } = poolParams(context, x, y);
    if (x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)) {
      return [call(`average_pool_2d_${x.dtype}`, "Pool", end, params)];
    }
    return [call("average_pool_2d_requantize_i8", "Pool", end, { ...params, ratio: scaleRatio(x, y) })];
  },
});

function scaleRatio(x: TensorType, y: TensorType): number {
  return Math.fround((x.quantization?.scale[0] ?? 1) / (y.quantization?.scale[0] ?? 1));
}

function requantizedMean(sum: number, count: number, x: TensorType, y: TensorType): number {
  const centred = sum - count * (x.quantization?.zeroPoint[0] ?? 0);
  return requantize(centred, Math.fround(scaleRatio(x, y) / count), y.quantization?.zeroPoint[0] ?? 0);
}
