// Activation functions of Keras, as layers and as arguments of other layers.
// Source: keras/src/activations/activations.py (3.x), keras/activations.py (2.x), tfjs-layers/src/activations.ts.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure, Problem, quote } from "../../diagnostics.ts";
import { describeJson, Fields, isObject, type Json } from "../json.ts";
import type { LayerImporter, LayerNode, LayerTable } from "./node.ts";

type Activation = (node: LayerNode, x: TensorId) => TensorId;

/** What activations are made of. */
export const ACTIVATION_OPS: readonly string[] = [
  ...["relu", "relu6", "clip", "elu", "exp", "gelu", "hard_sigmoid", "hard_swish", "leaky_relu", "log_softmax"],
  ...["sigmoid", "silu", "softmax", "softplus", "tanh", "abs", "add", "div", "minimum", "mul", "neg", "sub"],
];
/** For other thresholds than 0. */
const THRESHOLD_OPS = ["less", "where"];

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const emit =
  (op: string, attributes: Readonly<Record<string, number | boolean>> = {}): Activation =>
  (node, x) =>
    node.emit(op, [x], attributes);

const times = (node: LayerNode, x: TensorId, factor: number) => node.emit("mul", [x, node.scalar(factor)]);

const selu: Activation = (node, x) => times(node, node.emit("elu", [x], { alpha: SELU_ALPHA }), SELU_SCALE);
const mish: Activation = (node, x) => node.emit("mul", [x, node.emit("tanh", [node.emit("softplus", [x])])]);
const softsign: Activation = (node, x) =>
  node.emit("div", [x, node.emit("add", [node.emit("abs", [x]), node.scalar(1)])]);
const logSigmoid: Activation = (node, x) => node.emit("neg", [node.emit("softplus", [node.emit("neg", [x])])]);
const tanhShrink: Activation = (node, x) => node.emit("sub", [x, node.emit("tanh", [x])]);

/** Keras 3: relu6(x + 3) / 6; before: clip(0.2 x + 0.5, 0, 1). */
const hardSigmoid: Activation = (node, x) =>
  node.emit("hard_sigmoid", [x], { alpha: node.dialect.kerasMajor >= 3 ? 1 / 6 : 0.2, beta: 0.5 });

const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ["linear", (_, x) => x],
  ["relu", emit("relu")],
  ["relu6", emit("relu6")],
  ["elu", emit("elu")],
  ["selu", selu],
  ["gelu", emit("gelu")],
  ["gelu_new", emit("gelu", { approximate: true })],
  ["sigmoid", emit("sigmoid")],
  ["hard_sigmoid", hardSigmoid],
  ["tanh", emit("tanh")],
  ["hard_tanh", emit("clip", { min: -1, max: 1 })],
  ["tanh_shrink", tanhShrink],
  ["softmax", (node, x) => softmax(node, x, -1)],
  ["log_softmax", emit("log_softmax")],
  ["softplus", emit("softplus")],
  ["softsign", softsign],
  ["log_sigmoid", logSigmoid],
  ["swish", emit("silu")],
  ["silu", emit("silu")],
  ["hard_swish", emit("hard_swish")],
  ["hard_silu", emit("hard_swish")],
  ["mish", mish],
  ["exponential", emit("exp")],
  ["leaky_relu", emit("leaky_relu", { alpha: 0.2 })],
]);

/** The activation that the layer's configuration names, applied to x. Throws Problem. */
export function activate(node: LayerNode, x: TensorId): TensorId {
  return applyActivation(node, x, node.config.get("activation"), `${node.config.where}.activation`);
}

/** A name; since Keras 3 possibly an object around the name, or a layer such as ReLU. */
function applyActivation(node: LayerNode, x: TensorId, json: Json | undefined, where: string): TensorId {
  if (json === undefined) return x;
  if (typeof json === "string") return activationOf(json)(node, x);
  const fields = new Fields(where, json);
  const inner = fields.get("config");
  const className = fields.string("class_name");
  if (typeof inner === "string") return activationOf(inner)(node, x);
  const layer = LAYER_ACTIVATIONS.get(className);
  if (layer !== undefined && isObject(inner)) return layer(node, x, new Fields(`${where}.config`, inner));
  if (inner === undefined || isObject(inner)) return activationOf(snakeCase(className))(node, x);
  throw new Problem(`${where} is ${describeJson(json)}`, "Name an activation of Keras");
}

