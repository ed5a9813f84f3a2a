import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const tanh = unary({
  name: "tanh",
  doc: "(e^x − e^−x) / (e^x + e^−x)",
  reference: Math.tanh,
  domain: [-12, 12],
  tolerance: close(0, 6e-7),
});
