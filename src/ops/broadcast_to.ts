import { requireShape } from "../graph/op_def.ts";
import { broadcastView, rowMajor } from "../kernels/strided.ts";
import { requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";

export type BroadcastToAttributes = {
  readonly shape: readonly number[];
};

export const broadcast_to = movement<BroadcastToAttributes>({
  name: "broadcast_to",
  doc: "NumPy broadcasting: shapes are aligned at the last axis, axes of size 1 repeat",
  shape(x, { shape }) {
    requireIntegers("shape", shape, shape.length, 1);
    const missing = shape.length - x.length;
    requireShape(
      missing >= 0 && x.every((size, axis) => size === 1 || size === shape[axis + missing]),
      () => `[${x}] does not broadcast to [${shape}]: every axis must have the same size or 1`,
    );
    return shape;
  },
  source: (index, x) => x.map((size, axis) => (size === 1 ? 0 : index[axis + index.length - x.length])),
  moves: (x, y) => [{ to: rowMajor(y), from: broadcastView(rowMajor(x), y), of: "input" }],
  cases: [
    { shape: [3, 1], attributes: { shape: [2, 3, 5] } },
    { shape: [], attributes: { shape: [37] } },
    { shape: [1], attributes: { shape: [3, 7] } },
    { shape: [7], attributes: { shape: [3, 7] } },
    { shape: [2, 1, 3], attributes: { shape: [2, 5, 3] } },
    { shape: [1, 1, 1, 17], attributes: { shape: [2, 3, 3, 17] } },
    { shape: [2, 1, 3, 1], attributes: { shape: [4, 2, 19, 3, 18] } },
  ],
});
