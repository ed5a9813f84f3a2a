// 3x3 convolution of floats at stride 1 as Winograd's F(2x2, 3x3): four outputs for 16 multiplications instead of 36.
//
// An image is cut into tiles of 2x2 output pixels. The 4x4 pixels under each, d, are transformed to Bᵀ·d·B; each of the 16
// positions is a matrix product of its own over the tiles of a block, with weights that were transformed when the model
// was compiled (src/kernels/winograd.ts); the 16 sums of a tile, m, become its outputs Aᵀ·m·A.
//
//        1  0 −1  0
//   Bᵀ = 0  1  1  0      Aᵀ = 1  1  1  0
//        0 −1  1  0           0  1 −1 −1
//        0  1  0 −1
//
// Scratch of one call:  | Block | 16 addresses | a pixel of zeros | inputs [16][tile][channels] | sums [16][tile][8] |
// V is v128 (four channels) or f32 (one).

import { Block, PANEL } from "../gemm/block";
import { store_floats } from "../gemm/epilogue";
import { multiply_f32 } from "../gemm/f32";
import { add, clamp, splat, sub } from "../lane/float";
import { Conv } from "../params";

/** Range: tiles, row by row, image by image. */
export function conv_winograd_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Conv>(params);
  const b = changetype<Block>(p.scratch);
  const pixel = (<usize>p.channels) << 2;
  const pointers = p.scratch + offsetof<Block>();
  const zeros = pointers + 64;
  const zeroBytes = max<usize>(pixel, PANEL << 2);
  const inputs = zeros + zeroBytes;
  const step = (p.scratchBytes - <u32>(inputs - p.scratch)) / (16 * (<u32>pixel + (PANEL << 2)));
  memory.fill(zeros, 0, zeroBytes);
  b.pitch = pixel;
  b.depth = p.channels;
  b.run = p.channels;
  b.bias = zeros;
  b.yPitch = PANEL << 2;
  b.outputs = PANEL;
  b.low = -Infinity;
  b.high = Infinity;
  for (let first = begin; first < end; first += step) {
    const tiles = min(step, end - first);
    b.rows = tiles;
    const sums = inputs + 16 * <usize>tiles * pixel;
    transform_inputs(p, first, tiles, inputs);
    b.weights = p.weights;
    for (let n: u32 = 0; n < p.outputs; n += PANEL) {
      b.a = inputs;
      b.y = sums;
      for (let position = 0; position < 16; position++) {
        multiply_f32(b);
        b.a += <usize>tiles * pixel;
        b.y += (<usize>(tiles * PANEL)) << 2;
        b.weights += (<usize>(p.channels * PANEL)) << 2;
      }
      if (ASC_FEATURE_SIMD) {
        transform_sums<v128>(p, first, n, sums, tiles);
        transform_sums<v128>(p, first, n + 4, sums + 16, tiles);
      } else {
        for (let i: u32 = 0; i < PANEL; i++) transform_sums<f32>(p, first, n + i, sums + (i << 2), tiles);
      }
    }
  }
}

/** Writes inputs [16][tile][channels] for the tiles from `first` on. */
function transform_inputs(p: Conv, first: u32, tiles: u32, inputs: usize): void {
  const pointers = p.scratch + offsetof<Block>();
  const pixel = (<usize>p.channels) << 2;
  const columns = (p.outputWidth + 1) >> 1;
  const lines = (p.outputHeight + 1) >> 1;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const line = (first + tile) / columns;
    const left = <i32>(((first + tile) % columns) << 1) - p.left;
    const image = p.x + <usize>((line / lines) * p.height * p.width) * pixel;
    let y = <i32>((line % lines) << 1) - p.top;
    for (let at = pointers; at < pointers + 64; y++) {
      let x = left;
      for (const end = at + 16; at < end; at += 4, x++) {
        const isInside = <u32>y < p.height && <u32>x < p.width;
        store<usize>(at, isInside ? image + <usize>(y * p.width + x) * pixel : pointers + 64);
      }
    }
    const to = inputs + <usize>tile * pixel;
    const plane = <usize>tiles * pixel;
    if (ASC_FEATURE_SIMD) for (let c: usize = 0; c < pixel; c += 16) transform_input<v128>(pointers, c, to + c, plane);
    else for (let c: usize = 0; c < pixel; c += 4) transform_input<f32>(pointers, c, to + c, plane);
  }
}

/** The value of one position. */
@inline
function pick<V>(pointers: usize, position: usize, c: usize): V {
  return load<V>(load<usize>(pointers + (position << 2)) + c);
}

