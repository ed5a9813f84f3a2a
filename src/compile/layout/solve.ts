// Turns nodes until no proposal lowers the cost.
//
// It ends: the cost is a whole number, not negative, and lower after every proposal taken; a round has as many proposals as
// there are versions wanted that are not given, and a round that takes none is the last.

import type { Graph } from "../../graph/graph.ts";
import { Choices } from "./choices.ts";
import type { Layout } from "./layout.ts";
import { type Proposal, propose } from "./proposal.ts";
import { rootsTouched, selectNodes } from "./selection.ts";
import { type Root, valuesOf } from "./values.ts";

export interface Solution {
  readonly choices: Choices;
  /** By how much better than leaving everything plain. */
  readonly gain: number;
}

export function solve(graph: Graph): Solution {
  const choices = new Choices(valuesOf(graph));
  const roots = [...choices.values.roots.values()];
  let gain = 0;
  for (;;) {
    let gainOfRound = 0;
    for (const root of roots) {
      for (const layout of layoutsToTry(choices, root))
        gainOfRound += take(choices, propose(choices, root.tensor, layout));
    }
    if (gainOfRound === 0) return { choices, gain };
    gain += gainOfRound;
  }
}

/** Where readers want another version: the one given, for them to take, and theirs, for the producer to give. */
function layoutsToTry(choices: Choices, root: Root): Layout[] {
  const given = choices.given(root);
  const others = new Map(choices.wanted(root).flatMap((want) => (want.key === given.key ? [] : [[want.key, want]])));
  return others.size === 0 ? [] : [given, ...others.values()];
}

/** Turns those nodes of the proposal that lower the cost most, if any do; returns by how much. */
function take(choices: Choices, proposal: Proposal): number {
  const nodes = selectNodes(choices, proposal);
  if (nodes.length === 0) return 0;
  const touched = rootsTouched(choices, nodes);
  const cost = () => touched.reduce((sum, root) => sum + choices.costOf(root), 0);
  const before = cost();
  const replaced = nodes.map((node) => choices.of(node));
  for (const node of nodes) choices.choose(node, proposal.get(node)!);
  const gain = before - cost();
  if (gain > 0) return gain;
  nodes.forEach((node, i) => {
    choices.choose(node, replaced[i]);
  });
  return 0;
}
