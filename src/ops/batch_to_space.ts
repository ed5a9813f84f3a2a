import { requireShape } from "../graph/op_def.ts";
import { rowMajor, sliceAxis } from "../kernels/strided.ts";
import { requireImages, requireIntegers } from "./axes.ts";
import { type Move, movement } from "./movement.ts";
import { insideOf } from "./space_to_batch.ts";

export type BatchToSpaceAttributes = {
  /** [vertical, horizontal] */
  readonly block: readonly number[];
  /** Cut off afterwards: [top, left, bottom, right] */
  readonly crops: readonly number[];
};

export const batch_to_space = movement<BatchToSpaceAttributes>({
  name: "batch_to_space",
  doc: "[bh·bw·N, H, W, C] -> [N, bh·H, bw·W, C] without the crops: the inverse of space_to_batch",
  shape(x, { block, crops }) {
    requireImages(x);
    requireIntegers("block", block, 2, 1);
    requireIntegers("crops", crops, 4, 0);
    const [batch, h, w, c] = x;
    const [height, width] = [h * block[0] - crops[0] - crops[2], w * block[1] - crops[1] - crops[3]];
    requireShape(
      batch % (block[0] * block[1]) === 0 && height > 0 && width > 0,
      () => `[${x}] does not divide into blocks of [${block}], or the crops [${crops}] leave nothing`,
    );
    return [batch / (block[0] * block[1]), height, width, c];
  },
  source([n, h, w, c], [batch], { block, crops }) {
    const [row, column] = [h + crops[0], w + crops[1]];
    const place = (row % block[0]) * block[1] + (column % block[1]);
    const images = batch / (block[0] * block[1]);
    return [place * images + n, Math.floor(row / block[0]), Math.floor(column / block[1]), c];
  },
  moves(x, y, { block, crops }) {
    const moves: Move[] = [];
    for (let i = 0; i < block[0]; i++) {
      for (let j = 0; j < block[1]; j++) {
        const rows = insideOf(y[1], x[1], { at: i, block: block[0], pad: crops[0] });
        const columns = insideOf(y[2], x[2], { at: j, block: block[1], pad: crops[1] });
        const band = sliceAxis(rowMajor(y), 1, { begin: rows.source, size: rows.size, step: block[0] });
        const to = sliceAxis(band, 2, { begin: columns.source, size: columns.size, step: block[1] });
        const images = sliceAxis(rowMajor(x), 0, { begin: (i * block[1] + j) * y[0], size: y[0] });
        const region = sliceAxis(images, 1, { begin: rows.first, size: rows.size });
        const from = sliceAxis(region, 2, { begin: columns.first, size: columns.size });
        moves.push({ to, from, of: "input" });
      }
    }
    return moves;
  },
  cases: [
    { shape: [12, 2, 2, 3], attributes: { block: [2, 3], crops: [0, 0, 0, 0] } },
    { shape: [4, 3, 2, 4], attributes: { block: [2, 2], crops: [0, 1, 1, 0] } },
    { shape: [6, 2, 3, 1], attributes: { block: [3, 2], crops: [2, 0, 2, 3] } },
    { shape: [8, 3, 2, 17], attributes: { block: [2, 4], crops: [3, 5, 2, 1] } },
  ],
});
