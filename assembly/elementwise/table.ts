// Any int8 unary operator: 256 answers, looked up.

import { flip } from "../lane/int8";
import { Flip, Table } from "../params";

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

/** Int8 constants that kernels read as activations take the stored form. */
export function flip_i8(params: usize, begin: u32, end: u32): void {
  const x = changetype<Flip>(params).x;
  const f = <u8>flip();
  for (let i = begin; i < end; i++) store<u8>(x + i, load<u8>(x + i) ^ f);
}
