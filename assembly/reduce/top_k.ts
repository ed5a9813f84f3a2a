// The k first values of each row in order, largest or smallest first, and where they were; among equals the lower index
// comes first. NaN counts as larger than every number.
//
// The indices found so far are a heap whose root ranks last: a row is one pass, in which most elements are compared with the
// root alone. Taken apart from its root, the heap leaves the indices in order.

import { load_q } from "../lane/int8";
import { TopK } from "../params";

const F32: u32 = 0;
const I32: u32 = 1;
const I8: u32 = 2;

export function top_k_f32(params: usize, begin: u32, end: u32): void {
  rank_rows(params, begin, end, F32);
}

export function top_k_i32(params: usize, begin: u32, end: u32): void {
  rank_rows(params, begin, end, I32);
}

export function top_k_i8(params: usize, begin: u32, end: u32): void {
  rank_rows(params, begin, end, I8);
}

/** Range: rows. */
function rank_rows(params: usize, begin: u32, end: u32, type: u32): void {
  const p = changetype<TopK>(params);
  const k = p.k;
  const shift: usize = type == I8 ? 0 : 2;
  for (let row = begin; row < end; row++) {
    const x = p.x + ((<usize>(row * p.count)) << shift);
    const heap = p.indices + ((<usize>(row * k)) << 2);
    const values = p.values + ((<usize>(row * k)) << shift);
    for (let i: u32 = 0; i < k; i++) store<u32>(heap + (i << 2), i);
    for (let i = k >> 1; i > 0; i--) sink(p, x, heap, i - 1, k, type);
    let last = key(p, x, load<u32>(heap), type);
    for (let i = k; i < p.count; i++) {
      if (key(p, x, i, type) <= last) continue;
      store<u32>(heap, i);
      sink(p, x, heap, 0, k, type);
      last = key(p, x, load<u32>(heap), type);
    }
    for (let size = k - 1; size > 0; size--) {
      const root = load<u32>(heap);
      store<u32>(heap, load<u32>(heap + (size << 2)));
      store<u32>(heap + (size << 2), root);
      sink(p, x, heap, 0, size, type);
    }
    for (let i: usize = 0; i < <usize>k; i++) {
      const from = x + ((<usize>load<u32>(heap + (i << 2))) << shift);
      if (type == I8) store<u8>(values + i, load<u8>(from));
      else store<u32>(values + (i << 2), load<u32>(from));
    }
  }
}

/** An integer in the order of the wanted ranks: the larger, the earlier. */
function key(p: TopK, x: usize, i: u32, type: u32): i32 {
  let rank: i32;
  if (type == I8) rank = load_q(x + i);
  else if (type == I32) rank = load<i32>(x + (i << 2));
  else {
    const value = load<f32>(x + (i << 2));
    // Both zeros are one rank. The bits of negative floats grow downwards.
    const bits = reinterpret<i32>(value == 0 ? 0 : value);
    rank = value == value ? bits ^ ((bits >> 31) & 0x7fffffff) : i32.MAX_VALUE;
  }
  return rank ^ p.reversal;
}

/** Lets the index at a place of the heap's first `size` sink until nothing below ranks after it. */
function sink(p: TopK, x: usize, heap: usize, at: u32, size: u32, type: u32): void {
  for (let child: u32 = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && ranks_after(p, x, heap, child + 1, child, type)) child++;
    if (ranks_after(p, x, heap, at, child, type)) return;
    const index = load<u32>(heap + (at << 2));
    store<u32>(heap + (at << 2), load<u32>(heap + (child << 2)));
    store<u32>(heap + (child << 2), index);
    at = child;
  }
}

/** Does the index at place a of the heap rank after the one at place b? */
function ranks_after(p: TopK, x: usize, heap: usize, a: u32, b: u32, type: u32): bool {
  const first = load<u32>(heap + (a << 2));
  const second = load<u32>(heap + (b << 2));
  const firstKey = key(p, x, first, type);
  const secondKey = key(p, x, second, type);
  return firstKey < secondKey || (firstKey == secondKey && first > second);
}
