// Convolution by its definition: every output is the product of its window with a row of weights, plus a bias.

import type { OptionalValue } from "../../graph/op_def.ts";
import { requantize } from "../../graph/rounding.ts";
import { allocate, elementCount, type TensorData, type TensorType, type TensorValue } from "../../graph/tensor.ts";
import { type ConvShape, depthOf } from "../../kernels/conv.ts";
import { channelScales } from "../channel_scales.ts";
import { type ClampAttributes, clampBounds } from "../clamp.ts";

/** Output y of the convolution `shape` with weights [groups · outputs, depth], in the order of the windows. */
export function convolve(
  shape: ConvShape,
  [x, w, bias]: readonly OptionalValue[],
  y: TensorType,
  attributes: ClampAttributes,
): TensorData {
  if (x === undefined || w === undefined) throw new Error("a convolution lacks an input");
  const { low, high } = clampBounds(y, attributes);
  const output = allocate(y.dtype, elementCount(y.shape));
  const isInt8 = y.dtype === "i8";
  const scales = isInt8 ? channelScales(x.type, w.type, y) : undefined;
  const zeroPoint = y.quantization?.zeroPoint[0] ?? 0;
  const channels = shape.groups * shape.outputs;
  forEachSum(shape, centred(x), centred(w), (at, sum) => {
    const channel = at % channels;
    const acc = sum + (bias?.data[channel] ?? 0);
    // int32 sums are exact in doubles; they wrap around as the kernels' do.
    output[at] = scales
      ? requantize(acc | 0, scales[channel], zeroPoint, low, high)
      : Math.min(Math.max(acc, low), high);
  });
  return output;
}

/** Values with the zero point taken off. */
function centred({ type, data }: TensorValue): Float64Array {
  const centred = Float64Array.from(data);
  const zeroPoint = type.quantization?.zeroPoint[0] ?? 0;
  if (type.dtype === "i8" && zeroPoint !== 0) for (let i = 0; i < centred.length; i++) centred[i] -= zeroPoint;
  return centred;
}

/** Visits every output, in order, with the sum of its products. */
function forEachSum(
  shape: ConvShape,
  x: Float64Array,
  w: Float64Array,
  visit: (at: number, sum: number) => void,
): void {
  const { batch, output, groups, outputs } = shape;
  const depth = depthOf(shape);
  const window = new Float64Array(depth);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < output[0]; oy++) {
      for (let ox = 0; ox < output[1]; ox++) {
        for (let group = 0; group < groups; group++) {
          readWindow(shape, x, window, [n, oy, ox, group]);
          for (let o = 0; o < outputs; o++) visit(at++, dot(window, w, (group * outputs + o) * depth));
        }
      }
    }
  }
}

function dot(window: Float64Array, w: Float64Array, row: number): number {
  let sum = 0;
  for (let k = 0; k < window.length; k++) sum += window[k] * w[row + k];
  return sum;
}

type Position = readonly [image: number, oy: number, ox: number, group: number];

/** The values under the window of one output, kernel rows first; 0 outside the image and at inserted zeros. */
function readWindow(shape: ConvShape, x: Float64Array, window: Float64Array, [n, oy, ox, group]: Position): void {
  const { height, width, channels, kernel, strides, dilations, pads, insert, groups } = shape;
  const depth = channels / groups;
  let at = 0;
  for (let ky = 0; ky < kernel[0]; ky++) {
    const y = (oy * strides[0] - pads[0] + ky * dilations[0]) / insert[0];
    for (let kx = 0; kx < kernel[1]; kx++) {
      const x0 = (ox * strides[1] - pads[1] + kx * dilations[1]) / insert[1];
      const isInside = Number.isInteger(y) && y >= 0 && y < height && Number.isInteger(x0) && x0 >= 0 && x0 < width;
      const from = ((n * height + y) * width + x0) * channels + group * depth;
      for (let c = 0; c < depth; c++) window[at++] = isInside ? x[from + c] : 0;
    }
  }
}
