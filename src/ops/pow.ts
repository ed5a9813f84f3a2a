import { binary } from "./binary.ts";
import { close } from "./operator.ts";

export const pow = binary({
  name: "pow",
  doc: "a to the power b",
  reference: (a, b) => (a === 1 || b === 0 ? 1 : a ** b),
  tolerance: close(1e-44, 1.3e-7),
  domains: [
    [0, 8],
    [-4, 4],
  ],
});
