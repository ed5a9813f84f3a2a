// One panel of int8 weights in both SIMD builds: some rows by eight outputs, thirty-two bytes of weights a step.
//
//   relaxed   five rows; a step is four inputs: int8 weights as packed, int8 activations    relaxed_dot, four products a lane
//   simd      four rows; a step is two inputs: | n0: k0 k1 | n1: k0 k1 | ... | n7: k0 k1 | int16   dot_i16x8_s, two products
//
// V8 has 15 vector registers. A relaxed dot product takes one more than its operands, so that ten are left to sums; it also
// needs ten chains of them, as Intel's cores begin two a cycle and answer after five (Sapphire Rapids: 81 GMAC/s of 86, and
// 64 with eight chains). The sums of the simd build wait for an addition only.
//
// Tiles store whole vectors, because the mere presence of code that stores parts of one costs a quarter of the speed where
// depth is small: what a panel has too many of goes through `tail`.

import { dot } from "../lane/dot";
import { flip_v } from "../lane/int8";
import { bound4, magic, magic_high, magic_low, magic_zero, round4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16, needs_bounds, store_halves } from "./epilogue";

/** Rows of a tile. */
export const TILE_ROWS: u32 = ASC_FEATURE_RELAXED_SIMD ? 5 : 4;

/** Bytes of an input as the tile reads it. */
const STEP: u32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2;

/** Rows [first, end) by the outputs from n on, eight or as many as there are; w: their panel. */
export function panel(b: Block, w: usize, n: u32, first: u32, end: u32): void {
  const columns = b.outputs - n;
  if (columns >= PANEL) {
    tile(b, w, n, first, end);
    return;
  }
  const y = b.y;
  const yPitch = b.yPitch;
  const tail = changetype<usize>(b) + offsetof<Block>("tail");
  b.yPitch = PANEL;
  for (let m = first; m < end; m += 4) {
    const next = min(m + 4, end);
    b.y = tail - <usize>(m * PANEL + n);
    tile(b, w, n, m, next);
    for (let row = m; row < next; row++) {
      const from = tail + <usize>((row - m) * PANEL);
      const to = y + <usize>row * yPitch + <usize>n;
      for (let i: usize = 0; i < columns; i++) store<u8>(to + i, load<u8>(from + i));
    }
  }
  b.y = y;
  b.yPitch = yPitch;
}

