import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { sameQuantization } from "../../graph/tensor.ts";
import type { Pass } from "./pass.ts";

export const mergeReshapes: Pass = {
  name: "merge reshapes",
  doc: "Of a chain of reshapes only the last counts",
  run: (graph) => rewrite(graph, mergeNode),
};

function mergeNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  if (node.op.name !== "reshape") return undefined;
  const before = sweep.producer(node.inputs[0]);
  if (before?.op.name !== "reshape") return undefined;
  const [x] = before.inputs;
  const isPlain = sameQuantization(sweep.tensor(x).quantization, sweep.tensor(node.inputs[0]).quantization);
  return isPlain ? [{ ...node, inputs: [x] }] : undefined;
}
