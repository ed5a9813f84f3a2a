// What the two poolings share: shape rule, walk of the reference, parameter block, samples.

import { type Attributes, type OptionalType, type OptionalValue, requireShape } from "../graph/op_def.ts";
import {
  allocate,
  elementCount,
  perTensor,
  type Quantization,
  type TensorData,
  type TensorType,
} from "../graph/tensor.ts";
import type { ParamsOf } from "../kernels/params.ts";
import { type ClampAttributes, clampBounds } from "./clamp.ts";
import type { LowerContext, Operand, Sample } from "./operator.ts";
import { resolveWindow, samePads, type Window, type WindowAttributes } from "./window.ts";

export type PoolAttributes = Omit<WindowAttributes, "dilations"> &
  ClampAttributes & {
    /** [height, width], at least 1. */
    readonly kernel: readonly [number, number];
    /** Average of int8: ties are rounded up, as for the uint8 values that the model began with; else away from zero. */
    readonly tiesUp?: boolean | undefined;
  } & Attributes;

export interface PoolShape {
  readonly batch: number;
  readonly image: readonly [number, number];
  readonly channels: number;
  readonly window: Window;
}

/** Throws ShapeError. x [N, H, W, C]; pads below the kernel's size, so that no window lies outside altogether. */
export function poolShape(x: OptionalType, attributes: PoolAttributes): PoolShape & { readonly x: TensorType } {
  requireShape(
    x?.shape.length === 4 && x.dtype !== "i32",
    () => `takes one image [N,H,W,C] of f32 or i8, not ${x ? `${x.dtype}[${x.shape}]` : "nothing"}`,
  );
  const { kernel, strides, pads } = attributes;
  const [batch, height, width, channels] = x.shape;
  const window = resolveWindow([height, width], kernel, { strides, pads });
  requireShape(
    pads.every((pad, side) => pad < kernel[side % 2]),
    () => `pads [${pads}] must be smaller than the kernel [${kernel}]`,
  );
  return { x, batch, image: [height, width], channels, window };
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
  const output = allocate(y.dtype, elementCount(y.shape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < window.output[0]; row++) {
      for (let column = 0; column < window.output[1]; column++) {
        const pixels = pixelsInside(window, image, row, column);
        for (let c = 0; c < channels; c++) {
          const values = pixels.map((pixel) => x.data[(n * image[0] * image[1] + pixel) * channels + c]);
          output[at++] = Math.min(Math.max(reference(values, x.type, y), low), high);
        }
      }
    }
  }
  return [output];
}

/** The pixels (row · width + column) of one window that lie inside the image. */
function pixelsInside({ kernel, strides, pads }: Window, image: PoolShape["image"], row: number, column: number) {
  const pixels: number[] = [];
  for (let ky = 0; ky < kernel[0]; ky++) {
    const iy = row * strides[0] - pads[0] + ky;
    for (let kx = 0; kx < kernel[1]; kx++) {
      const ix = column * strides[1] - pads[1] + kx;
      if (iy >= 0 && iy < image[0] && ix >= 0 && ix < image[1]) pixels.push(iy * image[1] + ix);
    }
  }
  return pixels;
}

/** The range of a pooling kernel and its parameter block, for a result in `y`'s quantisation. */
export function poolParams(
  { attributes }: LowerContext<PoolAttributes>,
  x: Operand,
  y: Operand,
): { end: number; params: ParamsOf<"Pool"> } {
  const { batch, image, channels, window } = poolShape(x, attributes);
  const { low, high } = clampBounds(y, attributes);
  const isFloat = x.dtype === "f32";
  const params = {
    x: x.buffer,
    y: y.buffer,
    height: image[0],
    width: image[1],
    channels,
    outputHeight: window.output[0],
    outputWidth: window.output[1],
    kernelHeight: window.kernel[0],
    kernelWidth: window.kernel[1],
    strideHeight: window.strides[0],
    strideWidth: window.strides[1],
    top: window.pads[0],
    left: window.pads[1],
    low: isFloat ? 0 : low,
    high: isFloat ? 0 : high,
    min: isFloat ? low : 0,
    max: isFloat ? high : 0,
    origin: attributes.tiesUp ? 128 : 0,
    ratio: 1,
    inputZero: x.quantization?.zeroPoint[0] ?? 0,
    outputZero: y.quantization?.zeroPoint[0] ?? 0,
  };
  return { end: batch * window.output[0], params };
}

type PoolCase = Partial<Pick<PoolAttributes, "strides" | "min" | "max" | "tiesUp">> & {
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
  ...[1, 2, 3, 7, 9, 15, 17, 31].map((channels): PoolCase => ({ kernel: [2, 3], shape: [1, 3, 4, channels] })),
];

const INT8_CASES: readonly PoolCase[] = [
  { kernel: [2, 2], shape: [1, 9, 9, 24], same: true, tiesUp: true },
  { kernel: [2, 2], shape: [1, 9, 9, 24], same: true },
  { kernel: [3, 3], shape: [1, 6, 6, 9], same: true, output: perTensor(1 / 20, -7) },
  { kernel: [2, 2], shape: [1, 4, 4, 16], output: perTensor(1 / 200, 127), min: -1 },
  { kernel: [260, 256], shape: [1, 260, 256, 8] },
];

export function poolSamples(): Sample<PoolAttributes>[] {
  return [...CASES.map((c) => poolSample(c, "f32")), ...[...CASES, ...INT8_CASES].map((c) => poolSample(c, "i8"))];
}

function poolSample(c: PoolCase, dtype: "f32" | "i8"): Sample<PoolAttributes> {
  const { shape, kernel, strides = [1, 1], same, output = INPUT, ...rest } = c;
  const image: [number, number] = [shape[1], shape[2]];
  const pads = same ? samePads(image, kernel, strides) : ([0, 0, 0, 0] as const);
  const attributes: PoolAttributes = { kernel, strides, pads, ...rest };
  const x: TensorType = dtype === "f32" ? { dtype, shape } : { dtype, shape, quantization: INPUT };
  const [type] = inferPool([x], attributes);
  return {
    title: `${kernel} s${strides} p${pads}${rest.tiesUp ? " ties up" : ""}`,
    inputs: [x],
    outputs: [dtype === "f32" ? type : { ...type, quantization: output }],
    attributes,
  };
}
