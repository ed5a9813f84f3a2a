// Poolings over windows in one to three spatial dimensions, and over whole images.

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxValue, OperatorTable } from "../node.ts";
import { dilationsOf, padOrCrop, requireSpatial, type SpatialWindow, separably, windowOf } from "./window.ts";

/** Pads that take part in no maximum: below all values but infinities. */
const LOWEST = -3.4e38;

/** Nodes are made for each position of the kernel where indices are asked for. */
const MAX_INDEXED_KERNEL = 256;

function poolWindow(node: OnnxNode): SpatialWindow {
  const shape = node.shape(0);
  requireSpatial(shape);
  const image = shape.slice(2);
  const kernel = node.ints("kernel_shape") ?? [];
  ensure(
    kernel.length === image.length && kernel.every((size) => size >= 1),
    () => `attribute kernel_shape is [${kernel}], the input is [${shape}]`,
    "One positive size each spatial dimension is needed; export the model again",
  );
  return windowOf(node, image, kernel);
}

function poolAttributes(window: SpatialWindow) {
  const { kernel, strides, begin, end, excess } = window;
  const overhang = excess.some((count) => count > 0) ? { overhang: excess } : {};
  return { kernel, strides, pads: [...begin, ...end], ...dilationsOf(window), ...overhang };
}

const maxPool: NodeImporter = {
  makes: ["max_pool_2d", "pad", "slice", "concat", "arg_max", "gather", "add"],
  run(node) {
    const window = poolWindow(node);
    const x = node.channelsLast(node.input(0));
    const y = separably(node, x, window, (images, plane) => node.emit("max_pool_2d", [images], poolAttributes(plane)));
    const values = node.like(0, node.channelsFirst(y));
    return node.hasOutput(1) ? [...values, maxIndices(node, x, window)] : values;
  },
};

/** For every output the number of its value among the elements of the file's [N, C, ...spatial]. */
function maxIndices(node: OnnxNode, x: TensorId, window: SpatialWindow): OnnxValue {
  const { kernel, strides, dilations, begin, end, excess, output } = window;
  const taps = kernel.reduce<number[][]>(
    (found, size) => found.flatMap((tap) => Array.from({ length: size }, (_, i) => [...tap, i])),
    [[]],
  );
  ensure(
    taps.length <= MAX_INDEXED_KERNEL,
    () => `Indices of a kernel [${kernel}] are asked for`,
    `Leave that output out, or use a kernel of at most ${MAX_INDEXED_KERNEL} pixels`,
  );
  const [batch, ...spatial] = node.shapeOf(x).slice(0, -1);
  const channels = node.shapeOf(x).at(-1)!;
  const isQuantized = node.tensor(x).quantization !== undefined;
  const real = isQuantized ? node.emit("dequantize", [x]) : node.cast(x, "f32");
  const after = end.map((count, i) => count + excess[i]);
  const padded = padOrCrop(node, real, begin, after, LOWEST);
  const parts = taps.map((tap) => {
    const part = node.emit("slice", [padded], {
      begin: [0, ...tap.map((at, i) => at * dilations[i]), 0],
      strides: [1, ...strides, 1],
      size: [batch, ...output, channels],
    });
    return node.reshape(part, [batch, ...output, channels, 1]);
  });
  const joined = node.emit("concat", parts, { axis: output.length + 2 });
  const best = node.emit("arg_max", [joined], { axis: output.length + 2 });
  // Elements from one index to the next along each spatial dimension, in the order that the file asks for.
  const isColumnMajor = node.int("storage_order", 0) === 1;
  const steps = spatial.map((_, i) => elementCount(isColumnMajor ? spatial.slice(0, i) : spatial.slice(i + 1)));
  const dot = (at: readonly number[]) => at.reduce((sum, value, i) => sum + value * steps[i], 0);
  const offsets = Int32Array.from(taps, (tap) => dot(tap.map((at, i) => at * dilations[i])));
  const offset = node.emit("gather", [node.constant([taps.length], offsets), best], { axis: 0 });
  const planes = Int32Array.from({ length: batch * channels }, (_, i) => i * elementCount(spatial));
  const positions = Int32Array.from({ length: elementCount(output) }, (_, i) => {
    const at = output.map((size, axis) => Math.floor(i / elementCount(output.slice(axis + 1))) % size);
    return dot(at.map((value, axis) => value * strides[axis] - begin[axis]));
  });
  const ones = output.map(() => 1);
  const inPlane = node.emit("add", [offset, node.constant([1, ...output, 1], positions)]);
  const index = node.emit("add", [inPlane, node.constant([batch, ...ones, channels], planes)]);
  return { id: node.channelsFirst(index), type: "INT64" };
}

