import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => Math.min(a, b);

export const minimum = binary({
  name: "minimum",
  doc: "min(a, b)",
  reference: f,
  int8: throughReals("minimum", f),
  int32: Math.min,
});
