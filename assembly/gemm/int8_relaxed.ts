// int8 tiles of the relaxed build beside the one of int8_panel.ts: one instruction multiplies four times four weights by
// four activations and adds.
//
// Weights are the first operand (signed), activations the second, read as stored (lane/int8.ts): what the machine reads
// as unsigned was folded into the biases at load (conv_i8_prepare).

import { dot } from "../lane/dot";
import { flip_v, store_q8 } from "../lane/int8";
import { bound4, magic, magic_high, magic_low, magic_zero, requantize4, round4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16, needs_bounds } from "./epilogue";
import { panel, TILE_ROWS } from "./int8_panel";

/**
 * Rows no deeper go to tile_2x16, which needs the fewest instructions around its loop. Sapphire Rapids: with `panel` a depth of 16
 * takes 2 % longer, 24 and 32 take 7 % less, but 15 and 5 % longer while another thread keeps the same core busy.
 */
const SHALLOW: u32 = 32;

/** The whole block, panel by panel, where rows are shallow in pairs of panels; a last single row goes by itself. */
export function multiply_relaxed(b: Block): void {
  const rows = b.rows;
  const outputs = b.outputs;
  let n: u32 = 0;
  if (b.depth <= SHALLOW && rows > 1) {
    for (; n + 2 * PANEL <= outputs; n += 2 * PANEL) tile_2x16(b, n);
  }
  const end = rows % TILE_ROWS == 1 ? rows - 1 : rows;
  for (; n + PANEL <= outputs; n += PANEL) {
    if (end != 0) panel(b, b.weights + <usize>(n * b.depth), n, 0, end);
    if (end < rows) tile_1x8(b, n, end);
  }
  if (n < outputs) panel(b, b.weights + <usize>(n * b.depth), n, 0, rows);
}

