// One axis of a resize as a table: which source pixels make up each kept pixel, and with which weights.
//
//   source   |--- from ---|======== size ========|          pixels of the photo along this axis
//   resized               |- skip -|= length =|  |          `scaled` pixels in all, the middle ones kept
//
// "antialias" is Pillow's Image.BILINEAR to the bit (src/libImaging/Resample.c): a triangle whose support grows with the
// reduction, weights in fixed point with 22 fractional bits. "bilinear" is the same triangle without growing: the two
// neighbours at half-pixel centres. "nearest" is the pixel under the centre.

import type { Preprocessing } from "../format/types.ts";

export const WEIGHT_BITS = 22;

export interface AxisPlan {
  readonly from: number;
  readonly size: number;
  readonly scaled: number;
  readonly skip: number;
  readonly length: number;
}

export interface Axis {
  readonly length: number;
  /** `stride` numbers a kept pixel, as the kernels read them: its first source pixel, how many there are, and their weights. */
  readonly taps: Int32Array<ArrayBuffer>;
  readonly stride: number;
}

/** The two axes of a photo of width x height for an input of [columns, rows] pixels. */
export function planAxes(
  [width, height]: readonly [number, number],
  [columns, rows]: readonly [number, number],
  { fit, resizeTo }: Preprocessing,
): [AxisPlan, AxisPlan] {
  if (fit === "stretch") {
    return [
      { from: 0, size: width, scaled: columns, skip: 0, length: columns },
      { from: 0, size: height, scaled: rows, skip: 0, length: rows },
    ];
  }
  const enlarge = resizeTo / Math.min(columns, rows);
  // The photo shrinks until it just covers the input with its margin.
  const factor = Math.max((columns * enlarge) / width, (rows * enlarge) / height);
  return fit === "shorter"
    ? [resizeThenCrop(width, columns, factor), resizeThenCrop(height, rows, factor)]
    : [cropThenResize(width, columns, factor), cropThenResize(height, rows, factor)];
}

/** Halves go to the even neighbour, as in Python's round and IEEE's rint. */
export function roundToEven(x: number): number {
  const near = Math.round(x);
  return near - x === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

function resizeThenCrop(size: number, length: number, factor: number): AxisPlan {
  const scaled = Math.max(length, roundToEven(size * factor));
  return { from: 0, size, scaled, skip: (scaled - length) >> 1, length };
}

function cropThenResize(size: number, length: number, factor: number): AxisPlan {
  const cut = Math.max(1, Math.min(size, roundToEven(length / factor)));
  return { from: (size - cut) >> 1, size: cut, scaled: length, skip: 0, length };
}

/** The weights of a kept pixel sum to about 2^22. */
export function tabulate({ from, size, scaled, skip, length }: AxisPlan, filter: Preprocessing["filter"]): Axis {
  const scale = size / scaled;
  const radius = filter === "antialias" && scale > 1 ? scale : 1;
  const stride = 2 + (filter === "nearest" ? 1 : Math.ceil(radius) * 2 + 1);
  const taps = new Int32Array(length * stride);
  const triangle = new Float64Array(stride);
  for (let i = 0, at = 0; i < length; i++, at += stride) {
    const center = (i + skip + 0.5) * scale;
    if (filter === "nearest") {
      taps[at] = from + Math.min(size - 1, Math.floor(center));
      taps[at + 1] = 1;
      taps[at + 2] = 1 << WEIGHT_BITS;
      continue;
    }
    const first = Math.max(0, Math.trunc(center - radius + 0.5));
    const count = Math.min(size, Math.trunc(center + radius + 0.5)) - first;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      triangle[k] = Math.max(0, 1 - Math.abs((k + first - center + 0.5) * (1 / radius)));
      sum += triangle[k];
    }
    taps[at] = from + first;
    taps[at + 1] = count;
    for (let k = 0; k < count; k++) taps[at + 2 + k] = Math.trunc(0.5 + (triangle[k] / sum) * (1 << WEIGHT_BITS));
  }
  return { length, taps, stride };
}
