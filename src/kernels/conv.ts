// Convolution as kernel calls: which way the matrix product gets its rows, how much working memory it needs, and the
// parameter block. Everything that convolves or multiplies by a weight matrix comes through here.

import { type BufferRef, call, constant, type KernelCall, NULL_BUFFER } from "./call.ts";
import { packFloatPanels, packInt8Panels, paddedDepth, padToPanels, panelsOf } from "./panels.ts";
import type { ParamsOf } from "./params.ts";

/** A convolution of NHWC images. */
export interface ConvShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** [top, left] positions of zero before the image; negative ones skip positions. */
  readonly pads: readonly [number, number];
  /** Transposed convolution: s − 1 zeros are inserted between rows and columns of the image; else [1, 1]. */
  readonly insert: readonly [number, number];
  readonly output: readonly [number, number];
  readonly groups: number;
  /** Output channels of one group. */
  readonly outputs: number;
}

/** What an output needs beside its window. */
export interface ConvEpilogue {
  readonly low: number;
  readonly high: number;
}

export interface Int8Weights {
  /** [groups · outputs, depth] as in the model. */
  readonly weights: Int8Array;
  /** One each output, everything that does not depend on the image folded in. */
  readonly bias: Int32Array;
  /** One each output: accumulator -> result. */
  readonly scales: Float32Array;
  readonly xZeroPoint: number;
  readonly wZeroPoint: number;
  readonly yZeroPoint: number;
}

