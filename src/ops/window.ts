// The sliding window shared by convolutions and poolings over NHWC images.

import { requireShape } from "../graph/op_def.ts";

export interface WindowAttributes {
  /** [vertical, horizontal], at least 1. */
  readonly strides: readonly [number, number];
  /** [vertical, horizontal], at least 1; absent is [1, 1]. */
  readonly dilations?: readonly [number, number] | undefined;
  /** [top, left, bottom, right], explicit: importers resolve SAME and VALID with `samePads`. */
  readonly pads: readonly [number, number, number, number];
}

export interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pads: readonly [number, number, number, number];
  /** Output [height, width]. */
  readonly output: readonly [number, number];
}

/** Extent of a dilated kernel. */
export function dilatedSize(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/** Throws ShapeError unless the window fits the padded image at least once. */
export function resolveWindow(
  image: readonly [number, number],
  kernel: readonly [number, number],
  attributes: WindowAttributes,
): Window {
  const { strides, pads, dilations = [1, 1] } = attributes;
  const isAtLeast = (least: number, values: readonly number[]) =>
    values.every((v) => Number.isInteger(v) && v >= least);
  requireShape(
    strides.length === 2 && dilations.length === 2 && isAtLeast(1, [...kernel, ...strides, ...dilations]),
    () => `kernel [${kernel}], strides [${strides}] and dilations [${dilations}] must be positive`,
  );
  requireShape(pads.length === 4 && isAtLeast(0, pads), () => `pads must be four counts, are [${pads}]`);
  const size = (axis: 0 | 1) => {
    const room = image[axis] + pads[axis] + pads[axis + 2] - dilatedSize(kernel[axis], dilations[axis]);
    requireShape(
      room >= 0,
      () => `a kernel [${kernel}] (dilation [${dilations}]) does not fit [${image}] padded by [${pads}]`,
    );
    return Math.floor(room / strides[axis]) + 1;
  };
  return { kernel, strides, dilations, pads, output: [size(0), size(1)] };
}

/** TensorFlow's SAME: output = ceil(image / stride), the odd pad at the bottom and right. */
export function samePads(
  image: readonly [number, number],
  kernel: readonly [number, number],
  strides: readonly [number, number],
  dilations: readonly [number, number] = [1, 1],
): [number, number, number, number] {
  const total = ([0, 1] as const).map((axis) => {
    const output = Math.ceil(image[axis] / strides[axis]);
    return Math.max(0, (output - 1) * strides[axis] + dilatedSize(kernel[axis], dilations[axis]) - image[axis]);
  });
  const [vertical, horizontal] = total;
  const top = vertical >> 1;
  const left = horizontal >> 1;
  return [top, left, vertical - top, horizontal - left];
}
