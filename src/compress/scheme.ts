// TFLite's quantisation scheme: what each operator asks of the quantisation of its inputs and outputs.
// Source: https://ai.google.dev/edge/litert/models/quantization_spec

import { ABSENT, type Graph, type GraphNode } from "../graph/graph.ts";
import { ShapeError } from "../graph/op_def.ts";
import { perTensor, type Quantization, type TensorType } from "../graph/tensor.ts";

/** Operators with weights: where the output channels are among the weights' dimensions. */
export const CHANNEL_AXIS: Readonly<Record<string, number>> = {
  conv_2d: 0,
  depthwise_conv_2d: 3,
  conv_2d_transpose: 0,
  fully_connected: 0,
};

/** Outputs whose range is known; a power of two is the step. */
export const FIXED_OUTPUT: Readonly<Record<string, Quantization>> = {
  softmax: perTensor(1 / 256, -128),
  sigmoid: perTensor(1 / 256, -128),
  tanh: perTensor(1 / 128, 0),
  log_softmax: perTensor(16 / 256, 127),
};

/** Their values come from their inputs as they are (or lie between them): one quantisation for all of these. */
export const SHARES_QUANTIZATION: ReadonlySet<string> = new Set([
  ...["reshape", "transpose", "pad", "mirror_pad", "slice", "reverse", "tile", "broadcast_to"],
  ...["concat", "split", "pack", "unpack", "gather", "where", "top_k"],
  ...["space_to_depth", "depth_to_space", "space_to_batch", "batch_to_space"],
  ...["resize_nearest", "resize_bilinear", "max_pool_2d", "average_pool_2d", "reduce_max", "reduce_min"],
]);

/** Where element types change, the model means the type itself. */
const CONVERSIONS: ReadonlySet<string> = new Set(["cast", "quantize", "dequantize"]);

export function isWeighted(node: GraphNode): boolean {
  return Object.hasOwn(CHANNEL_AXIS, node.op.name);
}

export function inputTypes(graph: Graph, node: GraphNode): (TensorType | undefined)[] {
  return node.inputs.map((id) => (id === ABSENT ? undefined : graph.tensors[id]));
}

/** Why a node cannot compute in int8; undefined if it can. */
export function obstacle(graph: Graph, node: GraphNode): string | undefined {
  if (CONVERSIONS.has(node.op.name)) return "converts element types";
  const types = inputTypes(graph, node);
  if (!types.some((type) => type?.dtype === "f32")) return "has no float input";
  if (isWeighted(node)) {
    const [, w, bias] = node.inputs.map((id) => (id === ABSENT ? undefined : graph.tensors[id]));
    if (w?.data === undefined || (bias !== undefined && bias.data === undefined)) return "has computed weights";
  }
  const int8 = types.map((type, i): TensorType | undefined => {
    if (type?.dtype !== "f32") return type;
    if (isWeighted(node) && i === 2) return { dtype: "i32", shape: type.shape };
    return { dtype: "i8", shape: type.shape, quantization: perTensor(1, 0) };
  });
  try {
    node.op.infer(int8, node.attributes);
    return undefined;
  } catch (error) {
    if (error instanceof ShapeError) return `has no int8 form (${error.message})`;
    throw error;
  }
}
