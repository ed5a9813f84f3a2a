// Convolution as kernel calls: which way the matrix product gets its rows, how much working memory it needs, and the
// parameter block. Everything that convolves or multiplies by a weight matrix comes through here.

import { type BufferRef, call, constant, type KernelCall, NULL_BUFFER } from "./call.ts";
import { packFloatPanels, packInt8Panels, paddedDepth, padToPanels, panelsOf } from "./panels.ts";
import type { ParamsOf } from "./params.ts";
import { packWinograd, winogradScratchBytes, winogradTiles } from "./winograd.ts";

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
  /** Kernels that only floats have; conv_f32 or conv_i8 if undefined. */
  readonly kernel?: "conv_winograd_f32" | "conv_lines_f32";
  applies(shape: ConvShape): boolean;
  /** The equivalent convolution whose pixels are the rows of the matrix, or undefined: rows are gathered. */
  direct(shape: ConvShape): ConvShape | undefined;
}

const isOne = ([vertical, horizontal]: readonly number[]) => vertical === 1 && horizontal === 1;
const isPlain = (s: ConvShape) => isOne(s.insert) && s.pads[0] === 0 && s.pads[1] === 0;

/**
 * Where Winograd's way measured faster than gathered windows (V8, Zen 5; time against theirs, relaxed and simd builds):
 *
 *   image and channels  32x32 8>8 0.83 0.78    28x28 16>16 0.66 0.67    56x56 64>64 0.43 0.46     14x14 128>128 0.53 0.53
 *                       32x32 8>64 0.98 0.91   28x28 32>32 0.54 0.57    7x7 64>64 0.72 0.65       7x7 512>512 0.93 0.59
 *                       3x3 64>64 0.99 0.90    2x2 64>64 1.41 2.01      4x4 64>64 0.66 0.53
 *
 * Below 12 channels little is gained for weights that are 16/9 as long. Above 256 · 256 the longer weights would grow
 * files by megabytes a layer.
 */
function isForWinograd({ kernel, strides, dilations, insert, output, ...shape }: ConvShape): boolean {
  const { channels, groups, outputs } = shape;
  const isThree = kernel[0] === 3 && kernel[1] === 3 && isOne(strides) && isOne(dilations) && isOne(insert);
  const isLarge = channels >= 12 && outputs >= 8 && Math.min(...output) >= 4;
  return isThree && isLarge && groups === 1 && channels % 4 === 0 && channels * outputs <= 65536;
}

/**
 * Where windows can be read line by line, lines are long enough to fill tiles, and weights short enough to be read again for
 * each. Time against gathered windows (V8, Zen 5; relaxed and simd builds):
 *
 *   224x224 3>32 s2 0.88 0.92   96x96 3>8 s2 0.72 0.75   32x32 16>32 s2 0.95 0.96   224x224 3>64 7x7 s2 0.94 0.95
 *   28x28 6>16 5x5 0.84 0.83    28x28 1>8 0.61 0.62      28x28 8>64 0.97 0.97       28x28 128>256 s2 1.27 1.20
 */
