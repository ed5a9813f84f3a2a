import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const sin = unary({
  name: "sin",
  doc: "sin x",
  reference: Math.sin,
  domain: [-100, 100],
  tolerance: close(2e-7, 2e-7),
  constants: () => ({ alpha: 0 }),
});
