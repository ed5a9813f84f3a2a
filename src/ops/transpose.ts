import { requireShape } from "../graph/op_def.ts";
import { permute, rowMajor } from "../kernels/strided.ts";
import { requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";

export type TransposeAttributes = {
  /** Axis i of the output is axis perm[i] of the input. */
  readonly perm: readonly number[];
};

export const transpose = movement<TransposeAttributes>({
  name: "transpose",
  doc: "Axes in another order: axis i of y is axis perm[i] of x",
  shape(x, { perm }) {
    requireIntegers("perm", perm, x.length, 0);
    requireShape(
      new Set(perm).size === x.length && perm.every((axis) => axis < x.length),
      () => `perm [${perm}] must name each of ${x.length} axes once`,
    );
    return perm.map((axis) => x[axis]);
  },
  source: (index, x, { perm }) => x.map((_, axis) => index[perm.indexOf(axis)]),
  moves: (x, y, { perm }) => [{ to: rowMajor(y), from: permute(rowMajor(x), perm), of: "input" }],
  cases: [
    { shape: [3, 5], attributes: { perm: [1, 0] } },
    { shape: [7], attributes: { perm: [0] } },
    { shape: [17, 33], attributes: { perm: [1, 0] } },
    { shape: [1, 9], attributes: { perm: [1, 0] } },
    { shape: [2, 3, 5], attributes: { perm: [2, 0, 1] } },
    { shape: [2, 3, 4, 5], attributes: { perm: [0, 3, 1, 2] } },
    { shape: [2, 3, 4, 5], attributes: { perm: [0, 2, 3, 1] } },
    { shape: [1, 5, 4, 3], attributes: { perm: [0, 2, 1, 3] } },
    { shape: [2, 3, 4, 5], attributes: { perm: [3, 2, 1, 0] } },
    { shape: [2, 3, 2, 3, 4], attributes: { perm: [4, 1, 3, 2, 0] } },
    { shape: [2, 3, 2, 3, 2, 3, 2], attributes: { perm: [6, 5, 4, 3, 2, 1, 0] } },
    { shape: [2, 2, 2, 2, 2, 2, 2, 2], attributes: { perm: [7, 6, 5, 4, 3, 2, 1, 0] } },
  ],
});
