import { comparison } from "./comparison.ts";

export const less_equal = comparison("less_equal", "a ≤ b ? 1 : 0; NaN compares false", (a, b) => a <= b);
