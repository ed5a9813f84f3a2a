// The sliding window of ONNX's convolutions and poolings in any number of spatial dimensions, and how such windows go over
// to operators on images [N, H, W, C].

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { dilatedSize } from "../../../ops/window.ts";
import { ensure } from "../../diagnostics.ts";
import type { OnnxNode } from "../node.ts";

/** One number each spatial dimension. */
type Sizes = readonly number[];

export interface SpatialWindow {
  readonly kernel: Sizes;
  readonly strides: Sizes;
  readonly dilations: Sizes;
  /** Padding before and after the image. */
  readonly begin: Sizes;
  readonly end: Sizes;
  /** What ceil_mode lets the last windows reach beyond the padding. */
  readonly excess: Sizes;
  readonly output: Sizes;
}

/** An attribute with a count for each spatial dimension. Throws Problem. */
export function countsOf(node: OnnxNode, name: string, otherwise: Sizes, least: number): Sizes {
  const values = node.ints(name) ?? otherwise;
  ensure(
    values.length === otherwise.length && values.every((value) => value >= least),
    () => `attribute ${name} is [${values}]`,
    `${otherwise.length} integers of at least ${least} are needed; export the model again`,
  );
  return values;
}

/** Padding of SAME_UPPER (the odd one at the end) and SAME_LOWER. */
export function splitPadding(total: Sizes, isLower: boolean): Pick<SpatialWindow, "begin" | "end"> {
  const smaller = total.map((pad) => Math.floor(pad / 2));
  const larger = total.map((pad, i) => pad - smaller[i]);
  return isLower ? { begin: larger, end: smaller } : { begin: smaller, end: larger };
}

export const AUTO_PADS = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"] as const;

/** The window of a convolution or pooling over `image`. Throws Problem. */
export function windowOf(node: OnnxNode, image: Sizes, kernel: Sizes): SpatialWindow {
  const ones = image.map(() => 1);
  const zeros = image.map(() => 0);
  const strides = countsOf(node, "strides", ones, 1);
  const dilations = countsOf(node, "dilations", ones, 1);
  const extent = kernel.map((size, i) => dilatedSize(size, dilations[i]));
  const autoPad = node.choice("auto_pad", "NOTSET", AUTO_PADS);
  if (autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER") {
    const output = image.map((size, i) => Math.ceil(size / strides[i]));
    const total = output.map((count, i) => Math.max(0, (count - 1) * strides[i] + extent[i] - image[i]));
    const pads = splitPadding(total, autoPad === "SAME_LOWER");
    return { kernel, strides, dilations, ...pads, excess: zeros, output };
  }
  const pads = autoPad === "VALID" ? [...zeros, ...zeros] : countsOf(node, "pads", [...zeros, ...zeros], 0);
  const begin = pads.slice(0, image.length);
  const end = pads.slice(image.length);
  const ceils = node.int("ceil_mode", 0) !== 0;
  const output = image.map((size, i) => {
    const room = size + begin[i] + end[i] - extent[i];
    ensure(
      room >= 0,
      () => `a kernel [${kernel}] (dilations [${dilations}]) does not fit [${image}] padded by [${pads}]`,
      "Give the input a larger shape, or export the model again",
    );
    if (!ceils) return Math.floor(room / strides[i]) + 1;
    const count = Math.ceil(room / strides[i]) + 1;
    return (count - 1) * strides[i] >= size + begin[i] ? count - 1 : count;
  });
  const excess = output.map((count, i) =>
    Math.max(0, (count - 1) * strides[i] + extent[i] - image[i] - begin[i] - end[i]),
  );
  return { kernel, strides, dilations, begin, end, excess, output };
}

/** The window along two of its dimensions; an absent one has size 1. */
export function planeOf(window: SpatialWindow, axes: readonly [number | undefined, number]): SpatialWindow {
  const pick = (values: Sizes, otherwise: number) =>
    axes.map((axis) => (axis === undefined ? otherwise : values[axis]));
  return {
    kernel: pick(window.kernel, 1),
    strides: pick(window.strides, 1),
    dilations: pick(window.dilations, 1),
    begin: pick(window.begin, 0),
    end: pick(window.end, 0),
    excess: pick(window.excess, 0),
    output: pick(window.output, 1),
  };
}

/** [...] if the window leaves no pixel out, else with `dilations`: the form of the operators' attributes. */
export function dilationsOf({ dilations }: SpatialWindow): { dilations?: Sizes } {
  return dilations.every((dilation) => dilation === 1) ? {} : { dilations };
}

/** Throws Problem unless there are one to three spatial dimensions. */
export function requireSpatial(shape: Sizes): void {
  ensure(
    shape.length >= 3 && shape.length <= 5,
    () => `the input has the shape [${shape}]`,
    "Supported are batch, channels and one to three spatial dimensions",
  );
}

/** [N, ...spatial, C] with zeros put before and after each spatial dimension; negative counts cut off instead. */
export function padOrCrop(node: OnnxNode, x: TensorId, begin: Sizes, end: Sizes, value = 0): TensorId {
  const positive = (values: Sizes) => [0, ...values.map((count) => Math.max(0, count)), 0];
  const all = [...begin, ...end];
  let result = x;
  if (all.some((count) => count > 0)) {
    const [before, after] = [positive(begin), positive(end)];
    result = node.emit("pad", [x], { pads: before.flatMap((count, i) => [count, after[i]]), value });
  }
  if (all.every((count) => count >= 0)) return result;
  const [before, after] = [begin, end].map((values) => positive(values.map((count) => -count)));
  const size = node.shapeOf(result).map((dim, i) => dim - before[i] - after[i]);
  return node.emit("slice", [result], { begin: before, strides: size.map(() => 1), size });
}

/** Adds the nodes of one window over images [N, H, W, C]. */
export type PlaneOperation = (x: TensorId, window: SpatialWindow) => TensorId;

/**
 * A window operation that may be done one spatial dimension after the other, on [N, ...spatial, C]: lines become images of
 * height 1; of volumes, all layers are done as images of a batch, then columns of pixels across the layers.
 */
export function separably(node: OnnxNode, x: TensorId, window: SpatialWindow, operation: PlaneOperation): TensorId {
  const [batch, ...spatial] = node.shapeOf(x).slice(0, -1);
  const channels = node.shapeOf(x).at(-1)!;
  const { output } = window;
  if (spatial.length === 2) return operation(x, window);
  if (spatial.length === 1) {
    const images = node.reshape(x, [batch, 1, spatial[0], channels]);
    return node.reshape(operation(images, planeOf(window, [undefined, 0])), [batch, ...output, channels]);
  }
  const layers = node.reshape(x, [batch * spatial[0], spatial[1], spatial[2], channels]);
  const flat = operation(layers, planeOf(window, [1, 2]));
  const columns = node.reshape(flat, [batch, 1, spatial[0], elementCount(output.slice(1)) * channels]);
  return node.reshape(operation(columns, planeOf(window, [undefined, 0])), [batch, ...output, channels]);
}
