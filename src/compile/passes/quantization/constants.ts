// Constants of integers in another shape: where their channels go, and floats as int8 constants.

import type { Sweep } from "../../../graph/edit.ts";
import type { GraphNode, GraphTensor, TensorId } from "../../../graph/graph.ts";
import { permute } from "../../../graph/permute.ts";
import { roundHalfEven } from "../../../graph/rounding.ts";
import { elementCount, perTensor, type Quantization } from "../../../graph/tensor.ts";
import { numbers } from "../pass.ts";

/** The constant as a transpose or a reshape leaves it; undefined where its channels would not be one dimension then. */
export function movedConstant(node: GraphNode, constant: GraphTensor, y: GraphTensor): GraphTensor | undefined {
  const quantization = movedQuantization(node, constant, y.shape);
  if (quantization === undefined || constant.data === undefined) return undefined;
  const { dtype, name, shape } = constant;
  const data = node.op.name === "transpose" ? permute(constant.data, shape, numbers(node, "perm")) : constant.data;
  return { name, dtype, shape: y.shape, quantization, data };
}

function movedQuantization(
  node: GraphNode,
  { shape, quantization = perTensor(1, 0) }: GraphTensor,
  newShape: readonly number[],
): Quantization | undefined {
  if (quantization.scale.length === 1) return quantization;
  const { axis } = quantization;
  if (node.op.name === "transpose") return { ...quantization, axis: numbers(node, "perm").indexOf(axis) };
  const before = elementCount(shape.slice(0, axis));
  const newAxis = newShape.findIndex(
    (size, i) => size === shape[axis] && elementCount(newShape.slice(0, i)) === before,
  );
  return newAxis < 0 ? undefined : { ...quantization, axis: newAxis };
}

/** An int8 constant and how far its values are from the floats it stands for, at most. */
export interface QuantizedConstant {
  readonly tensor: GraphTensor;
  readonly error: number;
}

/** Floats as multiples of a 127th of the largest; undefined for what is not a constant of finite floats. */
export function quantizedConstant(id: TensorId, sweep: Sweep): QuantizedConstant | undefined {
  const values = sweep.constant(id);
  if (!(values instanceof Float32Array)) return undefined;
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const scale = Math.fround(largest / 127) || 1;
  if (!Number.isFinite(scale)) return undefined;
  const data = Int8Array.from(values, (v) => roundHalfEven(v / scale));
  const error = values.reduce((most, v, i) => Math.max(most, Math.abs(v - scale * data[i])), 0);
  const { name, shape } = sweep.tensor(id);
  return { tensor: { name, dtype: "i8", shape, quantization: perTensor(scale, 0), data }, error };
}
