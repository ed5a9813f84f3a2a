// The loops of the elementwise float kernels: a vector body, then the same body at width 1 for the tail (and for all of
// the scalar build).

import { Unary } from "../params";

/** y[i] = op.apply(x[i]); `Op` is a class of methods only: it names a function at compile time and is never dereferenced. */
@inline
export function map<Op>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Unary>(params);
  const x = p.x;
  const y = p.y;
  const op = changetype<Op>(params);
  let i = begin;
  if (ASC_FEATURE_SIMD) {
    for (; i + 4 <= end; i += 4) {
      v128.store(y + ((<usize>i) << 2), op.apply<v128>(v128.load(x + ((<usize>i) << 2))));
    }
  }
  for (; i < end; i++) {
    store<f32>(y + ((<usize>i) << 2), op.apply<f32>(load<f32>(x + ((<usize>i) << 2))));
  }
}
