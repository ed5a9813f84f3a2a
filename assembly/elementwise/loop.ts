// The loop of the float operators of one input.

import { store_part } from "../lane/tail";
import { Unary } from "../params";

/**
 * y[i] = op.apply(x[i], alpha, beta), four at a time, or one at a time in the scalar build. `Op` is a class of methods only:
 * it names a function at compile time and is never dereferenced. y may be x.
 */
@inline
export function map<Op>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Unary>(params);
  const x = p.x;
  const y = p.y;
  const op = changetype<Op>(params);
  if (ASC_FEATURE_SIMD) {
    const alpha = f32x4.splat(p.alpha);
    const beta = f32x4.splat(p.beta);
    for (let i = begin; i < end; i += 4) {
      const at = (<usize>i) << 2;
      const result = op.apply<v128>(v128.load(x + at), alpha, beta);
      if (end - i >= 4) v128.store(y + at, result);
      else store_part(y + at, result, (end - i) << 2);
    }
  } else {
    const alpha = p.alpha;
    const beta = p.beta;
    for (let i = begin; i < end; i++) {
      const at = (<usize>i) << 2;
      store<f32>(y + at, op.apply<f32>(load<f32>(x + at), alpha, beta));
    }
  }
}
