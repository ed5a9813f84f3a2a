// Weights in another order of dimensions, at once: files keep kernels as [KH, KW, C, O], the graph as [O, KH, KW, C].

import { elementCount, rowMajorStrides, type TensorData } from "../../graph/tensor.ts";

/** Output dimension i is dimension perm[i] of `data`. */
export function permute<T extends TensorData>(data: T, shape: readonly number[], perm: readonly number[]): T {
  const strides = rowMajorStrides(shape);
  const sizes = perm.map((axis) => shape[axis]);
  const steps = perm.map((axis) => strides[axis]);
  const result = data.slice() as T;
  const last = sizes.length - 1;
  const inner = sizes[last] ?? 1;
  const step = steps[last] ?? 1;
  const index = new Array<number>(sizes.length).fill(0);
  let from = 0;
  for (let to = 0; to < elementCount(shape); to += inner) {
    for (let i = 0; i < inner; i++) result[to + i] = data[from + i * step];
    for (let axis = last - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result;
}
