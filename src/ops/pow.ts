import { binary } from "./binary.ts";
import { close } from "./operator.ts";

/** IEEE 754's pow; JavaScript's differs where the base is ±1 and the exponent infinite or NaN. */
function power(a: number, b: number): number {
  return a === 1 || b === 0 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

export const pow = binary({
  name: "pow",
  doc: "a to the power b",
  reference: power,
  tolerance: close(1e-44, 1.3e-7),
  domains: [
    [0, 8],
    [-4, 4],
  ],
});
