// Weights: constants, or the real values of int8 constants, which are left as they are for the int8 operators to find.

import type { TensorId } from "../../../graph/graph.ts";
import { allocate, rowMajorStrides, type TensorData } from "../../../graph/tensor.ts";
import type { OnnxNode } from "../node.ts";

/** Whether a tensor's values follow from the file alone: a constant, or one that is dequantised. */
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
    permuted(data, shape, perm),
    moved,
  );
}

/** Walks the result in order, with one step of the source an axis. */
function permuted(data: TensorData, shape: readonly number[], perm: readonly number[]): TensorData {
  const strides = rowMajorStrides(shape);
  const sizes = perm.map((axis) => shape[axis]);
  const steps = perm.map((axis) => strides[axis]);
  const result = allocate(data instanceof Float32Array ? "f32" : data instanceof Int8Array ? "i8" : "i32", data.length);
  const last = sizes.length - 1;
  const index = new Array<number>(sizes.length).fill(0);
  let from = 0;
  for (let at = 0; at < result.length; at += sizes[last]) {
    for (let i = 0; i < sizes[last]; i++) result[at + i] = data[from + i * steps[last]];
    for (let axis = last - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result;
}
