// Checks of attributes that name axes or give one number for each of them.

import { requireShape } from "../graph/op_def.ts";

/** Throws ShapeError unless `axis` is one of `rank` axes. */
export function requireAxis(axis: number, rank: number): void {
  requireShape(
    Number.isInteger(axis) && axis >= 0 && axis < rank,
    () => `axis ${axis} is none of a tensor of rank ${rank}: give 0 to ${rank - 1}`,
  );
}

/** Throws ShapeError unless `values` are `count` integers of at least `least`. */
export function requireIntegers(what: string, values: readonly number[], count: number, least = -Infinity): void {
  requireShape(
    Array.isArray(values) && values.length === count && values.every((v) => Number.isInteger(v) && v >= least),
    () => `${what} must be ${count} integers${least === -Infinity ? "" : ` of at least ${least}`}, are [${values}]`,
  );
}

/** Throws ShapeError unless the shape is that of NHWC images. */
export function requireImages(shape: readonly number[]): void {
  requireShape(shape.length === 4, () => `takes images [N, H, W, C], not [${shape}]`);
}
