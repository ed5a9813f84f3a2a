// Which steps of a model are computed together in tiles, and how high the tiles are.
//
// The steps are cut into parts: single steps, and chains in tiles. What memory a part needs does not depend on how the others
// are cut: what is alive around it, its own outputs, its windows. So dynamic programming over the places to cut at finds the
// smallest arena; and with that known, likewise, the cuts of the fewest calls that keep to it, with tiles as high as fit.

import type { Graph, TensorId } from "../../graph/graph.ts";
import { byteLength } from "../../graph/tensor.ts";
import { lastUses, planArena } from "../buffers.ts";
import type { LoweredNode } from "../lower.ts";
import { ALIGNMENT } from "../memory_planner.ts";
import { fitScratch } from "../scratch.ts";
import { type RowLayer, rowLayer } from "./rows.ts";
import { type Chain, chainOf, highestTiles, tilesOf } from "./schedule.ts";
import { chainScratch } from "./tile_chain.ts";

/** Longer chains gain nothing: little of what is alive is then between their ends. */
const MOST_LAYERS = 24;

/** Some steps that follow each other. */
export interface Part {
  readonly first: number;
  readonly end: number;
  /** Of more than one step: how they are computed together. `height`: rows of the last output in a tile. */
  readonly tiles?: { readonly chain: Chain; readonly height: number };
  /** The least of everything that is alive meanwhile. */
  readonly bytes: number;
}

/** The parts of `lowered`, and the memory that the largest needs. */
export interface Cuts {
  readonly parts: readonly Part[];
  readonly bytes: number;
}

export function cutIntoParts(graph: Graph, lowered: readonly LoweredNode[]): Cuts {
  const parts = new Parts(graph, lowered);
  const smallest = (first: number, end: number, limit: number) => parts.smallest(first, end, limit)?.bytes ?? Infinity;
  const bytes = best(parts, smallest, Math.max).price;
  const calls = (first: number, end: number) => {
    const part = parts.highest(first, end, bytes);
    return part === undefined ? Infinity : countCalls(part);
  };
  const { cuts } = best(parts, calls, (a, b) => a + b);
  return { parts: cuts.map(([first, end]) => parts.highest(first, end, bytes) as Part), bytes };
}

function countCalls({ tiles }: Part): number {
  return tiles === undefined ? 1 : tilesOf(tiles.chain, tiles.height).flat().length;
}

/**
 * The cuts [first, end) of all steps whose prices joined are the least. `price` may answer Infinity for what costs as much as
 * `limit`.
 */
function best(
  parts: Parts,
  price: (first: number, end: number, limit: number) => number,
  join: (a: number, b: number) => number,
): { cuts: (readonly [number, number])[]; price: number } {
  const prices = [0];
  const firsts = [0];
  for (let end = 1; end <= parts.steps; end++) {
    prices[end] = Infinity;
    for (let first = end - 1; first >= parts.earliest(end); first--) {
      if (prices[first] >= prices[end]) continue;
      const joined = join(prices[first], price(first, end, prices[end]));
      if (joined >= prices[end]) continue;
      prices[end] = joined;
      firsts[end] = first;
    }
  }
  const cuts: (readonly [number, number])[] = [];
  for (let end = parts.steps; end > 0; end = firsts[end]) cuts.unshift([firsts[end], end]);
  return { cuts, price: prices[parts.steps] };
}

class Parts {
  readonly #graph: Graph;
  readonly #lowered: readonly LoweredNode[];
  readonly #layers: readonly (RowLayer | undefined)[];
  readonly #lastUse: readonly number[];
  /** Bytes that are alive before each step and read in it or later. */
  readonly #alive: readonly number[];
  readonly #storageOf: (tensor: TensorId) => TensorId;

  constructor(graph: Graph, lowered: readonly LoweredNode[]) {
    this.#graph = graph;
    this.#lowered = lowered;
    this.#layers = lowered.map((node) => rowLayer(graph, node));
    this.#lastUse = lastUses(graph, lowered);
    this.#storageOf = planArena(graph, lowered).storageOf;
    const defined = new Map<TensorId, number>(graph.inputs.map(({ tensor }) => [tensor, -1]));
    lowered.forEach(({ outputs }, step) => {
      for (const tensor of outputs) defined.set(tensor, step);
    });
    this.#alive = lowered.map((_, step) => {
      const alive = [...defined].filter(([tensor, at]) => at < step && this.#lastUse[tensor] >= step);
      const owners = new Set(alive.map(([tensor]) => this.#storageOf(tensor)));
      return this.#bytesOf([...owners].filter((tensor) => defined.has(tensor)));
    });
  }

  get steps(): number {
    return this.#lowered.length;
  }

  /** The first step with which a part may begin that ends before step `end`. */
  earliest(end: number): number {
    let first = end - 1;
    if (this.#layers[first] === undefined) return first;
    while (first > 0 && end - first < MOST_LAYERS && this.#layers[first - 1] !== undefined) first--;
    return first;
  }

  /** The part of the steps [first, end) that takes the least memory, if that is below `limit` and they are a chain. */
  smallest(first: number, end: number, limit: number): Part | undefined {
    if (end - first === 1) return this.#single(first);
    const chain = this.#chain(first, end);
    if (chain === undefined || this.#alive[first] + this.#bytesOf([...chain.whole]) >= limit) return undefined;
    return this.#tiled(first, chain, 1);
  }

  /** The part of the steps [first, end) that takes the fewest calls, of those that take `bytes` at most. */
  highest(first: number, end: number, bytes: number): Part | undefined {
    const smallest = this.smallest(first, end, bytes + 1);
    if (smallest === undefined || smallest.bytes > bytes) return undefined;
    if (smallest.tiles === undefined) return smallest;
    const { chain } = smallest.tiles;
    const height = highestTiles(chain, (height) => this.#tiled(first, chain, height).bytes <= bytes);
    return this.#tiled(first, chain, height);
  }

  #single(step: number): Part {
    const { outputs } = this.#lowered[step];
    const { scratch } = fitScratch(this.#lowered[step], 0);
    const made = this.#bytesOf(outputs.filter((tensor) => this.#storageOf(tensor) === tensor));
    return { first: step, end: step + 1, bytes: this.#alive[step] + made + sum(scratch) };
  }

  #tiled(first: number, chain: Chain, height: number): Part {
    const scratch = chainScratch(this.#graph, chain, tilesOf(chain, height));
    const bytes = this.#alive[first] + this.#bytesOf([...chain.whole]) + sum(scratch);
    return { first, end: first + chain.layers.length, tiles: { chain, height }, bytes };
  }

  #chain(first: number, end: number): Chain | undefined {
    const layers = this.#layers.slice(first, end).filter((layer) => layer !== undefined);
    return chainOf(layers, this.#lastUse, end - 1);
  }

  #bytesOf(tensors: readonly TensorId[]): number {
    return sum(tensors.map((tensor) => ({ bytes: byteLength(this.#graph.tensors[tensor]) })));
  }
}

/** Of buffers of their own. */
function sum(buffers: readonly { readonly bytes: number }[]): number {
  return buffers.reduce((total, { bytes }) => total + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT, 0);
}
