import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const abs = unary({
  name: "abs",
  doc: "|x|",
  reference: Math.abs,
  domain: [-4, 4],
  tolerance: EXACT,
});
