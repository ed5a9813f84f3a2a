// Reductions of four-byte elements: floats, and the int32 sums of quantised ones. y[o, i] = x[o, 0, i] ∘ x[o, 1, i] ∘ ...

import { apply_lanes, apply_one } from "../elementwise/binary_int32";
import { ADD, MAXIMUM, MINIMUM, MUL } from "../elementwise/operations";
import { add, max, min, mul } from "../lane/float";
import { store_part } from "../lane/tail";
import { Reduce } from "../params";


@unmanaged
class Sum extends Reduce {

  @inline
  step<V>(acc: V, x: V): V {
    return add<V>(acc, x);
  }


  @inline
  finish<V>(acc: V): V {
    if (isVector<V>()) return <V>f32x4.mul(<v128>acc, f32x4.splat(this.factor));
    else return <V>(<f32>acc * this.factor);
  }
}


@unmanaged
class Maximum extends Reduce {

  @inline
  step<V>(acc: V, x: V): V {
    return max<V>(acc, x);
  }


  @inline
  finish<V>(acc: V): V {
    return acc;
  }
}


@unmanaged
class Minimum extends Reduce {

  @inline
  step<V>(acc: V, x: V): V {
    return min<V>(acc, x);
  }


  @inline
  finish<V>(acc: V): V {
    return acc;
  }
}


@unmanaged
class Product extends Reduce {

  @inline
  step<V>(acc: V, x: V): V {
    return mul<V>(acc, x);
  }


  @inline
  finish<V>(acc: V): V {
    return acc;
  }
}

/** The sum times `factor`. */
export function sum_f32(params: usize, begin: u32, end: u32): void {
  reduce<Sum, f32>(params, begin, end);
}

export function reduce_max_f32(params: usize, begin: u32, end: u32): void {
  reduce<Maximum, f32>(params, begin, end);
}

export function reduce_min_f32(params: usize, begin: u32, end: u32): void {
  reduce<Minimum, f32>(params, begin, end);
}

export function reduce_prod_f32(params: usize, begin: u32, end: u32): void {
  reduce<Product, f32>(params, begin, end);
}

export function sum_i32(params: usize, begin: u32, end: u32): void {
  reduce_whole(params, begin, end, ADD);
}

export function reduce_max_i32(params: usize, begin: u32, end: u32): void {
  reduce_whole(params, begin, end, MAXIMUM);
}

export function reduce_min_i32(params: usize, begin: u32, end: u32): void {
  reduce_whole(params, begin, end, MINIMUM);
}

export function reduce_prod_i32(params: usize, begin: u32, end: u32): void {
  reduce_whole(params, begin, end, MUL);
}

/** Whole numbers, rarer: they share a loop. A column is as wide as a vector, what lies beyond the row is not stored. */
function reduce_whole(params: usize, begin: u32, end: u32, operation: u32): void {
  const p = changetype<Reduce>(params);
  const count = p.count;
  const rowBytes = (<usize>p.inner) << 2;
  let x = p.x + <usize>begin * <usize>count * rowBytes;
  let y = p.y + <usize>begin * rowBytes;
  for (let o = begin; o < end; o++) {
    for (let i: usize = 0; i < rowBytes; i += ASC_FEATURE_SIMD ? 16 : 4) {
      let from = x + i;
      if (ASC_FEATURE_SIMD) {
        let acc = v128.load(from);
        for (let n = count - 1; n > 0; n--) {
          from += rowBytes;
          acc = apply_lanes(operation, acc, v128.load(from));
        }
        if (rowBytes - i >= 16) v128.store(y + i, acc);
        else store_part(y + i, acc, <u32>(rowBytes - i));
      } else {
        let acc = load<i32>(from);
        for (let n = count - 1; n > 0; n--) {
          from += rowBytes;
          acc = apply_one(operation, acc, load<i32>(from));
        }
        store<i32>(y + i, acc);
      }
    }
    x += <usize>count * rowBytes;
    y += rowBytes;
  }
}


@inline
function reduce<Op extends Reduce, T>(params: usize, begin: u32, end: u32): void {
  const op = changetype<Op>(params);
  const rowBytes = (<usize>op.inner) << 2;
  const blockBytes = <usize>op.count * rowBytes;
  let x = op.x + <usize>begin * blockBytes;
  let y = op.y + <usize>begin * rowBytes;
  for (let o = begin; o < end; o++) {
    if (ASC_FEATURE_SIMD && op.inner == 1 && op.count >= 4) {
      store<T>(y, op.finish<T>(fold_run<Op, T>(op, x)));
    } else {
      let i: usize = 0;
      if (ASC_FEATURE_SIMD) {
        for (; i + 16 <= rowBytes; i += 16) v128.store(y + i, op.finish<v128>(fold_column<Op, v128>(op, x + i)));
      }
      for (; i < rowBytes; i += 4) store<T>(y + i, op.finish<T>(fold_column<Op, T>(op, x + i)));
    }
    x += blockBytes;
    y += rowBytes;
  }
}

/** `count` values, one under the other. */
@inline
function fold_column<Op extends Reduce, V>(op: Op, x: usize): V {
  const rowBytes = (<usize>op.inner) << 2;
  let acc = load<V>(x);
  for (let n = op.count - 1; n > 0; n--) {
    x += rowBytes;
    acc = op.step<V>(acc, load<V>(x));
  }
  return acc;
}

/** `count` values, one after the other, at least four. */
@inline
function fold_run<Op extends Reduce, T>(op: Op, x: usize): T {
  const end = x + ((<usize>op.count) << 2);
  let lanes = v128.load(x);
  x += 16;
  for (; x + 16 <= end; x += 16) lanes = op.step<v128>(lanes, v128.load(x));
  lanes = op.step<v128>(lanes, i8x16.shuffle(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  let acc = op.step<T>(v128.extract_lane<T>(lanes, 0), v128.extract_lane<T>(lanes, 1));
  for (; x < end; x += 4) acc = op.step<T>(acc, load<T>(x));
  return acc;
}