function activationOf(name: string): Activation {
  const activation = ACTIVATIONS.get(name) ?? ACTIVATIONS.get(snakeCase(name));
  ensure(
    activation !== undefined,
    () => `the activation ${quote(name)} is not supported`,
    `Supported are ${[...ACTIVATIONS.keys()].join(", ")}`,
  );
  return activation;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** Softmax along any axis, the last one by way of a transposition. */
export function softmax(node: LayerNode, x: TensorId, axis: number): TensorId {
  const rank = node.shapeOf(x).length;
  const at = node.axis(axis, rank);
  const perm = Array.from({ length: rank }, (_, i) => i);
  [perm[at], perm[rank - 1]] = [perm[rank - 1], perm[at]];
  return node.transpose(node.emit("softmax", [node.transpose(x, perm)]), perm);
}

type LayerActivation = (node: LayerNode, x: TensorId, config: Fields) => TensorId;

/** max_value cuts off above; below the threshold x becomes negative_slope · (x − threshold). */
const relu: LayerActivation = (node, x, config) => {
  const slope = config.number("negative_slope", 0);
  const threshold = config.number("threshold", 0);
  const max = config.has("max_value") ? config.number("max_value") : undefined;
  if (threshold === 0 && slope === 0) {
    if (max === undefined) return node.emit("relu", [x]);
    return max === 6 ? node.emit("relu6", [x]) : node.emit("clip", [x], { min: 0, max });
  }
  const y = threshold === 0 ? node.emit("leaky_relu", [x], { alpha: slope }) : above(node, x, threshold, slope);
  return max === undefined ? y : node.emit("minimum", [y, node.scalar(max)]);
};

/** x where it is larger than the threshold, slope · (x − threshold) elsewhere. */
function above(node: LayerNode, x: TensorId, threshold: number, slope: number): TensorId {
  const limit = node.scalar(threshold);
  const below = slope === 0 ? node.scalar(0) : times(node, node.emit("sub", [x, limit]), slope);
  return node.emit("where", [node.emit("less", [limit, x]), x, below]);
}

const leakyRelu: LayerActivation = (node, x, config) => {
  const alpha = config.number(config.has("negative_slope") ? "negative_slope" : "alpha", 0.3);
  return node.emit("leaky_relu", [x], { alpha });
};

const softmaxLayer: LayerActivation = (node, x, config) => {
  const axis = config.get("axis");
  if (!Array.isArray(axis)) return softmax(node, x, config.integer("axis", -1));
  return softmax(node, x, config.integers("axis", 1)[0]);
};

const LAYER_ACTIVATIONS: ReadonlyMap<string, LayerActivation> = new Map<string, LayerActivation>([
  ["ReLU", relu],
  ["LeakyReLU", leakyRelu],
  ["ELU", (node, x, config) => node.emit("elu", [x], { alpha: config.number("alpha", 1) })],
  ["ThresholdedReLU", (node, x, config) => above(node, x, config.number("theta", 1), 0)],
  ["Softmax", softmaxLayer],
]);

const prelu: LayerImporter = {
  makes: ["prelu"],
  run: (node) => node.emit("prelu", [node.input(), node.weight(["alpha"])]),
};

const asLayer = (activation: LayerActivation, more: readonly string[] = []): LayerImporter => ({
  makes: [...ACTIVATION_OPS, ...more],
  run: (node) => activation(node, node.input(), node.config),
});

export const ACTIVATION_LAYERS: LayerTable = {
  Activation: { makes: [...ACTIVATION_OPS, ...THRESHOLD_OPS], run: (node) => activate(node, node.input()) },
  PReLU: prelu,
  ...Object.fromEntries([...LAYER_ACTIVATIONS].map(([name, run]) => [name, asLayer(run, THRESHOLD_OPS)])),
};
