// Bilinear resizing of NHWC images. Which pixels meet and with what weight is in two tables, one entry each output row and
// column, made at compile time:
//
//   | byte offset of the upper/left neighbour | of the lower/right one | weight of the latter: f32, or i32 with 11 bits |
//
// Source of the int8 arithmetic: XNNPACK's s8-ibilinear, which TFLite runs for int8 RESIZE_BILINEAR.

import { madd, splat, sub } from "../lane/float";
import { flip_v, load_q, store_q } from "../lane/int8";
import { ResizeBilinear } from "../params";

const ENTRY_BYTES: usize = 12;

/** Range: output rows of all images. */
export function resize_bilinear_f32(params: usize, begin: u32, end: u32): void {
  each_pixel<Float>(params, begin, end);
}

/** Range: output rows of all images. */
export function resize_bilinear_i8(params: usize, begin: u32, end: u32): void {
  each_pixel<Int8>(params, begin, end);
}


@inline
function each_pixel<Op extends ResizeBilinear>(params: usize, begin: u32, end: u32): void {
  const p = changetype<ResizeBilinear>(params);
  const op = changetype<Op>(params);
  const height = <u32>p.height;
  const columns = p.columns;
  const columnsEnd = columns + <usize>p.width * ENTRY_BYTES;
  const pixelBytes = <usize>p.pixelBytes;
  let y = p.y + <usize>(begin * p.width) * pixelBytes;
  for (let i = begin; i < end; i++) {
    const image = i / height;
    const x = p.x + <usize>(image * p.imageBytes);
    const row = p.rows + <usize>(i - image * height) * ENTRY_BYTES;
    const top = x + load<usize>(row);
    const bottom = x + load<usize>(row, 4);
    for (let column = columns; column < columnsEnd; column += ENTRY_BYTES) {
      const left = load<usize>(column);
      const right = load<usize>(column, 4);
      op.pixel(y, top + left, top + right, bottom + left, bottom + right, column + 8, row + 8);
      y += pixelBytes;
    }
  }
}


@unmanaged
class Float extends ResizeBilinear {

  @inline
  pixel(y: usize, tl: usize, tr: usize, bl: usize, br: usize, weightX: usize, weightY: usize): void {
    const wx = load<f32>(weightX);
    const wy = load<f32>(weightY);
    const bytes = <usize>this.pixelBytes;
    let c: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; c + 16 <= bytes; c += 16) blend<v128>(y + c, tl + c, tr + c, bl + c, br + c, wx, wy);
    }
    for (; c < bytes; c += 4) blend<f32>(y + c, tl + c, tr + c, bl + c, br + c, wx, wy);
  }
}


@inline
function blend<V>(y: usize, tl: usize, tr: usize, bl: usize, br: usize, wx: f32, wy: f32): void {
  const left = load<V>(tl);
  const top = madd<V>(sub<V>(load<V>(tr), left), splat<V>(wx), left);
  const lowerLeft = load<V>(bl);
  const bottom = madd<V>(sub<V>(load<V>(br), lowerLeft), splat<V>(wx), lowerLeft);
  store<V>(y, madd<V>(sub<V>(bottom, top), splat<V>(wy), top));
}


@unmanaged
class Int8 extends ResizeBilinear {

  @inline
  pixel(y: usize, tl: usize, tr: usize, bl: usize, br: usize, weightX: usize, weightY: usize): void {
    const wx = load<i32>(weightX);
    const wy = load<i32>(weightY);
    const bytes = <usize>this.pixelBytes;
    let c: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const flips = flip_v();
      // (2048 − wx, wx) in every pair of 16-bit lanes: the dot product blends left and right.
      const weights = i32x4.splat((2048 - wx) | (wx << 16));
      const vertical = i32x4.splat(wy);
      for (; c + 8 <= bytes; c += 8) blend8(y + c, tl + c, tr + c, bl + c, br + c, weights, vertical, flips);
      if (c < bytes && bytes >= 8) {
        // The last piece ends with the pixel and overlaps the one before it.
        c = bytes - 8;
        blend8(y + c, tl + c, tr + c, bl + c, br + c, weights, vertical, flips);
        c = bytes;
      }
    }
    for (; c < bytes; c++) {
      const left = load_q(tl + c);
      const top = (left << 11) + (load_q(tr + c) - left) * wx;
      const lowerLeft = load_q(bl + c);
      const bottom = (lowerLeft << 11) + (load_q(br + c) - lowerLeft) * wx;
      store_q(y + c, ((top << 11) + (bottom - top) * wy + (1 << 21)) >> 22);
    }
  }
}

/** Eight channels. */
@inline
function blend8(
  y: usize,
  tl: usize,
  tr: usize,
  bl: usize,
  br: usize,
  weights: v128,
  vertical: v128,
  flips: v128,
): void {
  const left = widen(tl, flips);
  const right = widen(tr, flips);
  const downLeft = i16x8.sub(widen(bl, flips), left);
  const downRight = i16x8.sub(widen(br, flips), right);
  const low = round_blend(pairs_low(left, right), pairs_low(downLeft, downRight), weights, vertical);
  const high = round_blend(pairs_high(left, right), pairs_high(downLeft, downRight), weights, vertical);
  const words = i16x8.narrow_i32x4_s(low, high);
  const q = v128.xor(i8x16.narrow_i16x8_s(words, words), flips);
  store<i64>(y, i64x2.extract_lane(q, 0));
}

/** Eight activations as 16-bit integers. */
@inline
function widen(p: usize, flips: v128): v128 {
  return i16x8.extend_low_i8x16_s(v128.xor(v128.load64_zero(p), flips));
}


@inline
function pairs_low(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}


@inline
function pairs_high(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** `upper` and `down` (lower minus upper) are left/right pairs. */
@inline
function round_blend(upper: v128, down: v128, weights: v128, vertical: v128): v128 {
  const top = i32x4.shl(i32x4.dot_i16x8_s(upper, weights), 11);
  const below = i32x4.mul(i32x4.dot_i16x8_s(down, weights), vertical);
  return i32x4.shr_s(i32x4.add(i32x4.add(top, below), i32x4.splat(1 << 21)), 22);
}
