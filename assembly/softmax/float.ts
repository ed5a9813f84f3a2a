// f32 functions of whole rows: softmax, log-softmax, L2 normalisation. y may be x.

import { exp_bounded, log_normal } from "../lane/math";
import { store_part } from "../lane/tail";
import { Rows } from "../params";

/** All ones in the first `count` lanes, fewer than 4. */
function first_lanes(count: u32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

function largest(x: usize, columns: u32): f32 {
  let most = load<f32>(x);
  if (ASC_FEATURE_SIMD) {
    let j: u32 = 0;
    if (columns >= 4) {
      let v = v128.load(x);
      for (j = 4; j + 4 <= columns; j += 4) v = f32x4.max(v, v128.load(x + (j << 2)));
      v = f32x4.max(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
      v = f32x4.max(v, i32x4.shuffle(v, v, 1, 0, 3, 2));
      most = f32x4.extract_lane(v, 0);
    }
    for (; j < columns; j++) most = max<f32>(most, load<f32>(x + (j << 2)));
  } else {
    for (let j: u32 = 1; j < columns; j++) most = max<f32>(most, load<f32>(x + (j << 2)));
  }
  return most;
}

function total(v: v128): f32 {
  v = f32x4.add(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
}

/** Σ e^((x − most) · beta), where no term exceeds 1; the terms are kept in y unless it is 0. */
function sum_of_exponentials(x: usize, y: usize, columns: u32, most: f32, beta: f32): f32 {
  if (ASC_FEATURE_SIMD) {
    let sum = f32x4.splat(0);
    for (let j: u32 = 0; j < columns; j += 4) {
      const d = f32x4.sub(v128.load(x + (j << 2)), f32x4.splat(most));
      let e = exp_bounded<v128>(f32x4.mul(d, f32x4.splat(beta)));
      if (columns - j >= 4) {
        if (y) v128.store(y + (j << 2), e);
      } else {
        if (y) store_part(y + (j << 2), e, (columns - j) << 2);
        e = v128.and(e, first_lanes(columns - j));
      }
      sum = f32x4.add(sum, e);
    }
    return total(sum);
  } else {
    let sum: f32 = 0;
    for (let j: u32 = 0; j < columns; j++) {
      const e = exp_bounded<f32>((load<f32>(x + (j << 2)) - most) * beta);
      if (y) store<f32>(y + (j << 2), e);
      sum += e;
    }
    return sum;
  }
}

/** y[j] = (x[j] − offset) · factor − log, in this order: offset is the row's largest where log matters. */
function rescale(x: usize, y: usize, columns: u32, offset: f32, factor: f32, log: f32): void {
  if (ASC_FEATURE_SIMD) {
    for (let j: u32 = 0; j < columns; j += 4) {
      const d = f32x4.sub(v128.load(x + (j << 2)), f32x4.splat(offset));
      const result = f32x4.sub(f32x4.mul(d, f32x4.splat(factor)), f32x4.splat(log));
      if (columns - j >= 4) v128.store(y + (j << 2), result);
      else store_part(y + (j << 2), result, (columns - j) << 2);
    }
  } else {
    for (let j: u32 = 0; j < columns; j++) store<f32>(y + (j << 2), (load<f32>(x + (j << 2)) - offset) * factor - log);
  }
}

export function softmax_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Rows>(params);
  const columns = p.columns;
  for (let i = begin; i < end; i++) {
    const at = (<usize>i * columns) << 2;
    const x = p.x + at;
    const y = p.y + at;
    const sum = sum_of_exponentials(x, y, columns, largest(x, columns), p.alpha);
    rescale(y, y, columns, 0, 1 / sum, 0);
  }
}

export function log_softmax_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Rows>(params);
  const columns = p.columns;
  for (let i = begin; i < end; i++) {
    const at = (<usize>i * columns) << 2;
    const x = p.x + at;
    const most = largest(x, columns);
    const sum = sum_of_exponentials(x, 0, columns, most, 1);
    rescale(x, p.y + at, columns, most, 1, log_normal<f32>(sum));
  }
}

/** x / max(sqrt(Σ x²), alpha). */
export function l2_normalization_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Rows>(params);
  const columns = p.columns;
  for (let i = begin; i < end; i++) {
    const at = (<usize>i * columns) << 2;
    const x = p.x + at;
    let sum: f64 = 0;
    for (let j: u32 = 0; j < columns; j++) {
      const v = <f64>load<f32>(x + (j << 2));
      sum += v * v;
    }
    rescale(x, p.y + at, columns, 0, <f32>(1 / max<f64>(Math.sqrt(sum), p.alpha)), 0);
  }
}
