// int8 operators of two inputs along one row, the same bits in every build. Steps: 0 where an operand stays at one element.

import { mul } from "../lane/float";
import { flip_v, load_q, load_q16, store_q, store_q16 } from "../lane/int8";
import { round_i32, round_i32x4, zero_if_nan } from "../lane/quantize";
import { store_part } from "../lane/tail";
import { AddInt8, BinaryInt8 } from "../params";
import { apply_other } from "./binary_float";

/** Bits of the lower part of a multiplier. */
const LOW_BITS: i32 = 11;

/** One i32 that holds two i16: what multiplies a (low half) and b. */
@inline
function pair(a: i32, b: i32): v128 {
  return i32x4.splat((a & 0xffff) | (b << 16));
}

/**
 * (bias + a · aMultiplier + b · bMultiplier) >> shift for four (a, b) pairs of i16. Multipliers have up to 22 bits: their
 * upper and lower parts are two int16 dot products, cheaper than two 32-bit multiplications.
 */
@inline
function weigh(pairs: v128, upper: v128, lower: v128, bias: v128, shift: i32): v128 {
  const high = i32x4.shl(i32x4.dot_i16x8_s(pairs, upper), LOW_BITS);
  return i32x4.shr_s(i32x4.add(i32x4.add(high, i32x4.dot_i16x8_s(pairs, lower)), bias), shift);
}

/** Addition and subtraction (a negative bMultiplier) in fixed point, as XNNPACK's qs8-vadd. */
export function add_row(params: usize, a: usize, b: usize, y: usize, count: u32, aStep: u32, bStep: u32): void {
  const p = changetype<AddInt8>(params);
  const aMultiplier = p.aMultiplier;
  const bMultiplier = p.bMultiplier;
  const shift = p.shift;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const mask = (1 << LOW_BITS) - 1;
    const upper = pair(aMultiplier >> LOW_BITS, bMultiplier >> LOW_BITS);
    const lower = pair(aMultiplier & mask, bMultiplier & mask);
    const bias = i32x4.splat(p.bias);
    const zeroPoint = i16x8.splat(<i16>p.zeroPoint);
    const low = i8x16.splat(<i8>p.low);
    const high = i8x16.splat(<i8>p.high);
    let va = v128.xor(v128.load8_splat(a), f);
    let vb = v128.xor(v128.load8_splat(b), f);
    for (let j: u32 = 0; j < count; j += 16) {
      if (aStep) va = load_q16(a + j, f);
      if (bStep) vb = load_q16(b + j, f);
      const first = i8x16.shuffle(va, vb, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const last = i8x16.shuffle(va, vb, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const s0 = weigh(i16x8.extend_low_i8x16_s(first), upper, lower, bias, shift);
      const s1 = weigh(i16x8.extend_high_i8x16_s(first), upper, lower, bias, shift);
      const s2 = weigh(i16x8.extend_low_i8x16_s(last), upper, lower, bias, shift);
      const s3 = weigh(i16x8.extend_high_i8x16_s(last), upper, lower, bias, shift);
      const h0 = i16x8.add_sat_s(i16x8.narrow_i32x4_s(s0, s1), zeroPoint);
      const h1 = i16x8.add_sat_s(i16x8.narrow_i32x4_s(s2, s3), zeroPoint);
      const q = i8x16.min_s(i8x16.max_s(i8x16.narrow_i16x8_s(h0, h1), low), high);
      if (count - j >= 16) store_q16(y + j, q, f);
      else store_part(y + j, v128.xor(q, f), count - j);
    }
  } else {
    const bias = p.bias;
    const zeroPoint = p.zeroPoint;
    const low = p.low;
    const high = p.high;
    for (let j: u32 = 0; j < count; j++) {
      const sum = bias + load_q(a + j * aStep) * aMultiplier + load_q(b + j * bStep) * bMultiplier;
      store_q(y + j, min<i32>(max<i32>((sum >> shift) + zeroPoint, low), high));
    }
  }
}

/** Product of the integers, then the requantisation of convolutions, as XNNPACK's qs8-vmul. */
export function mul_row(params: usize, a: usize, b: usize, y: usize, count: u32, aStep: u32, bStep: u32): void {
  const p = changetype<BinaryInt8>(params);
  const aZeroPoint = p.aZeroPoint;
  const bZeroPoint = p.bZeroPoint;
  const zeroPoint = p.zeroPoint;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const za = i16x8.splat(<i16>aZeroPoint);
    const zb = i16x8.splat(<i16>bZeroPoint);
    const scale = f32x4.splat(p.outputScale);
    const low = f32x4.splat(<f32>(p.low - zeroPoint));
    const high = f32x4.splat(<f32>(p.high - zeroPoint));
    let va = i16x8.sub(i16x8.extend_low_i8x16_s(v128.xor(v128.load8_splat(a), f)), za);
    let vb = i16x8.sub(i16x8.extend_low_i8x16_s(v128.xor(v128.load8_splat(b), f)), zb);
    for (let j: u32 = 0; j < count; j += 8) {
      if (aStep) va = i16x8.sub(i16x8.extend_low_i8x16_s(v128.xor(v128.load64_zero(a + j), f)), za);
      if (bStep) vb = i16x8.sub(i16x8.extend_low_i8x16_s(v128.xor(v128.load64_zero(b + j), f)), zb);
      const first = f32x4.convert_i32x4_s(i32x4.extmul_low_i16x8_s(va, vb));
      const last = f32x4.convert_i32x4_s(i32x4.extmul_high_i16x8_s(va, vb));
      const q0 = round_i32x4(f32x4.mul(first, scale), low, high, zeroPoint);
      const q1 = round_i32x4(f32x4.mul(last, scale), low, high, zeroPoint);
      const halves = i16x8.narrow_i32x4_s(q0, q1);
      const q = v128.xor(i8x16.narrow_i16x8_s(halves, halves), f);
      if (count - j >= 8) v128.store64_lane(y + j, q, 0);
      else store_part(y + j, q, count - j);
    }
  } else {
    const scale = p.outputScale;
    const low = <f32>(p.low - zeroPoint);
    const high = <f32>(p.high - zeroPoint);
    for (let j: u32 = 0; j < count; j++) {
      const product = (load_q(a + j * aStep) - aZeroPoint) * (load_q(b + j * bStep) - bZeroPoint);
      store_q(y + j, round_i32(<f32>product * scale, low, high, zeroPoint));
    }
  }
}

