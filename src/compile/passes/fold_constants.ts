import { rewrite, type Sweep } from "../../graph/edit.ts";
import { ABSENT, type GraphNode } from "../../graph/graph.ts";
import { byteLength } from "../../graph/tensor.ts";
import type { Pass } from "./pass.ts";

/** Results up to this size are stored, whatever they were made from. */
const SMALL_BYTES = 65536;
/** Larger ones only up to this multiple of what they are made from: int8 weights may become f32, a broadcast stays. */
const LARGEST_GROWTH = 4;

export const foldConstants: Pass = {
  name: "fold constants",
  doc: "A node of constants alone is computed now, by the reference, unless its result is much larger than they are",
  run: (graph) => rewrite(graph, foldNode),
};

export const foldIntegers: Pass = {
  name: "fold constants but dequantize",
  doc: "The same, but int8 weights do not become floats yet: operators on bytes may want them",
  run: (graph) => rewrite(graph, (node, sweep) => (node.op.name === "dequantize" ? undefined : foldNode(node, sweep))),
};

function foldNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const present = node.inputs.filter((id) => id !== ABSENT);
  if (present.length === 0 || present.some((id) => sweep.constant(id) === undefined)) return undefined;
  const bytes = (ids: readonly number[]) => ids.reduce((sum, id) => sum + byteLength(sweep.tensor(id)), 0);
  if (bytes(node.outputs) > Math.max(SMALL_BYTES, LARGEST_GROWTH * bytes(present))) return undefined;
  const values = node.op.reference(
    node.inputs.map((id) => {
      const data = sweep.constant(id);
      return data && { type: sweep.tensor(id), data };
    }),
    node.outputs.map((id) => sweep.tensor(id)),
    node.attributes,
  );
  node.outputs.forEach((id, i) => {
    sweep.redirect(id, sweep.add({ ...sweep.tensor(id), data: values[i] }));
  });
  return [];
}
