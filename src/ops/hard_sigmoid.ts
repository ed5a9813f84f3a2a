import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const hard_sigmoid = unary<{ readonly alpha?: number; readonly beta?: number }>({
  name: "hard_sigmoid",
  doc: "clamp(alpha · x + beta, 0, 1)",
  reference: (x, { alpha = 0.2, beta = 0.5 }) => Math.min(Math.max(alpha * x + beta, 0), 1),
  domain: [-8, 8],
  tolerance: close(2e-7, 2e-7),
  attributes: [{}, { alpha: 1 / 6, beta: 0.5 }],
  constants: ({ alpha = 0.2, beta = 0.5 }) => ({ alpha, beta }),
});
