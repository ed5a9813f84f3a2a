import { binary } from "./binary.ts";
import { throughReals } from "./binary_int8.ts";

const f = (a: number, b: number) => Math.fround(a / b);

export const div = binary({
  name: "div",
  doc: "a / b; of i32 towards zero, and 0 where b is 0",
  reference: f,
  int32: (a, b) => (b === 0 ? 0 : Math.trunc(a / b) | 0),
  int8: throughReals("div", f),
  fusesClamp: true,
});
