// Layers that normalise, and those that scale their input.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { Json } from "../json.ts";
import type { LayerImporter, LayerNode, LayerTable } from "./node.ts";

/** `axis` as a list of axes counted from the front. */
function axesOf(node: LayerNode, rank: number, otherwise: number): number[] {
  const value = node.config.get("axis");
  const list = Array.isArray(value) ? node.config.integers("axis") : [node.config.integer("axis", otherwise)];
  return list.map((axis) => node.axis(axis, rank));
}

function filled(node: LayerNode, count: number, value: number): TensorId {
  return node.constant([count], new Float32Array(count).fill(value));
}

/** Over the last axis; others are brought there and back. */
const batchNormalization: LayerImporter = {
  makes: ["batch_normalization"],
  run(node) {
    const x = node.input();
    const shape = node.shapeOf(x);
    const axes = axesOf(node, shape.length, -1);
    ensure(axes.length === 1, () => `normalises along the axes [${axes}]`, "Only one axis is supported");
    const [axis] = axes;
    const perm = shape.map((_, i) => i);
    [perm[axis], perm[perm.length - 1]] = [perm[perm.length - 1], perm[axis]];
    const count = shape[axis];
    const gamma = node.config.boolean("scale", true) ? node.weight(["gamma"]) : filled(node, count, 1);
    const beta = node.config.boolean("center", true) ? node.weight(["beta"]) : filled(node, count, 0);
    const mean = node.weight(["moving_mean", "running_mean"]);
    const variance = node.weight(["moving_variance", "running_var", "running_std"]);
    const epsilon = node.config.number("epsilon", 1e-3);
    const inputs = [node.transpose(x, perm), gamma, beta, mean, variance];
    return node.transpose(node.emit("batch_normalization", inputs, { epsilon }), perm);
  },
};

const NORMALIZE_OPS = ["mean", "rsqrt", "square", "sub", "mul", "add"];

/** (x − mean) / √(variance + epsilon) over some axes of x. */
function standardize(node: LayerNode, x: TensorId, axes: readonly number[], epsilon: number): TensorId {
  const centred = node.emit("sub", [x, node.emit("mean", [x], { axes, keepDims: true })]);
  const variance = node.emit("mean", [node.emit("square", [centred])], { axes, keepDims: true });
  const factor = node.emit("rsqrt", [node.emit("add", [variance, node.scalar(epsilon)])]);
  return node.emit("mul", [centred, factor]);
}

/** gamma · x + beta, each as far as the layer has it; their elements lie along `axes`, which have the sizes `shape`. */
function scaleAndShift(node: LayerNode, x: TensorId, shape: readonly number[]): TensorId {
  const isScaled = node.config.boolean("scale", true);
  const y = isScaled ? node.emit("mul", [x, node.weight(["gamma"], { shape })]) : x;
  return node.config.boolean("center", true) ? node.emit("add", [y, node.weight(["beta"], { shape })]) : y;
}

const layerNormalization: LayerImporter = {
  makes: NORMALIZE_OPS,
  run(node) {
    ensure(
      !node.config.boolean("rms_scaling", false),
      () => "rms_scaling is set",
      "Only normalisation by mean and variance is supported",
    );
    const x = node.input();
    const shape = node.shapeOf(x);
    const axes = axesOf(node, shape.length, -1).sort((a, b) => a - b);
    const y = standardize(node, x, axes, node.config.number("epsilon", 1e-3));
    const along = shape.map((dim, axis) => (axes.includes(axis) ? dim : 1)).slice(axes[0]);
    return scaleAndShift(node, y, along);
  },
};

