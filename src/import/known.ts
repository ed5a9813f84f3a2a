// Tensors whose values are known when the model is compiled: constants, and what is computed from constants alone.

import type { GraphNode, TensorId } from "../graph/graph.ts";
import { ABSENT } from "../graph/graph.ts";
import { ensure, quote } from "./diagnostics.ts";
import type { NodeBuilder } from "./node_builder.ts";

/** A graph input that the tensor is computed from; undefined if its values are known when the model is compiled. */
export function inputBehind({ assembler }: NodeBuilder, id: TensorId): TensorId | undefined {
  const isConstant = (tensor: TensorId) => tensor === ABSENT || assembler.tensors[tensor].data !== undefined;
  if (isConstant(id)) return undefined;
  const producers = new Map<TensorId, GraphNode>();
  for (const node of assembler.nodes) for (const output of node.outputs) producers.set(output, node);
  const seen = new Set([id]);
  for (const tensor of seen) {
    if (isConstant(tensor)) continue;
    const producer = producers.get(tensor);
    if (producer === undefined) return tensor;
    for (const input of producer.inputs) seen.add(input);
  }
  return undefined;
}

/** Throws Problem unless the tensor's values are known when the model is compiled. */
export function requireKnown(node: NodeBuilder, id: TensorId, what: string): void {
  const input = inputBehind(node, id);
  if (input === undefined) return;
  const { name } = node.tensor(input);
  ensure(
    false,
    () => `${what} depend on the input ${quote(name)}, which callers give at run time`,
    `They must be known when the model is compiled: give the input's value with --set ${name}=VALUE`,
  );
}
