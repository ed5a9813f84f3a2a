import { binary } from "./binary.ts";
import { weightedSum } from "./binary_int8.ts";

export const sub = binary({
  name: "sub",
  doc: "a − b",
  reference: (a, b) => a - b,
  int32: (a, b) => (a - b) | 0,
  int8: weightedSum(-1),
  fusesClamp: true,
});