/** Rows [first, end) by the outputs [n, n + 8); the last row is computed as often as rows lack to a tile. */
function tile(b: Block, w: usize, n: u32, first: u32, end: u32): void {
  const pitch = b.pitch;
  const terms = b.terms;
  const wEnd = w + <usize>(b.depth * PANEL * STEP);
  const bias = b.bias + <usize>(n << 2);
  const scales = b.scales + <usize>(n << 2);
  const round = magic(b.zeroPoint);
  const zero = magic_zero(b.zeroPoint);
  const isBounded = needs_bounds(b, n, PANEL);
  const f = flip_v();
  const yPitch = b.yPitch;
  // From row 0 of a tile to the others; of the last tile, whose rows may be fewer, some to the last row.
  let y1 = yPitch;
  let y2 = yPitch << 1;
  let y3 = y2 + yPitch;
  let y4 = yPitch << 2;
  let a1 = pitch;
  let a2 = pitch << 1;
  let a3 = a2 + pitch;
  let a4 = pitch << 2;
  let y = b.y + <usize>n + <usize>first * yPitch;
  let a = b.a + <usize>first * pitch;
  for (let m = first; m < end; m += TILE_ROWS) {
    if (m + TILE_ROWS > end) {
      const last = <usize>(end - 1 - m);
      const row1 = min<usize>(1, last);
      const row2 = min<usize>(2, last);
      const row3 = min<usize>(3, last);
      y1 = row1 * yPitch;
      y2 = row2 * yPitch;
      y3 = row3 * yPitch;
      y4 = last * yPitch;
      a1 = row1 * pitch;
      a2 = row2 * pitch;
      a3 = row3 * pitch;
      a4 = last * pitch;
    }
    let x0 = a;
    let x1 = ASC_FEATURE_RELAXED_SIMD ? a + a1 : 0;
    let x2 = ASC_FEATURE_RELAXED_SIMD ? a + a2 : 0;
    let x3 = ASC_FEATURE_RELAXED_SIMD ? a + a3 : 0;
    let x4 = ASC_FEATURE_RELAXED_SIMD ? a + a4 : 0;
    let c00 = v128.load(bias, 0);
    let c01 = v128.load(bias, 16);
    let c10 = c00;
    let c11 = c01;
    let c20 = c00;
    let c21 = c01;
    let c30 = c00;
    let c31 = c01;
    let c40 = c00;
    let c41 = c01;
    if (terms) {
      const last = end - 1;
      const t0 = v128.load32_splat(terms + <usize>(m << 2));
      const t1 = v128.load32_splat(terms + <usize>(min(m + 1, last) << 2));
      const t2 = v128.load32_splat(terms + <usize>(min(m + 2, last) << 2));
      const t3 = v128.load32_splat(terms + <usize>(min(m + 3, last) << 2));
      c00 = i32x4.add(c00, t0);
      c01 = i32x4.add(c01, t0);
      c10 = i32x4.add(c10, t1);
      c11 = i32x4.add(c11, t1);
      c20 = i32x4.add(c20, t2);
      c21 = i32x4.add(c21, t2);
      c30 = i32x4.add(c30, t3);
      c31 = i32x4.add(c31, t3);
      if (ASC_FEATURE_RELAXED_SIMD) {
        const t4 = v128.load32_splat(terms + <usize>(min(m + 4, last) << 2));
        c40 = i32x4.add(c40, t4);
        c41 = i32x4.add(c41, t4);
      }
    }
    for (let v = w; v < wEnd; v += 32) {
      const w0 = v128.load(v, 0);
      const w1 = v128.load(v, 16);
      const v0 = v128.load32_splat(x0);
      c00 = dot(w0, v0, c00);
      c01 = dot(w1, v0, c01);
      const v1 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(x1) : v128.load32_splat(x0, 4);
      c10 = dot(w0, v1, c10);
      c11 = dot(w1, v1, c11);
      const v2 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(x2) : v128.load32_splat(x0, 8);
      c20 = dot(w0, v2, c20);
      c21 = dot(w1, v2, c21);
      const v3 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(x3) : v128.load32_splat(x0, 12);
      c30 = dot(w0, v3, c30);
      c31 = dot(w1, v3, c31);
      if (ASC_FEATURE_RELAXED_SIMD) {
        const v4 = v128.load32_splat(x4);
        c40 = dot(w0, v4, c40);
        c41 = dot(w1, v4, c41);
        x0 += 4;
        x1 += 4;
        x2 += 4;
        x3 += 4;
        x4 += 4;
      } else x0 += 16;
    }
    a += <usize>TILE_ROWS * pitch;
    const s0 = v128.load(scales, 0);
    const s1 = v128.load(scales, 16);
    c00 = round4(c00, s0, round);
    c01 = round4(c01, s1, round);
    c10 = round4(c10, s0, round);
    c11 = round4(c11, s1, round);
    c20 = round4(c20, s0, round);
    c21 = round4(c21, s1, round);
    c30 = round4(c30, s0, round);
    c31 = round4(c31, s1, round);
    if (ASC_FEATURE_RELAXED_SIMD) {
      c40 = round4(c40, s0, round);
      c41 = round4(c41, s1, round);
    }
    if (isBounded) {
      const low = magic_low(<i32>b.low, b.zeroPoint);
      const high = magic_high(<i32>b.high, b.zeroPoint);
      c00 = bound4(c00, low, high);
      c01 = bound4(c01, low, high);
      c10 = bound4(c10, low, high);
      c11 = bound4(c11, low, high);
      c20 = bound4(c20, low, high);
      c21 = bound4(c21, low, high);
      c30 = bound4(c30, low, high);
      c31 = bound4(c31, low, high);
      if (ASC_FEATURE_RELAXED_SIMD) {
        c40 = bound4(c40, low, high);
        c41 = bound4(c41, low, high);
      }
    }
    store_halves(y, y + y1, narrow16(c00, c01, c10, c11, zero, f));
    store_halves(y + y2, y + y3, narrow16(c20, c21, c30, c31, zero, f));
    if (ASC_FEATURE_RELAXED_SIMD) v128.store64_lane(y + y4, narrow16(c40, c41, c40, c41, zero, f), 0);
    y += <usize>TILE_ROWS * yPitch;
  }
}
