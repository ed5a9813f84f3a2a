// int8 tiles of the relaxed build: one instruction multiplies four times four weights by four activations and adds.
//
// Weights are the first operand (signed), activations the second, read as stored (lane/int8.ts): what the machine reads
// as unsigned was folded into the biases at load (conv_i8_prepare). Eight accumulators: V8 has 15 vector registers.

import { magic_low, magic_zero, requantize4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16, store_bytes, store_halves } from "./epilogue";


@inline
function dot(weights: v128, activations: v128, sum: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(weights, activations, sum);
}

/** The whole block: pairs of rows by pairs of panels, an odd row by four panels, an odd panel by four rows. */
export function multiply_relaxed(b: Block): void {
  const rows = b.rows;
  const outputs = b.outputs;
  let n: u32 = 0;
  for (; n + PANEL < outputs; n += 2 * PANEL) tile_2x16(b, n, 0, rows & ~1);
  if (n < outputs) tile_4x8(b, n);
  if (rows & 1) {
    const last = rows - 1;
    for (n = 0; n + 3 * PANEL < outputs; n += 4 * PANEL) tile_1x32(b, n, last);
    for (; n + PANEL < outputs; n += 2 * PANEL) tile_2x16(b, n, last, rows);
  }
}

/** Rows [first, end) by the outputs [n, n + 16); the last row alone is computed twice. */
function tile_2x16(b: Block, n: u32, first: u32, end: u32): void {
  const pitch = b.pitch;
  const terms = b.terms;
  const panel = <usize>(b.depth * PANEL);
  const w = b.weights + <usize>(n * b.depth);
  const wEnd = w + panel;
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  const yPitch = b.yPitch;
  const columns = b.outputs - n;
  for (let m = first; m < end; m += 2) {
    const second = m + 1 < end ? <usize>1 : 0;
    let a0 = b.a + <usize>m * pitch;
    let a1 = a0 + second * pitch;
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
      const next = v + panel;
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
    const y0 = b.y + <usize>m * yPitch + <usize>n;
    store_bytes(
      y0,
      narrow16(
        requantize4(c00, s0, low, zero),
        requantize4(c01, s1, low, zero),
        requantize4(c02, s2, low, zero),
        requantize4(c03, s3, low, zero),
        high,
      ),
      columns,
    );
    store_bytes(
      y0 + second * yPitch,
      narrow16(
        requantize4(c10, s0, low, zero),
        requantize4(c11, s1, low, zero),
        requantize4(c12, s2, low, zero),
        requantize4(c13, s3, low, zero),
        high,
      ),
      columns,
    );
  }
}