/** Bᵀ·d·B, one position `plane` bytes after the other. */
@inline
function transform_input<V>(pointers: usize, c: usize, to: usize, plane: usize): void {
  transform_line<V>(
    sub<V>(pick<V>(pointers, 0, c), pick<V>(pointers, 8, c)),
    sub<V>(pick<V>(pointers, 1, c), pick<V>(pointers, 9, c)),
    sub<V>(pick<V>(pointers, 2, c), pick<V>(pointers, 10, c)),
    sub<V>(pick<V>(pointers, 3, c), pick<V>(pointers, 11, c)),
    to,
    plane,
  );
  to += plane << 2;
  const a0 = pick<V>(pointers, 4, c);
  const a1 = pick<V>(pointers, 5, c);
  const a2 = pick<V>(pointers, 6, c);
  const a3 = pick<V>(pointers, 7, c);
  const b0 = pick<V>(pointers, 8, c);
  const b1 = pick<V>(pointers, 9, c);
  const b2 = pick<V>(pointers, 10, c);
  const b3 = pick<V>(pointers, 11, c);
  transform_line<V>(add<V>(a0, b0), add<V>(a1, b1), add<V>(a2, b2), add<V>(a3, b3), to, plane);
  to += plane << 2;
  transform_line<V>(sub<V>(b0, a0), sub<V>(b1, a1), sub<V>(b2, a2), sub<V>(b3, a3), to, plane);
  to += plane << 2;
  transform_line<V>(
    sub<V>(a0, pick<V>(pointers, 12, c)),
    sub<V>(a1, pick<V>(pointers, 13, c)),
    sub<V>(a2, pick<V>(pointers, 14, c)),
    sub<V>(a3, pick<V>(pointers, 15, c)),
    to,
    plane,
  );
}


@inline
function transform_line<V>(d0: V, d1: V, d2: V, d3: V, to: usize, plane: usize): void {
  store<V>(to, sub<V>(d0, d2));
  store<V>(to + plane, add<V>(d1, d2));
  store<V>(to + 2 * plane, sub<V>(d2, d1));
  store<V>(to + 3 * plane, sub<V>(d1, d3));
}

/** Writes the outputs n and those beside it in a V of all tiles from `first` on. */
function transform_sums<V>(p: Conv, first: u32, n: u32, sums: usize, tiles: u32): void {
  if (n >= p.outputs) return;
  const plane = (<usize>(tiles * PANEL)) << 2;
  const pixel = (<usize>p.outputs) << 2;
  const columns = (p.outputWidth + 1) >> 1;
  const lines = (p.outputHeight + 1) >> 1;
  const bias = load<V>(p.bias + ((<usize>n) << 2));
  const count = <i32>(p.outputs - n);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const line = (first + tile) / columns;
    const ox = ((first + tile) % columns) << 1;
    const oy = (line % lines) << 1;
    const row = <usize>((line / lines) * p.outputHeight + oy);
    const y = p.y + (row * <usize>p.outputWidth + <usize>ox) * pixel + ((<usize>n) << 2);
    const isWide = ox + 1 < p.outputWidth;
    let m = sums;
    let a0 = load<V>(m);
    let a1 = load<V>(m + plane);
    let a2 = load<V>(m + 2 * plane);
    let a3 = load<V>(m + 3 * plane);
    m += plane << 2;
    let b0 = load<V>(m);
    let b1 = load<V>(m + plane);
    let b2 = load<V>(m + 2 * plane);
    let b3 = load<V>(m + 3 * plane);
    a0 = add<V>(a0, b0);
    a1 = add<V>(a1, b1);
    a2 = add<V>(a2, b2);
    a3 = add<V>(a3, b3);
    m += plane << 2;
    let d = load<V>(m);
    a0 = add<V>(a0, d);
    b0 = sub<V>(b0, d);
    d = load<V>(m + plane);
    a1 = add<V>(a1, d);
    b1 = sub<V>(b1, d);
    d = load<V>(m + 2 * plane);
    a2 = add<V>(a2, d);
    b2 = sub<V>(b2, d);
    d = load<V>(m + 3 * plane);
    a3 = add<V>(a3, d);
    b3 = sub<V>(b3, d);
    finish_line<V>(p, y, bias, a0, a1, a2, a3, count, isWide);
    if (oy + 1 < p.outputHeight) {
      m += plane << 2;
      b0 = sub<V>(b0, load<V>(m));
      b1 = sub<V>(b1, load<V>(m + plane));
      b2 = sub<V>(b2, load<V>(m + 2 * plane));
      b3 = sub<V>(b3, load<V>(m + 3 * plane));
      finish_line<V>(p, y + <usize>p.outputWidth * pixel, bias, b0, b1, b2, b3, count, isWide);
    }
    sums += PANEL << 2;
  }
}

/** Two outputs side by side, or one. */
@inline
function finish_line<V>(p: Conv, y: usize, bias: V, s0: V, s1: V, s2: V, s3: V, count: i32, isWide: bool): void {
  const low = splat<V>(p.low);
  const high = splat<V>(p.high);
  finish<V>(y, clamp<V>(add<V>(bias, add<V>(add<V>(s0, s1), s2)), low, high), count);
  if (!isWide) return;
  finish<V>(y + ((<usize>p.outputs) << 2), clamp<V>(add<V>(bias, sub<V>(sub<V>(s1, s2), s3)), low, high), count);
}


@inline
function finish<V>(y: usize, result: V, count: i32): void {
  if (isVector<V>()) store_floats(y, <v128>result, count);
  else store<V>(y, result);
}
