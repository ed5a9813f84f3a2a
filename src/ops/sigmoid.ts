import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const sigmoid = unary({
  name: "sigmoid",
  doc: "1 / (1 + e^−x)",
  reference: (x) => 1 / (1 + Math.exp(-x)),
  domain: [-100, 100],
  tolerance: close(1e-37, 4e-7),
});
