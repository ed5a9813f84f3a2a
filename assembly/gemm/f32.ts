// f32 tiles. A panel is [k][8] floats; a tile of several rows by one panel, or of one row by four.
//
// Six rows with the fused multiply-add of the relaxed build (twelve accumulators, two weights, one activation: all of
// V8's 15 registers), four with separate multiply and add (six would spill and halve the speed).

import { clamp, madd, splat } from "../lane/float";
import { Block, PANEL } from "./block";
import { store_floats } from "./epilogue";

/** Rows of the main tile; blocks are whole numbers of tiles. */
export const TILE_ROWS: u32 = ASC_FEATURE_RELAXED_SIMD ? 6 : ASC_FEATURE_SIMD ? 4 : 2;

/**
 * The whole block, clamped, by four panels at a time. A single last row comes first: it reads the four side by side, which
 * brings them nearer faster than one after the other.
 */
export function multiply_f32(b: Block): void {
  const outputs = b.outputs;
  if (!ASC_FEATURE_SIMD) {
    for (let n: u32 = 0; n < outputs; n += 4) scalar_2x4(b, n);
    return;
  }
  const rows = b.rows;
  const rest = rows % TILE_ROWS;
  // What smaller tiles hold is left to them; the last of larger ones may overlap.
  const isLeft = ASC_FEATURE_RELAXED_SIMD ? rest < 5 || rows < TILE_ROWS : rest == 1;
  const even = isLeft ? rows - rest : rows;
  let n: u32 = 0;
  while (n < outputs) {
    const end = min(n + 4 * PANEL, outputs);
    const isSingle = rest == 1 && n + 3 * PANEL < outputs;
    if (isSingle) tile_1x32(b, n, even);
    for (; n < end; n += PANEL) {
      let first: u32 = 0;
      if (ASC_FEATURE_RELAXED_SIMD && even != 0 && n + PANEL <= outputs) {
        tile_6x8(b, n, even);
        first = even;
      }
      const last = isSingle ? even : rows;
      if (first < last) tile_4x8(b, n, first, last);
    }
  }
}

/** Clamps and stores up to eight outputs of a row. */
@inline
function finish(y: usize, low: v128, high: v128, c0: v128, c1: v128, columns: i32): void {
  store_floats(y, clamp<v128>(c0, low, high), columns);
  store_floats(y + 16, clamp<v128>(c1, low, high), columns - 4);
}

/** Rows [first, end) by the outputs [n, n + 8); the last row is computed as often as rows lack to four. */
function tile_4x8(b: Block, n: u32, first: u32, end: u32): void {
  const pitch = b.pitch;
  const yPitch = b.yPitch;
  const w = b.weights + <usize>((n * b.depth) << 2);
  const wEnd = w + <usize>((b.depth * PANEL) << 2);
  const runBytes = <usize>((b.run * PANEL) << 2);
  const bias = b.bias + <usize>(n << 2);
  const low = splat<v128>(b.low);
  const high = splat<v128>(b.high);
  const columns = <i32>(b.outputs - n);
  let a = b.a + <usize>first * pitch;
  let y = b.y + <usize>first * yPitch + <usize>(n << 2);
  // From one row to the next; of the last tile, whose rows may be fewer, perhaps to itself.
  let down1 = 1;
  let down2 = 1;
  let down3 = 1;
  for (let m = first; m < end; m += 4) {
    if (m + 4 > end) {
      down1 = <i32>(m + 1 < end);
      down2 = <i32>(m + 2 < end);
      down3 = 0;
    }
    let a0 = a;
    let a1 = a0 + <usize>down1 * pitch;
    let a2 = a1 + <usize>down2 * pitch;
    let a3 = a2 + <usize>down3 * pitch;
    a = a3 + pitch;
    let c00 = v128.load(bias, 0);
    let c01 = v128.load(bias, 16);
    let c10 = c00;
    let c11 = c01;
    let c20 = c00;
    let c21 = c01;
    let c30 = c00;
    let c31 = c01;
    let v = w;
    while (true) {
      const runEnd = v + runBytes;
      do {
        const w0 = v128.load(v, 0);
        const w1 = v128.load(v, 16);
        const x0 = v128.load32_splat(a0);
        c00 = madd<v128>(w0, x0, c00);
        c01 = madd<v128>(w1, x0, c01);
        const x1 = v128.load32_splat(a1);
        c10 = madd<v128>(w0, x1, c10);
        c11 = madd<v128>(w1, x1, c11);
        const x2 = v128.load32_splat(a2);
        c20 = madd<v128>(w0, x2, c20);
        c21 = madd<v128>(w1, x2, c21);
        const x3 = v128.load32_splat(a3);
        c30 = madd<v128>(w0, x3, c30);
        c31 = madd<v128>(w1, x3, c31);
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        v += 32;
      } while (v < runEnd);
      if (v == wEnd) break;
      const jump = b.jump;
      a0 += jump;
      a1 += jump;
      a2 += jump;
      a3 += jump;
    }
    finish(y, low, high, c00, c01, columns);
    y += <usize>down1 * yPitch;
    finish(y, low, high, c10, c11, columns);
    y += <usize>down2 * yPitch;
    finish(y, low, high, c20, c21, columns);
    y += <usize>down3 * yPitch;
    finish(y, low, high, c30, c31, columns);
    y += yPitch;
  }
}

