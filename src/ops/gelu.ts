import { erfc } from "./erf.ts";
import { close } from "./operator.ts";
import { unary } from "./unary.ts";

/** Argument of the logistic function that stands for the normal distribution when `approximate` is set. */
const cubic = (x: number) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

export const gelu = unary<{ readonly approximate?: boolean }>({
  name: "gelu",
  doc: "x · Φ(x), Φ the normal distribution; approximate: x · sigmoid(2 · sqrt(2/π) · (x + 0.044715 · x³))",
  reference: (x, { approximate }) => (approximate ? x / (1 + Math.exp(-cubic(x))) : 0.5 * x * erfc(-x * Math.SQRT1_2)),
  domain: [-10, 10],
  tolerance: close(5e-7, 5e-7),
  attributes: [{}, { approximate: true }],
  kernel: ({ approximate }) => (approximate ? "gelu_approximate_f32" : "gelu_f32"),
});
