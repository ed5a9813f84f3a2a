// NumPy's broadcasting: shapes aligned at their last dimension, a dimension of 1 stretched to the other's size.

import { requireShape } from "../graph/op_def.ts";
import { rowMajorStrides } from "../graph/tensor.ts";

/** Throws ShapeError where two dimensions differ and neither is 1. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const dimA = a[a.length - rank + i] ?? 1;
    const dimB = b[b.length - rank + i] ?? 1;
    requireShape(dimA === dimB || dimA === 1 || dimB === 1, () => `shapes [${a}] and [${b}] do not broadcast`);
    return Math.max(dimA, dimB);
  });
}

/** Strides of an operand along the dimensions of the output, 0 where it is stretched. */
function broadcastStrides(input: readonly number[], output: readonly number[]): number[] {
  const own = rowMajorStrides(input);
  const added = output.length - input.length;
  return output.map((_, i) => (i < added || input[i - added] === 1 ? 0 : own[i - added]));
}

/** Where in the operand the output's element i is found. */
export function broadcastIndex(input: readonly number[], output: readonly number[]): (i: number) => number {
  const strides = broadcastStrides(input, output);
  return (i) => {
    let left = i;
    let index = 0;
    for (let d = output.length - 1; d >= 0; d--) {
      index += (left % output[d]) * strides[d];
      left = Math.floor(left / output[d]);
    }
    return index;
  };
}

/**
 * The shape block of the kernels (drawn in assembly/elementwise/broadcast.ts): neighbouring dimensions along which both
 * operands run on without a jump are one.
 */
export function broadcastBlock(a: readonly number[], b: readonly number[], output: readonly number[]): Int32Array {
  const stridesA = broadcastStrides(a, output);
  const stridesB = broadcastStrides(b, output);
  const merged: { size: number; a: number; b: number }[] = [];
  for (let d = output.length - 1; d >= 0; d--) {
    const dim = { size: output[d], a: stridesA[d], b: stridesB[d] };
    if (dim.size === 1) continue;
    const inner = merged.at(-1);
    if (inner && dim.a === inner.a * inner.size && dim.b === inner.b * inner.size) inner.size *= dim.size;
    else merged.push(dim);
  }
  const [row = { size: 1, a: 1, b: 1 }, ...outer] = merged;
  return Int32Array.of(row.size, row.a, row.b, outer.length, ...outer.flatMap((dim) => [dim.size, dim.a, dim.b]));
}
