import { requireShape } from "../graph/op_def.ts";
import { permute, rowMajor } from "../kernels/strided.ts";
import { requireImages, requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";

export type BlockAttributes = {
  readonly block: number;
};

export const space_to_depth = movement<BlockAttributes>({
  name: "space_to_depth",
  doc: "[N, H, W, C] -> [N, H/b, W/b, b·b·C]: the pixels of each b·b block side by side in the channels",
  shape(x, { block }) {
    requireImages(x);
    requireIntegers("block", [block], 1, 1);
    const [n, h, w, c] = x;
    requireShape(h % block === 0 && w % block === 0, () => `[${h}, ${w}] does not divide into blocks of ${block}`);
    return [n, h / block, w / block, block * block * c];
  },
  source([n, h, w, depth], [, , , c], { block }) {
    const pixel = Math.floor(depth / c);
    return [n, h * block + Math.floor(pixel / block), w * block + (pixel % block), depth % c];
  },
  moves([n, h, w, c], _, { block }) {
    const from = permute(rowMajor([n, h / block, block, w / block, block, c]), [0, 1, 3, 2, 4, 5]);
    return [{ to: rowMajor(from.sizes), from, of: "input" }];
  },
  cases: [
    { shape: [2, 4, 6, 3], attributes: { block: 2 } },
    { shape: [1, 6, 3, 5], attributes: { block: 3 } },
    { shape: [2, 4, 4, 1], attributes: { block: 4 } },
    { shape: [1, 2, 3, 4], attributes: { block: 1 } },
    { shape: [1, 4, 4, 17], attributes: { block: 2 } },
  ],
});
