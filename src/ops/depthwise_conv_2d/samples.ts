// Cases of the depthwise tests: every tail of the channel blocks, strides, dilations and pads against each other,
// multipliers, zero points at their ends, results that saturate.

import { perTensor, type Quantization, type TensorType } from "../../graph/tensor.ts";
import type { Sample, SampleInput } from "../operator.ts";
import { resolveWindow, samePads } from "../window.ts";
import type { DepthwiseAttributes } from "./shape.ts";

type Pair = readonly [number, number];

interface Case {
  readonly image: Pair;
  readonly channels: number;
  readonly multiplier?: number;
  readonly kernel?: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly pads?: "same" | readonly [number, number, number, number];
  readonly batch?: number;
  readonly clamp?: { readonly min?: number; readonly max?: number };
  readonly noBias?: boolean;
  /** int8 zero points of input, weights and output. */
  readonly zero?: readonly [number, number, number];
  readonly outputScale?: number;
}

const WINDOWS: readonly Case[] = [
  { image: [7, 9], channels: 8, pads: "same" },
  { image: [7, 9], channels: 24, strides: [2, 2], pads: "same" },
  { image: [8, 8], channels: 17, strides: [2, 2], pads: "same", batch: 2 },
  { image: [8, 6], channels: 12, batch: 2 },
  { image: [6, 5], channels: 8, strides: [2, 2] },
  { image: [1, 1], channels: 9, pads: "same" },
  { image: [2, 1], channels: 8, pads: [2, 2, 2, 2] },
  { image: [3, 2], channels: 8, pads: [3, 0, 1, 4], strides: [2, 2] },
  { image: [5, 4], channels: 16, pads: [0, 1, 2, 0] },
  { image: [11, 10], channels: 5, strides: [3, 3], pads: "same" },
  { image: [6, 7], channels: 8, strides: [1, 2], pads: "same" },
  { image: [9, 8], channels: 10, dilations: [2, 2], pads: "same" },
  { image: [9, 8], channels: 8, dilations: [3, 1], pads: "same", strides: [2, 1] },
  { image: [6, 7], channels: 19, kernel: [5, 5], pads: "same", strides: [2, 2] },
  { image: [6, 7], channels: 8, kernel: [2, 4], pads: [1, 0, 0, 3] },
  { image: [4, 4], channels: 11, kernel: [1, 1] },
  { image: [4, 4], channels: 8, kernel: [4, 4], clamp: { min: 0 } },
  { image: [9, 1], channels: 8, kernel: [7, 1], pads: "same", clamp: { min: -1, max: 1 } },
  { image: [5, 5], channels: 8, pads: "same", clamp: { min: 0, max: 6 }, noBias: true },
  { image: [8, 8], channels: 12, strides: [2, 2], pads: "same", batch: 2 },
  { image: [8, 7], channels: 4, strides: [2, 2], pads: [1, 1, 1, 1], clamp: { min: -1, max: 1 } },
  { image: [7, 8], channels: 8, strides: [2, 2], pads: [1, 1, 1, 1] },
  { image: [5, 1], channels: 8, strides: [1, 2], pads: [1, 1, 1, 1] },
  { image: [5, 2], channels: 4, strides: [2, 1], pads: [1, 1, 1, 0] },
  { image: [4, 5], channels: 8, pads: [0, 2, 0, 0] },
  { image: [30, 21], channels: 4, pads: "same", batch: 2, clamp: { min: 0 } },
  { image: [3, 300], channels: 8, pads: [1, 1, 1, 1] },
];

const TAILS: readonly Case[] = [1, 2, 3, 4, 6, 7, 13, 15, 23].map((channels) => ({
  image: [4, 5],
  channels,
  pads: "same",
}));

