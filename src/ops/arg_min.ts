import { arg } from "./arg.ts";

export const arg_min = arg("arg_min", "y = the first index of the smallest x along the axis", (a, b) => a < b);
