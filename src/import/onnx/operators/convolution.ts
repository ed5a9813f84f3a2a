// Conv and ConvTranspose in one to three spatial dimensions.
//
// Images are channels first in the file, [N, C, H, W] with weights [O, C / groups, KH, KW]; the operators take channels
// last. Both are transposed here, and a pass takes out the transposes between neighbours.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { permute } from "../../../graph/permute.ts";
import { dilatedSize } from "../../../ops/window.ts";
import { ensure } from "../../diagnostics.ts";
import { requireKnown } from "../../known.ts";
import type { NodeImporter, OnnxNode, OperatorTable } from "../node.ts";
import {
  AUTO_PADS,
  countsOf,
  dilationsOf,
  padOrCrop,
  planeOf,
  requireSpatial,
  type SpatialWindow,
  splitPadding,
  windowOf,
} from "./window.ts";

type Sizes = readonly number[];

const AGAIN = "Export the model again";

interface Weights {
  /** [O, C / groups, ...kernel], constants or computed from constants. */
  readonly id: TensorId;
  readonly bias: TensorId;
  readonly groups: number;
}

/** Dimensions in another order; those of quantised models are only constants once the passes have folded them. */
function arranged(node: OnnxNode, id: TensorId, perm: readonly number[]): TensorId {
  const { data, shape } = node.tensor(id);
  if (data === undefined || !(data instanceof Float32Array)) return node.transpose(id, perm);
  return node.constant(
    perm.map((axis) => shape[axis]),
    permute(data, shape, perm),
  );
}

/** The kernel turned by 180 degrees. */
function turned(node: OnnxNode, id: TensorId): TensorId {
  return node.emit("reverse", [id], {
    axes: node
      .shapeOf(id)
      .map((_, axis) => axis)
      .slice(2),
  });
}

/** One convolution of images [N, H, W, C] by weights [O, C / groups, KH, KW]. */
function convolvePlane(node: OnnxNode, x: TensorId, { id, bias, groups }: Weights, window: SpatialWindow): TensorId {
  const channels = node.shapeOf(x)[3];
  const attributes = { strides: window.strides, pads: [...window.begin, ...window.end], ...dilationsOf(window) };
  const inputs = (w: TensorId) => (bias === ABSENT ? [x, w] : [x, w, bias]);
  if (groups === channels && groups > 1) {
    return node.emit("depthwise_conv_2d", inputs(arranged(node, id, [1, 2, 3, 0])), attributes);
  }
  const w = arranged(node, id, [0, 2, 3, 1]);
  return node.emit("conv_2d", inputs(w), groups === 1 ? attributes : { ...attributes, groups });
}

/** Convolution of a volume [N, D, H, W, C]: the sum over the kernel's layers of convolutions of all layers they meet. */
function convolveVolume(node: OnnxNode, x: TensorId, { id, bias, groups }: Weights, window: SpatialWindow): TensorId {
  const { kernel, strides, dilations, begin, end, output } = window;
  const padded = padOrCrop(node, x, [begin[0], 0, 0], [end[0], 0, 0]);
  const [batch, , height, width, channels] = node.shapeOf(padded);
  const [outputs, depth] = node.shapeOf(id);
  const plane = planeOf(window, [1, 2]);
  const weightSize = [outputs, depth, 1, kernel[1], kernel[2]];
  let sum = ABSENT;
  for (let layer = 0; layer < kernel[0]; layer++) {
    const met = node.emit("slice", [padded], {
      begin: [0, layer * dilations[0], 0, 0, 0],
      strides: [1, strides[0], 1, 1, 1],
      size: [batch, output[0], height, width, channels],
    });
    const w = node.emit("slice", [id], { begin: [0, 0, layer, 0, 0], strides: [1, 1, 1, 1, 1], size: weightSize });
    const part = convolvePlane(
      node,
      node.reshape(met, [batch * output[0], height, width, channels]),
      { id: node.reshape(w, [outputs, depth, kernel[1], kernel[2]]), bias: layer === 0 ? bias : ABSENT, groups },
      plane,
    );
    sum = sum === ABSENT ? part : node.emit("add", [sum, part]);
  }
  return node.reshape(sum, [batch, ...output, outputs]);
}

