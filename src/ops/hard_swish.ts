import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const hard_swish = unary({
  name: "hard_swish",
  doc: "x · clamp(x + 3, 0, 6) / 6",
  reference: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  domain: [-8, 8],
  tolerance: close(3e-7, 3e-7),
});
