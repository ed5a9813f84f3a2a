import { arg } from "./arg.ts";

export const arg_max = arg("arg_max", "y = the first index of the largest x along the axis", (a, b) => a > b);
