import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => (a < 0 ? Math.fround(a * b) : a);

export const prelu = binary({
  name: "prelu",
  doc: "a < 0 ? a · b : a, b the slopes",
  reference: f,
  int8: throughReals("prelu", f),
  shapeOfFirst: true,
});
