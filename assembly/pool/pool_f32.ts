// Poolings of floats: four channels at a time, then one.

import { add, clamp, div, max, splat } from "../lane/float";
import { Pool } from "../params";
import { slide } from "./window";


@unmanaged
class MaxPool extends Pool {

  @inline
  start(): f32 {
    return -Infinity;
  }


  @inline
  step<V>(acc: V, x: V): V {
    return max<V>(acc, x);
  }


  @inline
  finish<V>(acc: V, count: i32): V {
    return acc;
  }

  pool(from: usize, rows: i32, columns: i32, y: usize): void {
    pool_channels<MaxPool>(this, from, rows, columns, y);
  }
}


@unmanaged
class AveragePool extends Pool {

  @inline
  start(): f32 {
    return 0;
  }


  @inline
  step<V>(acc: V, x: V): V {
    return add<V>(acc, x);
  }


  @inline
  finish<V>(acc: V, count: i32): V {
    return div<V>(acc, splat<V>(<f32>count));
  }

  pool(from: usize, rows: i32, columns: i32, y: usize): void {
    pool_channels<AveragePool>(this, from, rows, columns, y);
  }
}

export function max_pool_2d_f32(params: usize, begin: u32, end: u32): void {
  slide<MaxPool, f32>(params, begin, end);
}

export function average_pool_2d_f32(params: usize, begin: u32, end: u32): void {
  slide<AveragePool, f32>(params, begin, end);
}


@inline
function pool_channels<Op extends Pool>(op: Op, from: usize, rows: i32, columns: i32, y: usize): void {
  const bytes = <usize>(op.channels << 2);
  let c: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; c + 16 <= bytes; c += 16) v128.store(y + c, pool_lanes<Op, v128>(op, from + c, rows, columns));
  }
  for (; c < bytes; c += 4) store<f32>(y + c, pool_lanes<Op, f32>(op, from + c, rows, columns));
}


@inline
function pool_lanes<Op extends Pool, V>(op: Op, from: usize, rows: i32, columns: i32): V {
  const pixelBytes = <usize>(op.channels << 2);
  const lineBytes = <usize>op.width * pixelBytes;
  let acc = splat<V>(op.start());
  for (let r = 0; r < rows; r++) {
    let x = from;
    for (let c = 0; c < columns; c++) {
      acc = op.step<V>(acc, load<V>(x));
      x += pixelBytes;
    }
    from += lineBytes;
  }
  return clamp<V>(op.finish<V>(acc, rows * columns), splat<V>(op.min), splat<V>(op.max));
}
