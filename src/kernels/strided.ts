// Strided views: how an operator that only moves values says which element goes where, and the copy kernels that do it.
//
// A view is a walk over a buffer: index (i, j, ...) is the element offset + i·strides[0] + j·strides[1] + ... Slicing,
// transposing, broadcasting and reversing are arithmetic on views; `copyView` turns a pair of them of equal sizes into as
// few and as simple kernel calls as it can (assembly/layout/copy.ts).

import { type BufferRef, call, type KernelCall, offsetBy } from "./call.ts";

/** In elements. Strides may be zero (the element is repeated) or negative (the axis is walked backwards). */
export interface View {
  readonly offset: number;
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** A view and the memory it walks over. */
export interface Place {
  readonly buffer: BufferRef;
  readonly view: View;
}

/** All of a row-major tensor. Any shape with the same number of elements will do: [N, H·W, C] of an image, say. */
export function rowMajor(shape: readonly number[]): View {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return { offset: 0, sizes: shape, strides };
}

/** Part of one axis: `size` indices from `begin` on, every `step` (negative: backwards). */
export function sliceAxis(view: View, axis: number, range: { begin: number; size: number; step?: number }): View {
  const { begin, size, step = 1 } = range;
  return {
    offset: view.offset + begin * view.strides[axis],
    sizes: view.sizes.with(axis, size),
    strides: view.strides.with(axis, view.strides[axis] * step),
  };
}

/** Axis i of the result is axis order[i] of the view. */
export function permute(view: View, order: readonly number[]): View {
  return {
    offset: view.offset,
    sizes: order.map((axis) => view.sizes[axis]),
    strides: order.map((axis) => view.strides[axis]),
  };
}

/** Every element `size` times along a new axis, which comes before the axis `before`. */
export function repeat(view: View, before: number, size: number): View {
  return {
    offset: view.offset,
    sizes: view.sizes.toSpliced(before, 0, size),
    strides: view.strides.toSpliced(before, 0, 0),
  };
}

/** NumPy's rule: aligned at the last axis, axes of size 1 repeat. The sizes must fit. */
export function broadcastView(view: View, shape: readonly number[]): View {
  const missing = shape.length - view.sizes.length;
  return {
    offset: view.offset,
    sizes: shape,
    strides: shape.map((_, axis) =>
      axis < missing || view.sizes[axis - missing] === 1 ? 0 : view.strides[axis - missing],
    ),
  };
}

/** One dimension of a copy, in bytes. */
interface Dimension {
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

const COUNTED = 5;

/**
 * Kernel calls for to[i, j, ...] = from[i, j, ...]; none where a size is 0. The two may not overlap, except that one run of
 * bytes may move to an address 16 or more below.
 */
export function copyView(to: Place, from: Place, elementBytes: number): KernelCall[] {
  const { sizes } = to.view;
  if (sizes.length !== from.view.sizes.length || sizes.some((size, axis) => size !== from.view.sizes[axis])) {
    throw new Error(`a copy from [${from.view.sizes}] to [${sizes}]`);
  }
  if (sizes.includes(0)) return [];
  const dimensions = sizes.map((count, axis) => ({
    count,
    x: from.view.strides[axis] * elementBytes,
    y: to.view.strides[axis] * elementBytes,
  }));
  const x = offsetBy(from.buffer, from.view.offset * elementBytes);
  const y = offsetBy(to.buffer, to.view.offset * elementBytes);
  return copyCalls(x, y, collapse([...dimensions, { count: elementBytes, x: 1, y: 1 }]));
}

/** Drops dimensions of one index and joins neighbours that are one even walk in both buffers; the innermost remains. */
function collapse(dimensions: readonly Dimension[]): Dimension[] {
  const result: Dimension[] = [dimensions[dimensions.length - 1]];
  for (const outer of dimensions.slice(0, -1).reverse()) {
    const [inner] = result;
    if (outer.count === 1) continue;
    if (outer.x === inner.x * inner.count && outer.y === inner.y * inner.count) {
      result[0] = { count: outer.count * inner.count, x: inner.x, y: inner.y };
    } else {
      result.unshift(outer);
    }
  }
  return result;
}

/** The innermost dimension is a run of bytes; runs of one byte or word are an element of the dimension around them. */
function copyCalls(x: BufferRef, y: BufferRef, dimensions: readonly Dimension[]): KernelCall[] {
  const run = dimensions[dimensions.length - 1];
  const isLine = dimensions.length > 1 && (run.count === 1 || run.count === 4);
  const counted = dimensions.slice(0, isLine ? -2 : -1);
  if (counted.length > COUNTED) {
    const [outer, ...rest] = dimensions;
    return Array.from({ length: outer.count }, (_, i) =>
      copyCalls(offsetBy(x, i * outer.x), offsetBy(y, i * outer.y), rest),
    ).flat();
  }
  const line = isLine ? dimensions[dimensions.length - 2] : { count: run.count, x: 1, y: 1 };
  const kernel = !isLine ? "copy_runs" : run.count === 1 ? "copy_8" : "copy_32";
  const rows = counted.reduce((product, { count }) => product * count, 1);
  const padding = new Array<Dimension>(COUNTED - counted.length).fill({ count: 1, x: 0, y: 0 });
  const [d0, d1, d2, d3, d4] = [...padding, ...longestLast(counted)];
  const params = {
    ...{ x, y, length: line.count, xStep: line.x, yStep: line.y },
    ...{ count0: d0.count, count1: d1.count, count2: d2.count, count3: d3.count, count4: d4.count },
    ...{ x0: d0.x, x1: d1.x, x2: d2.x, x3: d3.x, x4: d4.x },
    ...{ y0: d0.y, y1: d1.y, y2: d2.y, y3: d3.y, y4: d4.y },
  };
  return [call(kernel, "Copy", rows, params)];
}

/** Below this many rows in the kernel's inner loop, finding the place of the first by division shows (2x at 2 rows). */
const SHORT_LOOP = 8;

/** The order of the counted dimensions does not matter to the result: a short inner loop changes places with the longest. */
function longestLast(counted: readonly Dimension[]): readonly Dimension[] {
  const last = counted.length - 1;
  if (last < 1 || counted[last].count >= SHORT_LOOP) return counted;
  const longest = counted.reduce((best, { count }, i) => (count > counted[best].count ? i : best), last);
  return [...counted.toSpliced(longest, 1), counted[longest]];
}
