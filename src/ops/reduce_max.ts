import { extreme } from "./extreme.ts";

export const reduce_max = extreme("reduce_max", "y = the largest x over the axes", Math.max);
