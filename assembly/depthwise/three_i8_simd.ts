// 3x3 int8 depthwise convolution in the simd build. A 16-bit dot product takes two taps of four channels.
//
// Stride 1: four channels of two rows of results; a column of four rows is two pairs, rows 0 and 1, rows 2 and 3.
//
// Stride 2: eight channels of one row of results. Columns come in twos; pairs are rows 0 and 1 of a column, and row 2 of two
// columns, so that a window takes five:
//
//                  last two         these two
//   rows 0, 1          | k0 |      | k1 | | k2 |
//   row 2          ─── last ───    ─── both ────
//   weights           0    w6         w7    w8

import { dot } from "../lane/dot";
import { bound4, magic, magic_high, magic_low, magic_zero, round4 } from "../lane/requantize";
import { Depthwise } from "../params";
import { columns_high, columns_low, interleave, Lines, padding_of } from "./lines";

/** Bytes 0 and 1 of every four, as 16-bit lanes: weights of rows 0 and 1. */
@inline
function front(w: v128): v128 {
  return i32x4.shuffle(i16x8.extend_low_i8x16_s(w), i16x8.extend_high_i8x16_s(w), 0, 2, 4, 6);
}

/** Bytes 2 and 3 of every four. */
@inline
function back(w: v128): v128 {
  return i32x4.shuffle(i16x8.extend_low_i8x16_s(w), i16x8.extend_high_i8x16_s(w), 1, 3, 5, 7);
}

/** Four channels of two rows, widened and interleaved. */
@inline
function load_pair(a: usize, b: usize): v128 {
  return i16x8.extend_low_i8x16_s(interleave(v128.load32_zero(a), v128.load32_zero(b)));
}

/** Channels c to c + 3 of two rows at stride 1. Both windows read the same columns, the lower one with shifted weights. */
export function two_rows_simd(p: Depthwise, lines: Lines, c: usize, w: usize, isBounded: bool): void {
  const padding = i16x8.splat(padding_of(p));
  const w0 = v128.load(w);
  const w1 = v128.load(w, 32);
  const w2 = v128.load(w, 64);
  const bias = v128.load(p.bias + (c << 2));
  const u0f = front(w0);
  const u0b = back(w0);
  const u1f = front(w1);
  const u1b = back(w1);
  const u2f = front(w2);
  const u2b = back(w2);
  const scale = v128.load(p.scale + (c << 2));
  const round = magic(p.outputZero);
  const zero = magic_zero(p.outputZero);
  let row0 = lines.row0 + c;
  let row1 = lines.row1 + c;
  let row2 = lines.row2 + c;
  let row3 = lines.row3 + c;
  const step0 = lines.step0;
  const step1 = lines.step1;
  const step2 = lines.step2;
  const down = lines.down;
  let y = lines.y + c;
  const pixel = <usize>p.channels;
  const end = y + <usize>p.outputWidth * pixel;
  const width = <u32>p.width;
  let k0f = bias;
  let k0b = bias;
  let k1f = bias;
  let k1b = bias;
  let k2f = bias;
  let k2b = bias;
  const v0 = i32x4.shl(w0, 8);
  const v0f = front(v0);
  const v0b = back(v0);
  const v1 = i32x4.shl(w1, 8);
  const v1f = front(v1);
  const v1b = back(v1);
  const v2 = i32x4.shl(w2, 8);
  const v2f = front(v2);
  const v2b = back(v2);
  let x = -p.left;
  // The first two columns end no window.
  const whole = x + 3;
  do {
    k0f = k1f;
    k0b = k1b;
    k1f = k2f;
    k1b = k2b;
    if (<u32>x < width) {
      k2f = load_pair(row0, row1);
      k2b = load_pair(row2, row3);
      row0 += step0;
      row1 += step1;
      row2 += step2;
      row3 += lines.step3;
    } else {
      k2f = padding;
      k2b = padding;
    }
    x++;
    if (x < whole) continue;
    const sum = dot(u2f, k2f, dot(u2b, k2b, dot(u1f, k1f, dot(u1b, k1b, dot(u0f, k0f, dot(u0b, k0b, bias))))));
    let upper = round4(sum, scale, round);
    const below = dot(v2f, k2f, dot(v2b, k2b, dot(v1f, k1f, dot(v1b, k1b, dot(v0f, k0f, dot(v0b, k0b, bias))))));
    let lower = round4(below, scale, round);
    if (isBounded) {
      const low = magic_low(p.low, p.outputZero);
      const high = magic_high(p.high, p.outputZero);
      upper = bound4(upper, low, high);
      lower = bound4(lower, low, high);
    }
    const words = i16x8.narrow_i32x4_s(i32x4.sub(upper, zero), i32x4.sub(lower, zero));
    const bytes = i8x16.narrow_i16x8_s(words, words);
    // The upper row last: where there is no lower one, it takes its place.
    v128.store32_lane(y + down, bytes, 1);
    v128.store32_lane(y, bytes, 0);
    y += pixel;
  } while (y < end);
}

