import { rowMajor, sliceAxis } from "../kernels/strided.ts";
import { requireAxis } from "./axes.ts";
import { movement } from "./movement.ts";

export type ReverseAttributes = {
  readonly axes: readonly number[];
};

export const reverse = movement<ReverseAttributes>({
  name: "reverse",
  doc: "The named axes backwards",
  shape(x, { axes }) {
    for (const axis of axes) requireAxis(axis, x.length);
    return x;
  },
  source: (index, x, { axes }) => index.map((at, axis) => (axes.includes(axis) ? x[axis] - 1 - at : at)),
  moves(x, y, { axes }) {
    const from = [...new Set(axes)].reduce(
      (view, axis) => sliceAxis(view, axis, { begin: x[axis] - 1, size: x[axis], step: -1 }),
      rowMajor(x),
    );
    return [{ to: rowMajor(y), from, of: "input" }];
  },
  cases: [
    { shape: [2, 3, 5], attributes: { axes: [1] } },
    { shape: [19], attributes: { axes: [0] } },
    { shape: [2, 3, 4, 5], attributes: { axes: [3, 0] } },
    { shape: [2, 3, 4, 5], attributes: { axes: [0, 1, 2, 3] } },
    { shape: [3, 4], attributes: { axes: [] } },
  ],
});