/** Four int8 at p as real numbers. */
@inline
function load_real(p: usize, f: v128, zeroPoint: v128, scale: v128): v128 {
  const bytes = v128.xor(v128.load32_zero(p), f);
  return scaled(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes)), zeroPoint, scale);
}


@inline
function scaled(q: v128, zeroPoint: v128, scale: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(q, zeroPoint)), scale);
}

/** y = quantize(f(dequantize(a), dequantize(b))) for the operators of apply_other. */
export function real_row(
  operation: u32,
  params: usize,
  a: usize,
  b: usize,
  y: usize,
  count: u32,
  aStep: u32,
  bStep: u32,
): void {
  const p = changetype<BinaryInt8>(params);
  const zeroPoint = p.zeroPoint;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const za = i32x4.splat(p.aZeroPoint);
    const zb = i32x4.splat(p.bZeroPoint);
    const aScale = f32x4.splat(p.aScale);
    const bScale = f32x4.splat(p.bScale);
    const inverse = f32x4.splat(p.outputScale);
    const low = f32x4.splat(<f32>(p.low - zeroPoint));
    const high = f32x4.splat(<f32>(p.high - zeroPoint));
    let va = scaled(i32x4.splat(load_q(a)), za, aScale);
    let vb = scaled(i32x4.splat(load_q(b)), zb, bScale);
    for (let j: u32 = 0; j < count; j += 4) {
      if (aStep) va = load_real(a + j, f, za, aScale);
      if (bStep) vb = load_real(b + j, f, zb, bScale);
      const result = zero_if_nan<v128>(mul<v128>(apply_other<v128>(operation, va, vb), inverse));
      const q = round_i32x4(result, low, high, zeroPoint);
      const halves = i16x8.narrow_i32x4_s(q, q);
      const bytes = v128.xor(i8x16.narrow_i16x8_s(halves, halves), f);
      if (count - j >= 4) v128.store32_lane(y + j, bytes, 0);
      else store_part(y + j, bytes, count - j);
    }
  } else {
    const za = p.aZeroPoint;
    const zb = p.bZeroPoint;
    const aScale = p.aScale;
    const bScale = p.bScale;
    const inverse = p.outputScale;
    const low = <f32>(p.low - zeroPoint);
    const high = <f32>(p.high - zeroPoint);
    for (let j: u32 = 0; j < count; j++) {
      const sa = <f32>(load_q(a + j * aStep) - za) * aScale;
      const sb = <f32>(load_q(b + j * bStep) - zb) * bScale;
      const result = zero_if_nan<f32>(apply_other<f32>(operation, sa, sb) * inverse);
      store_q(y + j, round_i32(result, low, high, zeroPoint));
    }
  }
}
