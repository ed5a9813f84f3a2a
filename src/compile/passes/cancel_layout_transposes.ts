import type { Graph, GraphNode } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor.ts";
import { rebuild } from "../layout/rebuild.ts";
import { solve } from "../layout/solve.ts";
import type { Pass } from "./pass.ts";

export const cancelLayoutTransposes: Pass = {
  name: "cancel layout transposes",
  doc: "Operators that do not mind work in the layout of their neighbours, so that the fewest elements are transposed",
  run(graph) {
    const { choices, gain } = solve(graph);
    const rebuilt = rebuild(choices);
    const saved = transposedElements(graph) - transposedElements(rebuilt);
    return saved > 0 || (saved === 0 && gain > 0) ? rebuilt : graph;
  },
};

/** How many elements a run moves from one layout to another. */
export function transposedElements({ nodes, tensors }: Graph): number {
  return nodes.reduce((sum, node) => {
    const { shape } = tensors[node.outputs[0]];
    return sum + (moves(node, tensors[node.inputs[0]]?.shape ?? []) ? elementCount(shape) : 0);
  }, 0);
}

/** Is it a transpose that is no mere reshape? */
function moves({ op, attributes }: GraphNode, shape: readonly number[]): boolean {
  if (op.name !== "transpose") return false;
  const axes = (attributes.perm as readonly number[]).filter((axis) => shape[axis] > 1);
  return axes.some((axis, i) => i > 0 && axis < axes[i - 1]);
}
