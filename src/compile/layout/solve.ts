// Turns nodes until no proposal lowers the cost.
//
// It ends: the cost is a whole number, not negative, and lower after every proposal taken; a round has as many proposals as
// there are versions wanted that are not given, and a round that takes none is the last.

import type { Graph } from "../../graph/graph.ts";
import { Choices, type Version } from "./choices.ts";
import { type Proposal, propose } from "./proposal.ts";
import { rootsTouched, selectNodes } from "./selection.ts";
import { type Root, valuesOf } from "./values.ts";

export interface Solution {
  readonly choices: Choices;
  /** By how much better than leaving everything plain. */
  readonly gain: number;
}

export function solve(graph: Graph): Solution {
  const search = new Search(new Choices(valuesOf(graph)));
  let gain = 0;
  for (;;) {
    const gainOfRound = search.round();
    if (gainOfRound === 0) return { choices: search.choices, gain };
    gain += gainOfRound;
  }
}

class Search {
  readonly choices: Choices;
  readonly #roots: readonly Root[];
  /** Proposals that gained nothing, by root and layout: when that was, and on which nodes it depends. */
  readonly #vain = new Map<string, { readonly time: number; readonly nodes: readonly number[] }>();
  /** When each node was turned last. */
  readonly #turned: number[];
  #time = 0;

  constructor(choices: Choices) {
    this.choices = choices;
    this.#roots = [...choices.values.roots.values()];
    this.#turned = choices.values.graph.nodes.map(() => 0);
  }

  /** Tries every root that somebody wants otherwise than it is given; returns what was gained. */
  round(): number {
    let gain = 0;
    for (const root of this.#roots)
      for (const layout of layoutsToTry(this.choices, root)) gain += this.#try(root, layout);
    return gain;
  }

  #try(root: Root, layout: Version): number {
    const name = `${root.tensor} ${layout.key}`;
    const vain = this.#vain.get(name);
    if (vain?.nodes.every((node) => this.#turned[node] <= vain.time)) return 0;
    const proposal = propose(this.choices, root.tensor, layout);
    const gain = this.#take(proposal);
    if (gain === 0) {
      const nodes = rootsTouched(this.choices, proposal.keys()).flatMap(neighbours);
      this.#vain.set(name, { time: this.#time, nodes: [...new Set([...nodes, ...neighbours(root)])] });
    }
    return gain;
  }

  /** Turns those nodes of the proposal that lower the cost most, if any do; returns by how much. */
  #take(proposal: Proposal): number {
    const { choices } = this;
    const nodes = selectNodes(choices, proposal);
    if (nodes.length === 0) return 0;
    const touched = rootsTouched(choices, nodes);
    const cost = () => touched.reduce((sum, root) => sum + choices.costOf(root), 0);
    const before = cost();
    const replaced = nodes.map((node) => choices.of(node));
    for (const node of nodes) choices.choose(node, proposal.get(node)!);
    const gain = before - cost();
    if (gain > 0) {
      this.#time++;
      for (const node of nodes) this.#turned[node] = this.#time;
      return gain;
    }
    nodes.forEach((node, i) => {
      choices.choose(node, replaced[i]);
    });
    return 0;
  }
}

/** Who computes and who reads a root. */
function neighbours({ producer, uses }: Root): number[] {
  return [...(producer === undefined ? [] : [producer]), ...uses.map(({ node }) => node)];
}

/** Where readers want another version: the one given, for them to take, and theirs, for the producer to give. */
function layoutsToTry(choices: Choices, root: Root): Version[] {
  const given = choices.given(root);
  const others = new Map(choices.wanted(root).flatMap((want) => (want.key === given.key ? [] : [[want.key, want]])));
  return others.size === 0 ? [] : [given, ...others.values()];
}
