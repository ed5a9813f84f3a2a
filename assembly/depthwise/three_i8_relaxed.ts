// 3x3 int8 depthwise convolution in the relaxed build, eight channels at a time: a dot product multiplies a column of four
// channels by its weights. Stored activations are read as they are; flip · Σ w comes off the bias.

import { dot } from "../gemm/int8_panel";
import { flip_v, store_q8 } from "../lane/int8";
import { magic, magic_low, magic_zero, requantize4 } from "../lane/requantize";
import { Depthwise } from "../params";
import { columns_high, columns_low, interleave, Lines, padding_of } from "./lines";

/** The sum of a window of which every position holds k. */
@inline
function flat(w0: v128, w1: v128, w2: v128, k: v128, bias: v128): v128 {
  return dot(w2, k, dot(w1, k, dot(w0, k, bias)));
}

/** What rows outside the image add to a bias. */
@inline
function border(w0: v128, w1: v128, w2: v128, outside: v128, padding: v128, bias: v128): v128 {
  return flat(v128.and(w0, outside), v128.and(w1, outside), v128.and(w2, outside), padding, bias);
}

/** Channels c to c + 7 of two rows at stride 1. Both windows read the same columns, the lower one with shifted weights. */
export function two_rows(p: Depthwise, lines: Lines, c: usize, w: usize): void {
  const outside = i32x4.splat(lines.outside);
  const padding = i8x16.splat(padding_of(p));
  const f = flip_v();
  let u0l = v128.load(w);
  let u0h = v128.load(w, 16);
  let u1l = v128.load(w, 32);
  let u1h = v128.load(w, 48);
  let u2l = v128.load(w, 64);
  let u2h = v128.load(w, 80);
  let v0l = i32x4.shl(u0l, 8);
  let v0h = i32x4.shl(u0h, 8);
  let v1l = i32x4.shl(u1l, 8);
  let v1h = i32x4.shl(u1h, 8);
  let v2l = i32x4.shl(u2l, 8);
  let v2h = i32x4.shl(u2h, 8);
  const none = i32x4.splat(0);
  let upperLow = i32x4.sub(v128.load(p.bias + (c << 2)), flat(u0l, u1l, u2l, f, none));
  let upperHigh = i32x4.sub(v128.load(p.bias + (c << 2), 16), flat(u0h, u1h, u2h, f, none));
  let lowerLow = upperLow;
  let lowerHigh = upperHigh;
  if (lines.outside) {
    upperLow = border(u0l, u1l, u2l, outside, padding, upperLow);
    upperHigh = border(u0h, u1h, u2h, outside, padding, upperHigh);
    lowerLow = border(v0l, v1l, v2l, outside, padding, lowerLow);
    lowerHigh = border(v0h, v1h, v2h, outside, padding, lowerHigh);
    u0l = v128.andnot(u0l, outside);
    u0h = v128.andnot(u0h, outside);
    u1l = v128.andnot(u1l, outside);
    u1h = v128.andnot(u1h, outside);
    u2l = v128.andnot(u2l, outside);
    u2h = v128.andnot(u2h, outside);
    v0l = v128.andnot(v0l, outside);
    v0h = v128.andnot(v0h, outside);
    v1l = v128.andnot(v1l, outside);
    v1h = v128.andnot(v1h, outside);
    v2l = v128.andnot(v2l, outside);
    v2h = v128.andnot(v2h, outside);
  }
  const scaleLow = v128.load(p.scale + (c << 2));
  const scaleHigh = v128.load(p.scale + (c << 2), 16);
  const round = magic(p.outputZero);
  const low = magic_low(p.low, p.outputZero);
  const zero = magic_zero(p.outputZero);
  const high = i8x16.splat(<i8>p.high);
  let row0 = lines.row0 + c;
  let row1 = lines.row1 + c;
  let row2 = lines.row2 + c;
  let row3 = lines.row3 + c;
  const down = lines.down;
  let y = lines.y + c;
  const pixel = <usize>p.channels;
  const end = y + <usize>p.outputWidth * pixel;
  const width = <u32>p.width;
  let x = -p.left;
  // The first two columns end no window.
  const whole = x + 3;
  let k0l = none;
  let k0h = none;
  let k1l = none;
  let k1h = none;
  let k2l = none;
  let k2h = none;
  do {
    k0l = k1l;
    k0h = k1h;
    k1l = k2l;
    k1h = k2h;
    if (<u32>x < width) {
      const ab = interleave(v128.load64_zero(row0), v128.load64_zero(row1));
      const cd = interleave(v128.load64_zero(row2), v128.load64_zero(row3));
      k2l = columns_low(ab, cd);
      k2h = columns_high(ab, cd);
      row0 += pixel;
      row1 += pixel;
      row2 += pixel;
      row3 += pixel;
    } else {
      k2l = padding;
      k2h = padding;
    }
    x++;
    if (x < whole) continue;
    const a = requantize4(dot(u2l, k2l, dot(u1l, k1l, dot(u0l, k0l, upperLow))), scaleLow, round, low, zero);
    const b = requantize4(dot(u2h, k2h, dot(u1h, k1h, dot(u0h, k0h, upperHigh))), scaleHigh, round, low, zero);
    const d = requantize4(dot(v2l, k2l, dot(v1l, k1l, dot(v0l, k0l, lowerLow))), scaleLow, round, low, zero);
    const e = requantize4(dot(v2h, k2h, dot(v1h, k1h, dot(v0h, k0h, lowerHigh))), scaleHigh, round, low, zero);
    const q = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(d, e));
    const bytes = v128.xor(i8x16.min_s(q, high), f);
    // The upper row last: where there is no lower one, it takes its place.
    v128.store64_lane(y + down, bytes, 1);
    v128.store64_lane(y, bytes, 0);
    y += pixel;
  } while (y < end);
}

