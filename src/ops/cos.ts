import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const cos = unary({
  name: "cos",
  doc: "cos x",
  reference: Math.cos,
  domain: [-100, 100],
  tolerance: close(2e-7, 2e-7),
  kernel: () => "sin_f32",
  constants: () => ({ alpha: -0.5 }),
});
