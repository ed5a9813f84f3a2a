// Where the taps of a window read: addresses, looked up once a pixel and used for all its channels.
//
// Scratch memory: | one pixel of padding | addresses of row 0 | addresses of row 1 | ... (each row owns its own, so rows may
// be computed at the same time). A tap outside the image reads the pixel of padding instead.

import { flip } from "../lane/int8";
import { Depthwise } from "../params";

/** Taps are handled in pairs; a missing last one reads padding (its weight is zero). */
@inline
export function tap_pairs(p: Depthwise): i32 {
  return (p.kernelHeight * p.kernelWidth + 1) >> 1;
}

/** The addresses that row `row` owns. */
@inline
export function row_taps<T>(p: Depthwise, row: u32): usize {
  const padding = (p.channels * sizeof<T>() + 15) & ~15;
  return p.scratch + padding + ((row * <u32>tap_pairs(p)) << 3);
}

/** Fills the pixel of padding with zero (int8: the zero point). */
@inline
export function fill_padding<T>(p: Depthwise): void {
  if (isFloat<T>()) memory.fill(p.scratch, 0, p.channels * sizeof<T>());
  else memory.fill(p.scratch, <u8>(p.inputZero ^ flip()), p.channels);
}

/** Writes to `taps` what the window of output pixel (row, column) reads, row by row. */
export function aim_taps<T>(p: Depthwise, taps: usize, row: u32, column: i32): void {
  const outside = p.scratch;
  const height = p.height;
  const width = p.width;
  const pixelBytes = p.channels * sizeof<T>();
  const outputHeight = p.outputHeight;
  const batch = <i32>row / outputHeight;
  const image = p.x + <usize>(batch * height * width * pixelBytes);
  const kernelHeight = p.kernelHeight;
  const kernelWidth = p.kernelWidth;
  const dilationHeight = p.dilationHeight;
  const dilationWidth = p.dilationWidth;
  const firstX = column * p.strideWidth - p.left;
  let y = (<i32>row - batch * outputHeight) * p.strideHeight - p.top;
  let at = taps;
  for (let ky = 0; ky < kernelHeight; ky++) {
    let x = firstX;
    for (let kx = 0; kx < kernelWidth; kx++) {
      const isInside = <u32>y < <u32>height && <u32>x < <u32>width;
      store<usize>(at, isInside ? image + <usize>((y * width + x) * pixelBytes) : outside);
      at += 4;
      x += dilationWidth;
    }
    y += dilationHeight;
  }
  if ((kernelHeight * kernelWidth) & 1) store<usize>(at, outside);
}
