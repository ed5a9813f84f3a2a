// A classifier cut in two: what computes features, and the last layer with what turns its sums into scores. The second part is
// replaced by a layer for other classes and a soft-max.

import { optimizeGraph } from "../compile/optimize.ts";
import { affineOf } from "../compress/noise.ts";
import { quantizationOf, type Range } from "../compress/ranges.ts";
import { CHANNEL_AXIS, FIXED_OUTPUT } from "../compress/scheme.ts";
import { quantizeWeights } from "../compress/weights.ts";
import { withoutDeadNodes, withoutUnusedTensors } from "../graph/edit.ts";
import type { Graph, GraphNode, GraphPort, GraphTensor, TensorId } from "../graph/graph.ts";
import type { OpDef } from "../graph/op_def.ts";
import { elementCount, type Quantization } from "../graph/tensor.ts";
import { dequantize } from "../ops/dequantize.ts";
import { fully_connected } from "../ops/fully_connected.ts";
import { mean } from "../ops/mean.ts";
import { softmax } from "../ops/softmax.ts";
import { LearnError } from "./errors.ts";

/** A graph whose tensor `features` holds one row of `depth` values, f32 or i8. */
export interface Body {
  /** Optimised; its outputs are still the old scores. */
  readonly graph: Graph;
  readonly features: TensorId;
  readonly depth: number;
}

/** logits[k] = bias[k] + Σ weights[k, j] · feature[j], of real features. */
export interface Layer {
  /** [classes, depth]. */
  readonly weights: Float32Array;
  /** One a class. */
  readonly bias: Float32Array;
}

export interface Headed {
  /** The whole classifier. */
  readonly graph: Graph;
  /** From features to scores only. */
  readonly head: Graph;
}

/** What lies between the last layer and the scores without changing their order. */
const BEHIND_LAYER: ReadonlySet<string> = new Set([
  ...["softmax", "log_softmax", "sigmoid"],
  ...["reshape", "transpose", "quantize", "dequantize"],
]);
/** Where the last layer is a convolution at every place of a map, as in SqueezeNet, these come behind it. */
const POOLS: ReadonlySet<string> = new Set(["mean", "average_pool_2d"]);

/**
 * Finds the last layer: a fully connected one, or a convolution that is one (its kernel covers the whole map, or it has one place and
 * the mean over the map follows). Throws LearnError where there is none; GraphError as compiling does.
 */
export function bodyOf(source: Graph): Body {
  const graph = optimizeGraph(source);
  if (graph.outputs.length !== 1) {
    const names = graph.outputs.map(({ name }) => `"${name}"`);
    throw new LearnError(`the model has ${names.length} outputs (${names.join(", ")}): give a classifier with one`);
  }
  const [{ tensor: scores, name }] = graph.outputs;
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((id) => [id, node])));
  let isPooled = false;
  for (let id = scores; ; ) {
    const node = producers.get(id);
    if (node?.op.name === "fully_connected" || node?.op.name === "conv_2d") return cut(graph, node, scores, isPooled);
    const isPool = node !== undefined && POOLS.has(node.op.name);
    if (node === undefined || !(isPool || BEHIND_LAYER.has(node.op.name))) {
      const what = node === undefined ? "an input or a constant" : `${node.origin} (${node.op.name})`;
      throw new LearnError(
        `output "${name}" comes from ${what}, not from a fully connected layer or a convolution that is one: give a classifier ` +
          "whose last layer can be replaced",
      );
    }
    isPooled ||= isPool;
    [id] = node.inputs;
  }
}

function cut(graph: Graph, layer: GraphNode, scores: TensorId, isPooled: boolean): Body {
  const [x, w] = layer.inputs.map((id) => graph.tensors[id]);
  const outputs = w.shape[0];
  const depth = elementCount(w.shape) / outputs;
  const classes = elementCount(graph.tensors[scores].shape);
  const isConvolution = layer.op.name === "conv_2d";
  const groups = isConvolution ? ((layer.attributes.groups as number | undefined) ?? 1) : 1;
  if (groups === 1 && classes === outputs) {
    if (!isPooled && elementCount(x.shape) === depth) return { graph, features: layer.inputs[0], depth };
    const isPointwise = isConvolution && w.shape[1] === 1 && w.shape[2] === 1 && x.shape[0] === 1;
    if (isPooled && isPointwise) return pool(graph, layer.inputs[0], depth);
  }
  throw new LearnError(
    `the last layer ${layer.origin} (${layer.op.name}) maps [${x.shape}] by weights [${w.shape}] to ${classes} scores, not one row ` +
      "of features to one score a class: give a classifier of whole images",
  );
}

