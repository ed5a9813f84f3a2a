// A photo on its way to the input of a model (src/input/image_input.ts calls these): columns first, then rows; every pass makes
// weighted sums of neighbouring pixels in fixed point and rounds them to bytes, as Pillow does.

import { Photo } from "../params";

/** Weights have so many fractional bits (src/input/axis.ts). */
const WEIGHT_BITS = 22;
const HALF = 1 << (WEIGHT_BITS - 1);

/** Rows as wide as the input, a pixel of one byte, or of four with the last without meaning; range: rows of x. */
export function photo_columns_u8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Photo>(params);
  const planes = <usize>p.planes;
  const step = <usize>p.step;
  const first = p.taps;
  const tapsBytes = <usize>p.tapsBytes;
  const last = first + <usize>p.columns * tapsBytes;
  let y = p.y + <usize>begin * <usize>p.columns * planes;
  for (; begin < end; begin++) {
    const x = p.x + <usize>begin * <usize>p.rowBytes;
    for (let taps = first; taps < last; taps += tapsBytes, y += planes) {
      const pixel = weigh(x, step, taps);
      if (planes == 1) store<u8>(y, <u8>pixel);
      else store<u32>(y, pixel);
    }
  }
}

/** The input's values: bytes through a table a channel; range: rows of y. */
export function photo_rows_u8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Photo>(params);
  const rowBytes = <usize>p.rowBytes;
  const line = p.line;
  const planes = <usize>p.planes;
  const shift = <usize>p.shift;
  let y = p.y + ((<usize>begin * <usize>p.columns * <usize>p.channels) << shift);
  for (; begin < end; begin++) {
    const taps = p.taps + <usize>begin * <usize>p.tapsBytes;
    for (let i: usize = 0; i < rowBytes; i += 4) store<u32>(line + i, weigh(p.x + i, rowBytes, taps));
    for (let i: usize = 0; i < rowBytes; i += planes) {
      let table = p.tables;
      let from = line + i + <usize>p.firstPlane;
      for (let channel = p.channels; channel > 0; channel--) {
        const entry = table + ((<usize>load<u8>(from)) << shift);
        if (shift == 0) store<u8>(y, load<u8>(entry));
        else store<u32>(y, load<u32>(entry));
        y += (<usize>1) << shift;
        table += (<usize>256) << shift;
        from += <usize>p.planeStep;
      }
    }
  }
}

/**
 * Four bytes: the weighted sums of the bytes from x on, of those from x + 1, x + 2 and x + 3 on. `stride`: bytes from tap to tap.
 */
function weigh(x: usize, stride: usize, taps: usize): u32 {
  x += load<usize>(taps) * stride;
  let count = load<u32>(taps, 4);
  if (ASC_FEATURE_SIMD) {
    let sum = i32x4.splat(HALF);
    for (; count > 0; count--, x += stride, taps += 4) {
      const words = i16x8.extend_low_i8x16_u(v128.load32_zero(x));
      sum = i32x4.add(sum, i32x4.mul(i32x4.extend_low_i16x8_u(words), v128.load32_splat(taps, 8)));
    }
    sum = i32x4.shr_u(sum, WEIGHT_BITS);
    const words = i16x8.narrow_i32x4_s(sum, sum);
    return i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0);
  } else {
    let bytes: u32 = 0;
    for (let lane: u32 = 0; lane < 32; lane += 8, x++) {
      let sum: u32 = HALF;
      for (let k: u32 = 0; k < count; k++) {
        sum += load<u8>(x + <usize>k * stride) * load<u32>(taps + ((<usize>k) << 2), 8);
      }
      bytes |= min<u32>(255, sum >> WEIGHT_BITS) << lane;
    }
    return bytes;
  }
}
