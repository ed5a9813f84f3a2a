// 3x3 int8 depthwise convolution in the simd build, eight channels at a time. A 16-bit dot product takes two taps of four
// channels; pairs are rows 0 and 1 of a column, and row 2 of two columns, so that a window takes five.
//
// Stride 1: two rows of results with the same weights; the lower one's rows 0 and 1 are rows 1 and 2 of the image. A window of
// columns a, b, c:
//
//   rows 0, 1      | a | | b |  | c |
//   row 2          |─ a, b ─| |─ b, c ─|
//   weights           w6 w7       0 w8
//
// Sums of unfinished windows stay in locals, weights in memory: with 12 weights in locals instead, V8 moved most of them to and
// from its stack for every result, and took 15 % longer.
//
// Stride 2: one row of results. Columns come in twos:
//
//                  last two         these two
//   rows 0, 1          | k0 |      | k1 | | k2 |
//   row 2          ─── last ───    ─── both ────
//   weights           0    w6         w7    w8

import { dot } from "../lane/dot";
import { bound4, magic, magic_high, magic_low, magic_zero, round4 } from "../lane/requantize";
import { Depthwise } from "../params";
import { columns_high, columns_low, Lines, padding_of, WIDENED } from "./lines";

/** Where the widened weights of four channels lie, and those of the next four. */
const U1: usize = 16;
const U2: usize = 32;
const V01: usize = 48;
const V2: usize = 64;
const HALF: usize = 80;

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

/**
 * The weights of eight channels as `two_rows_simd` reads them, at `to`: of each half u0 u1 u2 (rows 0 and 1 of a column),
 * v01 (row 2 of columns 0 and 1), v2 (row 2 of column 2, behind a zero).
 */
function widen_weights(w: usize, to: usize): void {
  for (const end = to + 2 * HALF; to < end; to += HALF) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 32);
    const w2 = v128.load(w, 64);
    v128.store(to, front(w0));
    v128.store(to, front(w1), U1);
    v128.store(to, front(w2), U2);
    v128.store(to, v128.or(back(w0), i32x4.shl(back(w1), 16)), V01);
    v128.store(to, i32x4.shl(back(w2), 16), V2);
    w += 16;
  }
}

/**
 * Channels c to c + 7 of two rows at stride 1. Every column is added to the windows that begin with it, with the one before
 * and with the one before that; `upper0l` are sums of the upper row's windows that began with the last column, channels 0
 * to 3, and so on.
 */
export function two_rows_simd(p: Depthwise, lines: Lines, c: usize, w: usize, isBounded: bool): void {
  const padding = i16x8.splat(padding_of(p));
  const bias = p.bias + (c << 2);
  const scale = p.scale + (c << 2);
  const wide = changetype<usize>(lines) + WIDENED;
  widen_weights(w, wide);
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
  let upper0l = padding;
  let upper1l = padding;
  let lower0l = padding;
  let lower1l = padding;
  let upper0h = padding;
  let upper1h = padding;
  let lower0h = padding;
  let lower1h = padding;
  let last2 = padding;
  let last3 = padding;
  let x = -p.left;
  // The first two columns end no window.
  const whole = x + 2;
  do {
    let k0 = padding;
    let k1 = padding;
    let k2 = padding;
    let k3 = padding;
    if (<u32>x < width) {
      k0 = v128.load_ext<i8>(row0);
      k1 = v128.load_ext<i8>(row1);
      k2 = v128.load_ext<i8>(row2);
      k3 = v128.load_ext<i8>(row3);
      row0 += step0;
      row1 += step1;
      row2 += step2;
      row3 += step3;
    }
    let k01 = columns_low(k0, k1);
    let k12 = columns_low(k1, k2);
    let both2 = columns_low(last2, k2);
    let both3 = columns_low(last3, k3);
    let v = v128.load(wide, V2);
    let upperl = dot(v, both2, upper1l);
    let lowerl = dot(v, both3, lower1l);
    v = v128.load(wide, U2);
    upperl = dot(v, k01, upperl);
    lowerl = dot(v, k12, lowerl);
    v = v128.load(wide, V01);
    upper1l = dot(v, both2, upper0l);
    lower1l = dot(v, both3, lower0l);
    v = v128.load(wide, U1);
    upper1l = dot(v, k01, upper1l);
    lower1l = dot(v, k12, lower1l);
    v = v128.load(wide);
    let b = v128.load(bias);
    upper0l = dot(v, k01, b);
    lower0l = dot(v, k12, b);
    k01 = columns_high(k0, k1);
    k12 = columns_high(k1, k2);
    both2 = columns_high(last2, k2);
    both3 = columns_high(last3, k3);
    v = v128.load(wide, HALF + V2);
    let upperh = dot(v, both2, upper1h);
    let lowerh = dot(v, both3, lower1h);
    v = v128.load(wide, HALF + U2);
    upperh = dot(v, k01, upperh);
    lowerh = dot(v, k12, lowerh);
    v = v128.load(wide, HALF + V01);
    upper1h = dot(v, both2, upper0h);
    lower1h = dot(v, both3, lower0h);
    v = v128.load(wide, HALF + U1);
    upper1h = dot(v, k01, upper1h);
    lower1h = dot(v, k12, lower1h);
    v = v128.load(wide, HALF);
    b = v128.load(bias, 16);
    upper0h = dot(v, k01, b);
    lower0h = dot(v, k12, b);
    last2 = k2;
    last3 = k3;
    if (x++ < whole) continue;
    const scaleLow = v128.load(scale);
    const scaleHigh = v128.load(scale, 16);
    upperl = round4(upperl, scaleLow, round);
    lowerl = round4(lowerl, scaleLow, round);
    upperh = round4(upperh, scaleHigh, round);
    lowerh = round4(lowerh, scaleHigh, round);
    if (isBounded) {
      const low = magic_low(p.low, p.outputZero);
      const high = magic_high(p.high, p.outputZero);
      upperl = bound4(upperl, low, high);
      lowerl = bound4(lowerl, low, high);
      upperh = bound4(upperh, low, high);
      lowerh = bound4(lowerh, low, high);
    }
    const above = i16x8.narrow_i32x4_s(i32x4.sub(upperl, zero), i32x4.sub(upperh, zero));
    const below = i16x8.narrow_i32x4_s(i32x4.sub(lowerl, zero), i32x4.sub(lowerh, zero));
    const bytes = i8x16.narrow_i16x8_s(above, below);
    // The upper row last: where there is no lower one, it takes its place.
    v128.store64_lane(y + down, bytes, 1);
    v128.store64_lane(y, bytes, 0);
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
