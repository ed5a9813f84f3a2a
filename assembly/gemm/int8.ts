// int8 blocks: what every build's tiles share.

import { flip, flip_v, load_q, load_q16 } from "../lane/int8";
import { Block, PANEL } from "./block";
import { multiply_js, pair_rows_js } from "./int8_js";
import { multiply_relaxed } from "./int8_relaxed";
import { multiply_scalar, pair_rows } from "./int8_scalar";
import { multiply_simd, widen_rows } from "./int8_simd";

/** Bytes of scratch for an element of A in the form that the build's tiles read; A itself is read in place where it is 0. */
export const PREPARED_BYTES: u32 = ASC_FEATURE_RELAXED_SIMD ? 0 : ASC_FEATURE_SIMD ? 2 : 4;

/** How many of them lie before A as it was gathered: widened rows may come to lie over it. */
export const BEFORE_GATHERED: u32 = ASC_FEATURE_RELAXED_SIMD ? 0 : ASC_FEATURE_SIMD ? 1 : 4;

/** And how many rows more: four are read while they are widened. */
export const HELD_ROWS: u32 = ASC_FEATURE_SIMD && !ASC_FEATURE_RELAXED_SIMD ? 3 : 0;

/** Bytes of scratch for a panel, as a multiple of the depth. */
export const WIDE_PANEL: u32 = ASC_FEATURE_SIMD && !ASC_FEATURE_RELAXED_SIMD ? 2 * PANEL : 0;

/** Requantised int8 results of the block; `prepared` and `wide` are scratch for A and for a panel. */
export function multiply_i8(b: Block, prepared: usize, wide: usize): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    multiply_relaxed(b);
  } else if (ASC_FEATURE_SIMD) {
    widen_rows(b, prepared);
    multiply_simd(b, wide);
  } else if (FOR_JAVASCRIPT) {
    pair_rows_js(b, prepared);
    multiply_js(b);
  } else {
    pair_rows(b, prepared);
    multiply_scalar(b);
  }
}

/** Weights with a zero point z: every row needs −z · Σ a added. Writes one i32 a row to b.terms, over `depth` elements. */
export function row_terms(b: Block, depth: usize, weightZeroPoint: i32): void {
  const rows = b.rows;
  for (let m: u32 = 0; m < rows; m++) {
    const sum = sum_of_row(b.a + <usize>m * b.pitch, depth);
    store<i32>(b.terms + <usize>(m << 2), -weightZeroPoint * sum);
  }
}

function sum_of_row(a: usize, depth: usize): i32 {
  let sum = 0;
  let k: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    let sums = i32x4.splat(0);
    for (; k + 16 <= depth; k += 16) {
      sums = i32x4.add(sums, sums_of_four(load_q16(a + k, f)));
    }
    sum =
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3);
  }
  for (; k < depth; k++) sum += load_q(a + k);
  return sum;
}

/**
 * Where activations are stored as q + flip, the products hold flip · Σ w too much: taken off the biases of a panel. Every weight of
 * a model goes through here before its first run: one by one those of MobileNetV2 took 5 ms, 6 % of a process's start.
 */
export function fold_flip(weights: usize, bias: usize, depth: u32): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    const f = flip();
    if (f == 0) return;
    let low = i32x4.splat(0);
    let high = low;
    const end = weights + <usize>(depth * PANEL);
    for (let w = weights; w < end; w += 32) {
      low = i32x4.add(low, sums_of_four(v128.load(w, 0)));
      high = i32x4.add(high, sums_of_four(v128.load(w, 16)));
    }
    const factor = i32x4.splat(f);
    v128.store(bias, i32x4.sub(v128.load(bias, 0), i32x4.mul(low, factor)), 0);
    v128.store(bias, i32x4.sub(v128.load(bias, 16), i32x4.mul(high, factor)), 16);
  }
}

/** Of four int8 in a row each. */
@inline
function sums_of_four(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(bytes));
}
