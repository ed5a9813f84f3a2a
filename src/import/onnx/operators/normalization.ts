// Normalisations: by statistics of the training (folded into their neighbours by a pass) or of the input itself.

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxValue, OperatorTable } from "../node.ts";

/** Added to a standard deviation by MeanVarianceNormalization's definition. */
const TINY_DEVIATION = 1e-9;
/** Norms below this divide as this, so that zeros stay zeros. */
const TINY_NORM = 1.2e-38;

interface Statistics {
  readonly mean: TensorId;
  /** x − mean. */
  readonly centred: TensorId;
  /** Of the population. */
  readonly variance: TensorId;
}

/** Reduced axes stay, as 1. Makes mean, sub and square. */
function statisticsOf(node: OnnxNode, x: TensorId, axes: readonly number[]): Statistics {
  const mean = node.emit("mean", [x], { axes, keepDims: true });
  const centred = node.emit("sub", [x, mean]);
  const variance = node.emit("mean", [node.emit("square", [centred])], { axes, keepDims: true });
  return { mean, centred, variance };
}

/** 1 / √(variance + epsilon). */
function inverseDeviation(node: OnnxNode, variance: TensorId, epsilon: number): TensorId {
  return node.emit("rsqrt", [node.emit("add", [variance, node.scalar(epsilon)])]);
}

const STATISTICS = ["mean", "sub", "square", "add", "rsqrt", "mul"] as const;

/** [N, ...] axes between batch and channels of a tensor with channels last. */
function spatialAxes(node: OnnxNode, x: TensorId): number[] {
  return Array.from({ length: node.shapeOf(x).length - 2 }, (_, i) => i + 1);
}

function requireChannels(node: OnnxNode, inputs: readonly (readonly [number, string])[], count: number): void {
  for (const [i, what] of inputs) {
    const shape = node.shape(i);
    ensure(
      shape.length === 1 && shape[0] === count,
      () => `${what} has the shape [${shape}], the input is [${node.shape(0)}]`,
      `[${count}] would fit; export the model again`,
    );
  }
}

const BATCH_INPUTS = [
  [1, "scale"],
  [2, "B"],
  [3, "mean"],
  [4, "var"],
] as const;

const batchNormalization: NodeImporter = {
  makes: ["batch_normalization", ...STATISTICS],
  run(node) {
    const shape = node.shape(0);
    ensure(shape.length >= 2, () => `the input has the shape [${shape}]`, "It needs batch and channels");
    const epsilon = node.float("epsilon", 1e-5);
    if (node.opset < 9 && node.int("spatial", 1) === 0) return normalizeElements(node, epsilon);
    requireChannels(node, BATCH_INPUTS, shape[1]);
    const x = node.channelsLast(node.input(0));
    if (node.opset >= 14 && node.int("training_mode", 0) !== 0) return normalizeBatch(node, x, epsilon);
    ensure(
      !node.hasOutput(1),
      () => "the statistics of a training step are asked for",
      "Export the model in inference mode",
    );
    const parameters = BATCH_INPUTS.map(([i]) => node.input(i));
    const isConstant = parameters.every((id) => node.tensor(id).data !== undefined);
    const y = isConstant
      ? node.emit("batch_normalization", [x, ...parameters], { epsilon })
      : normalizeWith(node, x, parameters, epsilon);
    return node.like(0, node.channelsFirst(y));
  },
};

/** gamma · (x − mean) / √(variance + epsilon) + beta, broadcasting. */
function normalizeWith(node: OnnxNode, x: TensorId, parameters: readonly TensorId[], epsilon: number): TensorId {
  const [gamma, beta, mean, variance] = parameters;
  const factor = node.emit("mul", [gamma, inverseDeviation(node, variance, epsilon)]);
  return node.emit("add", [node.emit("mul", [node.emit("sub", [x, mean]), factor]), beta]);
}

/** Opset 7 and 8 with spatial = 0: every element of [C, ...spatial] has parameters of its own. */
function normalizeElements(node: OnnxNode, epsilon: number): OnnxValue[] {
  const parameters = BATCH_INPUTS.map(([i]) => node.input(i));
  return node.like(0, normalizeWith(node, node.input(0), parameters, epsilon));
}

