// From coefficients to pixels as libjpeg does it, to the bit: its accurate integer inverse transform (jidctint.c, after
// Loeffler, Ligtenberg and Moschytz 1989), "fancy" triangle upsampling (jdsample.c) and the rounded conversion to RGB
// (jdcolor.c). Pillow, OpenCV and TensorFlow hand such pixels to networks; a decoder that repeats chroma and cuts off
// fractions changes what small networks see.

import type { Component } from "./jpeg_scan.ts";

/** Samples of one component, `stride` a row; `columns` and `rows` of them belong to the picture. */
export interface Plane {
  readonly data: Uint8Array;
  readonly stride: number;
  readonly columns: number;
  readonly rows: number;
}

export function inverseTransform(component: Component, columns: number, rows: number): Plane {
  const { coefficients, stride: blocks, quantization } = component;
  if (quantization === undefined) throw new Error("a quantisation table is missing");
  const stride = blocks * 8;
  const data = new Uint8Array(coefficients.length);
  const work = new Int32Array(64);
  for (let block = 0; block * 64 < coefficients.length; block++) {
    for (let i = 0; i < 64; i++) work[i] = coefficients[block * 64 + i] * quantization[i];
    for (let x = 0; x < 8; x++) transform(work, x, 8, 11);
    for (let y = 0; y < 8; y++) transform(work, y * 8, 1, 18);
    const corner = Math.floor(block / blocks) * 8 * stride + (block % blocks) * 8;
    for (let i = 0; i < 64; i++) data[corner + (i >> 3) * stride + (i & 7)] = clamp(work[i] + 128);
  }
  return { data, stride, columns, rows };
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Eight values `step` apart, in place; constants have 13 fractional bits, results lose `shift`. */
function transform(a: Int32Array, at: number, step: number, shift: number): void {
  const [i2, i6] = [a[at + 2 * step], a[at + 6 * step]];
  const even = (i2 + i6) * 4433;
  const e2 = even - i6 * 15137;
  const e3 = even + i2 * 6270;
  const e0 = (a[at] + a[at + 4 * step]) << 13;
  const e1 = (a[at] - a[at + 4 * step]) << 13;
  const [i7, i5, i3, i1] = [a[at + 7 * step], a[at + 5 * step], a[at + 3 * step], a[at + step]];
  const z5 = (i7 + i3 + i5 + i1) * 9633;
  const z1 = (i7 + i1) * -7373;
  const z2 = (i5 + i3) * -20995;
  const z3 = (i7 + i3) * -16069 + z5;
  const z4 = (i5 + i1) * -3196 + z5;
  const o0 = i7 * 2446 + z1 + z3;
  const o1 = i5 * 16819 + z2 + z4;
  const o2 = i3 * 25172 + z2 + z3;
  const o3 = i1 * 12299 + z1 + z4;
  const half = 1 << (shift - 1);
  a[at] = (e0 + e3 + o3 + half) >> shift;
  a[at + 7 * step] = (e0 + e3 - o3 + half) >> shift;
  a[at + step] = (e1 + e2 + o2 + half) >> shift;
  a[at + 6 * step] = (e1 + e2 - o2 + half) >> shift;
  a[at + 2 * step] = (e1 - e2 + o1 + half) >> shift;
  a[at + 5 * step] = (e1 - e2 - o1 + half) >> shift;
  a[at + 3 * step] = (e0 - e3 + o0 + half) >> shift;
  a[at + 4 * step] = (e0 - e3 - o0 + half) >> shift;
}

/** Where a plane goes: one channel of RGBA pixels. */
export interface Target {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channel: number;
}

/** Writes a plane, enlarged by `across` and `down`: by triangles where one of them is 2, else by repeating samples. */
export function writePlane(plane: Plane, target: Target, [across, down]: readonly [number, number]): void {
  const { data, stride, columns, rows } = plane;
  const isFancy = (across === 2 && columns > 2 && (down === 1 || down === 2)) || (across === 1 && down === 2);
  const sums = new Int32Array(columns);
  for (let y = 0; y < target.height; y++) {
    const to = { data: target.data, at: y * target.width * 4 + target.channel, width: target.width };
    const near = Math.min(rows - 1, Math.floor(y / down)) * stride;
    if (!isFancy) {
      for (let x = 0; x < to.width; x++) to.data[to.at + 4 * x] = data[near + Math.floor(x / across)];
      continue;
    }
    // 3 parts of the nearer row and 1 of the other, or the row alone.
    const isUpper = y % 2 === 0;
    const far = Math.min(rows - 1, Math.max(0, (y >> 1) + (isUpper ? -1 : 1))) * stride;
    for (let x = 0; x < columns; x++) sums[x] = down === 2 ? 3 * data[near + x] + data[far + x] : data[near + x];
    if (across === 1) for (let x = 0; x < to.width; x++) to.data[to.at + 4 * x] = (sums[x] + (isUpper ? 1 : 2)) >> 2;
    else spreadRow(to, sums, down === 2);
  }
}

interface Row {
  readonly data: Uint8Array;
  readonly at: number;
  readonly width: number;
}

/** Every sum becomes two pixels: 3 parts of it and 1 of its neighbour. Left and right pixels round differently. */
function spreadRow({ data, at, width }: Row, sums: Int32Array, isQuadruple: boolean): void {
  const shift = isQuadruple ? 4 : 2;
  const [left, right] = isQuadruple ? [8, 7] : [1, 2];
  const last = sums.length - 1;
  for (let x = 0; x < width; x++) {
    const i = x >> 1;
    const isLeft = x % 2 === 0;
    const neighbour = isLeft ? sums[Math.max(0, i - 1)] : sums[Math.min(last, i + 1)];
    data[at + 4 * x] = (3 * sums[i] + neighbour + (isLeft ? left : right)) >> shift;
  }
}

const fixed = (x: number) => Math.round(x * 65536);
const HALF = 32768;

/** Luma and chroma (JFIF) to red, green, blue, each rounded, in place. */
export function toRgb(data: Uint8Array): void {
  const [redCr, blueCb, greenCr, greenCb] = [fixed(1.402), fixed(1.772), fixed(0.71414), fixed(0.34414)];
  for (let i = 0; i + 4 <= data.length; i += 4) {
    const y = data[i];
    const cb = data[i + 1] - 128;
    const cr = data[i + 2] - 128;
    data[i] = clamp(y + ((redCr * cr + HALF) >> 16));
    data[i + 1] = clamp(y + ((HALF - greenCb * cb - greenCr * cr) >> 16));
    data[i + 2] = clamp(y + ((blueCb * cb + HALF) >> 16));
  }
}
