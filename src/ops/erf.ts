import { close } from "./operator.ts";
import { unary } from "./unary.ts";

/**
 * 1 − erf(x), relative error below 1e-12: the power series of erf near 0, a continued fraction beyond
 * (Abramowitz & Stegun 7.1.6 and 7.1.14).
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) return 1 - erfSeries(x);
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

function erfSeries(x: number): number {
  let term = (2 / Math.sqrt(Math.PI)) * x * Math.exp(-x * x);
  let sum = 0;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return sum;
}

export const erf = unary({
  name: "erf",
  doc: "2/√π · ∫ e^−t² dt from 0 to x",
  reference: (x) => (Math.abs(x) < 2 ? erfSeries(x) : 1 - erfc(x)),
  domain: [-5, 5],
  tolerance: close(0, 6e-7),
});
