// Data movement: with a strided copy of up to six dimensions, every operator that only moves values is a few calls.
//
// A copy is a loop over rows, counted by up to five nested dimensions; a row is a run of adjacent bytes or a line of evenly
// spaced elements. A step of zero repeats the source (broadcasts, fills), a negative one reverses it. Bytes are moved as
// they are stored, so int8 activations need no flip.

import { Copy, Gather } from "../params";

/** Rows of `length` adjacent bytes; range: rows. */
export function copy_runs(params: usize, begin: u32, end: u32): void {
  each_row<Run>(params, begin, end);
}

/** Rows of `length` bytes, one every xStep and yStep bytes; range: rows. */
export function copy_8(params: usize, begin: u32, end: u32): void {
  each_row<Line8>(params, begin, end);
}

/** Rows of `length` four-byte elements, one every xStep and yStep bytes; range: rows. */
export function copy_32(params: usize, begin: u32, end: u32): void {
  each_row<Line32>(params, begin, end);
}

/** y[o, i, :] = x[o, index[i], :]; range: rows of y, outer times count. */
export function gather(params: usize, begin: u32, end: u32): void {
  const p = changetype<Gather>(params);
  const count = <u32>p.count;
  const limit = p.limit;
  const bytes = <usize>p.bytes;
  const index = p.index;
  let outer = begin / count;
  let i = begin - outer * count;
  let x = p.x + <usize>(outer * limit) * bytes;
  let y = p.y + <usize>begin * bytes;
  for (let row = begin; row < end; row++) {
    const wanted = load<i32>(index + ((<usize>i) << 2));
    const at = max<i32>(min<i32>(wanted, limit - 1), 0);
    copy_bytes(y, x + <usize>at * bytes, bytes);
    y += bytes;
    if (++i == count) {
      i = 0;
      x += <usize>limit * bytes;
    }
  }
}


@unmanaged
class Run extends Copy {

  @inline
  row(y: usize, x: usize): void {
    copy_bytes(y, x, <usize>this.length);
  }
}


@unmanaged
class Line8 extends Copy {

  @inline
  row(y: usize, x: usize): void {
    const length = <u32>this.length;
    if (ASC_FEATURE_SIMD) {
      if (this.xStep == 0 && this.yStep == 1) return fill_bytes(y, i8x16.splat(load<i8>(x)), length);
    }
    copy_line<u8>(y, x, this);
  }
}


@unmanaged
class Line32 extends Copy {

  @inline
  row(y: usize, x: usize): void {
    const length = <u32>this.length;
    if (ASC_FEATURE_SIMD) {
      if (this.xStep == 0 && this.yStep == 4) return fill_bytes(y, i32x4.splat(load<i32>(x)), length << 2);
    }
    // Words at odd addresses are beyond JavaScript's arrays of words.
    if (FOR_JAVASCRIPT && ((x | y | this.xStep | this.yStep) & 3) != 0) copy_line_of_bytes(y, x, this);
    else copy_line<u32>(y, x, this);
  }
}

/** Calls op.row for the rows [begin, end): dimension 4 in the inner loop, the place in the others found by division. */
@inline
function each_row<Op extends Copy>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Copy>(params);
  const op = changetype<Op>(params);
  const inner = <u32>p.count4;
  const xInner = p.x4;
  const yInner = p.y4;
  let row = begin;
  while (row < end) {
    let rest = row / inner;
    const first = row - rest * inner;
    let x = p.x + <usize>(first * xInner);
    let y = p.y + <usize>(first * yInner);
    for (let field = params + offsetof<Copy>("count3"); rest != 0; field -= 4) {
      const outer = rest / load<u32>(field);
      const at = rest - outer * load<u32>(field);
      x += <usize>(at * load<u32>(field, offsetof<Copy>("x0") - offsetof<Copy>("count0")));
      y += <usize>(at * load<u32>(field, offsetof<Copy>("y0") - offsetof<Copy>("count0")));
      rest = outer;
    }
    const stop = min<u32>(end, row + inner - first);
    for (; row < stop; row++) {
      op.row(y, x);
      x += xInner;
      y += yInner;
    }
  }
}


@inline
function copy_line<T>(y: usize, x: usize, p: Copy): void {
  const xStep = p.xStep;
  const yStep = p.yStep;
  for (let left = p.length; left > 0; left--) {
    store<T>(y, load<T>(x));
    x += xStep;
    y += yStep;
  }
}

/** A line of elements of four bytes at any addresses. */
function copy_line_of_bytes(y: usize, x: usize, p: Copy): void {
  for (let left = p.length; left > 0; left--) {
    for (let i: usize = 0; i < 4; i++) store<u8>(y + i, load<u8>(x + i));
    x += p.xStep;
    y += p.yStep;
  }
}

/**
 * memcpy, also where the two overlap and y is 16 bytes or more before x. The last piece ends with the run and may overlap the
 * piece before it, so nothing is written past the end and no length needs a byte loop.
 */
@inline
function copy_bytes(y: usize, x: usize, bytes: usize): void {
  if (FOR_JAVASCRIPT) return memory.copy(y, x, bytes);
  if (ASC_FEATURE_SIMD) {
    if (bytes >= 16) {
      const last = bytes - 16;
      for (let i: usize = 0; i < last; i += 16) v128.store(y + i, v128.load(x + i));
      v128.store(y + last, v128.load(x + last));
      return;
    }
  }
  if (bytes >= 8) {
    const last = bytes - 8;
    for (let i: usize = 0; i < last; i += 8) store<u64>(y + i, load<u64>(x + i));
    store<u64>(y + last, load<u64>(x + last));
  } else if (bytes >= 4) {
    store<u32>(y, load<u32>(x));
    store<u32>(y + bytes - 4, load<u32>(x + bytes - 4));
  } else if (bytes >= 2) {
    store<u16>(y, load<u16>(x));
    store<u16>(y + bytes - 2, load<u16>(x + bytes - 2));
  } else if (bytes != 0) {
    store<u8>(y, load<u8>(x));
  }
}

/** `value` repeats itself every byte or every four bytes. */
@inline
function fill_bytes(y: usize, value: v128, bytes: usize): void {
  const end = y + bytes;
  for (; y + 16 <= end; y += 16) v128.store(y, value);
  for (; y + 4 <= end; y += 4) store<i32>(y, i32x4.extract_lane(value, 0));
  for (; y < end; y++) store<i8>(y, i8x16.extract_lane_s(value, 0));
}