/** Convolution of [N, ...spatial, C] by weights [O, C / groups, ...kernel]. */
function convolve(node: OnnxNode, x: TensorId, weights: Weights, window: SpatialWindow): TensorId {
  const [batch, ...spatial] = node.shapeOf(x).slice(0, -1);
  if (spatial.length === 2) return convolvePlane(node, x, weights, window);
  if (spatial.length === 3) return convolveVolume(node, x, weights, window);
  const [outputs, depth, size] = node.shapeOf(weights.id);
  const images = node.reshape(x, [batch, 1, spatial[0], node.shapeOf(x).at(-1)!]);
  const kernels = { ...weights, id: node.reshape(weights.id, [outputs, depth, 1, size]) };
  const y = convolvePlane(node, images, kernels, planeOf(window, [undefined, 0]));
  return node.reshape(y, [batch, ...window.output, outputs]);
}

/** Checks the shapes of input and weights; returns the kernel's size and the groups. Throws Problem. */
function checkWeights(node: OnnxNode, channelAxis: 0 | 1): { kernel: Sizes; groups: number } {
  const [x, w] = [node.shape(0), node.shape(1)];
  requireSpatial(x);
  const groups = node.int("group", 1);
  const [inputs, outputs] = channelAxis === 1 ? [w[1] * groups, w[0]] : [w[0], w[1] * groups];
  ensure(
    w.length === x.length && groups >= 1 && inputs === x[1] && inputs % groups === 0 && outputs % groups === 0,
    () => `weights [${w}] in ${groups} groups do not fit the input [${x}]`,
    AGAIN,
  );
  const kernel = w.slice(2);
  const stated = node.ints("kernel_shape") ?? kernel;
  ensure(
    stated.length === kernel.length && stated.every((size, i) => size === kernel[i]),
    () => `kernel_shape is [${stated}], the weights are [${w}]`,
    AGAIN,
  );
  requireKnown(node, node.input(1), "the weights");
  if (node.hasInput(2)) requireKnown(node, node.input(2), "the biases");
  return { kernel, groups };
}

const conv: NodeImporter = {
  makes: ["conv_2d", "depthwise_conv_2d", "pad", "slice", "add"],
  run(node) {
    const { kernel, groups } = checkWeights(node, 1);
    const window = windowOf(node, node.shape(0).slice(2), kernel);
    const x = node.channelsLast(node.input(0));
    const y = convolve(node, x, { id: node.input(1), bias: node.optionalInput(2), groups }, window);
    return node.like(0, node.channelsFirst(y));
  },
};

/** What a transposed convolution writes: windows at every stride, cut off by the pads. */
interface TransposedWindow extends Pick<SpatialWindow, "kernel" | "strides" | "dilations"> {
  /** Cut off before the first pixel. */
  readonly begin: Sizes;
  readonly output: Sizes;
}

function transposedWindowOf(node: OnnxNode, image: Sizes, kernel: Sizes): TransposedWindow {
  const zeros = image.map(() => 0);
  const ones = image.map(() => 1);
  const strides = countsOf(node, "strides", ones, 1);
  const dilations = countsOf(node, "dilations", ones, 1);
  const added = countsOf(node, "output_padding", zeros, 0);
  const autoPad = node.choice("auto_pad", "NOTSET", AUTO_PADS);
  const isSame = autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER";
  const full = image.map((size, i) => strides[i] * (size - 1) + added[i] + dilatedSize(kernel[i], dilations[i]));
  if (node.ints("output_shape") !== undefined || isSame) {
    const all = node.ints("output_shape") ?? image.map((size, i) => size * strides[i]);
    const output = all.slice(-image.length); // some writers put batch and channels in front
    ensure(
      output.length === image.length && output.every((size) => size >= 1),
      () => `attribute output_shape is [${all}]`,
      AGAIN,
    );
    const total = full.map((size, i) => Math.max(0, size - output[i]));
    return { kernel, strides, dilations, begin: splitPadding(total, autoPad !== "SAME_UPPER").begin, output };
  }
  const pads = autoPad === "VALID" ? [...zeros, ...zeros] : countsOf(node, "pads", [...zeros, ...zeros], 0);
  const output = full.map((size, i) => size - pads[i] - pads[i + image.length]);
  ensure(
    output.every((size) => size >= 1),
    () => `pads [${pads}] cut everything off [${full}]`,
    AGAIN,
  );
  return { kernel, strides, dilations, begin: pads.slice(0, image.length), output };
}

