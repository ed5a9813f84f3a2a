// Convolutions, matrix products, pooling, normalisation and resizing. The graph's operators take images [N, H, W, C]; nodes
// of the format NCHW are transposed around.

import type { TensorId } from "../../../../graph/graph.ts";
import { samePads } from "../../../../ops/window.ts";
import { ensure, quote } from "../../../diagnostics.ts";
import { requireKnown } from "../../../known.ts";
import type { TfImporter, TfNode, TfTable } from "../node.ts";

const DAMAGED = "The file is damaged; export the model again";
type Pair = readonly [number, number];
type Quad = readonly [number, number, number, number];

export function isChannelsFirst(node: TfNode): boolean {
  return node.choice("data_format", "NHWC", ["NHWC", "NCHW"]) === "NCHW";
}

/** Calls `run` with x as [N, H, W, C]; its result goes back to the node's format. */
function asImages(node: TfNode, x: TensorId, run: (images: TensorId) => TensorId): TensorId {
  const isFirst = isChannelsFirst(node);
  ensure(
    node.shapeOf(x).length === 4,
    () => `its input is [${node.shapeOf(x)}], not an image of 4 dimensions`,
    DAMAGED,
  );
  const y = run(isFirst ? node.channelsLast(x) : x);
  return isFirst ? node.channelsFirst(y) : y;
}

/** The vertical and horizontal one of four numbers in the node's format; those of batch and channels must be 1. */
function spatial(node: TfNode, name: string): Pair {
  const values = node.ints(name) ?? [1, 1, 1, 1];
  const [n, c, h, w] = isChannelsFirst(node) ? values : [values[0], values[3], values[1], values[2]];
  ensure(
    values.length === 4 && n === 1 && c === 1,
    () => `attribute ${name} is [${values.slice(0, 8)}]`,
    "Only windows within one image and one channel are supported",
  );
  return [h, w];
}

interface Windows {
  readonly strides: Pair;
  readonly dilations?: Pair;
}

/** [top, left, bottom, right] of SAME, VALID, or explicit pads for every dimension. */
function padsOf(node: TfNode, [, height, width]: readonly number[], kernel: Pair, windows: Windows): Quad {
  const padding = node.choice("padding", "VALID", ["SAME", "VALID", "EXPLICIT"]);
  if (padding === "SAME") return samePads([height, width], kernel, windows.strides, windows.dilations);
  if (padding === "VALID") return [0, 0, 0, 0];
  const pads = node.ints("explicit_paddings") ?? [];
  ensure(pads.length === 8, () => `explicit_paddings has ${pads.length} numbers, not 8`, DAMAGED);
  const at = isChannelsFirst(node) ? 4 : 2;
  return [pads[at], pads[at + 2], pads[at + 1], pads[at + 3]];
}

/** The kernel, input 1, in the graph's order of dimensions. */
function kernelOf(node: TfNode, perm: readonly number[], shape?: readonly number[]): TensorId {
  const kernel = node.real(1);
  requireKnown(node, kernel, "its weights");
  return node.arranged(kernel, perm, shape);
}

/** x and kernel [KH, KW, C / groups, O]; further inputs are what `fused_ops` names. */
function convolution(node: TfNode): TensorId {
  return asImages(node, node.real(0), (x) => {
    const w = kernelOf(node, [3, 0, 1, 2]);
    const [, kernelHeight, kernelWidth, depth] = node.shapeOf(w);
    const windows = { strides: spatial(node, "strides"), dilations: spatial(node, "dilations") };
    const pads = padsOf(node, node.shapeOf(x), [kernelHeight, kernelWidth], windows);
    const groups = node.shapeOf(x)[3] / depth;
    return fused(node, "conv_2d", [x, w], { ...windows, pads, ...(groups === 1 ? {} : { groups }) });
  });
}

/** Kernel [KH, KW, C, multiplier]. */
function depthwise(node: TfNode): TensorId {
  return asImages(node, node.real(0), (x) => {
    const [height, width, channels, multiplier] = node.shapeOf(node.input(1));
    ensure(
      multiplier !== undefined && node.shapeOf(x)[3] === channels,
      () => `the weights [${node.shapeOf(node.input(1))}] do not fit an input of ${node.shapeOf(x)[3]} channels`,
      DAMAGED,
    );
    const w = kernelOf(node, [0, 1, 2, 3], [1, height, width, channels * multiplier]);
    const windows = { strides: spatial(node, "strides"), dilations: spatial(node, "dilations") };
    const pads = padsOf(node, node.shapeOf(x), [height, width], windows);
    return fused(node, "depthwise_conv_2d", [x, w], { ...windows, pads });
  });
}