export interface FloatWeights {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface ConvBuffers {
  readonly x: BufferRef;
  readonly y: BufferRef;
  scratch(bytes: number): BufferRef;
}

/** Inputs of one output. */
export function depthOf({ kernel, channels, groups }: ConvShape): number {
  return kernel[0] * kernel[1] * (channels / groups);
}

interface Choice {
  readonly reason: string;
  applies(shape: ConvShape): boolean;
  /** The equivalent convolution whose pixels are the rows of the matrix, or undefined: rows are gathered. */
  direct(shape: ConvShape): ConvShape | undefined;
}

const isOne = ([vertical, horizontal]: readonly number[]) => vertical === 1 && horizontal === 1;
const isPlain = (s: ConvShape) => isOne(s.insert) && s.pads[0] === 0 && s.pads[1] === 0;

/** The first that applies is taken. */
const CHOICES: readonly Choice[] = [
  {
    reason: "1x1, no stride or padding: pixels are the matrix's rows",
    applies: (s) =>
      isPlain(s) && isOne(s.kernel) && isOne(s.strides) && s.output[0] === s.height && s.output[1] === s.width,
    direct: (s) => s,
  },
  {
    reason: "one window covers the image: each image is a row of the matrix",
    applies: (s) =>
      isPlain(s) &&
      isOne(s.output) &&
      isOne(s.dilations) &&
      s.groups === 1 &&
      s.kernel[0] === s.height &&
      s.kernel[1] === s.width,
    direct: (s) => ({ ...s, height: 1, width: 1, kernel: [1, 1], channels: depthOf(s) }),
  },
  {
    reason: "windows gathered into rows, a block of pixels at a time",
    applies: () => true,
    direct: () => undefined,
  },
];

/** Bytes before the rows (assembly/gemm/block.ts), and what copies may write past the end of rows. */
const SCRATCH_OVERHEAD = 128;
/** Room the rows of a block get, so that they stay in the innermost cache. */
const BLOCK_BYTES = 32768;
/** So many rows at least share a pass over the weights, however long the rows are. */
const LEAST_ROWS = 12;

function scratchBytes(pixels: number, rowBytes: number): number {
  const wanted = Math.max(BLOCK_BYTES, LEAST_ROWS * rowBytes);
  const all = Math.ceil(pixels / 4) * 4 * rowBytes;
  return SCRATCH_OVERHEAD + Math.ceil(Math.min(wanted, all) / 16) * 16;
}

interface Plan {
  readonly shape: ConvShape;
  readonly direct: boolean;
  readonly reason: string;
  readonly pixels: number;
  readonly macs: number;
}

function plan(shape: ConvShape): Plan {
  const choice = CHOICES.find(({ applies }) => applies(shape));
  if (choice === undefined) throw new Error("no way to convolve: the last choice always applies");
  const direct = choice.direct(shape);
  const pixels = shape.batch * shape.output[0] * shape.output[1];
  const macs = pixels * shape.groups * shape.outputs * depthOf(shape);
  return { shape: direct ?? shape, direct: direct !== undefined, reason: choice.reason, pixels, macs };
}

function params({ shape, direct }: Plan, buffers: ConvBuffers, scratch: number, epilogue: ConvEpilogue) {
  return {
    x: buffers.x,
    y: buffers.y,
    weights: NULL_BUFFER,
    bias: NULL_BUFFER,
    scales: NULL_BUFFER,
    scratch: buffers.scratch(scratch),
    scratchBytes: scratch,
    direct: direct ? 1 : 0,
    height: shape.height,
    width: shape.width,
    channels: shape.channels,
    kernelHeight: shape.kernel[0],
    kernelWidth: shape.kernel[1],
    strideHeight: shape.strides[0],
    strideWidth: shape.strides[1],
    dilationHeight: shape.dilations[0],
    dilationWidth: shape.dilations[1],
    top: shape.pads[0],
    left: shape.pads[1],
    insertHeight: shape.insert[0],
    insertWidth: shape.insert[1],
    outputHeight: shape.output[0],
    outputWidth: shape.output[1],
    groups: shape.groups,
    depth: depthOf(shape),
    outputs: shape.outputs,
    inputZero: 0,
    weightZero: 0,
    outputZero: 0,
    low: epilogue.low,
    high: epilogue.high,
  } satisfies ParamsOf<"Conv">;
}

/** conv_f32: y = clamp(bias + Σ window · weights). */
export function convFloat(
  shape: ConvShape,
  { weights, bias }: FloatWeights,
  buffers: ConvBuffers,
  epilogue: ConvEpilogue,
): KernelCall[] {
  const chosen = plan(shape);
  const panels = { groups: shape.groups, outputs: shape.outputs, depth: depthOf(shape) };
  const scratch = chosen.direct ? SCRATCH_OVERHEAD : scratchBytes(chosen.pixels, 4 * panels.depth);
  return [
    call(
      "conv_f32",
      "Conv",
      chosen.pixels,
      {
        ...params(chosen, buffers, scratch, epilogue),
        weights: constant(packFloatPanels(weights, panels)),
        bias: constant(padToPanels(bias, panels)),
      },
      { macs: chosen.macs, reason: chosen.reason },
    ),
  ];
}

/** Rows of x [rows, depth] times a matrix [depth, outputs]. */
export interface ProductShape {
  readonly rows: number;
  readonly depth: number;
  readonly outputs: number;
}

/** conv_f32 as the product with a matrix that is in memory as f32 panels; `bias` is padded to them. */
export function productFloat(
  { rows, depth, outputs }: ProductShape,
  { weights, bias }: { readonly weights: BufferRef; readonly bias: BufferRef },
  buffers: ConvBuffers,
): KernelCall {
  const one = [1, 1] as const;
  const shape: ConvShape = {
    ...{ batch: rows, height: 1, width: 1, channels: depth, groups: 1, outputs },
    ...{ kernel: one, strides: one, dilations: one, pads: [0, 0], insert: one, output: one },
  };
  const chosen = plan(shape);
  const unbounded = { low: -Infinity, high: Infinity };
  const fields = { ...params(chosen, buffers, SCRATCH_OVERHEAD, unbounded), weights, bias };
  return call("conv_f32", "Conv", rows, fields, { macs: chosen.macs, reason: chosen.reason });
}

/** conv_i8, and the call at load that makes its biases ready for the machine. */
export function convInt8(
  shape: ConvShape,
  weights: Int8Weights,
  buffers: ConvBuffers,
  epilogue: ConvEpilogue,
): KernelCall[] {
  const chosen = plan(shape);
  const panels = { groups: shape.groups, outputs: shape.outputs, depth: depthOf(shape) };
  const depth = paddedDepth(panels.depth);
  // Per row: its term, itself, and itself in int16 (four rows fit as the scalar build wants them).
  const scratch = scratchBytes(chosen.pixels, 4 + 5 * depth);
  const packed = constant(packInt8Panels(weights.weights, panels));
  const bias = constant(padToPanels(weights.bias, panels));
  return [
    call("conv_i8_prepare", "Panels", panelsOf(panels), { weights: packed, bias, depth }, { when: "load" }),
    call(
      "conv_i8",
      "Conv",
      chosen.pixels,
      {
        ...params(chosen, buffers, scratch, epilogue),
        weights: packed,
        bias,
        scales: constant(padToPanels(weights.scales, panels)),
        inputZero: weights.xZeroPoint,
        weightZero: weights.wZeroPoint,
        outputZero: weights.yZeroPoint,
      },
      { macs: chosen.macs, reason: chosen.reason },
    ),
  ];
}
