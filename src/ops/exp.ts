import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const exp = unary({
  name: "exp",
  doc: "e^x",
  reference: Math.exp,
  domain: [-110, 88.7],
  tolerance: close(3e-45, 2.4e-7),
});
