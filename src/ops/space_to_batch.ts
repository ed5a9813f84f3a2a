import { requireShape } from "../graph/op_def.ts";
import { rowMajor, sliceAxis } from "../kernels/strided.ts";
import { requireImages, requireIntegers } from "./axes.ts";
import { type Move, movement } from "./movement.ts";

export type SpaceToBatchAttributes = {
  /** [vertical, horizontal] */
  readonly block: readonly number[];
  /** Zeros around the image first: [top, left, bottom, right] */
  readonly pads: readonly number[];
};

/** Which indices of one output axis hold image, at one place in the block: image index = begin + i·block − pad. */
export function insideOf(
  image: number,
  output: number,
  { at, block, pad }: { at: number; block: number; pad: number },
) {
  const first = Math.max(0, Math.ceil((pad - at) / block));
  const last = Math.min(output - 1, Math.floor((image - 1 + pad - at) / block));
  return { first, size: Math.max(0, last - first + 1), source: at + first * block - pad };
}

export const space_to_batch = movement<SpaceToBatchAttributes>({
  name: "space_to_batch",
  doc: "[N, H, W, C] -> [bh·bw·N, ...]: each place of a block its own, smaller image, after padding by zeros",
  shape(x, { block, pads }) {
    requireImages(x);
    requireIntegers("block", block, 2, 1);
    requireIntegers("pads", pads, 4, 0);
    const [n, h, w, c] = x;
    const [height, width] = [h + pads[0] + pads[2], w + pads[1] + pads[3]];
    requireShape(
      height % block[0] === 0 && width % block[1] === 0,
      () => `the padded image [${height}, ${width}] does not divide into blocks of [${block}]`,
    );
    return [n * block[0] * block[1], height / block[0], width / block[1], c];
  },
  source([batch, h, w, c], [n, height, width], { block, pads }) {
    const place = Math.floor(batch / n);
    const row = h * block[0] + Math.floor(place / block[1]) - pads[0];
    const column = w * block[1] + (place % block[1]) - pads[1];
    return row < 0 || row >= height || column < 0 || column >= width ? undefined : [batch % n, row, column, c];
  },
  moves(x, y, { block, pads }) {
    const moves: Move[] = pads.some((pad) => pad > 0) ? [{ to: rowMajor(y), of: "fill" }] : [];
    for (let i = 0; i < block[0]; i++) {
      for (let j = 0; j < block[1]; j++) {
        const rows = insideOf(x[1], y[1], { at: i, block: block[0], pad: pads[0] });
        const columns = insideOf(x[2], y[2], { at: j, block: block[1], pad: pads[1] });
        const images = sliceAxis(rowMajor(y), 0, { begin: (i * block[1] + j) * x[0], size: x[0] });
        const region = sliceAxis(images, 1, { begin: rows.first, size: rows.size });
        const to = sliceAxis(region, 2, { begin: columns.first, size: columns.size });
        const band = sliceAxis(rowMajor(x), 1, { begin: rows.source, size: rows.size, step: block[0] });
        const from = sliceAxis(band, 2, { begin: columns.source, size: columns.size, step: block[1] });
        moves.push({ to, from, of: "input" });
      }
    }
    return moves;
  },
  cases: [
    { shape: [2, 4, 6, 3], attributes: { block: [2, 3], pads: [0, 0, 0, 0] } },
    { shape: [1, 5, 3, 4], attributes: { block: [2, 2], pads: [0, 1, 1, 0] } },
    { shape: [2, 2, 3, 1], attributes: { block: [3, 2], pads: [2, 0, 2, 3] } },
    { shape: [1, 1, 2, 17], attributes: { block: [2, 4], pads: [3, 5, 2, 1] } },
  ],
});
