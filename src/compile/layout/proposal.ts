// A proposal: nodes that would be turned together, found by following one layout from a root through everything that can
// take it on.

import type { TensorId } from "../../graph/graph.ts";
import { type Choice, type Choices, layoutForReader } from "./choices.ts";
import type { Layout } from "./layout.ts";
import type { Pivot } from "./rule.ts";

/** Node -> how it would be turned. */
export type Proposal = ReadonlyMap<number, Choice>;

/** What follows if a root were stored in a layout. */
export function propose(choices: Choices, start: TensorId, layout: Layout): Proposal {
  const { roots, viewOf, graph } = choices.values;
  const proposal = new Map<number, Choice>();
  const seen = new Set<TensorId>();
  const queue: { root: TensorId; layout: Layout }[] = [{ root: start, layout }];
  const turn = (node: number, pivot: Pivot) => {
    if (proposal.has(node)) return;
    const choice = choices.turned(node, pivot);
    if (choice === undefined || isSame(choice, choices.of(node))) return;
    proposal.set(node, choice);
    graph.nodes[node].inputs.forEach((id, i) => {
      const want = choice.wants[i];
      if (want !== undefined) queue.push({ root: viewOf(id).root, layout: want });
    });
    graph.nodes[node].outputs.forEach((root, i) => {
      queue.push({ root, layout: choice.gives[i] });
    });
  };
  for (const { root: id, layout: stored } of queue) {
    const root = roots.get(id);
    if (root === undefined || seen.has(id)) continue;
    seen.add(id);
    if (root.producer !== undefined) turn(root.producer, { side: "outputs", index: root.output, layout: stored });
    for (const { node, input } of root.uses) {
      const own = layoutForReader(viewOf(graph.nodes[node].inputs[input]).order, stored);
      if (own !== undefined) turn(node, { side: "inputs", index: input, layout: own });
    }
  }
  return proposal;
}

function isSame(a: Choice, b: Choice): boolean {
  return (
    a.wants.every((want, i) => want?.key === b.wants[i]?.key) && a.gives.every(({ key }, i) => key === b.gives[i].key)
  );
}
