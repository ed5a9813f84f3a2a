// One panel of int8 weights in both SIMD builds: four rows by eight outputs, thirty-two bytes of weights a step.
//
//   relaxed   a step is four inputs: int8 weights as packed, int8 activations          relaxed_dot, four products a lane
//   simd      a step is two inputs: | n0: k0 k1 | n1: k0 k1 | ... | n7: k0 k1 | int16   dot_i16x8_s, two products a lane
//
// Eight accumulators: V8 has 15 vector registers. Tiles store whole vectors, because the mere presence of code that stores
// parts of one costs a quarter of the speed where depth is small: what a panel has too many of goes through `tail`.

import { dot } from "../lane/dot";
import { flip_v } from "../lane/int8";
import { bound4, magic, magic_high, magic_low, magic_zero, round4 } from "../lane/requantize";
import { Block, PANEL } from "./block";
import { narrow16, needs_bounds, store_halves } from "./epilogue";

/** Bytes of an input as the tile reads it. */
const STEP: u32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2;

/** Rows [first, end) by the outputs from n on, eight or as many as there are; w: their panel. */
export function panel(b: Block, w: usize, n: u32, first: u32, end: u32): void {
  const columns = b.outputs - n;
  if (columns >= PANEL) {
    tile_4x8(b, w, n, first, end);
    return;
  }
  const y = b.y;
  const yPitch = b.yPitch;
  const tail = changetype<usize>(b) + offsetof<Block>("tail");
  b.yPitch = PANEL;
  for (let m = first; m < end; m += 4) {
    const next = min(m + 4, end);
    b.y = tail - <usize>(m * PANEL + n);
    tile_4x8(b, w, n, m, next);
    for (let row = m; row < next; row++) {
      const from = tail + <usize>((row - m) * PANEL);
      const to = y + <usize>row * yPitch + <usize>n;
      for (let i: usize = 0; i < columns; i++) store<u8>(to + i, load<u8>(from + i));
    }
  }
  b.y = y;
  b.yPitch = yPitch;
}

/** Rows [first, end) by the outputs [n, n + 8); the last row is computed as often as rows lack to four. */
function tile_4x8(b: Block, w: usize, n: u32, first: u32, end: u32): void {
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
  const last = end - 1;
  for (let m = first; m < end; m += 4) {
    const m1 = min(m + 1, last);
    const m2 = min(m + 2, last);
    const m3 = min(m + 3, last);
    let a0 = b.a + <usize>m * pitch;
    let a1 = ASC_FEATURE_RELAXED_SIMD ? b.a + <usize>m1 * pitch : 0;
    let a2 = ASC_FEATURE_RELAXED_SIMD ? b.a + <usize>m2 * pitch : 0;
    let a3 = ASC_FEATURE_RELAXED_SIMD ? b.a + <usize>m3 * pitch : 0;
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
      const x1 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(a1) : v128.load32_splat(a0, 4);
      c10 = dot(w0, x1, c10);
      c11 = dot(w1, x1, c11);
      const x2 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(a2) : v128.load32_splat(a0, 8);
      c20 = dot(w0, x2, c20);
      c21 = dot(w1, x2, c21);
      const x3 = ASC_FEATURE_RELAXED_SIMD ? v128.load32_splat(a3) : v128.load32_splat(a0, 12);
      c30 = dot(w0, x3, c30);
      c31 = dot(w1, x3, c31);
      if (ASC_FEATURE_RELAXED_SIMD) {
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
      } else a0 += 16;
    }
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
    }
    const y = b.y + <usize>n;
    store_halves(y + <usize>m * yPitch, y + <usize>m1 * yPitch, narrow16(c00, c01, c10, c11, zero, f));
    store_halves(y + <usize>m2 * yPitch, y + <usize>m3 * yPitch, narrow16(c20, c21, c30, c31, zero, f));
  }
}
