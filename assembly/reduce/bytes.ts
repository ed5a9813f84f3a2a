// Reductions of int8: extremes stay int8; sums are int32 of the stored values and exact, requantize_i32 makes int8 of them.

import { flip_v, load_q, load_q16, store_q, store_q16 } from "../lane/int8";
import { magic, magic_low, magic_zero, requantize1, requantize4 } from "../lane/requantize";
import { Reduce, Requantize } from "../params";


@unmanaged
class Maximum {

  @inline
  step16(a: v128, b: v128): v128 {
    return i8x16.max_s(a, b);
  }


  @inline
  step1(a: i32, b: i32): i32 {
    return max(a, b);
  }
}


@unmanaged
class Minimum {

  @inline
  step16(a: v128, b: v128): v128 {
    return i8x16.min_s(a, b);
  }


  @inline
  step1(a: i32, b: i32): i32 {
    return min(a, b);
  }
}

export function reduce_max_i8(params: usize, begin: u32, end: u32): void {
  extreme<Maximum>(params, begin, end);
}

export function reduce_min_i8(params: usize, begin: u32, end: u32): void {
  extreme<Minimum>(params, begin, end);
}


@inline
function extreme<Op>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Reduce>(params);
  const op = changetype<Op>(params);
  const count = p.count;
  const inner = <usize>p.inner;
  let x = p.x + <usize>begin * <usize>count * inner;
  let y = p.y + <usize>begin * inner;
  for (let o = begin; o < end; o++) {
    let i: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const f = flip_v();
      for (; i + 16 <= inner; i += 16) {
        let best = load_q16(x + i, f);
        for (let n: usize = 1; n < <usize>count; n++) best = op.step16(best, load_q16(x + i + n * inner, f));
        store_q16(y + i, best, f);
      }
    }
    for (; i < inner; i++) {
      let best = load_q(x + i);
      for (let n: usize = 1; n < <usize>count; n++) best = op.step1(best, load_q(x + i + n * inner));
      store_q(y + i, best);
    }
    x += <usize>count * inner;
    y += inner;
  }
}

/** int32 sums of int8. */
export function sum_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Reduce>(params);
  const count = <usize>p.count;
  const inner = <usize>p.inner;
  let x = p.x + <usize>begin * count * inner;
  let y = p.y + ((<usize>begin * inner) << 2);
  for (let o = begin; o < end; o++) {
    if (ASC_FEATURE_SIMD && inner == 1) {
      store<i32>(y, sum_run(x, count));
    } else {
      sum_columns(x, y, count, inner);
    }
    x += count * inner;
    y += inner << 2;
  }
}


@inline
function sum_columns(x: usize, y: usize, count: usize, inner: usize): void {
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    for (; i + 8 <= inner; i += 8) {
      let first = i32x4.splat(0);
      let second = i32x4.splat(0);
      for (let n: usize = 0; n < count; n++) {
        const words = i16x8.extend_low_i8x16_s(v128.xor(v128.load64_zero(x + i + n * inner), f));
        first = i32x4.add(first, i32x4.extend_low_i16x8_s(words));
        second = i32x4.add(second, i32x4.extend_high_i16x8_s(words));
      }
      v128.store(y + (i << 2), first);
      v128.store(y + (i << 2), second, 16);
    }
  }
  for (; i < inner; i++) {
    let sum = 0;
    for (let n: usize = 0; n < count; n++) sum += load_q(x + i + n * inner);
    store<i32>(y + (i << 2), sum);
  }
}


@inline
function sum_run(x: usize, count: usize): i32 {
  const f = flip_v();
  let sums = i32x4.splat(0);
  let n: usize = 0;
  for (; n + 16 <= count; n += 16) {
    const pairs = i16x8.extadd_pairwise_i8x16_s(load_q16(x + n, f));
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(pairs));
  }
  let sum = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
  sum += i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  for (; n < count; n++) sum += load_q(x + n);
  return sum;
}

export function requantize_i32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Requantize>(params);
  const x = p.x;
  const y = p.y;
  const offset = p.offset;
  const scale = p.scale;
  const zero = p.zero;
  let i = <usize>begin;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const low = magic_low(-128, zero);
    const magicZero = magic_zero(zero);
    for (; i + 4 <= <usize>end; i += 4) {
      const sums = i32x4.add(v128.load(x + (i << 2)), i32x4.splat(offset));
      const q = requantize4(sums, f32x4.splat(scale), magic(zero), low, magicZero);
      const words = i16x8.narrow_i32x4_s(q, q);
      const bytes = i8x16.narrow_i16x8_s(words, words);
      v128.store32_lane(y + i, ASC_FEATURE_RELAXED_SIMD ? v128.xor(bytes, f) : bytes, 0);
    }
  }
  for (; i < <usize>end; i++) {
    store_q(y + i, requantize1(load<i32>(x + (i << 2)) + offset, scale, zero, -128, 127));
  }
}
