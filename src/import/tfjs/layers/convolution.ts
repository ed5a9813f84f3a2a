// Convolutions and dense layers. Keras' kernels are [KH, KW, C, O] ([KH, KW, O, C] of transposed ones), and the same for
// either data format; one-dimensional ones are images of one row.

import type { TensorId } from "../../../graph/graph.ts";
import { samePads } from "../../../ops/window.ts";
import { ensure } from "../../diagnostics.ts";
import { ACTIVATION_OPS, activate } from "./activations.ts";
import { asImages, type Pair, type Quad, resolvePads } from "./images.ts";
import type { LayerImporter, LayerNode, LayerTable } from "./node.ts";

const KERNEL = ["kernel"];
const BIAS = ["bias"];

interface Windows {
  readonly strides: Pair;
  readonly dilations: Pair;
}

/** Of a layer over `rank` dimensions of space; one becomes two. */
function windowsOf({ config }: LayerNode, rank: 1 | 2): Windows {
  const pair = (name: string): Pair => {
    const values = config.integers(name, rank, new Array(rank).fill(1));
    return rank === 1 ? [1, values[0]] : [values[0], values[1]];
  };
  return { strides: pair("strides"), dilations: pair("dilation_rate") };
}

function kernelOf(node: LayerNode, w: TensorId): Pair {
  const shape = node.shapeOf(w);
  return [shape[1], shape[2]];
}

function biasOf(node: LayerNode): TensorId[] {
  return node.config.boolean("use_bias", true) ? [node.weight(BIAS)] : [];
}

/** Kernels [...space, C, O] become [O, KH, KW, C]. */
function convolution(rank: 1 | 2): LayerImporter["run"] {
  return (node) =>
    asImages(node, node.inputOfRank(rank + 2), (x) => {
      const windows = windowsOf(node, rank);
      const groups = node.config.integer("groups", 1);
      const spatial = rank === 1 ? [1, -1] : node.weightShape(KERNEL).slice(0, 2);
      const [depth, outputs] = node.weightShape(KERNEL).slice(-2);
      const w = node.weight(KERNEL, {
        perm: rank === 1 ? [2, 0, 1] : [3, 0, 1, 2],
        shape: [outputs, ...spatial, depth],
      });
      const pads = resolvePads(node, node.shapeOf(x), kernelOf(node, w), windows);
      const attributes = { ...windows, pads, ...(groups === 1 ? {} : { groups }) };
      return activate(node, node.emit("conv_2d", [x, w, ...biasOf(node)], attributes));
    });
}

/** Kernels [...space, C, multiplier] become [1, KH, KW, C · multiplier]. */
function depthwise(node: LayerNode, x: TensorId, rank: 1 | 2, bias: (node: LayerNode) => TensorId[]): TensorId {
  const windows = windowsOf(node, rank);
  const names = ["depthwise_kernel", "kernel"];
  const own = node.weightShape(names);
  const spatial = rank === 1 ? [1, own[0] ?? 1] : own.slice(0, 2);
  const w = node.weight(names, { shape: [1, ...spatial, -1] });
  const pads = resolvePads(node, node.shapeOf(x), kernelOf(node, w), windows);
  return node.emit("depthwise_conv_2d", [x, w, ...bias(node)], { ...windows, pads });
}

const depthwiseLayer = (rank: 1 | 2): LayerImporter["run"] => {
  return (node) => asImages(node, node.inputOfRank(rank + 2), (x) => activate(node, depthwise(node, x, rank, biasOf)));
};

const separable = (rank: 1 | 2): LayerImporter["run"] => {
  return (node) =>
    asImages(node, node.inputOfRank(rank + 2), (x) => {
      const between = depthwise(node, x, rank, () => []);
      const [depth, outputs] = node.weightShape(["pointwise_kernel"]).slice(-2);
      const w = node.weight(["pointwise_kernel"], {
        perm: rank === 1 ? [2, 0, 1] : [3, 0, 1, 2],
        shape: [outputs, 1, 1, depth],
      });
      const attributes = { strides: [1, 1], pads: [0, 0, 0, 0] };
      return activate(node, node.emit("conv_2d", [between, w, ...biasOf(node)], attributes));
    });
};

/**
 * Output size and what is cut off before it, as Keras has it: the pads are those of the convolution that would lead back.
 * Source: deconv_output_length in keras/utils/conv_utils.py.
 */
function transposedGeometry(
  node: LayerNode,
  [, height, width]: readonly number[],
  kernel: Pair,
  { strides, dilations }: Windows,
) {
  const isSame = node.config.choice("padding", "valid", ["valid", "same"]) === "same";
  const extra = node.config.has("output_padding") ? node.config.integers("output_padding", 2) : undefined;
  const extent = kernel.map((size, i) => (size - 1) * dilations[i] + 1);
  const size = [height, width].map((dim, i) => {
    if (extra === undefined) return dim * strides[i] + (isSame ? 0 : Math.max(extent[i] - strides[i], 0));
    return (dim - 1) * strides[i] + extent[i] - (isSame ? 2 * (extent[i] >> 1) : 0) + extra[i];
  }) as [number, number];
  const pads: Quad = isSame ? samePads(size, kernel, strides, dilations) : [0, 0, 0, 0];
  return { strides, pads, size, ...(dilations.every((d) => d === 1) ? {} : { dilations }) };
}

function transposed(node: LayerNode): TensorId {
  return asImages(node, node.inputOfRank(4), (x) => {
    const w = node.weight(KERNEL, { perm: [2, 0, 1, 3] });
    const attributes = transposedGeometry(node, node.shapeOf(x), kernelOf(node, w), windowsOf(node, 2));
    return activate(node, node.emit("conv_2d_transpose", [x, w, ...biasOf(node)], attributes));
  });
}

function dense(node: LayerNode): TensorId {
  const x = node.input();
  const shape = node.shapeOf(x);
  const w = node.weight(KERNEL, { perm: [1, 0] });
  const depth = node.shapeOf(w)[1];
  ensure(
    shape.length >= 2 && shape[shape.length - 1] === depth,
    () => `its input is [${shape}], its kernel takes rows of ${depth}`,
    "State the shape that the model's input was trained with",
  );
  const attributes = shape.length > 2 ? { keepDims: true } : {};
  return activate(node, node.emit("fully_connected", [x, w, ...biasOf(node)], attributes));
}

const makes = (...ops: readonly string[]) => [...ops, ...ACTIVATION_OPS, "less", "where"];

export const CONVOLUTION_LAYERS: LayerTable = {
  Conv1D: { makes: makes("conv_2d"), run: convolution(1) },
  Conv2D: { makes: makes("conv_2d"), run: convolution(2) },
  Convolution2D: { makes: makes("conv_2d"), run: convolution(2) },
  DepthwiseConv1D: { makes: makes("depthwise_conv_2d"), run: depthwiseLayer(1) },
  DepthwiseConv2D: { makes: makes("depthwise_conv_2d"), run: depthwiseLayer(2) },
  SeparableConv1D: { makes: makes("depthwise_conv_2d", "conv_2d"), run: separable(1) },
  SeparableConv2D: { makes: makes("depthwise_conv_2d", "conv_2d"), run: separable(2) },
  Conv2DTranspose: { makes: makes("conv_2d_transpose"), run: transposed },
  Dense: { makes: makes("fully_connected"), run: dense },
};
