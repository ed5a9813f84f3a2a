// Cases of the convolution tests: sizes around the edges of tiles and panels, windows against borders, groups, zero points
// at their ends, results that saturate. The three operators that are convolutions share them.

import type { Attributes } from "../../graph/op_def.ts";
import { perTensor, type Quantization, type TensorType } from "../../graph/tensor.ts";
import type { ClampAttributes } from "../clamp.ts";
import type { Conv2dTransposeAttributes } from "../conv_2d_transpose.ts";
import type { Sample, SampleInput } from "../operator.ts";
import { dilatedSize, resolveWindow, samePads } from "../window.ts";
import type { Conv2dAttributes } from "./shape.ts";

type Pair = readonly [number, number];
type Pads = readonly [number, number, number, number];

/** What every case may choose of its numbers. */
interface Numbers {
  readonly clamp?: ClampAttributes;
  readonly noBias?: boolean;
  /** int8 zero points of input, weights and output. */
  readonly zero?: readonly [number, number, number];
  /** Weights with one scale each output. */
  readonly perChannel?: boolean;
  /** Larger than 1: results crowd around the zero point; smaller: they saturate. */
  readonly spread?: number;
}

const NUMBERS: readonly Numbers[] = [
  {},
  { perChannel: true, clamp: { min: 0, max: 6 } },
  { zero: [-128, 0, 127], clamp: { min: 0 } },
  { zero: [127, 0, -128], noBias: true },
  { zero: [5, 0, -3], perChannel: true, spread: 0.05 },
  { zero: [-7, 11, 4] },
  { zero: [-128, -128, 0], noBias: true, clamp: { min: -1, max: 1 } },
  { zero: [127, 127, 3], spread: 1e-7 },
];

export interface Product {
  readonly rows: number;
  readonly depth: number;
  readonly outputs: number;
}

const OUTPUTS = [1, 3, 7, 8, 9, 15, 16, 17, 24, 25, 32, 33, 72];
const DEPTHS = [1, 3, 4, 5, 8, 15, 32, 33, 100];

/** Rows 1 to 9 and depths around four against outputs around whole panels, and one that takes several blocks. */
const PRODUCTS: readonly Product[] = [
  ...OUTPUTS.flatMap((outputs, i) =>
    [1, 2, 5].map((step, j) => ({
      rows: 1 + ((i * step + j) % 9),
      depth: DEPTHS[(i + 4 * j) % DEPTHS.length],
      outputs,
    })),
  ),
  { rows: 151, depth: 202, outputs: 10 },
];

/** One sample a product and element type; `shapes` gives those of x, weights and output. */
export function productSamples<A extends ClampAttributes & Attributes>(
  shapes: (product: Product) => readonly [x: readonly number[], w: readonly number[], y: readonly number[]],
  attributes: A,
): Sample<A>[] {
  return PRODUCTS.flatMap((product, i) => bothTypes(shapes(product), NUMBERS[i % NUMBERS.length], attributes));
}

interface WindowCase extends Numbers {
  readonly image: Pair;
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly pads?: "same" | Pads;
  readonly batch?: number;
  readonly groups?: number;
}

