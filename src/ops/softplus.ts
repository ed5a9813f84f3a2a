import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const softplus = unary({
  name: "softplus",
  doc: "ln(1 + e^x)",
  reference: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  domain: [-30, 30],
  tolerance: close(2e-7, 2e-7),
});
