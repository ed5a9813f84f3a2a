import { requireShape } from "../graph/op_def.ts";
import { rowMajor, sliceAxis, type View } from "../kernels/strided.ts";
import { requireIntegers } from "./axes.ts";
import { type Move, movement } from "./movement.ts";

export type PadAttributes = {
  /** [before, after] of axis 0, then of axis 1, ... */
  readonly pads: readonly number[];
  /** The real value around the tensor; default 0. */
  readonly value?: number | undefined;
};

export function paddedShape(x: readonly number[], pads: readonly number[]): number[] {
  requireIntegers("pads", pads, 2 * x.length, 0);
  return x.map((size, axis) => pads[2 * axis] + size + pads[2 * axis + 1]);
}

export const pad = movement<PadAttributes>({
  name: "pad",
  doc: "The input inside a border of one value",
  shape(x, { pads, value = 0 }) {
    requireShape(Number.isFinite(value), () => `the padding value must be a finite number, is ${value}`);
    return paddedShape(x, pads);
  },
  source(index, x, { pads }) {
    const inside = index.map((at, axis) => at - pads[2 * axis]);
    return inside.every((at, axis) => at >= 0 && at < x[axis]) ? inside : undefined;
  },
  fill: ({ value = 0 }) => value,
  /** Every element is written once: from the outermost axis on, what lies before and after, then the inside of it. */
  moves(x, y, { pads }) {
    const moves: Move[] = [];
    let inside: View = rowMajor(y);
    x.forEach((size, axis) => {
      const before = pads[2 * axis];
      const after = pads[2 * axis + 1];
      if (before > 0) moves.push({ to: sliceAxis(inside, axis, { begin: 0, size: before }), of: "fill" });
      if (after > 0) moves.push({ to: sliceAxis(inside, axis, { begin: before + size, size: after }), of: "fill" });
      inside = sliceAxis(inside, axis, { begin: before, size });
    });
    return [...moves, { to: inside, from: rowMajor(x), of: "input" }];
  },
  cases: [
    { shape: [2, 3], attributes: { pads: [1, 0, 2, 3], value: 3 } },
    { shape: [5], attributes: { pads: [0, 0] } },
    { shape: [5], attributes: { pads: [18, 1], value: 1.3 } },
    { shape: [2, 5, 6, 3], attributes: { pads: [0, 0, 1, 1, 1, 1, 0, 0] } },
    { shape: [2, 5, 6, 16], attributes: { pads: [0, 0, 0, 1, 0, 1, 0, 0], value: -0.7 } },
    { shape: [1, 2, 3, 5], attributes: { pads: [0, 0, 0, 0, 0, 0, 2, 1], value: -1e9 } },
    { shape: [2, 1, 2, 2, 3], attributes: { pads: [1, 1, 0, 2, 3, 0, 1, 0, 0, 2], value: 2 } },
  ],
});
