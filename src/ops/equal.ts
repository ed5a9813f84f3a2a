import { comparison } from "./comparison.ts";

export const equal = comparison("equal", "a = b ? 1 : 0; NaN equals nothing", (a, b) => a === b);