const WINDOWS: readonly WindowCase[] = [
  { image: [5, 7], channels: 3, outputs: 8, kernel: [3, 3], strides: [2, 2], pads: "same" },
  { image: [6, 6], channels: 8, outputs: 9, kernel: [3, 3], pads: "same", batch: 2 },
  { image: [6, 5], channels: 5, outputs: 16, kernel: [2, 3] },
  { image: [4, 4], channels: 17, outputs: 3, kernel: [1, 1], strides: [2, 2] },
  { image: [3, 4], channels: 6, outputs: 20, kernel: [1, 1], pads: [1, 0, 0, 2] },
  { image: [2, 3], channels: 4, outputs: 7, kernel: [3, 3], pads: [2, 2, 2, 2] },
  { image: [1, 1], channels: 2, outputs: 5, kernel: [5, 5], pads: [3, 4, 2, 1] },
  { image: [9, 8], channels: 7, outputs: 8, kernel: [3, 3], dilations: [2, 3], pads: "same" },
  { image: [9, 8], channels: 4, outputs: 10, kernel: [3, 2], dilations: [3, 1], strides: [2, 1], pads: [1, 2, 3, 4] },
  { image: [10, 4], channels: 1, outputs: 8, kernel: [10, 4], strides: [2, 2], pads: "same" },
  { image: [4, 5], channels: 3, outputs: 12, kernel: [4, 5], batch: 3 },
  { image: [5, 4], channels: 6, outputs: 9, kernel: [3, 3], pads: "same", groups: 3 },
  { image: [4, 5], channels: 5, outputs: 10, kernel: [3, 3], strides: [2, 2], pads: "same", groups: 5 },
  { image: [3, 3], channels: 8, outputs: 18, kernel: [1, 1], groups: 2, batch: 2 },
  { image: [17, 16], channels: 11, outputs: 4, kernel: [5, 5], pads: "same" },
  { image: [14, 15], channels: 3, outputs: 9, kernel: [3, 3], dilations: [2, 1], pads: "same" },
  { image: [20, 26], channels: 2, outputs: 8, kernel: [1, 1], strides: [2, 2], batch: 2 },
  { image: [43, 80], channels: 4, outputs: 5, kernel: [5, 3], strides: [3, 2], pads: [2, 1, 2, 1], batch: 2 },
  { image: [9, 6], channels: 12, outputs: 8, kernel: [3, 3], pads: "same", batch: 2 },
  { image: [6, 7], channels: 64, outputs: 17, kernel: [3, 3], noBias: true },
  { image: [16, 19], channels: 24, outputs: 13, kernel: [3, 3], pads: [0, 2, 3, 1] },
];

export function convSamples(): Sample<Conv2dAttributes>[] {
  const plain = { strides: [1, 1], pads: [0, 0, 0, 0] } as const;
  const products = productSamples<Conv2dAttributes>(
    ({ rows, depth, outputs }) => [
      [1, rows, 1, depth],
      [outputs, 1, 1, depth],
      [1, rows, 1, outputs],
    ],
    plain,
  );
  return [...products, ...WINDOWS.flatMap((c, i) => windowSamples({ ...NUMBERS[i % NUMBERS.length], ...c }))];
}

function windowSamples(c: WindowCase): Sample<Conv2dAttributes>[] {
  const { image, channels, outputs, kernel, strides = [1, 1], dilations = [1, 1], batch = 1, groups = 1 } = c;
  const pads = c.pads === "same" ? samePads(image, kernel, strides, dilations) : (c.pads ?? [0, 0, 0, 0]);
  const window = resolveWindow(image, kernel, { strides, dilations, pads });
  const shapes = [
    [batch, ...image, channels],
    [outputs, ...kernel, channels / groups],
    [batch, ...window.output, outputs],
  ] as const;
  return bothTypes(shapes, c, { strides, dilations, pads, groups });
}

interface TransposeCase extends Numbers {
  readonly image: Pair;
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations?: Pair;
  readonly pads?: Pads;
  readonly batch?: number;
}

const TRANSPOSES: readonly TransposeCase[] = [
  { image: [3, 4], channels: 3, outputs: 8, kernel: [3, 3], strides: [1, 1] },
  { image: [3, 4], channels: 5, outputs: 9, kernel: [3, 3], strides: [2, 2], pads: [0, 1, 1, 0], batch: 2 },
  { image: [4, 3], channels: 8, outputs: 3, kernel: [2, 2], strides: [2, 2] },
  { image: [2, 2], channels: 4, outputs: 4, kernel: [2, 3], strides: [3, 4] },
  { image: [3, 3], channels: 2, outputs: 17, kernel: [4, 4], strides: [2, 3], pads: [1, 1, 1, 1] },
  { image: [4, 4], channels: 3, outputs: 5, kernel: [1, 1], strides: [2, 1], pads: [0, 1, 0, 1] },
  { image: [3, 4], channels: 3, outputs: 4, kernel: [3, 2], strides: [1, 1], dilations: [2, 3], pads: [1, 0, 2, 1] },
  { image: [3, 2], channels: 4, outputs: 9, kernel: [2, 3], strides: [3, 2], dilations: [2, 2] },
];

