import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const sqrt = unary({
  name: "sqrt",
  doc: "√x",
  reference: Math.sqrt,
  domain: [0, 100],
  tolerance: EXACT,
});
