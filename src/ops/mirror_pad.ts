import { requireShape } from "../graph/op_def.ts";
import { rowMajor, sliceAxis } from "../kernels/strided.ts";
import { type Move, movement } from "./movement.ts";
import { paddedShape } from "./pad.ts";

export type MirrorPadAttributes = {
  /** [before, after] of axis 0, then of axis 1, ... */
  readonly pads: readonly number[];
  /** Whether the mirror stands on the last element, which then appears once, or behind it: then twice. */
  readonly mode: "reflect" | "symmetric";
};

export const mirror_pad = movement<MirrorPadAttributes>({
  name: "mirror_pad",
  doc: "The input inside a border that mirrors it, without (reflect) or with (symmetric) its outermost elements",
  shape(x, { pads, mode }) {
    requireShape(mode === "reflect" || mode === "symmetric", () => `mode is "${mode}": give "reflect" or "symmetric"`);
    const shape = paddedShape(x, pads);
    const most = (size: number) => (mode === "reflect" ? size - 1 : size);
    requireShape(
      pads.every((pad, i) => pad <= most(x[i >> 1])),
      () => `pads [${pads}] are larger than what [${x}] has to mirror (${mode})`,
    );
    return shape;
  },
  source(index, x, { pads, mode }) {
    const edge = mode === "reflect" ? 0 : 1;
    return index.map((at, axis) => {
      const inside = at - pads[2 * axis];
      if (inside < 0) return -inside - edge;
      return inside < x[axis] ? inside : 2 * x[axis] - 2 - inside + edge;
    });
  },
  /** The input into the middle; then axis by axis, over all that is there by now, the two borders out of the output. */
  moves(x, y, { pads, mode }) {
    const gap = mode === "reflect" ? 1 : 0;
    const middle = (from: number) =>
      x.reduce(
        (view, size, axis) => (axis < from ? view : sliceAxis(view, axis, { begin: pads[2 * axis], size })),
        rowMajor(y),
      );
    const moves: Move[] = [{ to: middle(0), from: rowMajor(x), of: "input" }];
    x.forEach((size, axis) => {
      const band = middle(axis + 1);
      const [before, after] = [pads[2 * axis], pads[2 * axis + 1]];
      const mirror = (begin: number, count: number, source: number): Move => ({
        to: sliceAxis(band, axis, { begin, size: count }),
        from: sliceAxis(band, axis, { begin: source, size: count, step: -1 }),
        of: "output",
      });
      if (before > 0) moves.push(mirror(0, before, 2 * before - 1 + gap));
      if (after > 0) moves.push(mirror(before + size, after, before + size - 1 - gap));
    });
    return moves;
  },
  cases: (["reflect", "symmetric"] as const).flatMap((mode) => [
    { shape: [3, 4], attributes: { pads: [1, 2, 3, 1], mode } },
    { shape: [5], attributes: { pads: [4, 0], mode } },
    { shape: [2, 5, 6, 3], attributes: { pads: [0, 0, 1, 2, 3, 4, 0, 0], mode } },
    { shape: [1, 3, 3, 17], attributes: { pads: [0, 0, 2, 2, 2, 2, 1, 3], mode } },
    { shape: [2, 3, 2, 2, 3], attributes: { pads: [1, 1, 2, 0, 0, 1, 1, 1, 2, 2], mode } },
  ]),
});
