// How quantised activations are read and written.
//
// An int8 activation q is stored as the byte q ^ flip. The relaxed dot product reads its second operand as unsigned on
// some machines: there flip is 0x80 and a stored byte is q + 128; on all others, and in the simd and scalar builds, it is
// 0. The loader decides once (src/runtime/builds.ts) and passes flip in; kernels that look at values go through these
// functions, kernels that only move bytes need not.

import { FLIP } from "./flip";

/** The flip of this instance, 0 or 0x80; a compile-time 0 outside the relaxed build. */
@inline
export function flip(): i32 {
  if (ASC_FEATURE_RELAXED_SIMD) return FLIP;
  else return 0;
}

/** flip in every byte. */
@inline
export function flip_v(): v128 {
  return i8x16.splat(<i8>flip());
}

/** One activation. */
@inline
export function load_q(p: usize): i32 {
  if (ASC_FEATURE_RELAXED_SIMD) return <i32>(<i8>(load<u8>(p) ^ (<u8>FLIP)));
  else return <i32>load<i8>(p);
}


@inline
export function store_q(p: usize, q: i32): void {
  if (ASC_FEATURE_RELAXED_SIMD) store<u8>(p, <u8>(q ^ FLIP));
  else store<i8>(p, <i8>q);
}

/** Sixteen activations; `f` is flip_v(), held in a local. */
@inline
export function load_q16(p: usize, f: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.xor(v128.load(p), f);
  else return v128.load(p);
}


@inline
export function store_q16(p: usize, q: v128, f: v128): void {
  if (ASC_FEATURE_RELAXED_SIMD) v128.store(p, v128.xor(q, f));
  else v128.store(p, q);
}

/** Eight activations from two vectors of i32, narrowed with saturation and then at most `high`. */
@inline
export function store_q8(p: usize, first: v128, second: v128, high: v128, f: v128): void {
  const words = i16x8.narrow_i32x4_s(first, second);
  const bytes = i8x16.min_s(i8x16.narrow_i16x8_s(words, words), high);
  v128.store64_lane(p, ASC_FEATURE_RELAXED_SIMD ? v128.xor(bytes, f) : bytes, 0);
}
