// int8 tiles of the simd build: activations are widened to int16 once a block, weights in the loop by the loads.
//
// A vector of eight int16 weights is two outputs by four inputs; i32x4.dot_i16x8_s with the four activations in both
// halves leaves two partial sums an output, (n: k01, k23; n + 1: k01, k23), which the epilogue adds up.

import { magic_low, magic_zero, requantize4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16, store_bytes, store_halves } from "./epilogue";


@inline
function dot(weights: v128, activations: v128, sum: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(weights, activations), sum);
}

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

/** Rows of int8 at b.a become rows of int16 at `to`. */
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

/** The whole block: pairs of rows by panels; an odd row by two panels. */
export function multiply_simd(b: Block): void {
  const rows = b.rows;
  const outputs = b.outputs;
  for (let n: u32 = 0; n < outputs; n += PANEL) tile_2x8(b, n, 0, rows & ~1);
  if (rows & 1) {
    const last = rows - 1;
    let n: u32 = 0;
    for (; n + PANEL < outputs; n += 2 * PANEL) tile_1x16(b, n, last);
    if (n < outputs) tile_2x8(b, n, last, rows);
  }
}

/** Rows [first, end) by the outputs [n, n + 8); the last row alone is computed twice. */
function tile_2x8(b: Block, n: u32, first: u32, end: u32): void {
  const pitch = b.pitch;
  const terms = b.terms;
  const w = b.weights + <usize>(n * b.depth);
  const wEnd = w + <usize>(b.depth * PANEL);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  const yPitch = b.yPitch;
  const columns = b.outputs - n;
  const bias0 = v128.load(b.bias + <usize>(n << 2), 0);
  const bias1 = v128.load(b.bias + <usize>(n << 2), 16);
  const s0 = v128.load(b.scales + <usize>(n << 2), 0);
  const s1 = v128.load(b.scales + <usize>(n << 2), 16);
  for (let m = first; m < end; m += 2) {
    const second = m + 1 < end ? <usize>1 : 0;
    let a0 = b.a + <usize>m * pitch;
    let a1 = a0 + second * pitch;
    let c00 = low_pair(bias0);
    let c01 = high_pair(bias0);
    let c02 = low_pair(bias1);
    let c03 = high_pair(bias1);
    let c10 = c00;
    let c11 = c01;
    let c12 = c02;
    let c13 = c03;
    if (terms) {
      const t0 = i64x2.splat(<u64>load<u32>(terms + <usize>(m << 2)));
      const t1 = i64x2.splat(<u64>load<u32>(terms + ((<usize>m + second) << 2)));
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
      const x0 = v128.load64_splat(a0);
      const x1 = v128.load64_splat(a1);
      const w0 = v128.load8x8_s(v, 0);
      c00 = dot(w0, x0, c00);
      c10 = dot(w0, x1, c10);
      const w1 = v128.load8x8_s(v, 8);
      c01 = dot(w1, x0, c01);
      c11 = dot(w1, x1, c11);
      const w2 = v128.load8x8_s(v, 16);
      c02 = dot(w2, x0, c02);
      c12 = dot(w2, x1, c12);
      const w3 = v128.load8x8_s(v, 24);
      c03 = dot(w3, x0, c03);
      c13 = dot(w3, x1, c13);
      a0 += 8;
      a1 += 8;
    }
    const y0 = b.y + <usize>m * yPitch + <usize>n;
    store_halves(
      y0,
      y0 + second * yPitch,
      narrow16(
        requantize4(join(c00, c01), s0, low, zero),
        requantize4(join(c02, c03), s1, low, zero),
        requantize4(join(c10, c11), s0, low, zero),
        requantize4(join(c12, c13), s1, low, zero),
        high,
      ),
      columns,
    );
  }
}

/** One row by the outputs [n, n + 16). */
function tile_1x16(b: Block, n: u32, m: u32): void {
  const panel = <usize>(b.depth * PANEL);
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
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
  const end = w + panel;
  for (let v = w; v < end; v += 32) {
    const x = v128.load64_splat(a);
    c0 = dot(v128.load8x8_s(v, 0), x, c0);
    c1 = dot(v128.load8x8_s(v, 8), x, c1);
    c2 = dot(v128.load8x8_s(v, 16), x, c2);
    c3 = dot(v128.load8x8_s(v, 24), x, c3);
    const next = v + panel;
    c4 = dot(v128.load8x8_s(next, 0), x, c4);
    c5 = dot(v128.load8x8_s(next, 8), x, c5);
    c6 = dot(v128.load8x8_s(next, 16), x, c6);
    c7 = dot(v128.load8x8_s(next, 24), x, c7);
    a += 8;
  }
  store_bytes(
    b.y + <usize>m * b.yPitch + <usize>n,
    narrow16(
      requantize4(join(c0, c1), v128.load(scales, 0), low, zero),
      requantize4(join(c2, c3), v128.load(scales, 16), low, zero),
      requantize4(join(c4, c5), v128.load(scales, 32), low, zero),
      requantize4(join(c6, c7), v128.load(scales, 48), low, zero),
      high,
    ),
    b.outputs - n,
  );
}
