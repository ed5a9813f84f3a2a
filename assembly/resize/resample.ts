// Weighted sums along one axis: with suitable weights, every separable resizing is one such pass for each axis.
//
// x is [outer, size, inner], y [outer, count, inner]. The table has `taps` entries for each of the count, eight bytes each:
//
//   u32 offset in bytes of the source row within [size, inner] | f32 weight

import { madd, splat } from "../lane/float";
import { store_part } from "../lane/tail";
import { Resample } from "../params";

/** Range: rows of y, outer · count of them. */
export function resample_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Resample>(params);
  const count = <u32>p.count;
  const rowBytes = <usize>p.rowBytes;
  const tableBytes = (<usize>p.taps) << 3;
  let outer = begin / count;
  let i = begin - outer * count;
  let y = p.y + <usize>begin * rowBytes;
  for (let row = begin; row < end; row++) {
    const x = p.x + <usize>outer * <usize>p.slabBytes;
    const entry = p.table + <usize>i * tableBytes;
    let at: usize = 0;
    if (ASC_FEATURE_SIMD && rowBytes > 4) {
      for (; at < rowBytes; at += 16) {
        const result = weighted_sum<v128>(x + at, entry, entry + tableBytes);
        if (rowBytes - at >= 16) v128.store(y + at, result);
        else store_part(y + at, result, <u32>(rowBytes - at));
      }
    } else {
      for (; at < rowBytes; at += 4) store<f32>(y + at, weighted_sum<f32>(x + at, entry, entry + tableBytes));
    }
    y += rowBytes;
    if (++i == count) {
      i = 0;
      outer++;
    }
  }
}


@inline
function weighted_sum<V>(x: usize, entry: usize, end: usize): V {
  let sum = splat<V>(0);
  for (; entry < end; entry += 8) {
    sum = madd<V>(load<V>(x + load<u32>(entry)), splat<V>(load<f32>(entry, 4)), sum);
  }
  return sum;
}
