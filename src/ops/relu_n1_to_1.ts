import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const relu_n1_to_1 = unary({
  name: "relu_n1_to_1",
  doc: "clamp(x, −1, 1)",
  reference: (x) => Math.min(Math.max(x, -1), 1),
  domain: [-2, 2],
  tolerance: EXACT,
  kernel: () => "clip_f32",
  constants: () => ({ alpha: -1, beta: 1 }),
});