/** The channels in groups, each normalised over its channels and all positions. */
const groupNormalization: LayerImporter = {
  makes: NORMALIZE_OPS,
  run(node) {
    const x = node.input();
    const shape = node.shapeOf(x);
    const [axis] = axesOf(node, shape.length, -1);
    ensure(
      axis === shape.length - 1,
      () => `normalises along axis ${axis} of [${shape}]`,
      "Only groups of the last axis are supported",
    );
    const channels = shape[axis];
    const groups = node.config.integer("groups", 32) === -1 ? channels : node.config.integer("groups", 32);
    ensure(
      groups >= 1 && channels % groups === 0,
      () => `${channels} channels do not divide into ${groups} groups`,
      "State the shape that the model's input was trained with",
    );
    const grouped = node.reshape(x, [...shape.slice(0, -1), groups, channels / groups]);
    const axes = [...shape.keys()].slice(1, -1).concat(shape.length);
    const y = standardize(node, grouped, axes, node.config.number("epsilon", 1e-3));
    return scaleAndShift(node, node.reshape(y, shape), [channels]);
  },
};

/** x / √max(Σx², 1e−12) over some axes. */
const unitNormalization: LayerImporter = {
  makes: ["rsqrt", "square", "sum", "maximum", "mul"],
  run(node) {
    const x = node.input();
    const axes = axesOf(node, node.shapeOf(x).length, -1);
    const squares = node.emit("sum", [node.emit("square", [x])], { axes, keepDims: true });
    const factor = node.emit("rsqrt", [node.emit("maximum", [squares, node.scalar(1e-12)])]);
    return node.emit("mul", [x, factor]);
  },
};

/** Numbers that a configuration holds, in lists of any depth; undefined where there are none. */
function numbersIn(json: Json | undefined): number[] | undefined {
  if (typeof json === "number") return [json];
  if (!Array.isArray(json)) return undefined;
  const flat = (json as readonly Json[]).flat(4);
  return flat.every((item) => typeof item === "number") ? (flat as number[]) : undefined;
}

function vector(node: LayerNode, values: readonly number[]): TensorId {
  return values.length === 1 ? node.scalar(values[0]) : node.constant([values.length], Float32Array.from(values));
}

const rescaling: LayerImporter = {
  makes: ["mul", "add"],
  run(node) {
    const scale = numbersIn(node.config.get("scale")) ?? [node.config.number("scale")];
    const offset = numbersIn(node.config.get("offset")) ?? [node.config.number("offset", 0)];
    const scaled = node.emit("mul", [node.input(), vector(node, scale)]);
    return offset.every((value) => value === 0) ? scaled : node.emit("add", [scaled, vector(node, offset)]);
  },
};

/** Smallest deviation that is divided by. */
const LEAST_DEVIATION = 1e-7;

/** (x − mean) / √variance, from the configuration or learnt; or the inverse. */
const normalization: LayerImporter = {
  makes: ["mul", "add"],
  run(node) {
    const x = node.input();
    const rank = node.shapeOf(x).length;
    const axes = node.config.has("axis") || !node.config.names.includes("axis") ? axesOf(node, rank, -1) : [];
    ensure(
      axes.every((axis, i) => axis === rank - axes.length + i),
      () => `normalises along the axes [${axes}] of [${node.shapeOf(x)}]`,
      "Only the last axes are supported",
    );
    const valuesOf = (name: string) => {
      const inline = numbersIn(node.config.get(name));
      return inline === undefined ? node.weight([name]) : vector(node, inline);
    };
    const [mean, variance] = [valuesOf("mean"), valuesOf("variance")];
    const deviation = Float32Array.from(node.valuesOf(variance, "the variance"), (v) =>
      Math.max(Math.sqrt(v), LEAST_DEVIATION),
    );
    const along = axes.map((axis) => node.shapeOf(x)[axis]);
    const spread = (values: Float32Array) => node.constant(values.length === 1 ? [] : along, values);
    const means = Float32Array.from(node.valuesOf(mean, "the mean"));
    if (node.config.boolean("invert", false)) {
      return node.emit("add", [node.emit("mul", [x, spread(deviation)]), spread(means)]);
    }
    const centred = node.emit("add", [x, spread(means.map((m) => -m))]);
    return node.emit("mul", [centred, spread(deviation.map((d) => 1 / d))]);
  },
};

export const NORMALIZATION_LAYERS: LayerTable = {
  BatchNormalization: batchNormalization,
  BatchNormalizationV1: batchNormalization,
  BatchNormalizationV2: batchNormalization,
  SyncBatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
};
