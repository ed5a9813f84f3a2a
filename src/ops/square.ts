import { INT32_SQUARE } from "./int32.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const square = unary({
  name: "square",
  doc: "x²",
  reference: (x) => x * x,
  int32: INT32_SQUARE,
  domain: [-4, 4],
  tolerance: EXACT,
});
