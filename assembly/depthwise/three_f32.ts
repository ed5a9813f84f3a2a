// Depthwise convolution of floats with a 3x3 window, stride 1 or 2, at most one column of padding on either side: four
// channels at a time along the rows of a strip, their nine weights in locals.
//
// Each column of three values is read once and added to the two or three outputs whose windows hold it, so that no
// column has to be kept. The relaxed build adds up a column's three products before: a chain of nine fused operations would have to be
// waited for (Zen 3: 12 to 24 % less time than with separate products and sums; these are 2 to 7 % slower in that order).
//
// V is v128 (four channels) or f32 (one). Measured on layers of MobileNetV2 and MobileNetV1 0.25
// against depthwise_f32 (V8, Zen 5): 16 to 20 GMAC/s against 3 to 10 at stride 1, 9 to 14 against 4 to 9 at stride 2.

import { add, clamp, madd, mul, splat } from "../lane/float";
import { Depthwise } from "../params";

/** Input pixels of a strip: what they and their results hold of four cache-line neighbours stays in the first cache. */
const STRIP_PIXELS: u32 = 256;

/** Bytes of the weights of four channels. */
const BLOCK_BYTES: usize = 144;

export function depthwise_3x3_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Depthwise>(params);
  const inputs = <u32>(p.outputWidth * p.strideWidth * p.strideHeight);
  const step = max<u32>(STRIP_PIXELS / inputs, 1);
  const pixel = (<usize>p.channels) << 2;
  for (let row = begin; row < end; row += step) {
    const last = min(row + step, end);
    for (let c: usize = 0; c < pixel; c += ASC_FEATURE_SIMD ? 16 : 4) {
      if (ASC_FEATURE_SIMD) strip<v128>(p, c, row, last);
      else strip<f32>(p, c, row, last);
    }
  }
}