/** Clamps and stores eight outputs of a row. */
@inline
function finish_whole(y: usize, low: v128, high: v128, c0: v128, c1: v128): void {
  v128.store(y, clamp<v128>(c0, low, high));
  v128.store(y, clamp<v128>(c1, low, high), 16);
}

/** Rows [0, end), at least six, by the outputs [n, n + 8); where sixes do not come out even, the last overlap. */
function tile_6x8(b: Block, n: u32, end: u32): void {
  const pitch = b.pitch;
  const yPitch = b.yPitch;
  const w = b.weights + <usize>((n * b.depth) << 2);
  const wEnd = w + <usize>((b.depth * PANEL) << 2);
  const runBytes = <usize>((b.run * PANEL) << 2);
  const bias = b.bias + <usize>(n << 2);
  const low = splat<v128>(b.low);
  const high = splat<v128>(b.high);
  const last = end - TILE_ROWS;
  let a = b.a;
  let y = b.y + <usize>(n << 2);
  let m: u32 = 0;
  while (true) {
    let a0 = a;
    let a1 = a0 + pitch;
    let a2 = a1 + pitch;
    let a3 = a2 + pitch;
    let a4 = a3 + pitch;
    let a5 = a4 + pitch;
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
    let c50 = c00;
    let c51 = c01;
    let v = w;
    while (true) {
      const runEnd = v + runBytes;
      do {
        const w0 = v128.load(v, 0);
        const w1 = v128.load(v, 16);
        const x0 = v128.load32_splat(a0);
        c00 = madd<v128>(w0, x0, c00);
        c01 = madd<v128>(w1, x0, c01);
        const x1 = v128.load32_splat(a1);
        c10 = madd<v128>(w0, x1, c10);
        c11 = madd<v128>(w1, x1, c11);
        const x2 = v128.load32_splat(a2);
        c20 = madd<v128>(w0, x2, c20);
        c21 = madd<v128>(w1, x2, c21);
        const x3 = v128.load32_splat(a3);
        c30 = madd<v128>(w0, x3, c30);
        c31 = madd<v128>(w1, x3, c31);
        const x4 = v128.load32_splat(a4);
        c40 = madd<v128>(w0, x4, c40);
        c41 = madd<v128>(w1, x4, c41);
        const x5 = v128.load32_splat(a5);
        c50 = madd<v128>(w0, x5, c50);
        c51 = madd<v128>(w1, x5, c51);
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        a4 += 4;
        a5 += 4;
        v += 32;
      } while (v < runEnd);
      if (v == wEnd) break;
      const jump = b.jump;
      a0 += jump;
      a1 += jump;
      a2 += jump;
      a3 += jump;
      a4 += jump;
      a5 += jump;
    }
    finish_whole(y, low, high, c00, c01);
    let row = y + yPitch;
    finish_whole(row, low, high, c10, c11);
    row += yPitch;
    finish_whole(row, low, high, c20, c21);
    row += yPitch;
    finish_whole(row, low, high, c30, c31);
    row += yPitch;
    finish_whole(row, low, high, c40, c41);
    row += yPitch;
    finish_whole(row, low, high, c50, c51);
    if (m == last) return;
    const step = min(TILE_ROWS, last - m);
    m += step;
    a += <usize>step * pitch;
    y += <usize>step * yPitch;
  }
}

