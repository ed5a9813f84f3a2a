import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const neg = unary({
  name: "neg",
  doc: "−x",
  reference: (x) => -x,
  domain: [-4, 4],
  tolerance: EXACT,
});
