// The operators of two inputs, as numbers: the row loops take them so that their exports can share one walk.

export const ADD: u32 = 0;
export const SUB: u32 = 1;
export const MUL: u32 = 2;
export const DIV: u32 = 3;
export const MINIMUM: u32 = 4;
export const MAXIMUM: u32 = 5;
export const SQUARED_DIFFERENCE: u32 = 6;
export const PRELU: u32 = 7;
export const POW: u32 = 8;
/** Comparisons, from here on: the results are i32, 0 or 1. */
export const EQUAL: u32 = 9;
export const LESS: u32 = 10;
export const LESS_EQUAL: u32 = 11;