/** One row by the outputs [n, n + 32): what fully connected layers of one image run. */
function tile_1x32(b: Block, n: u32, m: u32): void {
  const panel = <usize>((b.depth * PANEL) << 2);
  const bias = b.bias + <usize>(n << 2);
  let c0 = v128.load(bias, 0);
  let c1 = v128.load(bias, 16);
  let c2 = v128.load(bias, 32);
  let c3 = v128.load(bias, 48);
  let c4 = v128.load(bias, 64);
  let c5 = v128.load(bias, 80);
  let c6 = v128.load(bias, 96);
  let c7 = v128.load(bias, 112);
  let a = b.a + <usize>m * b.pitch;
  let v0 = b.weights + <usize>((n * b.depth) << 2);
  let v1 = v0 + panel;
  let v2 = v1 + panel;
  let v3 = v2 + panel;
  const end = v1;
  const runBytes = <usize>((b.run * PANEL) << 2);
  while (true) {
    const runEnd = v0 + runBytes;
    do {
      const x = v128.load32_splat(a);
      c0 = madd<v128>(v128.load(v0, 0), x, c0);
      c1 = madd<v128>(v128.load(v0, 16), x, c1);
      c2 = madd<v128>(v128.load(v1, 0), x, c2);
      c3 = madd<v128>(v128.load(v1, 16), x, c3);
      c4 = madd<v128>(v128.load(v2, 0), x, c4);
      c5 = madd<v128>(v128.load(v2, 16), x, c5);
      c6 = madd<v128>(v128.load(v3, 0), x, c6);
      c7 = madd<v128>(v128.load(v3, 16), x, c7);
      a += 4;
      v1 += 32;
      v2 += 32;
      v3 += 32;
      v0 += 32;
    } while (v0 < runEnd);
    if (v0 == end) break;
    a += b.jump;
  }
  const y = b.y + <usize>m * b.yPitch + <usize>(n << 2);
  const low = splat<v128>(b.low);
  const high = splat<v128>(b.high);
  const columns = <i32>(b.outputs - n);
  finish(y, low, high, c0, c1, columns);
  finish(y + 32, low, high, c2, c3, columns - 8);
  finish(y + 64, low, high, c4, c5, columns - 16);
  finish(y + 96, low, high, c6, c7, columns - 24);
}

/** All rows, two at a time, by the outputs [n, n + 4): half a panel. */
function scalar_2x4(b: Block, n: u32): void {
  const rows = b.rows;
  const w = b.weights + <usize>(((n & ~(PANEL - 1)) * b.depth + (n & (PANEL - 1))) << 2);
  const wEnd = w + <usize>((b.depth * PANEL) << 2);
  const runBytes = <usize>((b.run * PANEL) << 2);
  const bias = b.bias + <usize>(n << 2);
  const columns = b.outputs - n;
  for (let m: u32 = 0; m < rows; m += 2) {
    const second = m + 1 < rows ? <usize>1 : 0;
    let a0 = b.a + <usize>m * b.pitch;
    let a1 = a0 + second * b.pitch;
    let c00 = load<f32>(bias, 0);
    let c01 = load<f32>(bias, 4);
    let c02 = load<f32>(bias, 8);
    let c03 = load<f32>(bias, 12);
    let c10 = c00;
    let c11 = c01;
    let c12 = c02;
    let c13 = c03;
    let v = w;
    while (true) {
      const runEnd = v + runBytes;
      do {
        const x0 = load<f32>(a0);
        const x1 = load<f32>(a1);
        const w0 = load<f32>(v, 0);
        c00 += w0 * x0;
        c10 += w0 * x1;
        const w1 = load<f32>(v, 4);
        c01 += w1 * x0;
        c11 += w1 * x1;
        const w2 = load<f32>(v, 8);
        c02 += w2 * x0;
        c12 += w2 * x1;
        const w3 = load<f32>(v, 12);
        c03 += w3 * x0;
        c13 += w3 * x1;
        a0 += 4;
        a1 += 4;
        v += 32;
      } while (v < runEnd);
      if (v == wEnd) break;
      a0 += b.jump;
      a1 += b.jump;
    }
    const y0 = b.y + <usize>m * b.yPitch + <usize>(n << 2);
    const y1 = y0 + second * b.yPitch;
    scalar_finish(b, y0, c00, c01, c02, c03, columns);
    scalar_finish(b, y1, c10, c11, c12, c13, columns);
  }
}

function scalar_finish(b: Block, y: usize, c0: f32, c1: f32, c2: f32, c3: f32, columns: u32): void {
  const low = b.low;
  const high = b.high;
  store<f32>(y, clamp<f32>(c0, low, high), 0);
  if (columns > 1) store<f32>(y, clamp<f32>(c1, low, high), 4);
  if (columns > 2) store<f32>(y, clamp<f32>(c2, low, high), 8);
  if (columns > 3) store<f32>(y, clamp<f32>(c3, low, high), 12);
}
