// The reference executor: runs a graph with the operators' own definitions. Slow and obvious; it is what the kernels are
// compared with, and what folds constants and calibrates.

import { ABSENT, type Graph, type GraphNode } from "../graph/graph.ts";
import { elementCount, type TensorData } from "../graph/tensor.ts";

/** Values of tensors by id. */
export type TensorTable = Map<number, TensorData>;

/** Runs every node; `inputs` holds one array a graph input, in order. Returns the values of all tensors. */
export function executeGraph(graph: Graph, inputs: readonly TensorData[]): TensorTable {
  const values: TensorTable = new Map();
  graph.tensors.forEach((tensor, id) => {
    if (tensor.data !== undefined) values.set(id, tensor.data);
  });
  graph.inputs.forEach((port, i) => {
    const expected = elementCount(graph.tensors[port.tensor].shape);
    if (inputs[i]?.length !== expected) {
      throw new Error(`input "${port.name}" has ${expected} elements, ${inputs[i]?.length ?? "none"} were given`);
    }
    values.set(port.tensor, inputs[i]);
  });
  for (const node of graph.nodes) {
    for (const [i, data] of executeNode(graph, node, values).entries()) values.set(node.outputs[i], data);
  }
  return values;
}

/** One node's outputs from the values of its inputs. */
export function executeNode(graph: Graph, node: GraphNode, values: ReadonlyMap<number, TensorData>): TensorData[] {
  const inputs = node.inputs.map((id) => {
    if (id === ABSENT) return undefined;
    const data = values.get(id);
    if (data === undefined) throw new Error(`${node.origin}: tensor ${id} has no value yet`);
    return { type: graph.tensors[id], data };
  });
  return node.op.reference(
    inputs,
    node.outputs.map((id) => graph.tensors[id]),
    node.attributes,
  );
}