/** Channels c to c + 7 of one row at stride 2. */
export function one_row_simd(p: Depthwise, lines: Lines, c: usize, w: usize, isBounded: bool): void {
  const padding = i16x8.splat(padding_of(p));
  const none = i32x4.splat(0);
  const biasLow = v128.load(p.bias + (c << 2));
  const biasHigh = v128.load(p.bias + (c << 2), 16);
  const scaleLow = v128.load(p.scale + (c << 2));
  const scaleHigh = v128.load(p.scale + (c << 2), 16);
  const u0l = front(v128.load(w));
  const u0h = front(v128.load(w, 16));
  const u1l = front(v128.load(w, 32));
  const u1h = front(v128.load(w, 48));
  const u2l = front(v128.load(w, 64));
  const u2h = front(v128.load(w, 80));
  const vLastl = i32x4.shl(back(v128.load(w)), 16);
  const vLasth = i32x4.shl(back(v128.load(w, 16)), 16);
  const vBothl = v128.or(back(v128.load(w, 32)), i32x4.shl(back(v128.load(w, 64)), 16));
  const vBothh = v128.or(back(v128.load(w, 48)), i32x4.shl(back(v128.load(w, 80)), 16));
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
  let k2l = none;
  let k2h = none;
  let bothl = none;
  let bothh = none;
  do {
    const k0l = k2l;
    const k0h = k2h;
    const lastl = bothl;
    const lasth = bothh;
    let a = padding;
    let b = padding;
    let left = padding;
    if (<u32>x < width) {
      a = v128.load_ext<i8>(row0);
      b = v128.load_ext<i8>(row1);
      left = v128.load_ext<i8>(row2);
      row0 += step0;
      row1 += step1;
      row2 += step2;
    }
    const k1l = columns_low(a, b);
    const k1h = columns_high(a, b);
    a = padding;
    b = padding;
    let right = padding;
    if (<u32>(x + 1) < width) {
      a = v128.load_ext<i8>(row0);
      b = v128.load_ext<i8>(row1);
      right = v128.load_ext<i8>(row2);
      row0 += step0;
      row1 += step1;
      row2 += step2;
    }
    k2l = columns_low(a, b);
    k2h = columns_high(a, b);
    bothl = columns_low(left, right);
    bothh = columns_high(left, right);
    x += 2;
    if (x < whole) continue;
    let low = dot(u2l, k2l, dot(u1l, k1l, dot(u0l, k0l, dot(vBothl, bothl, dot(vLastl, lastl, biasLow)))));
    let high = dot(u2h, k2h, dot(u1h, k1h, dot(u0h, k0h, dot(vBothh, bothh, dot(vLasth, lasth, biasHigh)))));
    low = round4(low, scaleLow, round);
    high = round4(high, scaleHigh, round);
    if (isBounded) {
      const least = magic_low(p.low, p.outputZero);
      const most = magic_high(p.high, p.outputZero);
      low = bound4(low, least, most);
      high = bound4(high, least, most);
    }
    const words = i16x8.narrow_i32x4_s(i32x4.sub(low, zero), i32x4.sub(high, zero));
    v128.store64_lane(y, i8x16.narrow_i16x8_s(words, words), 0);
    y += pixel;
  } while (y < end);
}
