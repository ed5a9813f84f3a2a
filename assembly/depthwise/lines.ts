// What a 3x3 int8 depthwise kernel reads for one or two output rows.
//
// Scratch memory: | one pixel of padding | Lines | widened weights of eight channels |.

import { flip } from "../lane/int8";
import { Depthwise } from "../params";

/** Up to four rows of the image, and where results are written. */
@unmanaged
export class Lines {
  /** Rows outside the image are replaced by a pixel of padding. */
  row0: usize = 0;
  row1: usize = 0;
  row2: usize = 0;
  row3: usize = 0;
  /** From one pixel of a row to the next; 0 outside the image. */
  step0: usize = 0;
  step1: usize = 0;
  step2: usize = 0;
  step3: usize = 0;
  y: usize = 0;
  /** From the upper result of two to the lower one; 0: there is none. */
  down: usize = 0;
}

/** From the lines to the weights of eight channels, which `two_rows_simd` widens once a row and has no registers for. */
export const WIDENED: usize = 48;

/** The lines of output row `row`. */
export function aim_lines(p: Depthwise, row: u32): Lines {
  const lines = changetype<Lines>(p.scratch + ((<usize>p.channels + 15) & ~15));
  const pixel = <usize>p.channels;
  const batch = <i32>row / p.outputHeight;
  const first = (<i32>row - batch * p.outputHeight) * p.strideHeight - p.top;
  const height = p.height;
  const rowBytes = <usize>p.width * pixel;
  const image = p.x + <usize>(batch * height) * rowBytes;
  for (let i = 0; i < 4; i++) {
    const at = first + i;
    const isInside = <u32>at < <u32>height;
    const line = changetype<usize>(lines) + <usize>(i << 2);
    store<usize>(line, isInside ? image + <usize>at * rowBytes : p.scratch, offsetof<Lines>("row0"));
    store<usize>(line, isInside ? pixel : 0, offsetof<Lines>("step0"));
  }
  lines.down = <usize>p.outputWidth * pixel;
  lines.y = p.y + <usize>row * lines.down;
  return lines;
}

/** The stored byte of positions outside the image. */
@inline
export function padding_of(p: Depthwise): i8 {
  return <i8>(p.inputZero ^ flip());
}

/** a0 b0 a1 b1 ... a7 b7. */
@inline
export function interleave(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** Columns (a b c d) of channels 0 to 3 from (a b) and (c d) of eight. */
@inline
export function columns_low(ab: v128, cd: v128): v128 {
  return i16x8.shuffle(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** Columns of channels 4 to 7. */
@inline
export function columns_high(ab: v128, cd: v128): v128 {
  return i16x8.shuffle(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15);
}
