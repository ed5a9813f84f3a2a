// The pass list, in order. A pass is a name, a reason and a function Graph -> Graph.

import type { Graph } from "../../graph/graph.ts";

export interface Pass {
  readonly name: string;
  /** What it removes or merges, and why that is safe. */
  readonly doc: string;
  run(graph: Graph): Graph;
}

export const PASSES: readonly Pass[] = [];
