import { close } from "./operator.ts";
import { unary } from "./unary.ts";

export const elu = unary<{ readonly alpha?: number }>({
  name: "elu",
  doc: "x < 0 ? alpha · (e^x − 1) : x",
  reference: (x, { alpha = 1 }) => (x < 0 ? alpha * Math.expm1(x) : x),
  domain: [-100, 10],
  tolerance: close(0, 6e-7),
  attributes: [{}, { alpha: 0.3 }],
  constants: ({ alpha = 1 }) => ({ alpha }),
});
