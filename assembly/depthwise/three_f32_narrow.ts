// One output row for depthwise_3x3_f32 of the channels of one V, v128 (four) or f32 (one), their nine weights in locals.

import { add, clamp, madd, mul, splat } from "../lane/float";
import { Depthwise } from "../params";

/**
 * sum + the products of one column of the window. The relaxed build adds those up first: a chain of nine fused operations would have
 * to be waited for (Zen 3: 12 to 24 % less time than with separate products and sums; these are 2 to 7 % slower in that order).
 */
@inline
function add_column<V>(sum: V, v0: V, v1: V, v2: V, w0: V, w1: V, w2: V): V {
  if (ASC_FEATURE_RELAXED_SIMD) return add<V>(sum, madd<V>(v2, w2, madd<V>(v1, w1, mul<V>(v0, w0))));
  else return add<V>(add<V>(add<V>(sum, mul<V>(v0, w0)), mul<V>(v1, w1)), mul<V>(v2, w2));
}

/** As wide_row in three_f32_wide.ts. */
export function narrow_row<V>(
  p: Depthwise,
  c: usize,
  w: usize,
  start: usize,
  x0: usize,
  step0: usize,
  x1: usize,
  step1: usize,
  x2: usize,
  step2: usize,
): void {
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
  const low = splat<V>(p.min);
  const high = splat<V>(p.max);
  const pixel = (<usize>p.channels) << 2;
  const end = start + <usize>p.outputWidth * pixel;
  const left = p.left;
  let y: usize;
  let sum = load<V>(bias);
  if (p.strideWidth == 1) {
    y = start - <usize>(2 - left) * pixel;
    let next = sum;
    const last = y + <usize>p.width * pixel;
    do {
      const v0 = load<V>(x0);
      const v1 = load<V>(x1);
      const v2 = load<V>(x2);
      store<V>(max(y, start), clamp<V>(add_column<V>(sum, v0, v1, v2, w02, w12, w22), low, high));
      sum = add_column<V>(next, v0, v1, v2, w01, w11, w21);
      next = add_column<V>(load<V>(bias), v0, v1, v2, w00, w10, w20);
      x0 += step0;
      x1 += step1;
      x2 += step2;
      y += pixel;
    } while (y != last);
  } else {
    y = start - <usize>(1 - left) * pixel;
    let isMiddle = left != 0;
    const whole = start + <usize>((p.width + left - 1) >> 1) * pixel;
    do {
      if (isMiddle) {
        sum = add_column<V>(sum, load<V>(x0), load<V>(x1), load<V>(x2), w01, w11, w21);
        if (y == whole) break;
        x0 += step0;
        x1 += step1;
        x2 += step2;
      }
      isMiddle = true;
      const v0 = load<V>(x0);
      const v1 = load<V>(x1);
      const v2 = load<V>(x2);
      store<V>(max(y, start), clamp<V>(add_column<V>(sum, v0, v1, v2, w02, w12, w22), low, high));
      sum = add_column<V>(load<V>(bias), v0, v1, v2, w00, w10, w20);
      x0 += step0;
      x1 += step1;
      x2 += step2;
      y += pixel;
    } while (y != end);
  }
  if (y != end) store<V>(y, clamp<V>(sum, low, high));
}
