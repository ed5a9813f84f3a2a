// What the two poolings share: shape rule, walk of the reference, samples.

import { type Attributes, type OptionalType, type OptionalValue, requireShape } from "../graph/op_def.ts";
import {
  allocate,
  elementCount,
  perTensor,
  type Quantization,
  type TensorData,
  type TensorType,
} from "../graph/tensor.ts";
import { type ClampAttributes, clampBounds } from "./clamp.ts";
import type { Sample } from "./operator.ts";
import { resolveWindow, samePads, type Window, type WindowAttributes } from "./window.ts";

export type PoolAttributes = WindowAttributes &
  ClampAttributes & {
    /** [height, width], at least 1. */
    readonly kernel: readonly [number, number];
    /** Average: the values of `pads` count, as zeros. */
    readonly countPads?: boolean | undefined;
    /** [bottom, right] rows and columns behind the padded image that windows may reach into; they never count (ceil mode). */
    readonly overhang?: readonly [number, number] | undefined;
    /** Average of int8: ties are rounded up, as for the uint8 values that the model began with; else away from zero. */
    readonly tiesUp?: boolean | undefined;
  } & Attributes;

export interface PoolShape {
  readonly batch: number;
  readonly image: readonly [number, number];
  readonly channels: number;
  readonly window: Window;
}

/** Along one axis: pads of hostile files make billions. */
const MAX_WINDOWS = 2 ** 20;

/** Throws ShapeError. x [N, H, W, C]; every window holds a pixel of the image. */
export function poolShape(x: OptionalType, attributes: PoolAttributes): PoolShape & { readonly x: TensorType } {
  requireShape(
    x?.shape.length === 4 && x.dtype !== "i32",
    () => `takes one image [N,H,W,C] of f32 or i8, not ${x ? `${x.dtype}[${x.shape}]` : "nothing"}`,
  );
  const { kernel, strides, dilations, pads, overhang = [0, 0] } = attributes;
  const [batch, height, width, channels] = x.shape;
  const image: [number, number] = [height, width];
  const [top, left, bottom, right] = pads;
  const reach = [top, left, bottom + overhang[0], right + overhang[1]] as const;
  const window = resolveWindow(image, kernel, { strides, dilations, pads: reach });
  for (const axis of [0, 1] as const) {
    requireShape(window.output[axis] <= MAX_WINDOWS, () => `has ${window.output[axis]} windows along one axis`);
    for (let at = 0; at < window.output[axis]; at++) {
      const { first, last } = tapRange(window, image, axis, at);
      requireShape(
        first <= last,
        () => `pads [${reach}] around [${image}] are so wide that a window [${kernel}] lies outside the image`,
      );
    }
  }
  return { x, batch, image, channels, window };
}

/** Which taps of the window lie inside the image, at one output row (column); none if last < first. */
function tapRange({ kernel, strides, pads, dilations }: Window, image: PoolShape["image"], axis: 0 | 1, at: number) {
  const start = at * strides[axis] - pads[axis];
  const first = Math.max(0, Math.ceil(-start / dilations[axis]));
  const last = Math.min(kernel[axis] - 1, Math.floor((image[axis] - 1 - start) / dilations[axis]));
  return { start, first, last };
}

/** Rows (columns) of the image under the window at one output row (column). */
function tapsInside(window: Window, image: PoolShape["image"], axis: 0 | 1, at: number) {
  const { start, first, last } = tapRange(window, image, axis, at);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => start + (first + i) * window.dilations[axis]);
}

export function inferPool([x]: readonly OptionalType[], attributes: PoolAttributes): TensorType[] {
  const shape = poolShape(x, attributes);
  return [{ dtype: shape.x.dtype, shape: [shape.batch, ...shape.window.output, shape.channels] }];
}

/** Stored values of one window and channel -> the stored result, before the clamp. */
export type PoolReference = (values: readonly number[], x: TensorType, y: TensorType) => number;

export function poolReference(
  [x]: readonly OptionalValue[],
  [y]: readonly TensorType[],
  attributes: PoolAttributes,
  reference: PoolReference,
): TensorData[] {
  if (x === undefined) throw new Error("a pooling has no input");
  const { batch, image, channels, window } = poolShape(x.type, attributes);
  const { low, high } = clampBounds(y, attributes);
  const zero = x.type.quantization?.zeroPoint[0] ?? 0;
  const output = allocate(y.dtype, elementCount(y.shape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < window.output[0]; row++) {
      const rows = tapsInside(window, image, 0, row);
      for (let column = 0; column < window.output[1]; column++) {
        const columns = tapsInside(window, image, 1, column);
        const pixels = rows.flatMap((iy) => columns.map((ix) => (n * image[0] + iy) * image[1] + ix));
        const zeros = attributes.countPads
          ? positionsUnder(window, image, attributes.pads, [row, column]) - pixels.length
          : 0;
        for (let c = 0; c < channels; c++) {
          const values = pixels.map((pixel) => x.data[pixel * channels + c]);
          for (let i = 0; i < zeros; i++) values.push(zero);
          output[at++] = Math.min(Math.max(reference(values, x.type, y), low), high);
        }
      }
    }
  }
  return [output];
}

