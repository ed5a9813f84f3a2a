import { INT32_MAGNITUDE } from "./int32.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const abs = unary({
  name: "abs",
  doc: "|x|",
  reference: Math.abs,
  int32: INT32_MAGNITUDE,
  domain: [-4, 4],
  tolerance: EXACT,
});
