// int8 tiles of the kernels that become JavaScript, which has no 64-bit integers: two rows in one double, so that one
// multiplication serves both, and neither products nor sums need rounding or wrapping.
//
// Activations of rows m and m + 1 are packed as x0 + x1 · 2^27; a sum of products s0 + s1 · 2^27 is taken apart exactly as long
// as |s0| < 2^26 and the whole stays below 2^53: sums of CHUNK products do.

import { store_q } from "../lane/int8";
import { low_word, requantize1 } from "../lane/requantize";
import { Block, PANEL } from "./block";

const UPPER: f64 = 134217728;
/** Products of two int8 are at most 2^14: 4092 of them stay below 2^26. */
const CHUNK: usize = 4092;

/** Pairs of rows at b.a become rows of f64 at `to`; a last single row is paired with itself. */
export function pair_rows_js(b: Block, to: usize): void {
  // Where blocks have few rows, what lies before is a whole number of words only; there are spare bytes behind.
  to = (to + 7) & ~7;
  const from = b.a;
  const pitch = b.pitch;
  const depth = <usize>b.depth;
  const rows = b.rows;
  for (let m: u32 = 0; m < rows; m += 2) {
    let a0 = from + <usize>m * pitch;
    let a1 = m + 1 < rows ? a0 + pitch : a0;
    for (const end = to + (depth << 3); to < end; to += 8) {
      store<f64>(to, <f64>load<i8>(a0++) + <f64>load<i8>(a1++) * UPPER);
    }
  }
  b.a = to - <usize>((rows + 1) >> 1) * (depth << 3);
  b.pitch = depth << 3;
}

/** The whole block: pairs of rows by four outputs; what the last panel has too many of is computed and not stored. */
export function multiply_js(b: Block): void {
  const rows = b.rows;
  const outputs = b.outputs;
  for (let n: u32 = 0; n < outputs; n += 4) {
    for (let m: u32 = 0; m < rows; m += 2) tile_2x4(b, n, m);
  }
}

/** Rows m and m + 1 by the outputs [n, n + 4): half a panel. */
function tile_2x4(b: Block, n: u32, m: u32): void {
  let a = b.a + <usize>(m >> 1) * b.pitch;
  const end = a + b.pitch;
  let w = b.weights + <usize>((n & ~(PANEL - 1)) * b.depth) + <usize>((n & (PANEL - 1)) << 2);
  let l0 = 0;
  let l1 = 0;
  let l2 = 0;
  let l3 = 0;
  let h0 = 0;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  while (a < end) {
    const stop = min(end, a + (CHUNK << 3));
    let c0: f64 = 0;
    let c1: f64 = 0;
    let c2: f64 = 0;
    let c3: f64 = 0;
    for (; a < stop; a += 32) {
      let x = load<f64>(a, 0);
      c0 += x * <f64>load<i8>(w, 0);
      c1 += x * <f64>load<i8>(w, 4);
      c2 += x * <f64>load<i8>(w, 8);
      c3 += x * <f64>load<i8>(w, 12);
      x = load<f64>(a, 8);
      c0 += x * <f64>load<i8>(w, 1);
      c1 += x * <f64>load<i8>(w, 5);
      c2 += x * <f64>load<i8>(w, 9);
      c3 += x * <f64>load<i8>(w, 13);
      x = load<f64>(a, 16);
      c0 += x * <f64>load<i8>(w, 2);
      c1 += x * <f64>load<i8>(w, 6);
      c2 += x * <f64>load<i8>(w, 10);
      c3 += x * <f64>load<i8>(w, 14);
      x = load<f64>(a, 24);
      c0 += x * <f64>load<i8>(w, 3);
      c1 += x * <f64>load<i8>(w, 7);
      c2 += x * <f64>load<i8>(w, 11);
      c3 += x * <f64>load<i8>(w, 15);
      w += 4 * PANEL;
    }
    const u0 = upper(c0);
    const u1 = upper(c1);
    const u2 = upper(c2);
    const u3 = upper(c3);
    h0 += low_word(u0);
    h1 += low_word(u1);
    h2 += low_word(u2);
    h3 += low_word(u3);
    l0 += low_word(c0 - u0 * UPPER);
    l1 += low_word(c1 - u1 * UPPER);
    l2 += low_word(c2 - u2 * UPPER);
    l3 += low_word(c3 - u3 * UPPER);
  }
  finish(b, n, m, l0, h0);
  finish(b, n + 1, m, l1, h1);
  finish(b, n + 2, m, l2, h2);
  finish(b, n + 3, m, l3, h3);
}

/** s1 of a joint sum. */
@inline
function upper(sums: f64): f64 {
  return floor<f64>(sums * (1.0 / UPPER) + 0.5);
}

/** Output n of rows m and m + 1. */
function finish(b: Block, n: u32, m: u32, sum: i32, next: i32): void {
  if (n >= b.outputs) return;
  store_output(b, n, m, sum);
  if (m + 1 < b.rows) store_output(b, n, m + 1, next);
}

function store_output(b: Block, n: u32, m: u32, sum: i32): void {
  let acc = sum + load<i32>(b.bias + <usize>(n << 2));
  if (b.terms) acc += load<i32>(b.terms + <usize>(m << 2));
  const scale = load<f32>(b.scales + <usize>(n << 2));
  store_q(b.y + <usize>m * b.yPitch + <usize>n, requantize1(acc, scale, b.zeroPoint, <i32>b.low, <i32>b.high));
}