export function transposeSamples(): Sample<Conv2dTransposeAttributes>[] {
  return TRANSPOSES.flatMap((c, i) => {
    const { image, channels, outputs, kernel, strides, dilations, pads = [0, 0, 0, 0], batch = 1 } = c;
    const extent = (axis: 0 | 1) => {
      const window = dilatedSize(kernel[axis], dilations?.[axis] ?? 1);
      return (image[axis] - 1) * strides[axis] + window - pads[axis] - pads[axis + 2];
    };
    const size = [extent(0), extent(1)] as const;
    const shapes = [
      [batch, ...image, channels],
      [outputs, ...kernel, channels],
      [batch, ...size, outputs],
    ] as const;
    return bothTypes(shapes, { ...NUMBERS[i % NUMBERS.length], ...c }, { strides, dilations, pads, size });
  });
}

type Shapes = readonly [x: readonly number[], w: readonly number[], y: readonly number[]];

function bothTypes<A extends ClampAttributes & Attributes>(
  shapes: Shapes,
  numbers: Numbers,
  attributes: A,
): Sample<A>[] {
  return [floatSample(shapes, numbers, attributes), int8Sample(shapes, numbers, attributes)];
}

function floatSample<A extends ClampAttributes & Attributes>(
  [x, w, y]: Shapes,
  numbers: Numbers,
  attributes: A,
): Sample<A> {
  return {
    title: title([x, w, y], numbers),
    inputs: [
      { dtype: "f32", shape: x },
      { dtype: "f32", shape: w, constant: true },
      numbers.noBias ? undefined : { dtype: "f32", shape: [w[0]], constant: true },
    ],
    outputs: [{ dtype: "f32", shape: y }],
    attributes: { ...attributes, ...numbers.clamp },
  };
}

function int8Sample<A extends ClampAttributes & Attributes>(
  [x, w, y]: Shapes,
  numbers: Numbers,
  attributes: A,
): Sample<A> {
  const [xZero, wZero, yZero] = numbers.zero ?? [3, 0, -5];
  const depth = w.slice(1).reduce((count, dim) => count * dim, 1);
  // Random int8 factors have a deviation of 74, so sums have about 74² · √depth: 40 steps of the output.
  const deviation = 74 * 74 * Math.sqrt(depth);
  const [xScale, wScale] = [0.02, 0.013];
  const yScale = ((xScale * wScale * deviation) / 40) * (numbers.spread ?? 1);
  const bias: SampleInput = { dtype: "i32", shape: [w[0]], constant: true, range: [-deviation | 0, deviation | 0] };
  const weights: TensorType = {
    dtype: "i8",
    shape: w,
    quantization: numbers.perChannel ? channelQuantization(w[0], wScale) : perTensor(wScale, wZero),
  };
  return {
    title: title([x, w, y], numbers),
    inputs: [
      { dtype: "i8", shape: x, quantization: perTensor(xScale, xZero) },
      { ...weights, constant: true },
      numbers.noBias ? undefined : bias,
    ],
    outputs: [{ dtype: "i8", shape: y, quantization: perTensor(yScale, yZero) }],
    attributes: { ...attributes, ...numbers.clamp },
  };
}

function channelQuantization(channels: number, scale: number): Quantization {
  const steps = Float32Array.from({ length: channels }, (_, c) => scale * (0.5 + ((c * 7) % 11) / 10));
  return { scale: steps, zeroPoint: new Int32Array(channels), axis: 0 };
}

function title([x, w, y]: Shapes, { zero, perChannel }: Numbers): string {
  return `[${x}] · [${w}] -> [${y}] zero points [${zero ?? ""}]${perChannel ? " per channel" : ""}`;
}
