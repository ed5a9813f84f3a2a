// int8 blocks of the simd build: activations are widened to int16 once a block, a panel of weights once for all its rows.
//
// A single row widens the weights as it reads them. A vector of eight is then two outputs by four inputs; the four
// activations in both halves leave two partial sums an output, (n: k01, k23; n + 1: k01, k23), which `join` adds up.

import { dot } from "../lane/dot";
import { store_q8 } from "../lane/int8";
import { magic, magic_low, magic_zero, requantize4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { panel } from "./int8_panel";

/** Partial sums of four outputs -> their sums. */
@inline
function join(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/**
 * Rows of int8 at b.a become int16 at `to`, four rows together in steps of two inputs,
 *
 *   | row 0: k0 k1 | row 1: k0 k1 | row 2: k0 k1 | row 3: k0 k1 | row 0: k2 k3 | ...
 *
 * so that a tile follows one address; the last row stands for those that four lack. A single last row stays a row.
 */
export function widen_rows(b: Block, to: usize): void {
  const from = b.a;
  const pitch = b.pitch;
  const depth = <usize>b.depth;
  const last = b.rows - 1;
  const wide = depth << 1;
  b.a = to;
  b.pitch = wide;
  for (let m: u32 = 0; m <= last; m += 4) {
    let target = to + <usize>m * wide;
    const row0 = from + <usize>m * pitch;
    if (m == last) {
      // The last vector may reach past the row.
      for (let k: usize = 0; k < depth; k += 8) v128.store(target + (k << 1), v128.load8x8_s(row0 + k));
      return;
    }
    const row1 = row0 + pitch;
    const row2 = from + <usize>min(m + 2, last) * pitch;
    const row3 = from + <usize>min(m + 3, last) * pitch;
    for (let k: usize = 0; k < depth; k += 8) {
      const x0 = v128.load8x8_s(row0 + k);
      const x1 = v128.load8x8_s(row1 + k);
      const x2 = v128.load8x8_s(row2 + k);
      const x3 = v128.load8x8_s(row3 + k);
      const front01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const front23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      v128.store(target, v128.shuffle<i64>(front01, front23, 0, 2), 0);
      v128.store(target, v128.shuffle<i64>(front01, front23, 1, 3), 16);
      const back01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const back23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<i64>(back01, back23, 0, 2), 32);
      v128.store(target, v128.shuffle<i64>(back01, back23, 1, 3), 48);
      target += 64;
    }
  }
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

/** The whole block: panels by four rows, then a last single row. `wide` holds a panel of int16. */
export function multiply_simd(b: Block, wide: usize): void {
  const rows = b.rows;
  const outputs = b.outputs;
  const depth = b.depth;
  const single = (rows & 3) == 1;
  const end = single ? rows - 1 : rows;
  for (let n: u32 = end != 0 ? 0 : outputs; n < outputs; n += PANEL) {
    widen_panel(b.weights + <usize>(n * depth), wide, depth);
    panel(b, wide, n, 0, end);
  }
  if (single) multiply_row(b, end);
}

function multiply_row(b: Block, m: u32): void {
  const outputs = b.outputs;
  const y = b.y + <usize>m * b.yPitch;
  let n: u32 = 0;
  for (; n + PANEL <= outputs; n += PANEL) tile_1x8(b, n, m, y + <usize>n);
  if (n == outputs) return;
  const tail = changetype<usize>(b) + offsetof<Block>("tail");
  tile_1x8(b, n, m, tail);
  for (let i: usize = 0; n < outputs; n++, i++) store<u8>(y + <usize>n, load<u8>(tail + i));
}

/** One row by the outputs [n, n + 8), to y: weights are read once, straight through. */
function tile_1x8(b: Block, n: u32, m: u32, y: usize): void {
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const round = magic(b.zeroPoint);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  let t = i32x4.splat(0);
  if (b.terms) t = v128.load32_splat(b.terms + <usize>(m << 2));
  let c0 = i32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  let a = b.a + <usize>m * b.pitch;
  let v = b.weights + <usize>(n * b.depth);
  const end = v + <usize>(b.depth * PANEL);
  for (; v + 64 <= end; v += 64) {
    const x0 = v128.load64_splat(a);
    c0 = dot(v128.load8x8_s(v, 0), x0, c0);
    c1 = dot(v128.load8x8_s(v, 8), x0, c1);
    c2 = dot(v128.load8x8_s(v, 16), x0, c2);
    c3 = dot(v128.load8x8_s(v, 24), x0, c3);
    const x1 = v128.load64_splat(a, 8);
    c4 = dot(v128.load8x8_s(v, 32), x1, c4);
    c5 = dot(v128.load8x8_s(v, 40), x1, c5);
    c6 = dot(v128.load8x8_s(v, 48), x1, c6);
    c7 = dot(v128.load8x8_s(v, 56), x1, c7);
    a += 16;
  }
  if (v < end) {
    const x = v128.load64_splat(a);
    c0 = dot(v128.load8x8_s(v, 0), x, c0);
    c1 = dot(v128.load8x8_s(v, 8), x, c1);
    c2 = dot(v128.load8x8_s(v, 16), x, c2);
    c3 = dot(v128.load8x8_s(v, 24), x, c3);
  }
  const first = i32x4.add(v128.load(bias, 0), join(i32x4.add(c0, c4), i32x4.add(c1, c5)));
  const last = i32x4.add(v128.load(bias, 16), join(i32x4.add(c2, c6), i32x4.add(c3, c7)));
  store_q8(
    y,
    requantize4(i32x4.add(first, t), v128.load(scales, 0), round, low, zero),
    requantize4(i32x4.add(last, t), v128.load(scales, 16), round, low, zero),
    high,
    high,
  );
}
