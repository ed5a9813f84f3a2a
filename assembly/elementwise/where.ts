// One of two values for each element. y may be any of the operands that have its element size.

import { store_part } from "../lane/tail";
import { Where } from "../params";

/** Four-byte elements. */
export function where_32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Where>(params);
  const condition = p.condition;
  const a = p.a;
  const b = p.b;
  const y = p.y;
  const aStep = p.aStep;
  const bStep = p.bStep;
  if (ASC_FEATURE_SIMD) {
    let va = v128.load32_splat(a);
    let vb = v128.load32_splat(b);
    for (let i = begin; i < end; i += 4) {
      const at = (<usize>i) << 2;
      if (aStep) va = v128.load(a + at);
      if (bStep) vb = v128.load(b + at);
      const result = v128.bitselect(vb, va, i32x4.eq(v128.load(condition + at), i32x4.splat(0)));
      if (end - i >= 4) v128.store(y + at, result);
      else store_part(y + at, result, (end - i) << 2);
    }
  } else {
    for (let i = begin; i < end; i++) {
      const at = load<i32>(condition + (i << 2)) ? a + ((i * aStep) << 2) : b + ((i * bStep) << 2);
      store<i32>(y + (i << 2), load<i32>(at));
    }
  }
}

/** Bytes, as they are stored. */
export function where_8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Where>(params);
  for (let i = begin; i < end; i++) {
    const at = load<i32>(p.condition + (i << 2)) ? p.a + i * p.aStep : p.b + i * p.bStep;
    store<u8>(p.y + i, load<u8>(at));
  }
}