/** All rows by the outputs [n, n + 8); the last row is computed as often as rows lack to four. */
function tile_4x8(b: Block, n: u32): void {
  const rows = b.rows;
  const pitch = b.pitch;
  const terms = b.terms;
  const w = b.weights + <usize>(n * b.depth);
  const wEnd = w + <usize>(b.depth * PANEL);
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  const yPitch = b.yPitch;
  const columns = b.outputs - n;
  const last = rows - 1;
  for (let m: u32 = 0; m < rows; m += 4) {
    const m1 = min(m + 1, last);
    const m2 = min(m + 2, last);
    const m3 = min(m + 3, last);
    let a0 = b.a + <usize>m * pitch;
    let a1 = b.a + <usize>m1 * pitch;
    let a2 = b.a + <usize>m2 * pitch;
    let a3 = b.a + <usize>m3 * pitch;
    let c00 = v128.load(bias, 0);
    let c01 = v128.load(bias, 16);
    let c10 = c00;
    let c11 = c01;
    let c20 = c00;
    let c21 = c01;
    let c30 = c00;
    let c31 = c01;
    if (terms) {
      const t0 = v128.load32_splat(terms + <usize>(m << 2));
      const t1 = v128.load32_splat(terms + <usize>(m1 << 2));
      const t2 = v128.load32_splat(terms + <usize>(m2 << 2));
      const t3 = v128.load32_splat(terms + <usize>(m3 << 2));
      c00 = i32x4.add(c00, t0);
      c01 = i32x4.add(c01, t0);
      c10 = i32x4.add(c10, t1);
      c11 = i32x4.add(c11, t1);
      c20 = i32x4.add(c20, t2);
      c21 = i32x4.add(c21, t2);
      c30 = i32x4.add(c30, t3);
      c31 = i32x4.add(c31, t3);
    }
    for (let v = w; v < wEnd; v += 32) {
      const w0 = v128.load(v, 0);
      const w1 = v128.load(v, 16);
      const x0 = v128.load32_splat(a0);
      c00 = dot(w0, x0, c00);
      c01 = dot(w1, x0, c01);
      const x1 = v128.load32_splat(a1);
      c10 = dot(w0, x1, c10);
      c11 = dot(w1, x1, c11);
      const x2 = v128.load32_splat(a2);
      c20 = dot(w0, x2, c20);
      c21 = dot(w1, x2, c21);
      const x3 = v128.load32_splat(a3);
      c30 = dot(w0, x3, c30);
      c31 = dot(w1, x3, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    const s0 = v128.load(scales, 0);
    const s1 = v128.load(scales, 16);
    const y = b.y + <usize>n;
    const first = narrow16(
      requantize4(c00, s0, low, zero),
      requantize4(c01, s1, low, zero),
      requantize4(c10, s0, low, zero),
      requantize4(c11, s1, low, zero),
      high,
    );
    store_halves(y + <usize>m * yPitch, y + <usize>m1 * yPitch, first, columns);
    const second = narrow16(
      requantize4(c20, s0, low, zero),
      requantize4(c21, s1, low, zero),
      requantize4(c30, s0, low, zero),
      requantize4(c31, s1, low, zero),
      high,
    );
    store_halves(y + <usize>m2 * yPitch, y + <usize>m3 * yPitch, second, columns);
  }
}

/** One row by the outputs [n, n + 32): what fully connected layers of one image run. */
function tile_1x32(b: Block, n: u32, m: u32): void {
  const panel = <usize>(b.depth * PANEL);
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const low = magic_low(<i32>b.low, b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const high = i8x16.splat(<i8>b.high);
  let t = i32x4.splat(0);
  if (b.terms) t = v128.load32_splat(b.terms + <usize>(m << 2));
  let c0 = i32x4.add(v128.load(bias, 0), t);
  let c1 = i32x4.add(v128.load(bias, 16), t);
  let c2 = i32x4.add(v128.load(bias, 32), t);
  let c3 = i32x4.add(v128.load(bias, 48), t);
  let c4 = i32x4.add(v128.load(bias, 64), t);
  let c5 = i32x4.add(v128.load(bias, 80), t);
  let c6 = i32x4.add(v128.load(bias, 96), t);
  let c7 = i32x4.add(v128.load(bias, 112), t);
  let a = b.a + <usize>m * b.pitch;
  let v0 = b.weights + <usize>(n * b.depth);
  let v1 = v0 + panel;
  let v2 = v1 + panel;
  let v3 = v2 + panel;
  const end = v1;
  for (; v0 < end; v0 += 32) {
    const x = v128.load32_splat(a);
    c0 = dot(v128.load(v0, 0), x, c0);
    c1 = dot(v128.load(v0, 16), x, c1);
    c2 = dot(v128.load(v1, 0), x, c2);
    c3 = dot(v128.load(v1, 16), x, c3);
    c4 = dot(v128.load(v2, 0), x, c4);
    c5 = dot(v128.load(v2, 16), x, c5);
    c6 = dot(v128.load(v3, 0), x, c6);
    c7 = dot(v128.load(v3, 16), x, c7);
    a += 4;
    v1 += 32;
    v2 += 32;
    v3 += 32;
  }
  const y = b.y + <usize>m * b.yPitch + <usize>n;
  v128.store(
    y,
    narrow16(
      requantize4(c0, v128.load(scales, 0), low, zero),
      requantize4(c1, v128.load(scales, 16), low, zero),
      requantize4(c2, v128.load(scales, 32), low, zero),
      requantize4(c3, v128.load(scales, 48), low, zero),
      high,
    ),
  );
  store_bytes(
    y + 16,
    narrow16(
      requantize4(c4, v128.load(scales, 64), low, zero),
      requantize4(c5, v128.load(scales, 80), low, zero),
      requantize4(c6, v128.load(scales, 96), low, zero),
      requantize4(c7, v128.load(scales, 112), low, zero),
      high,
    ),
    b.outputs - n - 16,
  );
}
