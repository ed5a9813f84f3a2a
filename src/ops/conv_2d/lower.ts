// Convolution -> kernel calls: scales, and biases with everything folded in that does not depend on the image.

import { type Attributes, requireShape } from "../../graph/op_def.ts";
import type { KernelCall } from "../../kernels/call.ts";
import { type ConvShape, convFloat, convInt8 } from "../../kernels/conv.ts";
import { channelScales } from "../channel_scales.ts";
import { type ClampAttributes, clampBounds } from "../clamp.ts";
import type { LowerContext, Operand } from "../operator.ts";
import { describe } from "./shape.ts";

/** The order of weights that the shape's windows have, if it is not the order of the weight tensor. */
export type Reorder = <T extends Int8Array | Float32Array>(weights: T) => T;

/** Calls for the convolution `shape`, weights [groups · outputs, depth]. Throws ShapeError. */
export function lowerConv(
  { inputs: [x, w, bias], outputs: [y], attributes, scratch }: LowerContext<ClampAttributes & Attributes>,
  shape: ConvShape,
  reorder: Reorder = (weights) => weights,
): KernelCall[] {
  requireShape(x !== undefined && w?.data !== undefined, () => `weights must be constant, are ${describe(w)}`);
  requireShape(bias === undefined || bias.data !== undefined, () => "the bias must be constant");
  const buffers = { x: x.buffer, y: y.buffer, scratch };
  const bounds = clampBounds(y, attributes);
  const channels = shape.groups * shape.outputs;
  if (w.data instanceof Float32Array) {
    const biases = new Float32Array(channels);
    if (bias?.data !== undefined) biases.set(bias.data);
    return convFloat(shape, { weights: reorder(w.data), bias: biases }, buffers, bounds);
  }
  const weights = w.data as Int8Array;
  const xZeroPoint = x.quantization?.zeroPoint[0] ?? 0;
  const wZeroPoint = weightZeroPoint(w);
  const int8 = {
    weights: reorder(weights),
    bias: foldZeroPoints(weights, bias?.data as Int32Array | undefined, { channels, xZeroPoint, wZeroPoint }),
    scales: channelScales(x, w, y),
    xZeroPoint,
    wZeroPoint,
    yZeroPoint: y.quantization?.zeroPoint[0] ?? 0,
  };
  return convInt8(shape, int8, buffers, bounds);
}

/** The zero point all weights have in common. */
function weightZeroPoint(w: Operand): number {
  const zeroPoints = w.quantization?.zeroPoint ?? Int32Array.of(0);
  requireShape(
    zeroPoints.every((z) => z === zeroPoints[0]),
    () => "weights quantised per channel must have the same zero point in every channel",
  );
  return zeroPoints[0];
}

/**
 * Σ (x − zx)(w − zw) = Σ x·w − zw·Σx − zx·Σw + depth·zx·zw: the last two terms join the bias (int32, wrapping), the
 * second is the kernel's, for it depends on the image.
 */
function foldZeroPoints(
  weights: Int8Array,
  bias: Int32Array | undefined,
  { channels, xZeroPoint, wZeroPoint }: { channels: number; xZeroPoint: number; wZeroPoint: number },
): Int32Array {
  const depth = weights.length / channels;
  return Int32Array.from({ length: channels }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += weights[n * depth + k] - wZeroPoint;
    return ((bias?.[n] ?? 0) - xZeroPoint * sum) | 0;
  });
}
