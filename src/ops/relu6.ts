import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const relu6 = unary({
  name: "relu6",
  doc: "clamp(x, 0, 6)",
  reference: (x) => Math.min(Math.max(x, 0), 6),
  domain: [-8, 8],
  tolerance: EXACT,
  kernel: () => "clip_f32",
  constants: () => ({ alpha: 0, beta: 6 }),
});
