// The most this machine can multiply and add: loops that touch registers only, in the instructions of the build they are
// compiled for. A module of its own for benchmarks; no model runs it.
//
// Twelve independent chains: enough to hide the latency of two units, few enough for the fifteen registers V8 has. Each chain
// multiplies its own accumulator, so that no product can be moved out of the loop or shared.

/** Multiply-accumulates of one round of int8_peak. */
export function int8_macs(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 12 * 16 : 12 * 8;
}

/** Multiply-accumulates of one round of f32_peak. */
export function f32_macs(): i32 {
  return 12 * 4;
}


@inline
function dot(acc: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(acc, b, acc);
  else return i32x4.add(acc, i32x4.dot_i16x8_s(acc, b));
}


@inline
function madd(acc: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(acc, b, b);
  else return f32x4.add(f32x4.mul(acc, b), b);
}

/** The int8 kernels' instruction: the relaxed dot product, or the int16 one and an addition. */
export function int8_peak(rounds: i32, seed: i32): i32 {
  const b = i8x16.splat(<i8>seed);
  let s0 = i32x4.splat(seed),
    s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0,
    s5 = s0;
  let s6 = s0,
    s7 = s0,
    s8 = s0,
    s9 = s0,
    s10 = s0,
    s11 = s0;
  s1 = i32x4.replace_lane(s1, 0, 1);
  s2 = i32x4.replace_lane(s2, 0, 2);
  s3 = i32x4.replace_lane(s3, 0, 3);
  s4 = i32x4.replace_lane(s4, 0, 4);
  s5 = i32x4.replace_lane(s5, 0, 5);
  s6 = i32x4.replace_lane(s6, 0, 6);
  s7 = i32x4.replace_lane(s7, 0, 7);
  s8 = i32x4.replace_lane(s8, 0, 8);
  s9 = i32x4.replace_lane(s9, 0, 9);
  s10 = i32x4.replace_lane(s10, 0, 10);
  s11 = i32x4.replace_lane(s11, 0, 11);
  for (let i = 0; i < rounds; i++) {
    s0 = dot(s0, b);
    s1 = dot(s1, b);
    s2 = dot(s2, b);
    s3 = dot(s3, b);
    s4 = dot(s4, b);
    s5 = dot(s5, b);
    s6 = dot(s6, b);
    s7 = dot(s7, b);
    s8 = dot(s8, b);
    s9 = dot(s9, b);
    s10 = dot(s10, b);
    s11 = dot(s11, b);
  }
  const left = i32x4.add(i32x4.add(i32x4.add(s0, s1), i32x4.add(s2, s3)), i32x4.add(s4, s5));
  const right = i32x4.add(i32x4.add(i32x4.add(s6, s7), i32x4.add(s8, s9)), i32x4.add(s10, s11));
  const sum = i32x4.add(left, right);
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1);
}

/** relaxed_madd, or a multiplication and an addition; the chains converge to b / (1 − b), so nothing is ever denormal. */
export function f32_peak(rounds: i32, seed: f32): f32 {
  const b = f32x4.splat(seed);
  let s0 = f32x4.splat(1),
    s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0,
    s5 = s0;
  let s6 = s0,
    s7 = s0,
    s8 = s0,
    s9 = s0,
    s10 = s0,
    s11 = s0;
  s1 = f32x4.replace_lane(s1, 0, 2);
  s2 = f32x4.replace_lane(s2, 0, 3);
  s3 = f32x4.replace_lane(s3, 0, 4);
  s4 = f32x4.replace_lane(s4, 0, 5);
  s5 = f32x4.replace_lane(s5, 0, 6);
  s6 = f32x4.replace_lane(s6, 0, 7);
  s7 = f32x4.replace_lane(s7, 0, 8);
  s8 = f32x4.replace_lane(s8, 0, 9);
  s9 = f32x4.replace_lane(s9, 0, 10);
  s10 = f32x4.replace_lane(s10, 0, 11);
  s11 = f32x4.replace_lane(s11, 0, 12);
  for (let i = 0; i < rounds; i++) {
    s0 = madd(s0, b);
    s1 = madd(s1, b);
    s2 = madd(s2, b);
    s3 = madd(s3, b);
    s4 = madd(s4, b);
    s5 = madd(s5, b);
    s6 = madd(s6, b);
    s7 = madd(s7, b);
    s8 = madd(s8, b);
    s9 = madd(s9, b);
    s10 = madd(s10, b);
    s11 = madd(s11, b);
  }
  const left = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const right = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(left, right), 0);
}