function isForLines(shape: ConvShape): boolean {
  const { dilations, insert, pads, output, groups } = shape;
  const isRegular = groups === 1 && dilations[1] === 1 && isOne(insert) && pads[1] >= 0;
  return isRegular && output[1] >= LEAST_ROWS && depthOf(shape) <= 160;
}

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
    reason: "3x3 at stride 1: Winograd's 16 multiplications for four outputs, not 36",
    kernel: "conv_winograd_f32",
    applies: isForWinograd,
    direct: () => undefined,
  },
  {
    reason: "windows of a line at equal distances: read where they lie",
    kernel: "conv_lines_f32",
    applies: isForLines,
    direct: () => undefined,
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
/**
 * And of rows read where they lie. The simd build widens the weights in each pass; twice as many rows and blocks of twice the
 * bytes (assembly/conv/conv.ts) save it 1.5 % of MobileNetV2's time.
 */
const LEAST_DIRECT_ROWS = 24;

function leastRows(isDirect: boolean): number {
  return isDirect ? LEAST_DIRECT_ROWS : LEAST_ROWS;
}

function scratchBytes(pixels: number, rowBytes: number, least: number): number {
  const wanted = Math.max(BLOCK_BYTES, least * rowBytes);
  const all = Math.ceil(pixels / 4) * 4 * rowBytes;
  return SCRATCH_OVERHEAD + Math.ceil(Math.min(wanted, all) / 16) * 16;
}

/** Rows that share a pass over the weights where memory is scarce. */
const LEAN_ROWS = 8;

/** Working memory with which a call works, the more the faster, and of which it has use. */
export function convScratchRange({ kernel, params, end }: KernelCall<"Conv">): { least: number; most: number } {
  const given = params.scratchBytes;
  if (kernel !== "conv_i8" && kernel !== "conv_f32") return { least: given, most: given };
  const rowBytes = kernel === "conv_i8" ? 4 + 5 * paddedDepth(params.depth) : 4 * params.depth;
  const most = Math.min(given, scratchBytes(end, rowBytes, leastRows(params.direct !== 0)));
  return { least: Math.min(most, SCRATCH_OVERHEAD + Math.ceil((LEAN_ROWS * rowBytes) / 16) * 16), most };
}

interface Plan {
  readonly shape: ConvShape;
  readonly direct: boolean;
  readonly kernel: Choice["kernel"];
  readonly reason: string;
  readonly pixels: number;
  readonly macs: number;
}

function plan(shape: ConvShape, dtype: "f32" | "i8"): Plan {
  const choice = CHOICES.find(({ kernel, applies }) => !(kernel && dtype === "i8") && applies(shape));
  if (choice === undefined) throw new Error("no way to convolve: the last choice always applies");
  const direct = choice.direct(shape);
  const pixels = shape.batch * shape.output[0] * shape.output[1];
  const macs = pixels * shape.groups * shape.outputs * depthOf(shape);
  const isDirect = direct !== undefined;
  const { kernel, reason } = choice;
  return { shape: direct ?? shape, direct: isDirect, kernel, reason, pixels, macs };
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
    direct: Number(direct),
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
  const chosen = plan(shape, "f32");
  if (chosen.kernel === "conv_lines_f32") return [convLines(chosen, { weights, bias }, buffers, epilogue)];
  if (chosen.kernel === "conv_winograd_f32") return [convWinograd(chosen, { weights, bias }, buffers, epilogue)];
  const panels = { groups: shape.groups, outputs: shape.outputs, depth: depthOf(shape) };
  const scratch = chosen.direct ? SCRATCH_OVERHEAD : scratchBytes(chosen.pixels, 4 * panels.depth, LEAST_ROWS);
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

function convLines(
  chosen: Plan,
  { weights, bias }: FloatWeights,
  buffers: ConvBuffers,
  epilogue: ConvEpilogue,
): KernelCall {
  const { shape } = chosen;
  const panels = { groups: 1, outputs: shape.outputs, depth: depthOf(shape) };
  const { isInside, scratch } = linesScratch(shape);
  const fields = {
    ...params({ ...chosen, direct: isInside }, buffers, scratch, epilogue),
    weights: constant(packFloatPanels(weights, panels)),
    bias: constant(padToPanels(bias, panels)),
  };
  return call("conv_lines_f32", "Conv", chosen.pixels, fields, { macs: chosen.macs, reason: chosen.reason });
}

/** Whether all windows lie in the image; else scratch holds the lines that some lines of output need. */
function linesScratch(shape: ConvShape): { isInside: boolean; scratch: number } {
  const { kernel, strides, dilations, pads, output, channels } = shape;
  const extent = (axis: 0 | 1) => (kernel[axis] - 1) * dilations[axis] + 1;
  const last = (axis: 0 | 1) => (output[axis] - 1) * strides[axis] + extent(axis);
  const isInside =
    [pads[0], pads[1]].every((pad) => pad <= 0) &&
    last(0) - pads[0] <= shape.height &&
    last(1) - pads[1] <= shape.width;
  if (isInside) return { isInside, scratch: SCRATCH_OVERHEAD };
  const lineBytes = last(1) * channels * 4;
  const lines = Math.max(extent(0), Math.min(last(0), Math.floor(BLOCK_BYTES / lineBytes)));
  return { isInside, scratch: SCRATCH_OVERHEAD + lines * lineBytes };
}

function convWinograd(
  chosen: Plan,
  { weights, bias }: FloatWeights,
  buffers: ConvBuffers,
  epilogue: ConvEpilogue,
): KernelCall {
  const { batch, output, channels, outputs } = chosen.shape;
  const tiles = winogradTiles(batch, output);
  const fields = {
    ...params(chosen, buffers, winogradScratchBytes(tiles, channels), epilogue),
    weights: constant(packWinograd(weights, outputs, channels)),
    bias: constant(padToPanels(bias, { groups: 1, outputs, depth: 0 })),
  };
  return call("conv_winograd_f32", "Conv", tiles, fields, { macs: chosen.macs, reason: chosen.reason });
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
  const chosen = plan(shape, "f32");
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
  const chosen = plan(shape, "i8");
  const panels = { groups: shape.groups, outputs: shape.outputs, depth: depthOf(shape) };
  const depth = paddedDepth(panels.depth);
  // Per row: its term, itself, and itself in int16 (four rows fit as the scalar build wants them).
  const scratch = scratchBytes(chosen.pixels, 4 + 5 * depth, leastRows(chosen.direct));
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
