import { requireShape } from "../graph/op_def.ts";
import { permute, rowMajor } from "../kernels/strided.ts";
import { requireImages, requireIntegers } from "./axes.ts";
import { movement } from "./movement.ts";
import type { BlockAttributes } from "./space_to_depth.ts";

export const depth_to_space = movement<BlockAttributes>({
  name: "depth_to_space",
  doc: "[N, H, W, b·b·C] -> [N, b·H, b·W, C]: the channels of a pixel spread over a block of b·b pixels",
  shape(x, { block }) {
    requireImages(x);
    requireIntegers("block", [block], 1, 1);
    const [n, h, w, c] = x;
    requireShape(c % (block * block) === 0, () => `${c} channels do not divide into ${block}·${block} pixels`);
    return [n, h * block, w * block, c / (block * block)];
  },
  source([n, h, w, c], [, , , depth], { block }) {
    const pixel = (h % block) * block + (w % block);
    return [n, Math.floor(h / block), Math.floor(w / block), pixel * (depth / (block * block)) + c];
  },
  moves([n, h, w, depth], _, { block }) {
    const from = permute(rowMajor([n, h, w, block, block, depth / (block * block)]), [0, 1, 3, 2, 4, 5]);
    return [{ to: rowMajor(from.sizes), from, of: "input" }];
  },
  cases: [
    { shape: [2, 2, 3, 12], attributes: { block: 2 } },
    { shape: [1, 2, 1, 45], attributes: { block: 3 } },
    { shape: [2, 1, 3, 16], attributes: { block: 4 } },
    { shape: [1, 2, 3, 4], attributes: { block: 1 } },
    { shape: [1, 2, 2, 68], attributes: { block: 2 } },
  ],
});
