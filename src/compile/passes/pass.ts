// What passes share: their type, and short ways to ask nodes and tensors.

import type { Graph, GraphNode, GraphTensor } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/op_def.ts";
import { perTensor, type Quantization, sameQuantization, sameShape, type TensorType } from "../../graph/tensor.ts";
import { OPS } from "../../ops/index.ts";
import type { Operator } from "../../ops/operator.ts";

export interface Pass {
  readonly name: string;
  /** What it removes or merges, and why that is safe. */
  readonly doc: string;
  run(graph: Graph): Graph;
}

export function operatorNamed(name: string): Operator {
  const operator = OPS.get(name);
  if (operator === undefined) throw new Error(`there is no operator ${name}`);
  return operator;
}

/** A list attribute. */
export function numbers(node: GraphNode, attribute: string): readonly number[] {
  return node.attributes[attribute] as readonly number[];
}

/** The same bits mean the same values. */
export function sameType(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape) && sameQuantization(a.quantization, b.quantization);
}

/** Scale and zero point of an int8 tensor; what has none is read as plain integers. */
export function quantizationOf(tensor: TensorType): Quantization {
  return tensor.quantization ?? perTensor(1, 0);
}

/** Attributes with other bounds of the fused clamp; infinite ones are left out. */
export function withBounds(attributes: Attributes, min: number, max: number): Attributes {
  const { min: _, max: __, ...others } = attributes;
  return { ...others, ...(min > -Infinity && { min }), ...(max < Infinity && { max }) };
}

/** Bounds of the fused clamp in real values. */
export function boundsOf({ min, max }: Attributes): { min: number; max: number } {
  return { min: (min as number | undefined) ?? -Infinity, max: (max as number | undefined) ?? Infinity };
}

/** A constant tensor with a name that tells where it came from. */
export function constantTensor(name: string, shape: readonly number[], data: Float32Array): GraphTensor {
  return { name, dtype: "f32", shape, data };
}

/** What an int8 operator of one input answers to the bytes −128 … 127, in that order. */
export function int8Answers(node: GraphNode, x: TensorType, y: TensorType): Int8Array {
  const shape = [256];
  const input = { type: { ...x, shape }, data: Int8Array.from({ length: 256 }, (_, i) => i - 128) };
  return node.op.reference([input], [{ ...y, shape }], node.attributes)[0] as Int8Array;
}
