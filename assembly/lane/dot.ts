// The dot products of the SIMD builds: products of int8 weights with activations, added up in i32 lanes.
//
//   relaxed   a lane is four weights and four stored activations, whose bytes are unsigned where flipped and signed elsewhere
//   simd      a lane is two of either, int16

import { flip } from "./int8";


@inline
export function dot(weights: v128, activations: v128, sum: v128): v128 {
  if (EMULATE_DOT) return i32x4.add(emulated_dot(weights, activations), sum);
  else if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(weights, activations, sum);
  else return i32x4.add(i32x4.dot_i16x8_s(weights, activations), sum);
}

/**
 * What the relaxed dot product answers on machines where it is exact. For tests: no machine gives both answers, and many
 * give neither.
 */
function emulated_dot(weights: v128, activations: v128): v128 {
  const isUnsigned = flip() != 0;
  const low = isUnsigned ? i16x8.extend_low_i8x16_u(activations) : i16x8.extend_low_i8x16_s(activations);
  const high = isUnsigned ? i16x8.extend_high_i8x16_u(activations) : i16x8.extend_high_i8x16_s(activations);
  const pairsLow = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(weights), low);
  const pairsHigh = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(weights), high);
  return i32x4.add(i32x4.shuffle(pairsLow, pairsHigh, 0, 2, 4, 6), i32x4.shuffle(pairsLow, pairsHigh, 1, 3, 5, 7));
}
