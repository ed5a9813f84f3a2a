import { comparison } from "./comparison.ts";

export const less = comparison("less", "a < b ? 1 : 0; NaN compares false", (a, b) => a < b);
