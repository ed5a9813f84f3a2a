// Between element types. y may be x where their elements have the same size.

import { flip_v, load_q, store_q } from "../lane/int8";
import { round_i32, round_i32x4, zero_if_nan } from "../lane/quantize";
import { store_part } from "../lane/tail";
import { Convert } from "../params";

/** rint(x · scale) + zeroPoint, saturated; NaN becomes the zero point. */
export function quantize_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  const x = p.x;
  const y = p.y;
  const zeroPoint = p.zeroPoint;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const scale = f32x4.splat(p.scale);
    const low = f32x4.splat(<f32>(<i32>-128 - zeroPoint));
    const high = f32x4.splat(<f32>(<i32>127 - zeroPoint));
    for (let i = begin; i < end; i += 4) {
      const product = f32x4.mul(v128.load(x + ((<usize>i) << 2)), scale);
      const q = round_i32x4(zero_if_nan<v128>(product), low, high, zeroPoint);
      const halves = i16x8.narrow_i32x4_s(q, q);
      const bytes = v128.xor(i8x16.narrow_i16x8_s(halves, halves), f);
      if (end - i >= 4) v128.store32_lane(y + i, bytes, 0);
      else store_part(y + i, bytes, end - i);
    }
  } else {
    const scale = p.scale;
    const low = <f32>(<i32>-128 - zeroPoint);
    const high = <f32>(<i32>127 - zeroPoint);
    for (let i = begin; i < end; i++) {
      const product = zero_if_nan<f32>(load<f32>(x + ((<usize>i) << 2)) * scale);
      store_q(y + i, round_i32(product, low, high, zeroPoint));
    }
  }
}

/** scale · (x − zeroPoint). */
export function dequantize_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  const x = p.x;
  const y = p.y;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const scale = f32x4.splat(p.scale);
    const zeroPoint = i32x4.splat(p.zeroPoint);
    for (let i = begin; i < end; i += 4) {
      const bytes = v128.xor(v128.load32_zero(x + i), f);
      const q = i32x4.sub(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes)), zeroPoint);
      const result = f32x4.mul(f32x4.convert_i32x4_s(q), scale);
      if (end - i >= 4) v128.store(y + ((<usize>i) << 2), result);
      else store_part(y + ((<usize>i) << 2), result, (end - i) << 2);
    }
  } else {
    const scale = p.scale;
    const zeroPoint = p.zeroPoint;
    for (let i = begin; i < end; i++) {
      store<f32>(y + ((<usize>i) << 2), <f32>(load_q(x + i) - zeroPoint) * scale);
    }
  }
}

/** Towards zero, saturated; NaN becomes 0. */
export function cast_f32_i32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  for (let i = begin; i < end; i++) {
    const at = (<usize>i) << 2;
    store<i32>(p.y + at, <i32>load<f32>(p.x + at));
  }
}

/** Towards zero, saturated; NaN becomes 0. */
export function cast_f32_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  for (let i = begin; i < end; i++) {
    const whole = <i32>load<f32>(p.x + ((<usize>i) << 2));
    store_q(p.y + i, min<i32>(max<i32>(whole, -128), 127));
  }
}

export function cast_i32_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  for (let i = begin; i < end; i++) {
    const at = (<usize>i) << 2;
    store<f32>(p.y + at, <f32>load<i32>(p.x + at));
  }
}

/** Saturated. */
export function cast_i32_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  for (let i = begin; i < end; i++) {
    store_q(p.y + i, min<i32>(max<i32>(load<i32>(p.x + ((<usize>i) << 2)), -128), 127));
  }
}

export function cast_i8_i32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Convert>(params);
  for (let i = begin; i < end; i++) {
    store<i32>(p.y + ((<usize>i) << 2), load_q(p.x + i));
  }
}
