import { repeat, rowMajor } from "../kernels/strided.ts";
import { requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";

export type TileAttributes = {
  /** How often the input is repeated along each axis. */
  readonly multiples: readonly number[];
};

export const tile = movement<TileAttributes>({
  name: "tile",
  doc: "The input multiples[axis] times along each axis",
  shape(x, { multiples }) {
    requireIntegers("multiples", multiples, x.length, 1);
    return x.map((size, axis) => size * multiples[axis]);
  },
  source: (index, x) => index.map((at, axis) => at % x[axis]),
  /** y seen as [m0, d0, m1, d1, ...], x as [1, d0, 1, d1, ...] with the ones repeated. */
  moves(x, _, { multiples }) {
    const from = multiples.reduce((view, count, axis) => repeat(view, 2 * axis, count), rowMajor(x));
    return [{ to: rowMajor(from.sizes), from, of: "input" }];
  },
  cases: [
    { shape: [2, 3], attributes: { multiples: [2, 3] } },
    { shape: [5], attributes: { multiples: [4] } },
    { shape: [1], attributes: { multiples: [23] } },
    { shape: [3, 1, 2], attributes: { multiples: [1, 5, 3] } },
    { shape: [2, 3, 1, 16], attributes: { multiples: [1, 2, 3, 1] } },
    { shape: [2, 2, 3, 2, 2], attributes: { multiples: [2, 3, 2, 1, 2] } },
  ],
});
