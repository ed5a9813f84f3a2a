// Depthwise 3x3 int8 for JavaScript, where sums and products of doubles need no wrapping: the weights in nine of them, and a loop
// without questions over the columns whose windows lie within the image's width.

import { load_q, store_q } from "../lane/int8";
import { low_word, requantize1 } from "../lane/requantize";
import { Depthwise } from "../params";
import { Lines } from "./lines";

/** The first column whose window begins in the image. */
export function first_inner(p: Depthwise): i32 {
  return min((p.left + p.strideWidth - 1) / p.strideWidth, p.outputWidth);
}

/** One behind the last whose window ends in it, but not before `first`. */
export function last_inner(p: Depthwise, first: i32): i32 {
  const room = p.width - 3 + p.left;
  return room < 0 ? first : max(min(room / p.strideWidth + 1, p.outputWidth), first);
}

/** Columns [begin, end) of one row of channel c. */
export function inner_columns(p: Depthwise, lines: Lines, c: usize, w: usize, begin: i32, end: i32): void {
  const w00 = <f64>load<i8>(w, 0);
  const w10 = <f64>load<i8>(w, 1);
  const w20 = <f64>load<i8>(w, 2);
  const w01 = <f64>load<i8>(w, 32);
  const w11 = <f64>load<i8>(w, 33);
  const w21 = <f64>load<i8>(w, 34);
  const w02 = <f64>load<i8>(w, 64);
  const w12 = <f64>load<i8>(w, 65);
  const w22 = <f64>load<i8>(w, 66);
  const bias = <f64>load<i32>(p.bias + (c << 2));
  const scale = load<f32>(p.scale + (c << 2));
  const zeroPoint = p.outputZero;
  const low = p.low;
  const high = p.high;
  const pixel = <usize>p.channels;
  const step0 = lines.step0;
  const step1 = lines.step1;
  const step2 = lines.step2;
  const stride = <usize>p.strideWidth;
  const x = <usize>(begin * p.strideWidth - p.left);
  let a = lines.row0 + c + x * step0;
  let b = lines.row1 + c + x * step1;
  let d = lines.row2 + c + x * step2;
  let y = lines.y + c + <usize>begin * pixel;
  for (let column = begin; column < end; column++) {
    const sum =
      bias +
      <f64>load_q(a) * w00 +
      <f64>load_q(a + step0) * w01 +
      <f64>load_q(a + 2 * step0) * w02 +
      <f64>load_q(b) * w10 +
      <f64>load_q(b + step1) * w11 +
      <f64>load_q(b + 2 * step1) * w12 +
      <f64>load_q(d) * w20 +
      <f64>load_q(d + step2) * w21 +
      <f64>load_q(d + 2 * step2) * w22;
    store_q(y, requantize1(low_word(sum), scale, zeroPoint, low, high));
    a += stride * step0;
    b += stride * step1;
    d += stride * step2;
    y += pixel;
  }
}