type Activation = (node: TfNode, x: TensorId) => TensorId;

const emit = (op: string): Activation => {
  return (node, x) => node.emit(op, [x]);
};

/** What may follow a bias in `fused_ops`. */
const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map([
  ["Relu", emit("relu")],
  ["Relu6", emit("relu6")],
  ["Elu", emit("elu")],
  ["Sigmoid", emit("sigmoid")],
  ["Tanh", emit("tanh")],
  ["LeakyRelu", (node, x) => node.emit("leaky_relu", [x], { alpha: node.float("leakyrelu_alpha", 0.2) })],
  ["Prelu", (node, x) => node.emit("prelu", [x, node.cast(node.input(node.inputs.length - 1), "f32")])],
]);

const FUSED_OPS = ["batch_normalization", "elu", "leaky_relu", "prelu", "relu", "relu6", "sigmoid", "tanh"];

/** The operator with what the file has fused into it: a bias or a normalisation, then an activation. */
function fused(
  node: TfNode,
  op: string,
  operands: readonly TensorId[],
  attributes: Record<string, number | readonly number[] | boolean>,
): TensorId {
  const names = node.strings("fused_ops").filter((name) => name !== "noop");
  const bias = names[0] === "BiasAdd" ? [biasOf(node)] : [];
  const y = node.emit(op, [...operands, ...bias], attributes);
  return names.reduce((x, name, i) => {
    if (name === "BiasAdd" && i === 0) return x;
    if (name === "FusedBatchNorm") return normalize(node, x, 2);
    const activation = ACTIVATIONS.get(name);
    ensure(
      activation !== undefined,
      () => `the fused operator ${quote(name)} is not supported`,
      `Supported are BiasAdd, FusedBatchNorm, ${[...ACTIVATIONS.keys()].join(", ")}`,
    );
    return activation(node, x);
  }, y);
}

/** Input 2, of one dimension: some exports keep ones around it. */
function biasOf(node: TfNode): TensorId {
  const bias = node.real(2);
  const shape = node.shapeOf(bias);
  return shape.length === 1 ? bias : node.reshape(bias, [shape.reduce((a, b) => a * b, 1)]);
}

/** (x − mean) / √(variance + epsilon) · scale + offset; the four begin at an input: scale, offset, mean, variance. */
function normalize(node: TfNode, x: TensorId, first: number): TensorId {
  ensure(
    !node.bool("is_training", false),
    () => "normalises by its own batch",
    "Freeze the model for inference before conversion (training=False)",
  );
  const parameters = [0, 1, 2, 3].map((i) => node.real(first + i));
  for (const id of parameters) requireKnown(node, id, "its parameters");
  return node.emit("batch_normalization", [x, ...parameters], { epsilon: node.float("epsilon", 1e-3) });
}

const fusedBatchNorm: TfImporter = {
  makes: ["batch_normalization"],
  run(node) {
    const x = node.real(0);
    if (node.shapeOf(x).length !== 4) return [normalize(node, x, 1)];
    return [asImages(node, x, (images) => normalize(node, images, 1))];
  },
};

/** Inputs: size of the output, kernel [KH, KW, O, C], x. The pads are those of the convolution that leads back. */
const transposed: TfImporter = {
  makes: ["conv_2d_transpose"],
  run: (node) => [
    asImages(node, node.real(2), (x) => {
      const sizes = node.integers(0, "the output's shape");
      const at = sizes.length === 2 ? 0 : isChannelsFirst(node) ? 2 : 1;
      const size: Pair = [sizes[at], sizes[at + 1]];
      const w = kernelOf(node, [2, 0, 1, 3]);
      const [, height, width] = node.shapeOf(w);
      const strides = spatial(node, "strides");
      const dilations = spatial(node, "dilations");
      const pads = padsOf(node, [1, ...size], [height, width], { strides, dilations });
      const dilated = dilations.every((d) => d === 1) ? {} : { dilations };
      return node.emit("conv_2d_transpose", [x, w], { strides, pads, size, ...dilated });
    }),
  ],
};

