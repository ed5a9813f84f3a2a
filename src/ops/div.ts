import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => Math.fround(a / b);

export const div = binary({
  name: "div",
  doc: "a / b",
  reference: f,
  int8: throughReals("div", f),
  fusesClamp: true,
});
