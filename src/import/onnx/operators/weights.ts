// Weights: constants, or the real values of int8 constants, which are left as they are for the int8 operators to find.

import type { TensorId } from "../../../graph/graph.ts";
import { permute } from "../../../graph/permute.ts";
import type { OnnxNode } from "../node.ts";

/** Whether a tensor is a constant, or one that is dequantised. */
export function isWeight(node: OnnxNode, id: TensorId): boolean {
  return node.tensor(id).data !== undefined || storedOf(node, id) !== undefined;
}

/** The int8 constant behind a dequantised one. */
function storedOf(node: OnnxNode, id: TensorId): TensorId | undefined {
  const producer = node.assembler.nodes.findLast(({ outputs }) => outputs.includes(id));
  if (producer?.op.name !== "dequantize") return undefined;
  const [stored] = producer.inputs;
  return node.tensor(stored).data === undefined ? undefined : stored;
}

/** A weight in another order of its axes: axis i of the result is axis perm[i]. Scales for each channel move along. */
export function permuteWeight(node: OnnxNode, id: TensorId, perm: readonly number[]): TensorId {
  if (perm.every((axis, i) => axis === i)) return id;
  const stored = storedOf(node, id);
  if (stored !== undefined) return node.emit("dequantize", [permuteConstant(node, stored, perm)]);
  return permuteConstant(node, id, perm);
}

function permuteConstant(node: OnnxNode, id: TensorId, perm: readonly number[]): TensorId {
  const { shape, data, quantization } = node.tensor(id);
  if (data === undefined) throw new Error("only constants are permuted here");
  const moved = quantization && { ...quantization, axis: Math.max(perm.indexOf(quantization.axis), 0) };
  return node.constant(
    perm.map((axis) => shape[axis]),
    permute(data, shape, perm),
    moved,
  );
}
