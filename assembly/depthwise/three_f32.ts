// Depthwise convolution of floats with a 3x3 window, stride 1 or 2, at most one column of padding on either side.
//
// Along the rows of a strip, a cache line of channels at a time, what is left over in vectors of four (the scalar build: channel by
// channel). Each column of three values is read once and added to the one to three outputs whose windows hold it, so that no column
// has to be kept.

import { Depthwise } from "../params";
import { narrow_row } from "./three_f32_narrow";
import { BLOCK, wide_row } from "./three_f32_wide";

/** Input pixels of a strip: one cache line of each, and of the results, stays in the first cache. */
const STRIP_PIXELS: u32 = 256;

/** Bytes of a cache line. */
const LINE: usize = 64;

export function depthwise_3x3_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Depthwise>(params);
  const inputs = <u32>(p.outputWidth * p.strideWidth * p.strideHeight);
  const step = max<u32>(STRIP_PIXELS / inputs, 1);
  const pixel = (<usize>p.channels) << 2;
  for (let row = begin; row < end; row += step) {
    const last = min(row + step, end);
    let c: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; c + LINE <= pixel; c += LINE) {
        for (let y = row; y < last; y++) output_row(p, y, c, true);
      }
    }
    for (; c < pixel; c += ASC_FEATURE_SIMD ? 16 : 4) {
      for (let y = row; y < last; y++) output_row(p, y, c, false);
    }
  }
}

/** One output row of the channels that begin c bytes into a pixel: a cache line of them, or one vector or float. */
function output_row(p: Depthwise, row: u32, c: usize, isWide: bool): void {
  const pixel = (<usize>p.channels) << 2;
  const height = <u32>p.height;
  const lineBytes = <usize>p.width * pixel;
  const batch = row / <u32>p.outputHeight;
  const top = (row - batch * <u32>p.outputHeight) * <u32>p.strideHeight - <u32>p.top;
  const line = p.x + (<usize>(batch * height) + top) * lineBytes + c;
  // Rows outside the image read zeros over and over. SIMD kernels run in wasm memory, of which nothing is used below MEMORY_BASE; exports
  // of the scalar build have other memories, and zeros behind the weights.
  const zeros = ASC_FEATURE_SIMD ? 0 : p.weights + ((pixel + 15) >> 4) * BLOCK;
  let inside = top < height;
  const x0 = inside ? line : zeros;
  const step0 = inside ? pixel : 0;
  inside = top + 1 < height;
  const x1 = inside ? line + lineBytes : zeros;
  const step1 = inside ? pixel : 0;
  inside = top + 2 < height;
  const x2 = inside ? line + 2 * lineBytes : zeros;
  const step2 = inside ? pixel : 0;
  const w = p.weights + (c >> 4) * BLOCK + (c & 15);
  const y = p.y + <usize>(row * <u32>p.outputWidth) * pixel + c;
  if (!ASC_FEATURE_SIMD) narrow_row<f32>(p, c, w, y, x0, step0, x1, step1, x2, step2);
  else if (isWide) wide_row(p, c, w, y, x0, step0, x1, step1, x2, step2);
  else narrow_row<v128>(p, c, w, y, x0, step0, x1, step1, x2, step2);
}
