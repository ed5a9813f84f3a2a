// Any int8 unary operator: 256 answers, looked up.

import { flip, flip_v, load_q, load_q16, store_q, store_q16 } from "../lane/int8";
import { store_part } from "../lane/tail";
import { ClampInt8, Flip, Table } from "../params";

export function table_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Table>(params);
  const x = p.x;
  const y = p.y;
  const table = p.table;
  const f = flip();
  // Stored byte -> index −128..127 plus 128, so the flip and the offset are one xor.
  const toIndex = (<u32>f) ^ 0x80;
  for (let i = begin; i < end; i++) {
    store<u8>(y + i, load<u8>(table + (load<u8>(x + i) ^ toIndex)) ^ (<u8>f));
  }
}

/** What any relu is when input and output have the same quantisation. */
export function clip_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<ClampInt8>(params);
  const x = p.x;
  const y = p.y;
  if (ASC_FEATURE_SIMD) {
    const f = flip_v();
    const low = i8x16.splat(<i8>p.low);
    const high = i8x16.splat(<i8>p.high);
    for (let i = begin; i < end; i += 16) {
      const q = i8x16.min_s(i8x16.max_s(load_q16(x + i, f), low), high);
      if (end - i >= 16) store_q16(y + i, q, f);
      else store_part(y + i, v128.xor(q, f), end - i);
    }
  } else {
    const low = p.low;
    const high = p.high;
    for (let i = begin; i < end; i++) store_q(y + i, min<i32>(max<i32>(load_q(x + i), low), high));
  }
}

/** Int8 constants that kernels read as activations take the stored form. */
export function flip_i8(params: usize, begin: u32, end: u32): void {
  const x = changetype<Flip>(params).x;
  const f = <u8>flip();
  for (let i = begin; i < end; i++) store<u8>(x + i, load<u8>(x + i) ^ f);
}
