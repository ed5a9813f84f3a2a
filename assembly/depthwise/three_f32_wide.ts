// One output row of sixteen channels for depthwise_3x3_f32, in four blocks of four.
//
// Sixteen floats are a cache line: so each line comes from the second cache once and is done with, where four channels at a time
// come back to it three times. There are no registers for 36 weights; they are read again for every column. Sapphire Rapids, layers of
// MobileNetV2 against four channels at a time with their weights in locals: stride 1 takes 66 to 87 % of the time, stride 2 56 to
// 89 %; with up to 32 channels, where all is in the first cache, 100 to 110 %.

import { clamp, madd, splat } from "../lane/float";
import { Depthwise } from "../params";

/** Bytes of a block's weights, and from one column of the window to the next. */
export const BLOCK: usize = 144;
const COLUMN: usize = 16;

/** sum + the products of the column of the window whose weights begin at w. */
@inline
function add_column(sum: v128, v0: v128, v1: v128, v2: v128, w: usize): v128 {
  sum = madd<v128>(v0, v128.load(w, 0), sum);
  sum = madd<v128>(v1, v128.load(w, 48), sum);
  return madd<v128>(v2, v128.load(w, 96), sum);
}

/** The same, read from the lines of the image. */
@inline
function add_pixels(sum: v128, x0: usize, x1: usize, x2: usize, w: usize): v128 {
  return add_column(sum, v128.load(x0), v128.load(x1), v128.load(x2), w);
}

/**
 * The row at `start` of the channels that begin c bytes into a pixel, whose weights begin at w. x0 to x2 are the lines of the window,
 * step0 to step2 lead from one of their pixels to the next.
 */
export function wide_row(
  p: Depthwise,
  c: usize,
  w: usize,
  start: usize,
  x0: usize,
  step0: usize,
  x1: usize,
  step1: usize,
  x2: usize,
  step2: usize,
): void {
  const pixel = (<usize>p.channels) << 2;
  const bias = p.bias + c;
  const low = splat<v128>(p.min);
  const high = splat<v128>(p.max);
  const left = p.left;
  const end = start + <usize>p.outputWidth * pixel;
  let y: usize;
  let a0 = v128.load(bias, 0);
  let a1 = v128.load(bias, 16);
  let a2 = v128.load(bias, 32);
  let a3 = v128.load(bias, 48);
  let v0: v128;
  let v1: v128;
  let v2: v128;
  if (p.strideWidth == 1) {
    // Column i of the image ends the window of output i + left - 2.
    let b0 = a0;
    let b1 = a1;
    let b2 = a2;
    let b3 = a3;
    y = start - <usize>(2 - left) * pixel;
    const last = y + <usize>p.width * pixel;
    do {
      // What comes before the first output is overwritten by it.
      const to = max(y, start);
      v0 = v128.load(x0, 0);
      v1 = v128.load(x1, 0);
      v2 = v128.load(x2, 0);
      v128.store(to, clamp<v128>(add_column(a0, v0, v1, v2, w + 2 * COLUMN), low, high), 0);
      a0 = add_column(b0, v0, v1, v2, w + COLUMN);
      b0 = add_column(v128.load(bias, 0), v0, v1, v2, w);
      v0 = v128.load(x0, 16);
      v1 = v128.load(x1, 16);
      v2 = v128.load(x2, 16);
      v128.store(to, clamp<v128>(add_column(a1, v0, v1, v2, w + BLOCK + 2 * COLUMN), low, high), 16);
      a1 = add_column(b1, v0, v1, v2, w + BLOCK + COLUMN);
      b1 = add_column(v128.load(bias, 16), v0, v1, v2, w + BLOCK);
      v0 = v128.load(x0, 32);
      v1 = v128.load(x1, 32);
      v2 = v128.load(x2, 32);
      v128.store(to, clamp<v128>(add_column(a2, v0, v1, v2, w + 2 * BLOCK + 2 * COLUMN), low, high), 32);
      a2 = add_column(b2, v0, v1, v2, w + 2 * BLOCK + COLUMN);
      b2 = add_column(v128.load(bias, 32), v0, v1, v2, w + 2 * BLOCK);
      v0 = v128.load(x0, 48);
      v1 = v128.load(x1, 48);
      v2 = v128.load(x2, 48);
      v128.store(to, clamp<v128>(add_column(a3, v0, v1, v2, w + 3 * BLOCK + 2 * COLUMN), low, high), 48);
      a3 = add_column(b3, v0, v1, v2, w + 3 * BLOCK + COLUMN);
      b3 = add_column(v128.load(bias, 48), v0, v1, v2, w + 3 * BLOCK);
      x0 += step0;
      x1 += step1;
      x2 += step2;
      y += pixel;
    } while (y != last);
  } else {
    // Columns are by turns the middle of a window, and the end of one and the beginning of the next.
    y = start - <usize>(1 - left) * pixel;
    let isMiddle = left != 0;
    const whole = start + <usize>((p.width + left - 1) >> 1) * pixel;
    do {
      if (isMiddle) {
        a0 = add_pixels(a0, x0, x1, x2, w + COLUMN);
        a1 = add_pixels(a1, x0 + 16, x1 + 16, x2 + 16, w + BLOCK + COLUMN);
        a2 = add_pixels(a2, x0 + 32, x1 + 32, x2 + 32, w + 2 * BLOCK + COLUMN);
        a3 = add_pixels(a3, x0 + 48, x1 + 48, x2 + 48, w + 3 * BLOCK + COLUMN);
        if (y == whole) break;
        x0 += step0;
        x1 += step1;
        x2 += step2;
      }
      isMiddle = true;
      const to = max(y, start);
      v0 = v128.load(x0, 0);
      v1 = v128.load(x1, 0);
      v2 = v128.load(x2, 0);
      v128.store(to, clamp<v128>(add_column(a0, v0, v1, v2, w + 2 * COLUMN), low, high), 0);
      a0 = add_column(v128.load(bias, 0), v0, v1, v2, w);
      v0 = v128.load(x0, 16);
      v1 = v128.load(x1, 16);
      v2 = v128.load(x2, 16);
      v128.store(to, clamp<v128>(add_column(a1, v0, v1, v2, w + BLOCK + 2 * COLUMN), low, high), 16);
      a1 = add_column(v128.load(bias, 16), v0, v1, v2, w + BLOCK);
      v0 = v128.load(x0, 32);
      v1 = v128.load(x1, 32);
      v2 = v128.load(x2, 32);
      v128.store(to, clamp<v128>(add_column(a2, v0, v1, v2, w + 2 * BLOCK + 2 * COLUMN), low, high), 32);
      a2 = add_column(v128.load(bias, 32), v0, v1, v2, w + 2 * BLOCK);
      v0 = v128.load(x0, 48);
      v1 = v128.load(x1, 48);
      v2 = v128.load(x2, 48);
      v128.store(to, clamp<v128>(add_column(a3, v0, v1, v2, w + 3 * BLOCK + 2 * COLUMN), low, high), 48);
      a3 = add_column(v128.load(bias, 48), v0, v1, v2, w + 3 * BLOCK);
      x0 += step0;
      x1 += step1;
      x2 += step2;
      y += pixel;
    } while (y != end);
  }
  if (y == end) return;
  v128.store(y, clamp<v128>(a0, low, high), 0);
  v128.store(y, clamp<v128>(a1, low, high), 16);
  v128.store(y, clamp<v128>(a2, low, high), 32);
  v128.store(y, clamp<v128>(a3, low, high), 48);
}
