// What a rule of `fuse quantization` is, and how rules look at a graph in which int8 values travel as floats.

import type { Sweep } from "../../../graph/edit.ts";
import type { GraphNode, GraphTensor, TensorId } from "../../../graph/graph.ts";
import { ABSENT } from "../../../graph/graph.ts";
import type { Attributes, OpDef } from "../../../graph/op_def.ts";
import { ShapeError } from "../../../graph/op_def.ts";
import { perTensor, type Quantization, sameQuantization } from "../../../graph/tensor.ts";

/** A node of floats whose one output nobody but a quantize reads, and the int8 tensor that the quantize makes of it. */
export interface Fusion {
  readonly node: GraphNode;
  readonly to: GraphTensor;
  readonly sweep: Sweep;
}

/** What differs in the int8 form of a node. */
export interface Int8Form {
  readonly op?: OpDef;
  readonly inputs: readonly TensorId[];
  readonly attributes?: Attributes;
}

export interface Rule {
  /** The int8 form of the node, whose result is at most one step from the quantised float; undefined: there is none. */
  readonly fuse?: (fusion: Fusion) => Int8Form | undefined;
  /**
   * The operator takes no part in the values, or only their order counts: f(dequantize(q)) = dequantize(f(q)), the same
   * bits, where this says so of the node and its quantisation. Then f works on the bytes and dequantize comes after it.
   */
  readonly passes?: (node: GraphNode, quantization: Quantization) => boolean;
  /** The same for quantize(f(x)) = f(quantize(x)), the quantisation free; then quantize may come before it. */
  readonly admits?: boolean;
}

/** Scale and zero point of values that a graph computes; undefined if quantised per channel or not in their order. */
export function wholeQuantization({ quantization = perTensor(1, 0) }: GraphTensor): Quantization | undefined {
  const [scale, ...others] = quantization.scale;
  return others.length === 0 && scale > 0 && scale < Infinity ? quantization : undefined;
}

/** The int8 tensor, quantised as a whole, whose real values this f32 tensor has. */
export function bytesOf(id: TensorId, sweep: Sweep): TensorId | undefined {
  if (id === ABSENT) return undefined;
  const producer = sweep.producer(id);
  if (producer?.op.name !== "dequantize") return undefined;
  const tensor = sweep.tensor(producer.inputs[0]);
  return tensor.dtype === "i8" && wholeQuantization(tensor) ? producer.inputs[0] : undefined;
}

/** The constant of integers whose real values this f32 tensor has; any quantisation. */
export function dequantizedConstant(id: TensorId, sweep: Sweep): GraphTensor | undefined {
  const producer = id === ABSENT ? undefined : sweep.producer(id);
  if (producer?.op.name !== "dequantize") return undefined;
  const tensor = sweep.tensor(producer.inputs[0]);
  return tensor.data === undefined ? undefined : tensor;
}

/** Inputs of the node with the int8 tensor in place of each f32 one; undefined if one of these has none. */
export function bytesOfAll(node: GraphNode, sweep: Sweep): readonly TensorId[] | undefined {
  const inputs: TensorId[] = [];
  for (const id of node.inputs) {
    const input = id === ABSENT || sweep.tensor(id).dtype !== "f32" ? id : bytesOf(id, sweep);
    if (input === undefined) return undefined;
    inputs.push(input);
  }
  return inputs.some((id, i) => id !== node.inputs[i]) ? inputs : undefined;
}

/** The quantisation that all int8 tensors among these have; undefined if they differ. */
export function commonQuantization(ids: readonly TensorId[], sweep: Sweep): Quantization | undefined {
  const all = ids.filter((id) => id !== ABSENT && sweep.tensor(id).dtype === "i8");
  const quantizations = all.map((id) => wholeQuantization(sweep.tensor(id)));
  return quantizations.every((q) => q && sameQuantization(q, quantizations[0])) ? quantizations[0] : undefined;
}

/** Does the operator take these inputs and give outputs of these element types? */
export function isAccepted(node: GraphNode, sweep: Sweep): boolean {
  const inputs = node.inputs.map((id) => (id === ABSENT ? undefined : sweep.tensor(id)));
  return withoutShapeError(() =>
    node.op.infer(inputs, node.attributes).every((type, i) => type.dtype === sweep.tensor(node.outputs[i]).dtype),
  );
}

/** What `ask` says; false where the operator refuses. */
export function withoutShapeError(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}
