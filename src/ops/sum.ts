import { summing } from "./summing.ts";

export const sum = summing({
  name: "sum",
  doc: "y = Σ x over the axes; i32 wraps around",
  dtypes: ["f32", "i8", "i32"],
  factor: () => 1,
  int8Scale: (x, y) => Math.fround(x / y),
});
