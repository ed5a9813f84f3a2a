// Depthwise convolution by its definition: y[c·m + j] = Σ x[c] · w[c·m + j] over the taps inside the image.

import type { OptionalValue } from "../../graph/op_def.ts";
import { requantize } from "../../graph/rounding.ts";
import { allocate, elementCount, type TensorData, type TensorType } from "../../graph/tensor.ts";
import { channelScales } from "../channel_scales.ts";
import { clampBounds } from "../clamp.ts";
import type { Window } from "../window.ts";
import { type DepthwiseAttributes, type DepthwiseShape, depthwiseShape } from "./shape.ts";

export function depthwiseReference(
  inputs: readonly OptionalValue[],
  [y]: readonly TensorType[],
  attributes: DepthwiseAttributes,
): TensorData[] {
  const shape = depthwiseShape(
    inputs.map((input) => input?.type),
    attributes,
  );
  const [x, w, bias] = inputs;
  if (x === undefined || w === undefined) throw new Error("depthwise_conv_2d lacks an input");
  const { low, high } = clampBounds(y, attributes);
  const output = allocate(y.dtype, elementCount(y.shape));
  if (y.dtype === "f32") {
    const sums = windowSums(shape, x.data, w.data);
    for (let i = 0; i < sums.length; i++) {
      output[i] = Math.min(Math.max(sums[i] + (bias?.data[i % shape.outputChannels] ?? 0), low), high);
    }
    return [output];
  }
  const sums = windowSums(shape, centred(x), centred(w));
  const scales = channelScales(x.type, w.type, y);
  const zeroPoint = y.quantization?.zeroPoint[0] ?? 0;
  for (let i = 0; i < sums.length; i++) {
    const channel = i % shape.outputChannels;
    output[i] = requantize(sums[i] + (bias?.data[channel] ?? 0), scales[channel], zeroPoint, low, high);
  }
  return [output];
}

/** Stored values minus their zero point. */
function centred({ type, data }: NonNullable<OptionalValue>): Int16Array {
  const zeroPoint = type.quantization?.zeroPoint ?? [0];
  return Int16Array.from(data, (q, i) => q - zeroPoint[i % zeroPoint.length]);
}

/** Every output's sum of products, without bias, in double precision. */
function windowSums(shape: DepthwiseShape, x: ArrayLike<number>, w: ArrayLike<number>): Float64Array {
  const { batch, image, channels, outputChannels, multiplier, window } = shape;
  const [rows, columns] = window.output;
  const sums = new Float64Array(batch * rows * columns * outputChannels);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (const { iy, ix, tap } of tapsInside(window, image, row, column)) {
          const from = ((n * image[0] + iy) * image[1] + ix) * channels;
          for (let c = 0; c < outputChannels; c++) {
            sums[at + c] += x[from + Math.floor(c / multiplier)] * w[tap * outputChannels + c];
          }
        }
        at += outputChannels;
      }
    }
  }
  return sums;
}

/** The taps of one output position that lie inside the image. */
function* tapsInside(
  { kernel, strides, dilations, pads }: Window,
  image: readonly [number, number],
  row: number,
  column: number,
): Generator<{ iy: number; ix: number; tap: number }> {
  for (let ky = 0; ky < kernel[0]; ky++) {
    const iy = row * strides[0] - pads[0] + ky * dilations[0];
    if (iy < 0 || iy >= image[0]) continue;
    for (let kx = 0; kx < kernel[1]; kx++) {
      const ix = column * strides[1] - pads[1] + kx * dilations[1];
      if (ix >= 0 && ix < image[1]) yield { iy, ix, tap: ky * kernel[1] + kx };
    }
  }
}