/** The features' mean over the map: a layer applied to it is the mean of the layer applied at every place. */
function pool(graph: Graph, map: TensorId, depth: number): Body {
  const { name, dtype, quantization } = graph.tensors[map];
  const features = graph.tensors.length;
  const pooled: GraphTensor = { name: `${name} mean`, dtype, shape: [1, depth], quantization };
  const node = {
    op: mean,
    inputs: [map],
    outputs: [features],
    attributes: { axes: [1, 2], keepDims: false },
    origin: `mean "${pooled.name}"`,
  };
  const after = graph.nodes.findIndex(({ outputs }) => outputs.includes(map)) + 1;
  const nodes = [...graph.nodes.slice(0, after), node, ...graph.nodes.slice(after)];
  return { graph: { ...graph, tensors: [...graph.tensors, pooled], nodes }, features, depth };
}

/**
 * The classifier with `layer` and a soft-max behind the features. Where these are int8, so are layer and soft-max, with a step of
 * the sums such that they reach over `logits`; the output keeps its name, and the element type that callers see.
 */
export function withHead(body: Body, layer: Layer, logits: Range, labels: readonly string[]): Headed {
  const { graph, features } = body;
  const isInt8 = graph.tensors[features].dtype === "i8";
  const head = new Head(graph);
  const sums = isInt8 ? putInt8Layer(head, body, layer, logits) : putFloatLayer(head, body, layer);
  const port = graph.outputs[0];
  const scores = head.compute("softmax", softmax, [sums], isInt8 ? INT8_SCORES : undefined);
  const tensor = isInt8 && port.dtype === "f32" ? head.compute("scores", dequantize, [scores]) : scores;
  const dtype = isInt8 ? port.dtype : "f32";
  const whole = { ...graph, tensors: head.tensors, outputs: [{ ...port, tensor, dtype }], labels };
  const input: GraphPort = { tensor: features, name: "features", dtype: isInt8 ? "i8" : "f32" };
  return {
    graph: withoutUnusedTensors(withoutDeadNodes({ ...whole, nodes: [...graph.nodes, ...head.nodes] })),
    head: { ...whole, nodes: head.nodes, inputs: [input] },
  };
}

const INT8_SCORES = FIXED_OUTPUT.softmax;

function putFloatLayer(head: Head, { features, depth }: Body, { weights, bias }: Layer): TensorId {
  const outputs = bias.length;
  const w = head.add({ name: "learnt weights", dtype: "f32", shape: [outputs, depth], data: weights });
  const b = head.add({ name: "learnt bias", dtype: "f32", shape: [outputs], data: bias });
  return head.compute("learnt layer", fully_connected, [features, w, b]);
}

function putInt8Layer(head: Head, { graph, features, depth }: Body, layer: Layer, logits: Range): TensorId {
  const outputs = layer.bias.length;
  const inputScale = affineOf(graph, features).scale;
  const quantized = quantizeWeights(layer.weights, layer.bias, { axis: CHANNEL_AXIS.fully_connected, inputScale });
  const w = head.add({
    ...{ name: "learnt weights", dtype: "i8", shape: [outputs, depth] },
    ...{ quantization: quantized.weightsQuantization, data: quantized.weights },
  });
  const b = head.add({
    ...{ name: "learnt bias", dtype: "i32", shape: [outputs] },
    ...{ quantization: quantized.biasQuantization, data: quantized.bias },
  });
  return head.compute("learnt layer", fully_connected, [features, w, b], quantizationOf(logits));
}

/** Nodes in the making, behind those of a graph. */
class Head {
  readonly tensors: GraphTensor[];
  readonly nodes: GraphNode[] = [];

  constructor({ tensors }: Graph) {
    this.tensors = [...tensors];
  }

  add(tensor: GraphTensor): TensorId {
    return this.tensors.push(tensor) - 1;
  }

  /** A node without attributes; its output has the quantisation given. */
  compute(name: string, op: OpDef, inputs: readonly TensorId[], quantization?: Quantization): TensorId {
    const [{ dtype, shape }] = op.infer(
      inputs.map((id) => this.tensors[id]),
      {},
    );
    const output = this.add({ name, dtype, shape, quantization });
    this.nodes.push({ op, inputs, outputs: [output], attributes: {}, origin: `${op.name} "${name}"` });
    return output;
  }
}
