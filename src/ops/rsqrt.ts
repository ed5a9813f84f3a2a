import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const rsqrt = unary({
  name: "rsqrt",
  doc: "1 / √x",
  reference: (x) => 1 / Math.sqrt(x),
  domain: [0, 100],
  tolerance: close(0, 2e-7),
});
