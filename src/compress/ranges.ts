// Which real numbers an int8 tensor should cover: a wide range rounds coarsely, a narrow one cuts off what lies outside.

import { perTensor, type Quantization } from "../graph/tensor.ts";

export const RANGE_METHODS = ["minmax", "percentile", "mse", "entropy"] as const;
export type RangeMethod = (typeof RANGE_METHODS)[number];

/** Holds 0: padding, and what relu cuts off, must be exact. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How often values lie where; `counts` are equally wide bins from low to high. */
export interface Histogram extends Range {
  readonly counts: Float64Array;
  /** Values that are 0, which every quantisation has exactly; not in `counts`. */
  readonly zeros: number;
}

const LEVELS = 255;
/** Of all values, at each end that is not 0. */
const PERCENTILE_TAIL = 1e-4;
/** A bound is tried at so many fractions of the largest value. */
const CANDIDATES = 100;
const NARROWEST = 0.1;

export function rangeOf(low: number, high: number): Range {
  return { low: Math.min(low, 0), high: Math.max(high, 0) };
}

export function union(a: Range, b: Range): Range {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** Asymmetric int8 that covers the range, with 0 exactly representable. */
export function quantizationOf({ low, high }: Range): Quantization {
  const scale = Math.fround((high - low) / LEVELS);
  // Below, 1 / scale is no finite float. Such a tensor is 0 for all purposes.
  if (!(scale > 1e-35)) return perTensor(1, 0);
  return perTensor(scale, Math.max(-128, Math.min(127, Math.round(-128 - low / scale))));
}

/** What the method cuts off; nothing at the upper end where `keepsHigh`. */
export function chooseRange(histogram: Histogram, method: RangeMethod, keepsHigh = false): Range {
  const range = chosenRange(histogram, method);
  return keepsHigh ? union(range, rangeOf(0, histogram.high)) : range;
}

function chosenRange(histogram: Histogram, method: RangeMethod): Range {
  const { low, high } = histogram;
  switch (method) {
    case "minmax":
      return rangeOf(low, high);
    case "percentile":
      return percentileRange(histogram, PERCENTILE_TAIL);
    case "mse":
      return search(histogram, squaredError);
    case "entropy":
      return search(histogram, divergence);
  }
}

/** Cuts off at most the share `tail` of all values at each end. */
export function percentileRange({ low, high, counts, zeros }: Histogram, tail: number): Range {
  const width = (high - low) / counts.length;
  const allowed = tail * (zeros + counts.reduce((a, b) => a + b, 0));
  let first = 0;
  for (let cut = counts[0]; cut <= allowed && first < counts.length - 1; cut += counts[first]) first++;
  let last = counts.length - 1;
  for (let cut = counts[last]; cut <= allowed && last > first; cut += counts[last]) last--;
  return rangeOf(low + first * width, last === counts.length - 1 ? high : low + (last + 1) * width);
}

type Loss = (histogram: Histogram, range: Range) => number;

/** The best of the bounds tried: the upper one first, then the lower one beside it. */
function search(histogram: Histogram, loss: Loss): Range {
  const full = rangeOf(histogram.low, histogram.high);
  const fractions = Array.from({ length: CANDIDATES + 1 }, (_, i) => 1 - (i * (1 - NARROWEST)) / CANDIDATES);
  let best = full;
  let least = loss(histogram, full);
  const attempt = (range: Range) => {
    const value = loss(histogram, range);
    if (value < least) [best, least] = [range, value];
  };
  if (full.low < 0 && full.high > 0) {
    for (const f of fractions) attempt({ low: full.low * f, high: full.high * f });
  }
  for (const f of fractions) if (full.high > 0) attempt({ low: best.low, high: full.high * f });
  for (const f of fractions) if (full.low < 0) attempt({ low: full.low * f, high: best.high });
  return best;
}

/** Σ (value − its quantised value)²: rounding errors are uniform within a step. */
function squaredError({ low, high, counts }: Histogram, range: Range): number {
  const width = (high - low) / counts.length;
  const step = (range.high - range.low) / LEVELS;
  const rounding = (step * step) / 12;
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const value = low + (i + 0.5) * width;
    const outside = value > range.high ? value - range.high : value < range.low ? range.low - value : 0;
    sum += counts[i] * (outside > 0 ? outside * outside : rounding);
  }
  return sum;
}

/**
 * Kullback-Leibler divergence of the values' distribution from what is left of it after quantisation: values outside fall to
 * the ends, and the bins of one level become alike. Source: S. Migacz, 8-bit inference with TensorRT, GTC 2017.
 */
function divergence({ low, high, counts }: Histogram, range: Range): number {
  const width = (high - low) / counts.length;
  const step = (range.high - range.low) / LEVELS;
  const kept = new Float64Array(counts.length);
  const levels = new Int32Array(counts.length).fill(-1);
  const sums = new Float64Array(LEVELS + 1);
  const filled = new Float64Array(LEVELS + 1);
  const binOf = (value: number) => Math.max(0, Math.min(counts.length - 1, Math.floor((value - low) / width)));
  const first = binOf(range.low);
  const last = binOf(range.high - width / 2);
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const bin = Math.max(first, Math.min(last, i));
    kept[bin] += counts[i];
    total += counts[i];
  }
  for (let i = first; i <= last; i++) {
    // What fell to the ends is not part of the quantised distribution: it is what makes a narrow range bad.
    const level = Math.max(0, Math.min(LEVELS, Math.round((low + (i + 0.5) * width - range.low) / step)));
    levels[i] = level;
    sums[level] += counts[i];
    if (kept[i] > 0) filled[level]++;
  }
  const inside = sums.reduce((a, b) => a + b, 0);
  if (inside === 0) return Infinity;
  let sum = 0;
  for (let i = first; i <= last; i++) {
    const p = kept[i] / total;
    if (p === 0) continue;
    const q = Math.max(sums[levels[i]] / filled[levels[i]] / inside, 1e-12);
    sum += p * Math.log(p / q);
  }
  return sum;
}