/** The channels of one V, c bytes into a pixel, of the output rows [first, end). */
function strip<V>(p: Depthwise, c: usize, first: u32, end: u32): void {
  const w = p.weights + (c >> 4) * BLOCK_BYTES + (c & 15);
  const w00 = load<V>(w);
  const w01 = load<V>(w, 16);
  const w02 = load<V>(w, 32);
  const w10 = load<V>(w, 48);
  const w11 = load<V>(w, 64);
  const w12 = load<V>(w, 80);
  const w20 = load<V>(w, 96);
  const w21 = load<V>(w, 112);
  const w22 = load<V>(w, 128);
  const bias = p.bias + c;
  const pixel = (<usize>p.channels) << 2;
  const height = <u32>p.height;
  const lineBytes = <usize>p.width * pixel;
  const zeros = p.weights + ((pixel + 15) >> 4) * BLOCK_BYTES;
  for (let row = first; row < end; row++) {
    const batch = row / <u32>p.outputHeight;
    const top = (row - batch * <u32>p.outputHeight) * <u32>p.strideHeight - <u32>p.top;
    const line = p.x + (<usize>(batch * height) + top) * lineBytes + c;
    // Rows outside the image read zeros over and over.
    let inside = top < height;
    let x0 = inside ? line : zeros;
    const step0 = inside ? pixel : 0;
    inside = top + 1 < height;
    let x1 = inside ? line + lineBytes : zeros;
    const step1 = inside ? pixel : 0;
    inside = top + 2 < height;
    let x2 = inside ? line + 2 * lineBytes : zeros;
    const step2 = inside ? pixel : 0;

    const start = p.y + <usize>(row * <u32>p.outputWidth) * pixel + c;
    const low = splat<V>(p.min);
    const high = splat<V>(p.max);
    const left = p.left;
    let sum0 = load<V>(bias);
    if (p.strideWidth == 1) {
      // Column i of the image ends the window of output i + left - 2.
      let y = start - <usize>(2 - left) * pixel;
      let sum1 = sum0;
      const end = y + <usize>p.width * pixel;
      do {
        let v = load<V>(x0);
        let sum: V;
        if (ASC_FEATURE_RELAXED_SIMD) {
          let last = mul<V>(v, w02);
          let middle = mul<V>(v, w01);
          let first = madd<V>(v, w00, load<V>(bias));
          v = load<V>(x1);
          last = madd<V>(v, w12, last);
          middle = madd<V>(v, w11, middle);
          first = madd<V>(v, w10, first);
          v = load<V>(x2);
          sum = add<V>(sum0, madd<V>(v, w22, last));
          sum0 = add<V>(sum1, madd<V>(v, w21, middle));
          sum1 = madd<V>(v, w20, first);
        } else {
          sum = add<V>(sum0, mul<V>(v, w02));
          sum0 = add<V>(sum1, mul<V>(v, w01));
          sum1 = add<V>(load<V>(bias), mul<V>(v, w00));
          v = load<V>(x1);
          sum = add<V>(sum, mul<V>(v, w12));
          sum0 = add<V>(sum0, mul<V>(v, w11));
          sum1 = add<V>(sum1, mul<V>(v, w10));
          v = load<V>(x2);
          sum = add<V>(sum, mul<V>(v, w22));
          sum0 = add<V>(sum0, mul<V>(v, w21));
          sum1 = add<V>(sum1, mul<V>(v, w20));
        }
        x0 += step0;
        x1 += step1;
        x2 += step2;
        if (y >= start) store<V>(y, clamp<V>(sum, low, high));
        y += pixel;
      } while (y != end);
      if (y < start + <usize>p.outputWidth * pixel) store<V>(y, clamp<V>(sum0, low, high));
    } else {
      // An output's window begins on the column that ends the window before.
      if (left == 0) {
        sum0 = add<V>(sum0, mul<V>(load<V>(x0), w00));
        sum0 = add<V>(sum0, mul<V>(load<V>(x1), w10));
        sum0 = add<V>(sum0, mul<V>(load<V>(x2), w20));
        x0 += step0;
        x1 += step1;
        x2 += step2;
      }
      let y = start;
      const end = y + <usize>p.outputWidth * pixel;
      const whole = y + <usize>((p.width + left - 1) >> 1) * pixel;
      while (true) {
        let sum: V;
        if (ASC_FEATURE_RELAXED_SIMD) {
          sum = madd<V>(load<V>(x1), w11, mul<V>(load<V>(x0), w01));
          sum = add<V>(sum0, madd<V>(load<V>(x2), w21, sum));
        } else {
          sum = add<V>(sum0, mul<V>(load<V>(x0), w01));
          sum = add<V>(sum, mul<V>(load<V>(x1), w11));
          sum = add<V>(sum, mul<V>(load<V>(x2), w21));
        }
        if (y == whole) {
          store<V>(y, clamp<V>(sum, low, high));
          break;
        }
        x0 += step0;
        x1 += step1;
        x2 += step2;
        let v = load<V>(x0);
        if (ASC_FEATURE_RELAXED_SIMD) {
          let last = mul<V>(v, w02);
          sum0 = madd<V>(v, w00, load<V>(bias));
          v = load<V>(x1);
          last = madd<V>(v, w12, last);
          sum0 = madd<V>(v, w10, sum0);
          v = load<V>(x2);
          sum = add<V>(sum, madd<V>(v, w22, last));
          sum0 = madd<V>(v, w20, sum0);
        } else {
          sum = add<V>(sum, mul<V>(v, w02));
          sum0 = add<V>(load<V>(bias), mul<V>(v, w00));
          v = load<V>(x1);
          sum = add<V>(sum, mul<V>(v, w12));
          sum0 = add<V>(sum0, mul<V>(v, w10));
          v = load<V>(x2);
          sum = add<V>(sum, mul<V>(v, w22));
          sum0 = add<V>(sum0, mul<V>(v, w20));
        }
        x0 += step0;
        x1 += step1;
        x2 += step2;
        store<V>(y, clamp<V>(sum, low, high));
        y += pixel;
        if (y == end) break;
      }
    }
  }
}