/** training_mode: statistics of this batch, and what becomes of the running ones. `x` has its channels last. */
function normalizeBatch(node: OnnxNode, x: TensorId, epsilon: number): OnnxValue[] {
  const channels = node.shapeOf(x).at(-1)!;
  const { mean, centred, variance } = statisticsOf(node, x, [0, ...spatialAxes(node, x)]);
  const factor = node.emit("mul", [inverseDeviation(node, variance, epsilon), node.input(1)]);
  const y = node.emit("add", [node.emit("mul", [centred, factor]), node.input(2)]);
  const momentum = node.float("momentum", 0.9);
  const running = (old: number, current: TensorId) => {
    const kept = node.emit("mul", [node.input(old), node.scalar(momentum)]);
    const added = node.emit("mul", [node.reshape(current, [channels]), node.scalar(1 - momentum)]);
    return node.like(old, node.emit("add", [kept, added]));
  };
  return [...node.like(0, node.channelsFirst(y)), ...running(3, mean), ...running(4, variance)];
}

const instanceNormalization: NodeImporter = {
  makes: STATISTICS,
  run(node) {
    const shape = node.shape(0);
    ensure(shape.length >= 3, () => `the input has the shape [${shape}]`, "It needs batch, channels and pixels");
    requireChannels(node, BATCH_INPUTS.slice(0, 2), shape[1]);
    const x = node.channelsLast(node.input(0));
    const { centred, variance } = statisticsOf(node, x, spatialAxes(node, x));
    const factor = node.emit("mul", [inverseDeviation(node, variance, node.float("epsilon", 1e-5)), node.input(1)]);
    const y = node.emit("add", [node.emit("mul", [centred, factor]), node.input(2)]);
    return node.like(0, node.channelsFirst(y));
  },
};

/** Axes from `axis` on, which these operators normalise over. */
function trailingAxes(node: OnnxNode): number[] {
  const rank = node.shape(0).length;
  const axis = node.axis(node.int("axis", -1), rank);
  return Array.from({ length: rank - axis }, (_, i) => axis + i);
}

const layerNormalization: NodeImporter = {
  makes: STATISTICS,
  run(node) {
    const { mean, centred, variance } = statisticsOf(node, node.input(0), trailingAxes(node));
    const inverse = inverseDeviation(node, variance, node.float("epsilon", 1e-5));
    const scaled = node.emit("mul", [node.emit("mul", [centred, inverse]), node.input(1)]);
    const y = node.hasInput(2) ? node.emit("add", [scaled, node.input(2)]) : scaled;
    return [...node.like(0, y), { id: mean, type: "FLOAT" }, { id: inverse, type: "FLOAT" }];
  },
};

const rmsNormalization: NodeImporter = {
  makes: ["square", "mean", "add", "rsqrt", "mul"],
  run(node) {
    const x = node.input(0);
    const squares = node.emit("mean", [node.emit("square", [x])], { axes: trailingAxes(node), keepDims: true });
    const inverse = inverseDeviation(node, squares, node.float("epsilon", 1e-5));
    return node.like(0, node.emit("mul", [node.emit("mul", [x, inverse]), node.input(1)]));
  },
};

/** Scale and bias: one a group up to opset 20, from then on one a channel. */
const groupNormalization: NodeImporter = {
  makes: STATISTICS,
  run(node) {
    const shape = node.shape(0);
    const groups = node.int("num_groups", 0);
    ensure(
      shape.length >= 2 && groups >= 1 && shape[1] % groups === 0,
      () => `${groups} groups of an input [${shape}]`,
      "Channels must be a multiple of num_groups; export the model again",
    );
    const perGroup = node.opset < 21;
    requireChannels(node, BATCH_INPUTS.slice(0, 2), perGroup ? groups : shape[1]);
    const x = node.channelsLast(node.input(0));
    const size = shape[1] / groups;
    const grouped = node.reshape(x, [shape[0], elementCount(shape.slice(2)), groups, size]);
    const { centred, variance } = statisticsOf(node, grouped, [1, 3]);
    const inverse = inverseDeviation(node, variance, node.float("epsilon", 1e-5));
    const parameter = (i: number) => node.reshape(node.input(i), [groups, perGroup ? 1 : size]);
    const scaled = node.emit("mul", [node.emit("mul", [centred, inverse]), parameter(1)]);
    const y = node.emit("add", [scaled, parameter(2)]);
    return node.like(0, node.channelsFirst(node.reshape(y, node.shapeOf(x))));
  },
};

const meanVarianceNormalization: NodeImporter = {
  makes: ["mean", "sub", "square", "sqrt", "add", "div"],
  run(node) {
    const rank = node.shape(0).length;
    const axes = (node.ints("axes") ?? [0, 2, 3]).map((axis) => node.axis(axis, rank)).sort((a, b) => a - b);
    const { centred, variance } = statisticsOf(node, node.input(0), axes);
    const deviation = node.emit("add", [node.emit("sqrt", [variance]), node.scalar(TINY_DEVIATION)]);
    return node.like(0, node.emit("div", [centred, deviation]));
  },
};

