import { summing } from "./summing.ts";

export const mean = summing({
  name: "mean",
  doc: "y = Σ x / count over the axes",
  dtypes: ["f32", "i8"],
  factor: (count) => 1 / count,
  int8Scale: (x, y, count) => Math.fround(x / Math.fround(y * count)),
});
