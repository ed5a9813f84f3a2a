// Int8 within one quantisation is TFLite's own kernel (reference/integer_ops/pooling.h): the sum of stored values over the
// count, ties away from zero. Between two quantisations it is requantised as a mean is.

import { requantize } from "../graph/rounding.ts";
import { sameQuantization, type TensorType } from "../graph/tensor.ts";
import { close, defineOperator } from "./operator.ts";
import { inferPool, type PoolAttributes, type PoolCase, poolReference, poolSamples } from "./pool.ts";
import { poolCalls, poolValues } from "./pool_calls.ts";

export const average_pool_2d = defineOperator<PoolAttributes>({
  name: "average_pool_2d",
  doc: "y = clamp(the mean of the window's values inside the image, pads too if they count, min, max)",
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
  samples: () => poolSamples(COUNTED),
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("average_pool_2d has no input");
    const values = poolValues(y, context.attributes);
    if (x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)) {
      return poolCalls(`average_pool_2d_${x.dtype}`, context, [x, y], values);
    }
    return poolCalls("average_pool_2d_requantize_i8", context, [x, y], { ...values, ratio: scaleRatio(x, y) });
  },
});

/** Pads that count: on all sides, behind the last whole window, under dilated windows. */
const COUNTED: readonly PoolCase[] = [
  { kernel: [3, 3], shape: [2, 5, 4, 9], pads: [1, 1, 1, 1], countPads: true },
  { kernel: [3, 3], strides: [2, 2], shape: [1, 5, 7, 16], pads: [1, 0, 0, 1], overhang: [1, 1], countPads: true },
  { kernel: [2, 2], strides: [2, 2], shape: [1, 5, 5, 3], pads: [0, 0, 0, 0], overhang: [1, 1], countPads: true },
  { kernel: [3, 3], dilations: [2, 1], shape: [1, 6, 5, 4], pads: [2, 1, 2, 1], countPads: true, min: 0 },
  { kernel: [2, 2], dilations: [1, 3], strides: [1, 2], shape: [1, 4, 9, 5], pads: [0, 1, 0, 2] },
];

function scaleRatio(x: TensorType, y: TensorType): number {
  return Math.fround((x.quantization?.scale[0] ?? 1) / (y.quantization?.scale[0] ?? 1));
}

function requantizedMean(sum: number, count: number, x: TensorType, y: TensorType): number {
  const centred = sum - count * (x.quantization?.zeroPoint[0] ?? 0);
  return requantize(centred, Math.fround(scaleRatio(x, y) / count), y.quantization?.zeroPoint[0] ?? 0);
}
