// Depthwise convolution of int8 with a 3x3 window, stride 1 or 2 along a row.
//
// The bytes of a window's column lie side by side, four channels a vector (src/kernels/depthwise_layout.ts draws the weights
// likewise), a fourth row meets a zero weight. Going along a row, columns that windows share stay in locals; at stride 1
// the same columns of four rows feed two rows of results.

import { load_q, store_q } from "../lane/int8";
import { requantize1, saturates } from "../lane/requantize";
import { Depthwise } from "../params";
import { aim_lines, Lines } from "./lines";
import { fill_padding } from "./taps";
import { first_inner, inner_columns, last_inner } from "./three_i8_js";
import { one_row, two_rows } from "./three_i8_relaxed";
import { one_row_simd, two_rows_simd } from "./three_i8_simd";

/** Bytes of the weights of eight channels: three columns by two halves by four channels by four rows. */
const BLOCK_BYTES: usize = 96;

export function depthwise_3x3_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Depthwise>(params);
  const channels = <usize>p.channels;
  const isPaired = p.strideWidth == 1 && p.strideHeight == 1;
  fill_padding<i8>(p);
  let isBounded = false;
  // Nine products, and what stored activations add to the bias.
  if (ASC_FEATURE_SIMD) isBounded = p.low > -128 || p.high < 127 || !saturates(p.bias, p.scale, p.channels, 18);
  for (let row = begin; row < end; row++) {
    const lines = aim_lines(p, row);
    if (ASC_FEATURE_SIMD) {
      if (isPaired && row + 1 < end && (row + 1) % p.outputHeight != 0) row++;
      else lines.down = 0;
    }
    let w = p.weights;
    for (let c: usize = 0; c < channels; c += 8) {
      if (ASC_FEATURE_RELAXED_SIMD) {
        if (p.strideWidth == 1) two_rows(p, lines, c, w, isBounded);
        else one_row(p, lines, c, w, isBounded);
      } else if (ASC_FEATURE_SIMD) {
        if (p.strideWidth == 1) two_rows_simd(p, lines, c, w, isBounded);
        else one_row_simd(p, lines, c, w, isBounded);
      } else {
        for (let i: usize = 0; i < 8; i++) one_channel(p, lines, c + i, w + (i << 2));
      }
      w += BLOCK_BYTES;
    }
  }
}

/** One row of channel c, without SIMD. */
@inline
function one_channel(p: Depthwise, lines: Lines, c: usize, w: usize): void {
  if (FOR_JAVASCRIPT) {
    const first = first_inner(p);
    const last = last_inner(p, first);
    columns(p, lines, c, w, 0, first);
    inner_columns(p, lines, c, w, first, last);
    columns(p, lines, c, w, last, p.outputWidth);
  } else {
    columns(p, lines, c, w, 0, p.outputWidth);
  }
}

/** Columns [begin, end). */
function columns(p: Depthwise, lines: Lines, c: usize, w: usize, begin: i32, end: i32): void {
  const bias = load<i32>(p.bias + (c << 2));
  const scale = load<f32>(p.scale + (c << 2));
  const width = <u32>p.width;
  const pixel = <usize>p.channels;
  const padding = p.inputZero;
  const row0 = lines.row0 + c;
  const row1 = lines.row1 + c;
  const row2 = lines.row2 + c;
  let y = lines.y + c + <usize>begin * pixel;
  for (let column = begin; column < end; column++) {
    let sum = bias;
    let x = column * p.strideWidth - p.left;
    for (let k: usize = 0; k < 3; k++) {
      const isInside = <u32>x < width;
      const tap = w + (k << 5);
      sum += (isInside ? load_q(row0 + <usize>x * lines.step0) : padding) * <i32>load<i8>(tap);
      sum += (isInside ? load_q(row1 + <usize>x * lines.step1) : padding) * <i32>load<i8>(tap, 1);
      sum += (isInside ? load_q(row2 + <usize>x * lines.step2) : padding) * <i32>load<i8>(tap, 2);
      x++;
    }
    store_q(y, requantize1(sum, scale, p.outputZero, p.low, p.high));
    y += pixel;
  }
}