const lpNormalization: NodeImporter = {
  makes: ["abs", "square", "sum", "sqrt", "maximum", "div"],
  run(node) {
    const x = node.input(0);
    const axes = [node.axis(node.int("axis", -1), node.shape(0).length)];
    const p = node.int("p", 2);
    ensure(p === 1 || p === 2, () => `attribute p is ${p}`, "Supported are 1 and 2");
    const total = node.emit("sum", [node.emit(p === 1 ? "abs" : "square", [x])], { axes, keepDims: true });
    const norm = p === 1 ? total : node.emit("sqrt", [total]);
    return node.like(0, node.emit("div", [x, node.emit("maximum", [norm, node.scalar(TINY_NORM)])]));
  },
};

/** Up to this many channels their windows are summed by a matrix product, whose size grows with their square. */
const MAX_BAND = 1024;

interface ResponseAttributes {
  readonly size: number;
  readonly alpha: number;
  readonly bias: number;
}

/** bias + alpha / size · Σ of squares over a window of channels; `squares` has them last. */
function responseNorm(node: OnnxNode, squares: TensorId, { size, alpha, bias }: ResponseAttributes): TensorId {
  const shape = node.shapeOf(squares);
  const channels = shape.at(-1)!;
  const before = Math.floor((size - 1) / 2);
  const after = size - 1 - before;
  if (channels <= MAX_BAND) {
    const band = Float32Array.from({ length: channels * channels }, (_, i) => {
      const distance = (i % channels) - Math.floor(i / channels);
      return distance >= -before && distance <= after ? alpha / size : 0;
    });
    const images = node.reshape(squares, [shape[0], elementCount(shape.slice(1, -1)), 1, channels]);
    const weights = node.constant([channels, 1, 1, channels], band);
    const biases = node.constant([channels], new Float32Array(channels).fill(bias));
    const attributes = { strides: [1, 1], pads: [0, 0, 0, 0] };
    return node.reshape(node.emit("conv_2d", [images, weights, biases], attributes), shape);
  }
  const lines = node.reshape(squares, [elementCount(shape) / channels, 1, channels, 1]);
  const padded = node.emit("pad", [lines], { pads: [0, 0, 0, 0, before, after, 0, 0], value: 0 });
  const means = node.emit("average_pool_2d", [padded], { kernel: [1, size], strides: [1, 1], pads: [0, 0, 0, 0] });
  const scaled = node.emit("mul", [node.reshape(means, shape), node.scalar(alpha)]);
  return node.emit("add", [scaled, node.scalar(bias)]);
}

/** x / norm^beta; powers that are roots without the costly pow. */
function overPower(node: OnnxNode, x: TensorId, norm: TensorId, beta: number): TensorId {
  if (beta === 1) return node.emit("div", [x, norm]);
  if (beta === 0.5) return node.emit("mul", [x, node.emit("rsqrt", [norm])]);
  if (Math.abs(beta - 0.75) < 1e-6) {
    const root = node.emit("sqrt", [norm]);
    return node.emit("div", [x, node.emit("mul", [root, node.emit("sqrt", [root])])]);
  }
  return node.emit("mul", [x, node.emit("pow", [norm, node.scalar(-beta)])]);
}

/** x / (bias + alpha / size · Σ over neighbouring channels of x²)^beta. */
const localResponse: NodeImporter = {
  makes: ["square", "conv_2d", "pad", "average_pool_2d", "mul", "add", "sqrt", "rsqrt", "div", "pow"],
  run(node) {
    const shape = node.shape(0);
    const size = node.int("size", 0);
    ensure(
      shape.length >= 3 && size >= 1 && size <= 2 * shape[1] + 1,
      () => `size is ${size}, the input is [${shape}]`,
      "A window of at most all channels is needed; export the model again",
    );
    const x = node.channelsLast(node.input(0));
    const attributes = { size, alpha: node.float("alpha", 1e-4), bias: node.float("bias", 1) };
    const norm = responseNorm(node, node.emit("square", [x]), attributes);
    return node.like(0, node.channelsFirst(overPower(node, x, norm, node.float("beta", 0.75))));
  },
};

export const NORMALIZATION: OperatorTable = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LpNormalization: lpNormalization,
  LRN: localResponse,
  MeanVarianceNormalization: meanVarianceNormalization,
  RMSNormalization: rmsNormalization,
};
