// 3x3 int8 depthwise convolution in the relaxed build, eight channels at a time: a dot product multiplies a column of four
// channels by its weights. Stored activations are read as they are; flip · Σ w comes off the bias.

import { narrow16 } from "../gemm/epilogue";
import { dot } from "../lane/dot";
import { flip_v } from "../lane/int8";
import { bound4, magic, magic_high, magic_low, magic_zero, round4 } from "../lane/requantize";
import { Depthwise } from "../params";
import { columns_high, columns_low, interleave, Lines, padding_of } from "./lines";

/** The sum of a window of which every position holds k. */
@inline
function flat(w0: v128, w1: v128, w2: v128, k: v128, bias: v128): v128 {
  return dot(w2, k, dot(w1, k, dot(w0, k, bias)));
}

/** Channels c to c + 7 of two rows at stride 1. Both windows read the same columns, the lower one with shifted weights. */
export function two_rows(p: Depthwise, lines: Lines, c: usize, w: usize, isBounded: bool): void {
  const padding = i8x16.splat(padding_of(p));
  const f = flip_v();
  const none = i32x4.splat(0);
  const biasLow = i32x4.sub(
    v128.load(p.bias + (c << 2)),
    flat(v128.load(w), v128.load(w, 32), v128.load(w, 64), f, none),
  );
  const biasHigh = i32x4.sub(
    v128.load(p.bias + (c << 2), 16),
    flat(v128.load(w, 16), v128.load(w, 48), v128.load(w, 80), f, none),
  );
  const scaleLow = v128.load(p.scale + (c << 2));
  const scaleHigh = v128.load(p.scale + (c << 2), 16);
  const round = magic(p.outputZero);
  const zero = magic_zero(p.outputZero);
  let row0 = lines.row0 + c;
  let row1 = lines.row1 + c;
  let row2 = lines.row2 + c;
  let row3 = lines.row3 + c;
  const step0 = lines.step0;
  const step1 = lines.step1;
  const step2 = lines.step2;
  const step3 = lines.step3;
  const down = lines.down;
  let y = lines.y + c;
  const pixel = <usize>p.channels;
  const end = y + <usize>p.outputWidth * pixel;
  const width = <u32>p.width;
  let x = -p.left;
  const whole = x + 3;
  const u0l = v128.load(w);
  const u0h = v128.load(w, 16);
  const u1l = v128.load(w, 32);
  const u1h = v128.load(w, 48);
  const u2l = v128.load(w, 64);
  const u2h = v128.load(w, 80);
  const v0l = i32x4.shl(u0l, 8);
  const v0h = i32x4.shl(u0h, 8);
  const v1l = i32x4.shl(u1l, 8);
  const v1h = i32x4.shl(u1h, 8);
  const v2l = i32x4.shl(u2l, 8);
  const v2h = i32x4.shl(u2h, 8);
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
      row0 += step0;
      row1 += step1;
      row2 += step2;
      row3 += step3;
    } else {
      k2l = padding;
      k2h = padding;
    }
    x++;
    if (x < whole) continue;
    let a = round4(dot(u2l, k2l, dot(u1l, k1l, dot(u0l, k0l, biasLow))), scaleLow, round);
    let b = round4(dot(u2h, k2h, dot(u1h, k1h, dot(u0h, k0h, biasHigh))), scaleHigh, round);
    let d = round4(dot(v2l, k2l, dot(v1l, k1l, dot(v0l, k0l, biasLow))), scaleLow, round);
    let e = round4(dot(v2h, k2h, dot(v1h, k1h, dot(v0h, k0h, biasHigh))), scaleHigh, round);
    if (isBounded) {
      const low = magic_low(p.low, p.outputZero);
      const high = magic_high(p.high, p.outputZero);
      a = bound4(a, low, high);
      b = bound4(b, low, high);
      d = bound4(d, low, high);
      e = bound4(e, low, high);
    }
    const bytes = narrow16(a, b, d, e, zero, f);
    // The upper row last: where there is no lower one, it takes its place.
    v128.store64_lane(y + down, bytes, 1);
    v128.store64_lane(y, bytes, 0);
    y += pixel;
  } while (y < end);
}

/** Channels c to c + 7 of one row at stride 2: two new columns a window. */
export function one_row(p: Depthwise, lines: Lines, c: usize, w: usize, isBounded: bool): void {
  const padding = i8x16.splat(padding_of(p));
  const f = flip_v();
  const w0l = v128.load(w);
  const w0h = v128.load(w, 16);
  const w1l = v128.load(w, 32);
  const w1h = v128.load(w, 48);
  const w2l = v128.load(w, 64);
  const w2h = v128.load(w, 80);
  const none = i32x4.splat(0);
  const biasLow = i32x4.sub(v128.load(p.bias + (c << 2)), flat(w0l, w1l, w2l, f, none));
  const biasHigh = i32x4.sub(v128.load(p.bias + (c << 2), 16), flat(w0h, w1h, w2h, f, none));
  const scaleLow = v128.load(p.scale + (c << 2));
  const scaleHigh = v128.load(p.scale + (c << 2), 16);
  const round = magic(p.outputZero);
  const zero = magic_zero(p.outputZero);
  let row0 = lines.row0 + c;
  let row1 = lines.row1 + c;
  let row2 = lines.row2 + c;
  const step0 = lines.step0;
  const step1 = lines.step1;
  const step2 = lines.step2;
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
      row0 += step0;
      row1 += step1;
      row2 += step2;
    } else {
      k1l = padding;
      k1h = padding;
    }
    if (<u32>(x + 1) < width) {
      const ab = interleave(v128.load64_zero(row0), v128.load64_zero(row1));
      const wide = v128.load8x8_u(row2);
      k2l = columns_low(ab, wide);
      k2h = columns_high(ab, wide);
      row0 += step0;
      row1 += step1;
      row2 += step2;
    } else {
      k2l = padding;
      k2h = padding;
    }
    x += 2;
    if (x < whole) continue;
    let a = round4(dot(w2l, k2l, dot(w1l, k1l, dot(w0l, k0l, biasLow))), scaleLow, round);
    let b = round4(dot(w2h, k2h, dot(w1h, k1h, dot(w0h, k0h, biasHigh))), scaleHigh, round);
    if (isBounded) {
      const low = magic_low(p.low, p.outputZero);
      const high = magic_high(p.high, p.outputZero);
      a = bound4(a, low, high);
      b = bound4(b, low, high);
    }
    v128.store64_lane(y, narrow16(a, b, a, b, zero, f), 0);
    y += pixel;
  } while (y < end);
}