/** Positions of one window that lie in the image or its pads. */
function positionsUnder(
  window: Window,
  image: PoolShape["image"],
  [top, left, bottom, right]: readonly number[],
  [row, column]: readonly number[],
): number {
  const padded: [number, number] = [top + image[0] + bottom, left + image[1] + right];
  const fromCorner: Window = { ...window, pads: [0, 0, 0, 0] };
  return tapsInside(fromCorner, padded, 0, row).length * tapsInside(fromCorner, padded, 1, column).length;
}

type Optional = "strides" | "dilations" | "pads" | "overhang" | "countPads" | "min" | "max" | "tiesUp";

export type PoolCase = Partial<Pick<PoolAttributes, Optional>> & {
  readonly kernel: readonly [number, number];
  /** [N, H, W, C]. */
  readonly shape: readonly [number, number, number, number];
  readonly same?: boolean;
  readonly output?: Quantization;
};

const INPUT = perTensor(1 / 32, 3);

const CASES: readonly PoolCase[] = [
  { kernel: [2, 2], strides: [2, 2], shape: [2, 6, 8, 16] },
  { kernel: [2, 2], strides: [2, 2], shape: [1, 5, 7, 19], same: true },
  { kernel: [3, 3], shape: [1, 5, 4, 8], same: true },
  { kernel: [3, 2], strides: [3, 1], shape: [1, 7, 5, 4], same: true },
  { kernel: [7, 7], shape: [2, 7, 7, 40] },
  { kernel: [1, 1], strides: [2, 3], shape: [1, 4, 7, 5] },
  { kernel: [4, 4], shape: [1, 4, 4, 33], min: 0 },
  { kernel: [3, 3], shape: [1, 3, 3, 24], same: true, min: -0.5, max: 0.5 },
  { kernel: [2, 3], strides: [2, 2], shape: [1, 5, 7, 5], pads: [0, 1, 0, 0], overhang: [1, 1] },
  ...[1, 2, 3, 7, 9, 15, 17, 31].map((channels): PoolCase => ({ kernel: [2, 3], shape: [1, 3, 4, channels] })),
];

const INT8_CASES: readonly PoolCase[] = [
  { kernel: [2, 2], shape: [1, 9, 9, 24], same: true, tiesUp: true },
  { kernel: [2, 2], shape: [1, 9, 9, 24], same: true },
  { kernel: [3, 3], shape: [1, 6, 6, 9], same: true, output: perTensor(1 / 20, -7) },
  { kernel: [2, 2], shape: [1, 4, 4, 16], output: perTensor(1 / 200, 127), min: -1 },
  { kernel: [260, 256], shape: [1, 260, 256, 8] },
];

/** `extra`: cases beyond those of both poolings. */
export function poolSamples(extra: readonly PoolCase[]): Sample<PoolAttributes>[] {
  const both = [...CASES, ...extra];
  return [...both.map((c) => poolSample(c, "f32")), ...[...both, ...INT8_CASES].map((c) => poolSample(c, "i8"))];
}

function poolSample(c: PoolCase, dtype: "f32" | "i8"): Sample<PoolAttributes> {
  const { shape, kernel, strides = [1, 1], same, output = INPUT, ...rest } = c;
  const image: [number, number] = [shape[1], shape[2]];
  const pads = same ? samePads(image, kernel, strides, rest.dilations) : ([0, 0, 0, 0] as const);
  const attributes: PoolAttributes = { kernel, strides, pads, ...rest };
  const x: TensorType = dtype === "f32" ? { dtype, shape } : { dtype, shape, quantization: INPUT };
  const [type] = inferPool([x], attributes);
  return {
    title: `${kernel} s${strides} p${attributes.pads}${rest.tiesUp ? " ties up" : ""}${rest.countPads ? " counted" : ""}`,
    inputs: [x],
    outputs: [dtype === "f32" ? type : { ...type, quantization: output }],
    attributes,
  };
}
