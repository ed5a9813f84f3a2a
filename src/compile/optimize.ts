// Runs the passes. The graph is verified before the first and after each.

import type { Graph } from "../graph/graph.ts";
import { verifyGraph } from "../graph/verify.ts";
import { MEANING, PASSES } from "./passes/index.ts";
import type { Pass } from "./passes/pass.ts";

/** Applies every pass in order. Throws GraphError. */
export function optimizeGraph(graph: Graph, onPhase?: (name: string) => void): Graph {
  return run(PASSES, graph, onPhase);
}

/**
 * The graph whose results by the reference a compiled model must have: the graph as imported, so that the passes are judged
 * too; but where values are dequantised, what the first passes make of it. Throws GraphError.
 */
export function specifiedGraph(graph: Graph): Graph {
  return graph.nodes.some(({ op }) => op.name === "dequantize") ? run(MEANING, graph) : graph;
}

function run(passes: readonly Pass[], graph: Graph, onPhase?: (name: string) => void): Graph {
  verifyGraph(graph);
  let current = graph;
  for (const pass of passes) {
    onPhase?.(pass.name);
    current = pass.run(current);
    verifyGraph(current);
  }
  return current;
}
