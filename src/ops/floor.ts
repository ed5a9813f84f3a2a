import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const floor = unary({
  name: "floor",
  doc: "the largest integer ≤ x",
  reference: Math.floor,
  domain: [-4, 4],
  tolerance: EXACT,
});
