// The index of the largest or smallest value, the first among equals: y[o, i] as int32 of x[o, 0 .. count − 1, i].

import { load_q } from "../lane/int8";
import { Reduce } from "../params";


@unmanaged
class Greater {

  @inline
  isBetter<T>(a: T, b: T): bool {
    return a > b;
  }
}


@unmanaged
class Less {

  @inline
  isBetter<T>(a: T, b: T): bool {
    return a < b;
  }
}

export function arg_max_f32(params: usize, begin: u32, end: u32): void {
  find<Greater, f32>(params, begin, end);
}

export function arg_max_i8(params: usize, begin: u32, end: u32): void {
  find<Greater, i32>(params, begin, end);
}

export function arg_min_f32(params: usize, begin: u32, end: u32): void {
  find<Less, f32>(params, begin, end);
}

export function arg_min_i8(params: usize, begin: u32, end: u32): void {
  find<Less, i32>(params, begin, end);
}

/** T: f32, or i32 for int8 elements. */
@inline
function find<Op, T>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Reduce>(params);
  const op = changetype<Op>(params);
  const count = p.count;
  const inner = p.inner;
  const shift: usize = isFloat<T>() ? 2 : 0;
  const rowBytes = (<usize>inner) << shift;
  let y = p.y + ((<usize>begin * <usize>inner) << 2);
  for (let o = begin; o < end; o++) {
    const block = p.x + <usize>o * <usize>count * rowBytes;
    for (let i = 0; i < inner; i++) {
      let x = block + ((<usize>i) << shift);
      let best = element<T>(x);
      let index = 0;
      for (let n = 1; n < count; n++) {
        x += rowBytes;
        const value = element<T>(x);
        if (op.isBetter<T>(value, best)) {
          best = value;
          index = n;
        }
      }
      store<i32>(y, index);
      y += 4;
    }
  }
}


@inline
function element<T>(x: usize): T {
  if (isFloat<T>()) return load<T>(x);
  else return <T>load_q(x);
}
