// The arithmetic of ONNX's Resize along one axis: where each output pixel lies in the input, and which input pixels with
// which weights become it.
//
// Positions are computed in f32, step by step as ONNX Runtime does it (core/providers/cpu/tensor/upsamplebase.h): nearest
// pixels at halves depend on the last bit. Filters follow onnx/reference/ops/op_resize.py: pixels outside the image have the
// value of the nearest one inside, with antialiasing too (Pillow leaves them out, which is exclude_outside).

export const COORDINATE_MODES = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
  "tf_half_pixel_for_nn",
  "tf_crop_and_resize",
] as const;
export const NEAREST_MODES = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"] as const;

export type CoordinateMode = (typeof COORDINATE_MODES)[number];
export type NearestMode = (typeof NEAREST_MODES)[number];

export interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  /** Output over input, as the file states it: f32. */
  readonly scale: number;
  /** Output size before it is rounded: what align_corners and tf_crop_and_resize divide by. */
  readonly length: number;
  readonly coordinates: CoordinateMode;
  /** Start and end of the part that tf_crop_and_resize takes; 0 and 1 are the whole. */
  readonly roi: readonly [number, number];
}

const { fround } = Math;

/** Where the centre of each output pixel lies; pixel i of the input lies at i. */
export function positionsOf(axis: ResizedAxis): Float32Array {
  return Float32Array.from({ length: axis.output }, (_, i) => positionOf(axis, i));
}

function positionOf({ input, output, scale, length, coordinates, roi }: ResizedAxis, i: number): number {
  const half = () => fround(fround(fround(i + 0.5) / scale) - 0.5);
  const last = input - 1;
  switch (coordinates) {
    case "half_pixel":
      return half();
    case "half_pixel_symmetric":
      return fround((input / 2) * (1 - output / length) + half());
    case "pytorch_half_pixel":
      return output > 1 ? half() : 0;
    case "align_corners":
      return output > 1 ? fround(fround(i * last) / fround(length - 1)) : 0;
    case "asymmetric":
      return fround(i / scale);
    case "tf_half_pixel_for_nn":
      return fround(fround(i + 0.5) / scale);
    case "tf_crop_and_resize": {
      const [start, end] = roi;
      if (output === 1) return fround(0.5 * fround(start + end) * last);
      return fround(fround(start * last) + fround(fround(i * fround(end - start) * last) / fround(length - 1)));
    }
  }
}

/** Output pixels that lie outside the image: tf_crop_and_resize gives them a value of their own. */
export function isOutside(position: number, input: number): boolean {
  return position < 0 || position > input - 1;
}

const ROUNDING: Readonly<Record<NearestMode, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

export function nearestPixels(positions: Float32Array, input: number, mode: NearestMode): Int32Array {
  return Int32Array.from(positions, (x) => Math.min(Math.max(ROUNDING[mode](x), 0), input - 1));
}

export interface Filter {
  readonly shape: "linear" | "cubic";
  /** The filter grows with what it shrinks, so that no pixel is passed over. */
  readonly antialias: boolean;
  /** Weights of pixels outside the image are 0, and the rest grow instead. */
  readonly excludeOutside: boolean;
  /** Of the cubic filter: its slope. */
  readonly cubicA: number;
}

/** Attributes of the operator `resample`: output pixel i is Σ weights[i · taps + t] · x[indices[i · taps + t]]. */
export interface Taps {
  readonly taps: number;
  readonly indices: number[];
  readonly weights: number[];
}

/** Keys' cubic convolution; linear is a triangle. Both end at the radius. */
function filterAt({ shape, cubicA: a }: Filter, distance: number): number {
  const x = Math.abs(distance);
  if (shape === "linear") return Math.max(0, 1 - x);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

/** `scale` is output over input; it matters to antialiasing alone. */
export function tapsOf(positions: Float32Array, input: number, filter: Filter, scale: number): Taps {
  const step = filter.antialias ? Math.min(scale, 1) : 1;
  const reach = Math.ceil((filter.shape === "linear" ? 1 : 2) / step);
  const taps = 2 * reach;
  const indices: number[] = [];
  const weights: number[] = [];
  for (const x of positions) {
    const first = Math.floor(x) - reach + 1;
    const found = Array.from({ length: taps }, (_, t) => {
      const isInside = first + t >= 0 && first + t < input;
      return isInside || !filter.excludeOutside ? filterAt(filter, (first + t - x) * step) : 0;
    });
    const sum = found.reduce((a, b) => a + b, 0) || 1;
    for (let t = 0; t < taps; t++) {
      indices.push(Math.min(Math.max(first + t, 0), input - 1));
      weights.push(fround(found[t] / sum));
    }
  }
  return { taps, indices, weights };
}
