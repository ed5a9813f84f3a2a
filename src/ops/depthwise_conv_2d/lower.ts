// Depthwise convolution -> kernel calls: which kernel and why, weights in its layout, zero points folded into the bias.

import { requireShape } from "../../graph/op_def.ts";
import { type BufferRef, call, constant, type KernelCall, NULL_BUFFER } from "../../kernels/call.ts";
import {
  depthwiseScratchBytes,
  laneIndices,
  packColumns,
  packFloatTaps,
  packFloatThree,
  packTapPairs,
  padChannels,
} from "../../kernels/depthwise_layout.ts";
import { channelScales } from "../channel_scales.ts";
import { clampBounds } from "../clamp.ts";
import type { LowerContext, Operand } from "../operator.ts";
import { type DepthwiseAttributes, type DepthwiseShape, depthwiseShape } from "./shape.ts";

/** Weights and what belongs to them, in the form one kernel reads. */
interface Choice {
  readonly kernel: string;
  readonly reason: string;
  readonly weights: BufferRef;
  readonly bias: BufferRef;
  readonly scale: BufferRef;
  /** A pixel of padding and addresses: what the int8 kernels and those of any window work with. */
  readonly needsScratch: boolean;
}

export function lowerDepthwise(context: LowerContext<DepthwiseAttributes>): KernelCall[] {
  const { attributes, outputs } = context;
  const [x, w, bias] = context.inputs;
  const [y] = outputs;
  const shape = depthwiseShape(context.inputs, attributes);
  requireShape(x !== undefined && w?.data !== undefined, () => "weights must be constant");
  requireShape(bias === undefined || bias.data !== undefined, () => "bias must be constant");
  const { window, batch, channels, outputChannels, multiplier } = shape;
  const rows = batch * window.output[0];
  const taps = window.kernel[0] * window.kernel[1];
  const isFloat = x.dtype === "f32";
  const choice = isFloat ? chooseFloat(shape, w, bias) : chooseInt8(shape, x, w, bias, y);
  const { low, high } = clampBounds(y, attributes);
  const params = {
    x: x.buffer,
    y: y.buffer,
    weights: choice.weights,
    bias: choice.bias,
    scale: choice.scale,
    scratch: choice.needsScratch
      ? context.scratch(depthwiseScratchBytes(choice.kernel, channels, taps, rows))
      : NULL_BUFFER,
    lanes: multiplier === 1 ? NULL_BUFFER : constant(laneIndices(isFloat ? "f32" : "i8", outputChannels, multiplier)),
    height: shape.image[0],
    width: shape.image[1],
    channels,
    outputHeight: window.output[0],
    outputWidth: window.output[1],
    multiplier,
    kernelHeight: window.kernel[0],
    kernelWidth: window.kernel[1],
    strideHeight: window.strides[0],
    strideWidth: window.strides[1],
    dilationHeight: window.dilations[0],
    dilationWidth: window.dilations[1],
    top: window.pads[0],
    left: window.pads[1],
    inputZero: x.quantization?.zeroPoint[0] ?? 0,
    outputZero: y.quantization?.zeroPoint[0] ?? 0,
    low: isFloat ? 0 : low,
    high: isFloat ? 0 : high,
    min: isFloat ? low : 0,
    max: isFloat ? high : 0,
  };
  const macs = rows * window.output[1] * outputChannels * taps;
  return [call(choice.kernel, "Depthwise", rows, params, { macs, reason: choice.reason })];
}

function chooseFloat(shape: DepthwiseShape, w: Operand, bias: Operand | undefined): Choice {
  const weights = { data: w.data as Float32Array, ...weightShape(shape) };
  const biases = new Float32Array(shape.outputChannels);
  if (bias !== undefined) biases.set(bias.data as Float32Array);
  const isThree = isThreeByThree(shape, 4) && hasNarrowPads(shape);
  return {
    kernel: isThree ? "depthwise_3x3_f32" : "depthwise_f32",
    reason: isThree ? "3x3, stride 1 or 2, whole blocks of 4 channels: each column is read once" : "any window",
    weights: constant(isThree ? packFloatThree(weights) : packFloatTaps(weights)),
    bias: constant(padChannels(biases)),
    scale: NULL_BUFFER,
    needsScratch: !isThree,
  };
}

function chooseInt8(shape: DepthwiseShape, x: Operand, w: Operand, bias: Operand | undefined, y: Operand): Choice {
  const weights = { data: w.data as Int8Array, ...weightShape(shape) };
  const zeroPoints = w.quantization?.zeroPoint ?? [0];
  requireShape(
    zeroPoints.every((zeroPoint) => zeroPoint === zeroPoints[0]),
    () => "weights must have one zero point for all channels",
  );
  const bias32 = foldedBias(weights, zeroPoints[0], x.quantization?.zeroPoint[0] ?? 0, bias);
  const isThree = isThreeByThree(shape, 8) && zeroPoints[0] === 0;
  return {
    kernel: isThree ? "depthwise_3x3_i8" : "depthwise_i8",
    reason: isThree ? "3x3, stride 1 or 2, whole blocks of 8 channels: columns are shared along a row" : "any window",
    weights: constant(isThree ? packColumns(weights) : packTapPairs(weights, zeroPoints[0])),
    bias: constant(padChannels(bias32)),
    scale: constant(padChannels(channelScales(x, w, y))),
    needsScratch: true,
  };
}

/** The windows of the 3x3 kernels, which handle `block` channels at a time. */
function isThreeByThree({ window, channels, multiplier }: DepthwiseShape, block: number): boolean {
  const { kernel, strides, dilations } = window;
  const isThree = kernel[0] === 3 && kernel[1] === 3 && dilations[0] === 1 && dilations[1] === 1;
  return isThree && strides[1] <= 2 && multiplier === 1 && channels % block === 0;
}

/** At most one column of padding on either side: all that depthwise_3x3_f32 has code for. */
function hasNarrowPads({ window, image }: DepthwiseShape): boolean {
  const left = window.pads[1];
  const right = (window.output[1] - 1) * window.strides[1] + 3 - left - image[1];
  return left >= 0 && left <= 1 && right <= 1;
}

function weightShape({ window, outputChannels }: DepthwiseShape): { taps: number; channels: number } {
  return { taps: window.kernel[0] * window.kernel[1], channels: outputChannels };
}

/** bias − inputZero · Σ (weight − weightZero), so that kernels multiply stored activations. */
function foldedBias(
  { data, taps, channels }: { data: Int8Array; taps: number; channels: number },
  weightZero: number,
  inputZero: number,
  bias: Operand | undefined,
): Int32Array {
  const folded = new Int32Array(channels);
  if (bias !== undefined) folded.set(bias.data as Int32Array);
  for (let i = 0; i < taps * channels; i++) folded[i % channels] -= inputZero * (data[i] - weightZero);
  return folded;
}
