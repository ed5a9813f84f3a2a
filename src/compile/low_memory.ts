// For machines with little memory: chains of layers are computed in tiles of rows where the arena is smaller for it, and
// kernels get as much working memory as is left, not as much as they like.

import type { Graph } from "../graph/graph.ts";
import { planArena } from "./buffers.ts";
import type { LoweredNode } from "./lower.ts";
import { cutIntoParts } from "./row_tiles/choose.ts";
import { tileChain } from "./row_tiles/tile_chain.ts";
import { fitScratch } from "./scratch.ts";

/** The same results in less memory, at some cost of time. */
export function shrinkMemory(graph: Graph, lowered: readonly LoweredNode[]): readonly LoweredNode[] {
  const { parts, bytes } = cutIntoParts(graph, lowered);
  const nodes = parts.map(({ first, tiles }) =>
    tiles === undefined ? lowered[first] : tileChain(graph, tiles.chain, tiles.height),
  );
  const roomy = nodes.map((node, i) => fitScratch(node, bytes - parts[i].bytes));
  const lean = nodes.map((node) => fitScratch(node, 0));
  const whole = lowered.map((node) => fitScratch(node, 0));
  // The first unless its buffers fit so badly that another one's arena is smaller.
  const arenas = [roomy, lean, whole].map((nodes) => ({ nodes, bytes: planArena(graph, nodes).bytes }));
  return arenas.reduce((best, arena) => (arena.bytes < best.bytes ? arena : best)).nodes;
}