/** [N, ...spatial, C] -> the same with stride − 1 zeros behind every pixel, along every spatial dimension. */
function insertZeros(node: OnnxNode, x: TensorId, strides: Sizes): TensorId {
  if (strides.every((stride) => stride === 1)) return x;
  const [batch, ...rest] = node.shapeOf(x);
  const channels = rest.pop()!;
  const apart = node.reshape(x, [batch, ...rest.flatMap((size) => [size, 1]), channels]);
  const pads = [0, 0, ...strides.flatMap((stride) => [0, 0, 0, stride - 1]), 0, 0];
  const inserted = node.emit("pad", [apart], { pads, value: 0 });
  return node.reshape(inserted, [batch, ...rest.map((size, i) => size * strides[i]), channels]);
}

/** One transposed convolution of images [N, H, W, C], lines if the window has one dimension. */
function transposePlane(
  node: OnnxNode,
  x: TensorId,
  [w, bias]: readonly [TensorId, TensorId],
  window: TransposedWindow,
) {
  const { begin, output, strides, dilations } = window;
  const isLine = window.kernel.length === 1;
  const pair = (values: Sizes, otherwise: number) => (isLine ? [otherwise, values[0]] : values);
  const [batch, ...spatial] = node.shapeOf(x).slice(0, -1);
  const [inputs, outputs] = node.shapeOf(w);
  const images = node.reshape(x, [batch, ...pair(spatial, 1), inputs]);
  const kernels = node.reshape(w, [inputs, outputs, ...pair(window.kernel, 1)]);
  const ends = output.map((size, i) => {
    const full = strides[i] * (spatial[i] - 1) + dilatedSize(window.kernel[i], dilations[i]);
    return Math.max(0, full - begin[i] - size);
  });
  const operands = [images, arranged(node, kernels, [1, 2, 3, 0]), ...(bias === ABSENT ? [] : [bias])];
  const y = node.emit("conv_2d_transpose", operands, {
    strides: pair(strides, 1),
    pads: [...pair(begin, 0), ...pair(ends, 0)],
    size: pair(output, 1),
    ...(dilations.every((dilation) => dilation === 1) ? {} : { dilations: pair(dilations, 1) }),
  });
  return node.reshape(y, [batch, ...output, outputs]);
}

/** By its definition: the image with zeros between its pixels, convolved with the kernel turned round. */
function transposeGroups(
  node: OnnxNode,
  x: TensorId,
  { id, bias, groups }: Weights,
  window: TransposedWindow,
): TensorId {
  const { kernel, dilations, begin, output, strides } = window;
  const apart = insertZeros(node, x, strides);
  const extent = kernel.map((size, i) => dilatedSize(size, dilations[i]));
  const before = extent.map((size, i) => size - 1 - begin[i]);
  const size = node.shapeOf(apart).slice(1, -1);
  const after = output.map((count, i) => count - 1 + extent[i] - size[i] - before[i]);
  const [inputs, outputs] = node.shapeOf(id);
  // [C, O / groups, ...kernel] -> [groups, C / groups, O / groups, ...] -> [O, C / groups, ...]
  const apartGroups = node.reshape(id, [groups, inputs / groups, outputs, ...kernel]);
  const outputsFirst = node.transpose(apartGroups, [0, 2, 1, ...kernel.map((_, i) => i + 3)]);
  const weights = turned(node, node.reshape(outputsFirst, [groups * outputs, inputs / groups, ...kernel]));
  const ones = kernel.map(() => 1);
  const zeros = kernel.map(() => 0);
  const direct = { kernel, strides: ones, dilations, begin: zeros, end: zeros, excess: zeros, output };
  return convolve(node, padOrCrop(node, apart, before, after), { id: weights, bias, groups }, direct);
}

const convTranspose: NodeImporter = {
  makes: ["conv_2d_transpose", "conv_2d", "depthwise_conv_2d", "pad", "slice", "reverse", "add"],
  run(node) {
    const { kernel, groups } = checkWeights(node, 0);
    const window = transposedWindowOf(node, node.shape(0).slice(2), kernel);
    const [x, w, bias] = [node.channelsLast(node.input(0)), node.input(1), node.optionalInput(2)];
    const y =
      groups === 1 && kernel.length <= 2
        ? transposePlane(node, x, [w, bias], window)
        : transposeGroups(node, x, { id: w, bias, groups }, window);
    return node.like(0, node.channelsFirst(y));
  },
};

export const CONVOLUTION: OperatorTable = { Conv: conv, ConvTranspose: convTranspose };
