import { requireShape } from "../graph/op_def.ts";
import { rowMajor, sliceAxis } from "../kernels/strided.ts";
import { requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";

/** One number each axis. */
export type SliceAttributes = {
  readonly begin: readonly number[];
  /** Not zero; negative walks backwards from `begin`. */
  readonly strides: readonly number[];
  /** Extent of the output. */
  readonly size: readonly number[];
};

export const slice = movement<SliceAttributes>({
  name: "slice",
  doc: "Part of every axis: size indices from begin on, every strides-th; negative strides walk backwards",
  shape(x, { begin, strides, size }) {
    requireIntegers("begin", begin, x.length, 0);
    requireIntegers("strides", strides, x.length);
    requireIntegers("size", size, x.length, 1);
    x.forEach((extent, axis) => {
      const last = begin[axis] + (size[axis] - 1) * strides[axis];
      requireShape(
        strides[axis] !== 0 && begin[axis] < extent && last >= 0 && last < extent,
        () => `axis ${axis} of [${x}] has no ${size[axis]} elements from ${begin[axis]} on, every ${strides[axis]}`,
      );
    });
    return size;
  },
  source: (index, _, { begin, strides }) => index.map((at, axis) => begin[axis] + at * strides[axis]),
  moves(x, y, { begin, strides, size }) {
    const from = x.reduce(
      (view, _, axis) => sliceAxis(view, axis, { begin: begin[axis], size: size[axis], step: strides[axis] }),
      rowMajor(x),
    );
    return [{ to: rowMajor(y), from, of: "input" }];
  },
  cases: [
    { shape: [3, 7], attributes: { begin: [1, 2], strides: [1, 1], size: [2, 4] } },
    { shape: [40], attributes: { begin: [3], strides: [1], size: [33] } },
    { shape: [9], attributes: { begin: [8], strides: [-1], size: [9] } },
    { shape: [20], attributes: { begin: [1], strides: [2], size: [10] } },
    { shape: [20], attributes: { begin: [18], strides: [-3], size: [6] } },
    { shape: [5, 6, 3], attributes: { begin: [0, 5, 0], strides: [2, -2, 1], size: [3, 3, 3] } },
    { shape: [2, 7, 7, 8], attributes: { begin: [0, 1, 1, 0], strides: [1, 2, 2, 1], size: [2, 3, 3, 8] } },
    { shape: [1, 5, 5, 17], attributes: { begin: [0, 0, 0, 1], strides: [1, 1, 1, 1], size: [1, 5, 5, 16] } },
    { shape: [2, 4, 5, 3], attributes: { begin: [1, 3, 4, 2], strides: [-1, -1, -1, -1], size: [2, 4, 5, 3] } },
    {
      shape: [2, 3, 4, 3, 5],
      attributes: { begin: [0, 2, 0, 1, 4], strides: [1, -2, 3, 1, -1], size: [2, 2, 2, 2, 3] },
    },
  ],
});
