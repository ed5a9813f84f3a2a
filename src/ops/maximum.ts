import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => Math.max(a, b);

export const maximum = binary({
  name: "maximum",
  doc: "max(a, b)",
  reference: f,
  int8: throughReals("maximum", f),
  int32: Math.max,
});
