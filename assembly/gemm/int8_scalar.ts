// int8 tiles of the scalar build: two rows in one 64-bit number, so that one multiplication serves both.
//
// Activations of rows m and m + 1 are packed as x0 + x1 · 2^32; a sum of products s0 + s1 · 2^32 is taken apart exactly:
// s0 is its low half, s1 the high half after s0 is subtracted.

import { store_q } from "../lane/int8";
import { requantize1 } from "../lane/requantize";
import { Block, PANEL } from "./block";

/** Pairs of rows at b.a become rows of i64 at `to`; a last single row is paired with itself. */
export function pair_rows(b: Block, to: usize): void {
  const from = b.a;
  const pitch = b.pitch;
  const depth = <usize>b.depth;
  const rows = b.rows;
  for (let m: u32 = 0; m < rows; m += 2) {
    const a0 = from + <usize>m * pitch;
    const a1 = m + 1 < rows ? a0 + pitch : a0;
    const target = to + <usize>(m >> 1) * (depth << 3);
    for (let k: usize = 0; k < depth; k++) {
      store<i64>(target + (k << 3), <i64>load<i8>(a0 + k) + ((<i64>load<i8>(a1 + k)) << 32));
    }
  }
  b.a = to;
  b.pitch = depth << 3;
}

/** The whole block: pairs of rows by four outputs; what the last panel has too many of is computed and not stored. */
export function multiply_scalar(b: Block): void {
  const rows = b.rows;
  const outputs = b.outputs;
  for (let n: u32 = 0; n < outputs; n += 4) {
    for (let m: u32 = 0; m < rows; m += 2) tile_2x4(b, n, m);
  }
}

/** Rows m and m + 1 by the outputs [n, n + 4): half a panel. */
@inline
function tile_2x4(b: Block, n: u32, m: u32): void {
  let a = b.a + <usize>(m >> 1) * b.pitch;
  const end = a + b.pitch;
  let w = b.weights + <usize>((n & ~(PANEL - 1)) * b.depth) + <usize>((n & (PANEL - 1)) << 2);
  let c0: i64 = 0;
  let c1: i64 = 0;
  let c2: i64 = 0;
  let c3: i64 = 0;
  for (; a < end; a += 32) {
    let x = load<i64>(a, 0);
    c0 += x * <i64>load<i8>(w, 0);
    c1 += x * <i64>load<i8>(w, 4);
    c2 += x * <i64>load<i8>(w, 8);
    c3 += x * <i64>load<i8>(w, 12);
    x = load<i64>(a, 8);
    c0 += x * <i64>load<i8>(w, 1);
    c1 += x * <i64>load<i8>(w, 5);
    c2 += x * <i64>load<i8>(w, 9);
    c3 += x * <i64>load<i8>(w, 13);
    x = load<i64>(a, 16);
    c0 += x * <i64>load<i8>(w, 2);
    c1 += x * <i64>load<i8>(w, 6);
    c2 += x * <i64>load<i8>(w, 10);
    c3 += x * <i64>load<i8>(w, 14);
    x = load<i64>(a, 24);
    c0 += x * <i64>load<i8>(w, 3);
    c1 += x * <i64>load<i8>(w, 7);
    c2 += x * <i64>load<i8>(w, 11);
    c3 += x * <i64>load<i8>(w, 15);
    w += 4 * PANEL;
  }
  finish(b, n, m, c0);
  finish(b, n + 1, m, c1);
  finish(b, n + 2, m, c2);
  finish(b, n + 3, m, c3);
}

/** Output n of rows m and m + 1, from their joint sum. */
function finish(b: Block, n: u32, m: u32, sums: i64): void {
  if (n >= b.outputs) return;
  const sum = <i32>sums;
  store_output(b, n, m, sum);
  if (m + 1 < b.rows) store_output(b, n, m + 1, <i32>((sums - <i64>sum) >> 32));
}


@inline
function store_output(b: Block, n: u32, m: u32, sum: i32): void {
  let acc = sum + load<i32>(b.bias + <usize>(n << 2));
  if (b.terms) acc += load<i32>(b.terms + <usize>(m << 2));
  const scale = load<f32>(b.scales + <usize>(n << 2));
  store_q(b.y + <usize>m * b.yPitch + <usize>n, requantize1(acc, scale, b.zeroPoint, <i32>b.low, <i32>b.high));
}
