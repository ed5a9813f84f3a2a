import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const ceil = unary({
  name: "ceil",
  doc: "the smallest integer ≥ x",
  reference: Math.ceil,
  domain: [-4, 4],
  tolerance: EXACT,
});