const MULTIPLIERS: readonly Case[] = [
  { image: [6, 5], channels: 1, multiplier: 8, pads: "same" },
  { image: [10, 8], channels: 1, multiplier: 8, kernel: [5, 4], strides: [2, 2], pads: "same" },
  { image: [4, 5], channels: 3, multiplier: 2, pads: "same" },
  { image: [4, 5], channels: 8, multiplier: 2, pads: "same" },
  { image: [4, 5], channels: 5, multiplier: 3, kernel: [2, 2] },
  { image: [4, 4], channels: 2, multiplier: 11, pads: "same" },
];

const INT8_ONLY: readonly Case[] = [
  ...[-128, 0, 127].map((zero): Case => ({ image: [4, 4], channels: 9, pads: "same", zero: [zero, 0, -zero - 1] })),
  ...[-127, -3, 127].map((zero): Case => ({ image: [4, 4], channels: 9, pads: "same", zero: [12, zero, -5] })),
  ...[-128, 0, 127].map((zero): Case => ({ image: [5, 6], channels: 16, pads: "same", zero: [zero, 0, -zero - 1] })),
  { image: [5, 6], channels: 16, pads: "same", zero: [-128, 7, 127] },
  { image: [7, 7], channels: 32, pads: "same", strides: [2, 2], batch: 3, zero: [-128, 0, -128], clamp: { min: 0 } },
  { image: [7, 8], channels: 8, pads: "same", strides: [3, 1] },
  { image: [4, 4], channels: 1, multiplier: 8, pads: "same", zero: [-128, 127, 0] },
  { image: [4, 4], channels: 16, pads: "same", outputScale: 1e-3 },
  { image: [4, 4], channels: 16, pads: "same", outputScale: 1e-9 },
  { image: [4, 4], channels: 16, pads: "same", outputScale: 3 },
];

export function depthwiseSamples(): Sample<DepthwiseAttributes>[] {
  const shared = [...WINDOWS, ...TAILS, ...MULTIPLIERS];
  return [...shared.map((c) => sampleOf(c, "f32")), ...[...shared, ...INT8_ONLY].map((c) => sampleOf(c, "i8"))];
}

function sampleOf(c: Case, dtype: "f32" | "i8"): Sample<DepthwiseAttributes> {
  const { image, kernel = [3, 3], strides = [1, 1], dilations = [1, 1], multiplier = 1, batch = 1 } = c;
  const pads = c.pads === "same" ? samePads(image, kernel, strides, dilations) : (c.pads ?? [0, 0, 0, 0]);
  const attributes = { strides, dilations, pads, ...c.clamp };
  const outputChannels = c.channels * multiplier;
  const taps = kernel[0] * kernel[1];
  const [zeroX, zeroW, zeroY] = c.zero ?? [3, 0, -4];
  const type = (shape: readonly number[], quantization: Quantization): TensorType =>
    dtype === "f32" ? { dtype, shape } : { dtype, shape, quantization };
  const x = type([batch, ...image, c.channels], perTensor(1 / 32, zeroX));
  const weights = type([1, ...kernel, outputChannels], weightQuantization(outputChannels, zeroW));
  const bias: SampleInput =
    dtype === "f32"
      ? { dtype, shape: [outputChannels], constant: true }
      : { dtype: "i32", shape: [outputChannels], range: [-3000, 3000], constant: true };
  const outputShape = [batch, ...resolveWindow(image, kernel, attributes).output, outputChannels];
  return {
    title: `${kernel} s${strides} d${dilations} p${pads} m${multiplier} zero ${zeroX},${zeroW},${zeroY}`,
    inputs: [x, { ...weights, constant: true }, ...(c.noBias ? [] : [bias])],
    outputs: [type(outputShape, perTensor(c.outputScale ?? Math.sqrt(taps) / 32, zeroY))],
    attributes,
  };
}

/** One scale a channel, unless there is a zero point. */
function weightQuantization(channels: number, zeroPoint: number): Quantization {
  if (zeroPoint !== 0) return perTensor(1 / 64, zeroPoint);
  return {
    scale: Float32Array.from({ length: channels }, (_, c) => (1 + (c % 5)) / 300),
    zeroPoint: new Int32Array(channels),
    axis: 3,
  };
}
