// Constant data in another order of dimensions. The operator `transpose` is the specification; this is for weights of
// many megabytes, which its reference would take seconds for.

import { elementCount, rowMajorStrides, type TensorData } from "./tensor.ts";

/** Values of a row-major tensor with its dimensions reordered: output dimension i is input dimension perm[i]. */
export function permute<T extends TensorData>(data: T, shape: readonly number[], perm: readonly number[]): T {
  const from = rowMajorStrides(shape);
  const dims = perm.map((axis) => shape[axis]);
  const strides = perm.map((axis) => from[axis]);
  const result = data.slice() as T;
  const inner = dims.at(-1) ?? 1;
  const step = strides.at(-1) ?? 1;
  const outer = dims.length - 1;
  const index = new Array<number>(Math.max(outer, 0)).fill(0);
  let row = 0;
  for (let at = 0; at < elementCount(shape); at += inner) {
    for (let i = 0; i < inner; i++) result[at + i] = data[row + i * step];
    for (let axis = outer - 1; axis >= 0; axis--) {
      row += strides[axis];
      if (++index[axis] < dims[axis]) break;
      row -= index[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return result;
}
