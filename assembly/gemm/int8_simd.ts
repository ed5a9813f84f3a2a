// int8 blocks of the simd build: activations are widened to int16 once a block, a panel of weights once for all its rows.
//
// A single row widens the weights as it reads them. A vector of eight is then two outputs by four inputs; the four
// activations in both halves leave two partial sums an output, (n: k01, k23; n + 1: k01, k23), which `join` adds up.

import { magic, magic_low, magic_zero, requantize4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16 } from "./epilogue";
import { dot, panel } from "./int8_panel";

/** (a0, a1, a2, a3) -> (a0, 0, a1, 0) */
@inline
function low_pair(a: v128): v128 {
  return i64x2.extend_low_i32x4_u(a);
}

/** (a0, a1, a2, a3) -> (a2, 0, a3, 0) */
@inline
function high_pair(a: v128): v128 {
  return i64x2.extend_high_i32x4_u(a);
}

/** Partial sums of four outputs -> their sums. */
@inline
function join(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/**
 * Rows of int8 at b.a become rows of int16 at `to`. They may lie in the upper half of the room for the latter: no element is
 * overwritten before it is read.
 */
export function widen_rows(b: Block, to: usize): void {
  const from = b.a;
  const pitch = b.pitch;
  const depth = <usize>b.depth;
  const rows = b.rows;
  const wide = depth << 1;
  for (let m: u32 = 0; m < rows; m++) {
    const source = from + <usize>m * pitch;
    const target = to + <usize>m * wide;
    // The last vector may reach into the next row, which is written afterwards.
    for (let k: usize = 0; k < depth; k += 8) v128.store(target + (k << 1), v128.load8x8_s(source + k));
  }
  b.a = to;
  b.pitch = wide;
}

/** A panel of int8 at `from` -> int16 at `to`, in steps of two inputs (int8_panel.ts). */
function widen_panel(from: usize, to: usize, depth: u32): void {
  const end = from + <usize>(depth * PANEL);
  for (; from < end; from += 32) {
    const n01 = v128.load8x8_s(from, 0);
    const n23 = v128.load8x8_s(from, 8);
    const n45 = v128.load8x8_s(from, 16);
    const n67 = v128.load8x8_s(from, 24);
    v128.store(to, v128.shuffle<i32>(n01, n23, 0, 2, 4, 6), 0);
    v128.store(to, v128.shuffle<i32>(n45, n67, 0, 2, 4, 6), 16);
    v128.store(to, v128.shuffle<i32>(n01, n23, 1, 3, 5, 7), 32);
    v128.store(to, v128.shuffle<i32>(n45, n67, 1, 3, 5, 7), 48);
    to += 64;
  }
}

/** The whole block: panels by four rows; a last single row by two panels. `wide` holds a panel of int16. */
export function multiply_simd(b: Block, wide: usize): void {
  const rows = b.rows;
  const outputs = b.outputs;
  const depth = b.depth;
  const single = (rows & 3) == 1;
  const even = single ? rows - 1 : rows;
  let done: u32 = 0;
  if (single) for (; done + 2 * PANEL <= outputs; done += 2 * PANEL) tile_1x16(b, done, even);
  for (let n: u32 = even != 0 ? 0 : done; n < outputs; n += PANEL) {
    widen_panel(b.weights + <usize>(n * depth), wide, depth);
    panel(b, wide, n, 0, n < done ? even : rows);
  }
}

/** One row by the outputs [n, n + 16). */
function tile_1x16(b: Block, n: u32, m: u32): void {
  const panelBytes = <usize>(b.depth * PANEL);
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const round = magic(b.zeroPoint);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  let t = i32x4.splat(0);
  if (b.terms) t = v128.load32_splat(b.terms + <usize>(m << 2));
  const bias0 = i32x4.add(v128.load(bias, 0), t);
  const bias1 = i32x4.add(v128.load(bias, 16), t);
  const bias2 = i32x4.add(v128.load(bias, 32), t);
  const bias3 = i32x4.add(v128.load(bias, 48), t);
  let c0 = low_pair(bias0);
  let c1 = high_pair(bias0);
  let c2 = low_pair(bias1);
  let c3 = high_pair(bias1);
  let c4 = low_pair(bias2);
  let c5 = high_pair(bias2);
  let c6 = low_pair(bias3);
  let c7 = high_pair(bias3);
  let a = b.a + <usize>m * b.pitch;
  const w = b.weights + <usize>(n * b.depth);
  const end = w + panelBytes;
  for (let v = w; v < end; v += 32) {
    const x = v128.load64_splat(a);
    c0 = dot(v128.load8x8_s(v, 0), x, c0);
    c1 = dot(v128.load8x8_s(v, 8), x, c1);
    c2 = dot(v128.load8x8_s(v, 16), x, c2);
    c3 = dot(v128.load8x8_s(v, 24), x, c3);
    const next = v + panelBytes;
    c4 = dot(v128.load8x8_s(next, 0), x, c4);
    c5 = dot(v128.load8x8_s(next, 8), x, c5);
    c6 = dot(v128.load8x8_s(next, 16), x, c6);
    c7 = dot(v128.load8x8_s(next, 24), x, c7);
    a += 8;
  }
  v128.store(
    b.y + <usize>m * b.yPitch + <usize>n,
    narrow16(
      requantize4(join(c0, c1), v128.load(scales, 0), round, low, zero),
      requantize4(join(c2, c3), v128.load(scales, 16), round, low, zero),
      requantize4(join(c4, c5), v128.load(scales, 32), round, low, zero),
      requantize4(join(c6, c7), v128.load(scales, 48), round, low, zero),
      high,
      high,
    ),
  );
}
