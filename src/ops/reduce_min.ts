import { extreme } from "./extreme.ts";

export const reduce_min = extreme("reduce_min", "y = the smallest x over the axes", Math.min);
