import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const silu = unary({
  name: "silu",
  doc: "x / (1 + e^−x)",
  reference: (x) => x / (1 + Math.exp(-x)),
  domain: [-100, 100],
  tolerance: close(1e-35, 5e-7),
});
