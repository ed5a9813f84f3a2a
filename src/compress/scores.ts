// The tensors that classes are ranked by: a graph's float outputs, or what goes into the function that squashes them into
// probabilities. Errors show there, where a sure class's probability hides them.

import { ABSENT, type Graph, type TensorId } from "../graph/graph.ts";

const SQUASHES: ReadonlySet<string> = new Set(["softmax", "log_softmax", "sigmoid"]);
/** Their outputs hold the values of their inputs. */
const MOVES: ReadonlySet<string> = new Set(["reshape", "transpose", "concat"]);

export function scoresOf(graph: Graph): Set<TensorId> {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((id) => [id, node])));
  const behind = (id: TensorId): readonly TensorId[] => {
    const node = producers.get(id);
    if (node !== undefined && SQUASHES.has(node.op.name)) return [node.inputs[0]];
    return node !== undefined && MOVES.has(node.op.name) ? node.inputs.flatMap(behind) : [id];
  };
  const isComputedFloat = (id: TensorId) =>
    id !== ABSENT && graph.tensors[id].dtype === "f32" && graph.tensors[id].data === undefined;
  return new Set(graph.outputs.flatMap(({ tensor }) => behind(tensor)).filter(isComputedFloat));
}
