import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const square = unary({
  name: "square",
  doc: "x²",
  reference: (x) => x * x,
  domain: [-4, 4],
  tolerance: EXACT,
});
