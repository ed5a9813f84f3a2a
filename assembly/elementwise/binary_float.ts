// f32 operators of two inputs along one row: y = clamp(f(a, b), low, high).

import { add, clamp, div, if_less, max, min, mul, splat, sub } from "../lane/float";
import { power } from "../lane/math64";
import { store_part } from "../lane/tail";
import { Binary } from "../params";
import { ADD, DIV, EQUAL, LESS, MAXIMUM, MINIMUM, MUL, POW, SQUARED_DIFFERENCE, SUB } from "./operations";

/** Steps: 0 where an operand stays at one element. */
export function float_row(
  operation: u32,
  params: usize,
  a: usize,
  b: usize,
  y: usize,
  count: u32,
  aStep: u32,
  bStep: u32,
): void {
  if (operation == ADD) row<Add>(operation, params, a, b, y, count, aStep, bStep);
  else if (operation == MUL) row<Mul>(operation, params, a, b, y, count, aStep, bStep);
  else if (operation == POW) power_row(a, b, y, count, aStep, bStep);
  else row<Other>(operation, params, a, b, y, count, aStep, bStep);
}

/** `Op` names a function at compile time: a class of methods only, never dereferenced. */
@inline
function row<Op>(
  operation: u32,
  params: usize,
  a: usize,
  b: usize,
  y: usize,
  count: u32,
  aStep: u32,
  bStep: u32,
): void {
  const p = changetype<Binary>(params);
  const op = changetype<Op>(params);
  if (ASC_FEATURE_SIMD) {
    const low = f32x4.splat(p.low);
    const high = f32x4.splat(p.high);
    let va = v128.load32_splat(a);
    let vb = v128.load32_splat(b);
    for (let j: u32 = 0; j < count; j += 4) {
      const at = (<usize>j) << 2;
      if (aStep) va = v128.load(a + at);
      if (bStep) vb = v128.load(b + at);
      const result = clamp<v128>(op.apply<v128>(operation, va, vb), low, high);
      if (count - j >= 4) v128.store(y + at, result);
      else store_part(y + at, result, (count - j) << 2);
    }
  } else {
    const low = p.low;
    const high = p.high;
    for (let j: u32 = 0; j < count; j++) {
      const sa = load<f32>(a + ((j * aStep) << 2));
      const sb = load<f32>(b + ((j * bStep) << 2));
      store<f32>(y + (j << 2), clamp<f32>(op.apply<f32>(operation, sa, sb), low, high));
    }
  }
}


@unmanaged
class Add {

  @inline
  apply<V>(operation: u32, a: V, b: V): V {
    return add<V>(a, b);
  }
}


@unmanaged
class Mul {

  @inline
  apply<V>(operation: u32, a: V, b: V): V {
    return mul<V>(a, b);
  }
}

/** The less frequent operators share a loop that asks at every vector which one it is. */
@unmanaged
class Other {

  @inline
  apply<V>(operation: u32, a: V, b: V): V {
    if (operation >= EQUAL) return compare<V>(operation, a, b);
    return apply_other<V>(operation, a, b);
  }
}

/** The bits of the i32 0 or 1: as floats between any bounds, so that a clamp leaves them alone. NaN compares false. */
@inline
function compare<V>(operation: u32, a: V, b: V): V {
  if (isVector<V>()) {
    let mask: v128;
    if (operation == EQUAL) mask = f32x4.eq(<v128>a, <v128>b);
    else if (operation == LESS) mask = f32x4.lt(<v128>a, <v128>b);
    else mask = f32x4.le(<v128>a, <v128>b);
    return <V>v128.and(mask, i32x4.splat(1));
  } else {
    let holds: bool;
    if (operation == EQUAL) holds = <f32>a == <f32>b;
    else if (operation == LESS) holds = <f32>a < <f32>b;
    else holds = <f32>a <= <f32>b;
    return <V>reinterpret<f32>(<i32>holds);
  }
}

/** SUB, DIV, MINIMUM, MAXIMUM, SQUARED_DIFFERENCE or PRELU. */
@inline
export function apply_other<V>(operation: u32, a: V, b: V): V {
  let result: V;
  if (operation == SUB) result = sub<V>(a, b);
  else if (operation == DIV) result = div<V>(a, b);
  else if (operation == MINIMUM) result = min<V>(a, b);
  else if (operation == MAXIMUM) result = max<V>(a, b);
  else if (operation == SQUARED_DIFFERENCE) {
    const d = sub<V>(a, b);
    result = mul<V>(d, d);
  } else result = if_less<V>(a, splat<V>(0), mul<V>(a, b), a);
  return result;
}

function power_row(a: usize, b: usize, y: usize, count: u32, aStep: u32, bStep: u32): void {
  for (let j: u32 = 0; j < count; j++) {
    store<f32>(y + (j << 2), power(load<f32>(a + ((j * aStep) << 2)), load<f32>(b + ((j * bStep) << 2))));
  }
}
