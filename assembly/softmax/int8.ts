// int8 softmax and log-softmax over rows, the same bits in every build: exponentials come from a table made at compile
// time, sums run in order. y may be x.

import { load_q, store_q } from "../lane/int8";
import { log64 } from "../lane/math64";
import { round_i32 } from "../lane/quantize";
import { SoftmaxInt8 } from "../params";

function largest_q(x: usize, columns: u32): i32 {
  let most = -128;
  for (let j: u32 = 0; j < columns; j++) most = max<i32>(most, load_q(x + j));
  return most;
}

function sum_of_entries(x: usize, columns: u32, entries: usize): f32 {
  let sum: f32 = 0;
  for (let j: u32 = 0; j < columns; j++) sum += load<f32>(entries + (load_q(x + j) << 2));
  return sum;
}

/** Probabilities, rounded half up as TFLite's optimised int8 softmax does. */
export function softmax_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<SoftmaxInt8>(params);
  const columns = p.columns;
  const zeroPoint = p.zeroPoint;
  for (let i = begin; i < end; i++) {
    const x = p.x + <usize>i * columns;
    const y = p.y + <usize>i * columns;
    const entries = p.table + ((255 - largest_q(x, columns)) << 2);
    const inverse = <f32>1 / (sum_of_entries(x, columns, entries) * p.outputScale);
    for (let j: u32 = 0; j < columns; j++) {
      const rescaled = load<f32>(entries + (load_q(x + j) << 2)) * inverse;
      const whole = <i32>rescaled;
      const q = whole + i32(rescaled - <f32>whole >= 0.5) + zeroPoint;
      store_q(y + j, min<i32>(max<i32>(q, -128), 127));
    }
  }
}

/** (x − most) · inputScale − ln Σ, the logarithm in double precision, then rounded once to f32. */
export function log_softmax_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<SoftmaxInt8>(params);
  const columns = p.columns;
  const zeroPoint = p.zeroPoint;
  for (let i = begin; i < end; i++) {
    const x = p.x + <usize>i * columns;
    const y = p.y + <usize>i * columns;
    const most = largest_q(x, columns);
    const log = <f32>log64(sum_of_entries(x, columns, p.table + ((255 - most) << 2)));
    for (let j: u32 = 0; j < columns; j++) {
      const real = <f32>(load_q(x + j) - most) * p.inputScale - log;
      store_q(
        y + j,
        round_i32(real * p.outputScale, <f32>(<i32>-128 - zeroPoint), <f32>(<i32>127 - zeroPoint), zeroPoint),
      );
    }
  }
}
