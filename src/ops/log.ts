import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const log = unary({
  name: "log",
  doc: "ln x",
  reference: Math.log,
  domain: [0, 20],
  tolerance: close(1e-7, 2e-7),
});
