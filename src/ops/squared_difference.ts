import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => Math.fround(Math.fround(a - b) ** 2);

export const squared_difference = binary({
  name: "squared_difference",
  doc: "(a − b)²",
  reference: f,
  int8: throughReals("squared_difference", f),
  range: [0, 6],
});