/** All rows by the outputs [n, n + 16); of an odd number the last one is computed twice. */
function tile_2x16(b: Block, n: u32): void {
  const end = b.rows;
  const pitch = b.pitch;
  const terms = b.terms;
  const panelBytes = <usize>(b.depth * PANEL);
  const w = b.weights + <usize>(n * b.depth);
  const wEnd = w + panelBytes;
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const round = magic(b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const isBounded = needs_bounds(b, n, 2 * PANEL);
  const f = flip_v();
  const yPitch = b.yPitch;
  let row = b.a;
  let y = b.y + <usize>n;
  for (let m: u32 = 0; m < end; m += 2) {
    const second = m + 1 < end ? <usize>1 : 0;
    let a0 = row;
    let a1 = row + second * pitch;
    let c00 = v128.load(bias, 0);
    let c01 = v128.load(bias, 16);
    let c02 = v128.load(bias, 32);
    let c03 = v128.load(bias, 48);
    let c10 = c00;
    let c11 = c01;
    let c12 = c02;
    let c13 = c03;
    if (terms) {
      const t0 = v128.load32_splat(terms + <usize>(m << 2));
      const t1 = v128.load32_splat(terms + ((<usize>m + second) << 2));
      c00 = i32x4.add(c00, t0);
      c01 = i32x4.add(c01, t0);
      c02 = i32x4.add(c02, t0);
      c03 = i32x4.add(c03, t0);
      c10 = i32x4.add(c10, t1);
      c11 = i32x4.add(c11, t1);
      c12 = i32x4.add(c12, t1);
      c13 = i32x4.add(c13, t1);
    }
    for (let v = w; v < wEnd; v += 32) {
      const x0 = v128.load32_splat(a0);
      const x1 = v128.load32_splat(a1);
      const w0 = v128.load(v, 0);
      c00 = dot(w0, x0, c00);
      c10 = dot(w0, x1, c10);
      const w1 = v128.load(v, 16);
      c01 = dot(w1, x0, c01);
      c11 = dot(w1, x1, c11);
      const next = v + panelBytes;
      const w2 = v128.load(next, 0);
      c02 = dot(w2, x0, c02);
      c12 = dot(w2, x1, c12);
      const w3 = v128.load(next, 16);
      c03 = dot(w3, x0, c03);
      c13 = dot(w3, x1, c13);
      a0 += 4;
      a1 += 4;
    }
    const s0 = v128.load(scales, 0);
    const s1 = v128.load(scales, 16);
    const s2 = v128.load(scales, 32);
    const s3 = v128.load(scales, 48);
    c00 = round4(c00, s0, round);
    c01 = round4(c01, s1, round);
    c02 = round4(c02, s2, round);
    c03 = round4(c03, s3, round);
    c10 = round4(c10, s0, round);
    c11 = round4(c11, s1, round);
    c12 = round4(c12, s2, round);
    c13 = round4(c13, s3, round);
    if (isBounded) {
      const low = magic_low(<i32>b.low, b.zeroPoint);
      const high = magic_high(<i32>b.high, b.zeroPoint);
      c00 = bound4(c00, low, high);
      c01 = bound4(c01, low, high);
      c02 = bound4(c02, low, high);
      c03 = bound4(c03, low, high);
      c10 = bound4(c10, low, high);
      c11 = bound4(c11, low, high);
      c12 = bound4(c12, low, high);
      c13 = bound4(c13, low, high);
    }
    v128.store(y, narrow16(c00, c01, c02, c03, zero, f));
    v128.store(y + second * yPitch, narrow16(c10, c11, c12, c13, zero, f));
    row += pitch << 1;
    y += yPitch << 1;
  }
}

/**
 * One row by the outputs [n, n + 8), four steps at a time: what fully connected layers of one image run. Weights are read
 * straight through; from outside the caches that is 2.4 times as fast as four panels side by side.
 */
function tile_1x8(b: Block, n: u32, m: u32): void {
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const round = magic(b.zeroPoint);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  const f = flip_v();
  let t = i32x4.splat(0);
  if (b.terms) t = v128.load32_splat(b.terms + <usize>(m << 2));
  let c0 = i32x4.add(v128.load(bias, 0), t);
  let c1 = i32x4.add(v128.load(bias, 16), t);
  let c2 = i32x4.splat(0);
  let c3 = c2;
  let c4 = c2;
  let c5 = c2;
  let c6 = c2;
  let c7 = c2;
  let a = b.a + <usize>m * b.pitch;
  let v = b.weights + <usize>(n * b.depth);
  const end = v + <usize>(b.depth * PANEL);
  for (; v + 128 <= end; v += 128) {
    const x0 = v128.load32_splat(a);
    c0 = dot(v128.load(v, 0), x0, c0);
    c1 = dot(v128.load(v, 16), x0, c1);
    const x1 = v128.load32_splat(a, 4);
    c2 = dot(v128.load(v, 32), x1, c2);
    c3 = dot(v128.load(v, 48), x1, c3);
    const x2 = v128.load32_splat(a, 8);
    c4 = dot(v128.load(v, 64), x2, c4);
    c5 = dot(v128.load(v, 80), x2, c5);
    const x3 = v128.load32_splat(a, 12);
    c6 = dot(v128.load(v, 96), x3, c6);
    c7 = dot(v128.load(v, 112), x3, c7);
    a += 16;
  }
  for (; v < end; v += 32) {
    const x = v128.load32_splat(a);
    c0 = dot(v128.load(v, 0), x, c0);
    c1 = dot(v128.load(v, 16), x, c1);
    a += 4;
  }
  c0 = i32x4.add(i32x4.add(c0, c2), i32x4.add(c4, c6));
  c1 = i32x4.add(i32x4.add(c1, c3), i32x4.add(c5, c7));
  const q0 = requantize4(c0, v128.load(scales, 0), round, low, zero);
  const q1 = requantize4(c1, v128.load(scales, 16), round, low, zero);
  store_q8(b.y + <usize>m * b.yPitch + <usize>n, q0, q1, high, f);
}
