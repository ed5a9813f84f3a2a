// From float to int8: clamped while still a float, rounded half to even, the zero point added.

import { clamp } from "./float";
import { MAGIC, MAGIC_BITS } from "./requantize";

/** NaN becomes 0. */
@inline
export function zero_if_nan<V>(x: V): V {
  if (isVector<V>()) return <V>v128.and(<v128>x, f32x4.eq(<v128>x, <v128>x));
  else return <V>(<f32>x == <f32>x ? <f32>x : 0);
}

/** rint(clamp(x, low, high)) + zeroPoint; low and high are bounds of the result less the zero point. x is not NaN. */
@inline
export function round_i32x4(x: v128, low: v128, high: v128, zeroPoint: i32): v128 {
  return i32x4.sub(f32x4.add(clamp<v128>(x, low, high), f32x4.splat(MAGIC)), i32x4.splat(MAGIC_BITS - zeroPoint));
}

/** round_i32x4 for one value. */
@inline
export function round_i32(x: f32, low: f32, high: f32, zeroPoint: i32): i32 {
  return <i32>nearest<f32>(clamp<f32>(x, low, high)) + zeroPoint;
}
