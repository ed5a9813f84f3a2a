import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const relu = unary({
  name: "relu",
  doc: "max(x, 0)",
  reference: (x) => Math.max(x, 0),
  domain: [-4, 4],
  tolerance: EXACT,
  kernel: () => "clip_f32",
  constants: () => ({ alpha: 0, beta: Infinity }),
});
