import { INT32_NEGATION } from "./int32.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const neg = unary({
  name: "neg",
  doc: "−x",
  reference: (x) => -x,
  int32: INT32_NEGATION,
  domain: [-4, 4],
  tolerance: EXACT,
});
