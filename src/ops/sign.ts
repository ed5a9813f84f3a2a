import { INT32_SIGN } from "./int32.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const sign = unary({
  name: "sign",
  doc: "−1, 0 or 1",
  reference: Math.sign,
  int32: INT32_SIGN,
  domain: [-4, 4],
  tolerance: EXACT,
});
