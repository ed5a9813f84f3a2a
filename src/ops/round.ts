import { roundHalfEven } from "../graph/rounding.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

export const round = unary({
  name: "round",
  doc: "the nearest integer, halves to the even one",
  reference: roundHalfEven,
  domain: [-4, 4],
  tolerance: EXACT,
});