/** Channels c to c + 7 of one row at stride 2: two new columns a window. */
export function one_row(p: Depthwise, lines: Lines, c: usize, w: usize): void {
  const outside = i32x4.splat(lines.outside);
  const padding = i8x16.splat(padding_of(p));
  const f = flip_v();
  let w0l = v128.load(w);
  let w0h = v128.load(w, 16);
  let w1l = v128.load(w, 32);
  let w1h = v128.load(w, 48);
  let w2l = v128.load(w, 64);
  let w2h = v128.load(w, 80);
  const none = i32x4.splat(0);
  let biasLow = i32x4.sub(v128.load(p.bias + (c << 2)), flat(w0l, w1l, w2l, f, none));
  let biasHigh = i32x4.sub(v128.load(p.bias + (c << 2), 16), flat(w0h, w1h, w2h, f, none));
  if (lines.outside) {
    biasLow = border(w0l, w1l, w2l, outside, padding, biasLow);
    biasHigh = border(w0h, w1h, w2h, outside, padding, biasHigh);
    w0l = v128.andnot(w0l, outside);
    w0h = v128.andnot(w0h, outside);
    w1l = v128.andnot(w1l, outside);
    w1h = v128.andnot(w1h, outside);
    w2l = v128.andnot(w2l, outside);
    w2h = v128.andnot(w2h, outside);
  }
  const scaleLow = v128.load(p.scale + (c << 2));
  const scaleHigh = v128.load(p.scale + (c << 2), 16);
  const round = magic(p.outputZero);
  const low = magic_low(p.low, p.outputZero);
  const zero = magic_zero(p.outputZero);
  const high = i8x16.splat(<i8>p.high);
  let row0 = lines.row0 + c;
  let row1 = lines.row1 + c;
  let row2 = lines.row2 + c;
  let y = lines.y + c;
  const pixel = <usize>p.channels;
  const end = y + <usize>p.outputWidth * pixel;
  const width = <u32>p.width;
  // The window left of the first brings that one's first column in.
  let x = -p.left - 1;
  const whole = x + 3;
  let k0l = none;
  let k0h = none;
  let k1l = none;
  let k1h = none;
  let k2l = none;
  let k2h = none;
  do {
    k0l = k2l;
    k0h = k2h;
    if (<u32>x < width) {
      const ab = interleave(v128.load64_zero(row0), v128.load64_zero(row1));
      const wide = v128.load8x8_u(row2);
      k1l = columns_low(ab, wide);
      k1h = columns_high(ab, wide);
      row0 += pixel;
      row1 += pixel;
      row2 += pixel;
    } else {
      k1l = padding;
      k1h = padding;
    }
    if (<u32>(x + 1) < width) {
      const ab = interleave(v128.load64_zero(row0), v128.load64_zero(row1));
      const wide = v128.load8x8_u(row2);
      k2l = columns_low(ab, wide);
      k2h = columns_high(ab, wide);
      row0 += pixel;
      row1 += pixel;
      row2 += pixel;
    } else {
      k2l = padding;
      k2h = padding;
    }
    x += 2;
    if (x < whole) continue;
    const first = requantize4(dot(w2l, k2l, dot(w1l, k1l, dot(w0l, k0l, biasLow))), scaleLow, round, low, zero);
    const last = requantize4(dot(w2h, k2h, dot(w1h, k1h, dot(w0h, k0h, biasHigh))), scaleHigh, round, low, zero);
    store_q8(y, first, last, high, f);
    y += pixel;
  } while (y < end);
}