/** Sums over windows, as a depthwise convolution with ones. */
function windowSums(node: OnnxNode, x: TensorId, window: SpatialWindow): TensorId {
  return separably(node, x, window, (images, plane) => {
    const channels = node.shapeOf(images)[3];
    const shape = [1, ...plane.kernel, channels];
    node.assembler.requireRoom(4 * elementCount(shape)); // before it is made: kernels may be large
    const ones = node.constant(shape, new Float32Array(elementCount(shape)).fill(1));
    const pads = [...plane.begin, ...plane.end.map((count, i) => count + plane.excess[i])];
    return node.emit("depthwise_conv_2d", [images, ones], { strides: plane.strides, pads, ...dilationsOf(plane) });
  });
}

const averagePool: NodeImporter = {
  makes: ["average_pool_2d"],
  run(node) {
    const window = poolWindow(node);
    const hasPads = [...window.begin, ...window.end].some((count) => count > 0);
    const counting = hasPads && node.int("count_include_pad", 0) !== 0 ? { countPads: true } : {};
    const y = separably(node, node.channelsLast(node.input(0)), window, (images, plane) =>
      node.emit("average_pool_2d", [images], { ...poolAttributes(plane), ...counting }),
    );
    return node.like(0, node.channelsFirst(y));
  },
};

/** |x|^p, and the p-th root of sums of it. */
function power(node: OnnxNode, x: TensorId, p: number): TensorId {
  if (p === 2) return node.emit("square", [x]);
  const positive = node.emit("abs", [x]);
  return p === 1 ? positive : node.emit("pow", [positive, node.scalar(p)]);
}

function root(node: OnnxNode, x: TensorId, p: number): TensorId {
  if (p === 1) return x;
  return p === 2 ? node.emit("sqrt", [x]) : node.emit("pow", [x, node.scalar(1 / p)]);
}

const lpPool: NodeImporter = {
  makes: ["abs", "square", "pow", "depthwise_conv_2d", "sqrt"],
  run(node) {
    const window = poolWindow(node);
    const p = node.int("p", 2);
    const powers = power(node, node.channelsLast(node.input(0)), p);
    return node.like(0, node.channelsFirst(root(node, windowSums(node, powers, window), p)));
  },
};

/** Over all pixels of [N, C, ...spatial]; spatial dimensions become 1. */
function global(
  makes: readonly string[],
  reduce: (node: OnnxNode, x: TensorId, axes: number[]) => TensorId,
): NodeImporter {
  return {
    makes,
    run(node) {
      const rank = node.shape(0).length;
      ensure(rank >= 3, () => `the input has the shape [${node.shape(0)}]`, "It needs batch, channels and pixels");
      const axes = Array.from({ length: rank - 2 }, (_, i) => i + 1);
      return node.like(0, node.channelsFirst(reduce(node, node.channelsLast(node.input(0)), axes)));
    },
  };
}

const globalLpPool = global(["abs", "square", "pow", "sum", "sqrt"], (node, x, axes) => {
  const p = node.int("p", 2);
  return root(node, node.emit("sum", [power(node, x, p)], { axes, keepDims: true }), p);
});

export const POOLING: OperatorTable = {
  AveragePool: averagePool,
  GlobalAveragePool: global(["mean"], (node, x, axes) => node.emit("mean", [x], { axes, keepDims: true })),
  GlobalLpPool: globalLpPool,
  GlobalMaxPool: global(["reduce_max"], (node, x, axes) => node.emit("reduce_max", [x], { axes, keepDims: true })),
  LpPool: lpPool,
  MaxPool: maxPool,
};
