import { binary } from "./binary.ts";
import { weightedSum } from "./binary_int8.ts";

export const add = binary({
  name: "add",
  doc: "a + b",
  reference: (a, b) => a + b,
  int32: (a, b) => (a + b) | 0,
  int8: weightedSum(1),
  fusesClamp: true,
});
