import { binary } from "./binary.ts";
import { product } from "./binary_int8.ts";

export const mul = binary({
  name: "mul",
  doc: "a · b",
  reference: (a, b) => a * b,
  int32: Math.imul,
  int8: product,
  fusesClamp: true,
});