/** Swaps the last two dimensions. */
function turned(node: TfNode, id: TensorId): TensorId {
  const axes = node.shapeOf(id).map((_, i) => i);
  const rank = axes.length;
  ensure(rank >= 2, () => `multiplies [${node.shapeOf(id)}], which is no matrix`, DAMAGED);
  return node.transpose(id, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

function matmul(node: TfNode, isTurnedA: boolean, isTurnedB: boolean): TensorId {
  const a = isTurnedA ? turned(node, node.real(0)) : node.real(0);
  const b = node.real(1);
  const { data, shape } = node.tensor(b);
  if (data === undefined || shape.length !== 2) {
    const product = node.emit("matmul", [a, isTurnedB ? turned(node, b) : b]);
    return fusedBehind(node, product);
  }
  const w = isTurnedB ? b : node.arranged(b, [1, 0]);
  const depth = node.shapeOf(w)[1];
  const rows = node.shapeOf(a);
  ensure(
    rows.length >= 2 && rows[rows.length - 1] === depth,
    () => `multiplies [${rows}] by a matrix for rows of ${depth}`,
    "Give the model's input the shape that it was trained with",
  );
  return fused(node, "fully_connected", [a, w], rows.length > 2 ? { keepDims: true } : {});
}

/** A bias behind a product of two computed matrices. */
function fusedBehind(node: TfNode, x: TensorId): TensorId {
  const names = node.strings("fused_ops");
  return names.reduce((y, name) => {
    if (name === "BiasAdd") return node.emit("add", [y, node.real(2)]);
    const activation = ACTIVATIONS.get(name);
    ensure(activation !== undefined, () => `the fused operator ${quote(name)} is not supported`, DAMAGED);
    return activation(node, y);
  }, x);
}

const MATMUL_OPS = ["fully_connected", "matmul", "add", ...FUSED_OPS];
const product = (a: string, b: string): TfImporter => ({
  makes: MATMUL_OPS,
  run: (node) => [matmul(node, node.bool(a, false), node.bool(b, false))],
});

const pool = (op: "max_pool_2d" | "average_pool_2d"): TfImporter => ({
  makes: [op],
  run: (node) => [
    asImages(node, node.real(0), (x) => {
      const kernel = spatial(node, "ksize");
      const strides = spatial(node, "strides");
      return node.emit(op, [x], { kernel, strides, pads: padsOf(node, node.shapeOf(x), kernel, { strides }) });
    }),
  ],
});

/** Input 1 is [height, width]. */
const resize = (op: "resize_bilinear" | "resize_nearest"): TfImporter => ({
  makes: [op],
  run(node) {
    const x = node.real(0);
    const size = node.integers(1, "the size");
    const alignCorners = node.bool("align_corners", false);
    return [node.emit(op, [x], { size, alignCorners, halfPixelCenters: node.bool("half_pixel_centers", false) })];
  },
});

const softmaxLike = (op: "softmax" | "log_softmax"): TfImporter => ({
  makes: [op],
  run: (node) => [node.emit(op, [node.real(0)])],
});

/** Convolves one image of one row. */
const conv = (run: (node: TfNode) => TensorId, op: string): TfImporter => ({
  makes: [op, ...FUSED_OPS],
  run: (node) => [run(node)],
});

export const IMAGE: TfTable = {
  Conv2D: conv(convolution, "conv_2d"),
  _FusedConv2D: conv(convolution, "conv_2d"),
  DepthwiseConv2d: conv(depthwise, "depthwise_conv_2d"),
  DepthwiseConv2dNative: conv(depthwise, "depthwise_conv_2d"),
  FusedDepthwiseConv2dNative: conv(depthwise, "depthwise_conv_2d"),
  _FusedDepthwiseConv2dNative: conv(depthwise, "depthwise_conv_2d"),
  Conv2DBackpropInput: transposed,
  MatMul: product("transpose_a", "transpose_b"),
  _FusedMatMul: product("transpose_a", "transpose_b"),
  BatchMatMul: product("adj_x", "adj_y"),
  BatchMatMulV2: product("adj_x", "adj_y"),
  BatchMatMulV3: product("adj_x", "adj_y"),
  FusedBatchNorm: fusedBatchNorm,
  FusedBatchNormV2: fusedBatchNorm,
  FusedBatchNormV3: fusedBatchNorm,
  MaxPool: pool("max_pool_2d"),
  AvgPool: pool("average_pool_2d"),
  ResizeBilinear: resize("resize_bilinear"),
  ResizeNearestNeighbor: resize("resize_nearest"),
  Softmax: softmaxLike("softmax"),
  LogSoftmax: softmaxLike("log_softmax"),
};
