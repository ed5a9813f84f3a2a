// A chain of layers in tiles -> the calls of all of them, as one step of the memory plan with windows as working memory.

import type { Graph, TensorId } from "../../graph/graph.ts";
import { type BufferRef, type KernelCall, offsetBy } from "../../kernels/call.ts";
import { copyView, rowMajor } from "../../kernels/strided.ts";
import type { LoweredCall, LoweredNode, LoweredTiles, ScratchBuffer } from "../lower.ts";
import { scratchRange } from "../scratch.ts";
import { ownScratch } from "../sharing.ts";
import { type HeldRows, type Image, type RowLayer, type Rows, rowsCall } from "./rows.ts";
import { type Chain, freshTilesOf, type TilePart, tilesOf } from "./schedule.ts";

/** Working memory of one call at a time is the first buffer of a chain; those of windows follow. */
const OF_CALLS: BufferRef = { kind: "scratch", id: 0, offset: 0 };
const FIRST_WINDOW = 1;

/** The most of a chain's multiply-accumulates that a thread may do once more because it begins in the middle. */
const MOST_REPEATED = 1 / 16;

/** Images of which only some rows are held, in the order of their buffers. */
function windowsOf({ layers, whole }: Chain): Image[] {
  return layers.map(({ output }) => output).filter(({ tensor }) => !whole.has(tensor));
}

/** The buffers of a chain with the least that they need. */
export function chainScratch(graph: Graph, chain: Chain, tiles: readonly (readonly TilePart[])[]): ScratchBuffer[] {
  const windows = new Map(windowsOf(chain).map((image) => [image.tensor, { image, rows: 0 }]));
  const most = new Map<RowLayer, number>();
  for (const { layer, rows, held } of tiles.flat()) {
    most.set(layer, Math.max(most.get(layer) ?? 0, rows.end - rows.begin));
    const window = windows.get(layer.output.tensor);
    if (window) window.rows = Math.max(window.rows, held.end - held.begin);
  }
  const needs = [...most].map(([layer, rows]) => {
    const end = (layer.call.end / layer.output.rows) * rows;
    return ownScratch(layer.call) === undefined ? 0 : scratchRange({ ...layer.call, end }, scratchOf(layer)).least;
  });
  return [
    { name: "scratch of tiles", bytes: Math.max(...needs) },
    ...[...windows.values()].map(({ image, rows }) => ({
      name: `rows of ${graph.tensors[image.tensor].name}`,
      bytes: rows * image.rowBytes,
    })),
  ];
}

/** Bytes that the whole call has. */
function scratchOf({ lowered, call }: RowLayer): number {
  const ref = ownScratch(call);
  return ref === undefined ? 0 : lowered.scratch[ref.id].bytes;
}

/** The chain as one step. `height`: rows of the last output in a tile. Scratch of calls is still what the whole ones have. */
export function tileChain(graph: Graph, chain: Chain, height: number): LoweredNode {
  const { layers, whole } = chain;
  const tiles = tilesOf(chain, height);
  const [ofCalls, ...windows] = chainScratch(graph, chain, tiles);
  const inputs = new Set(layers.flatMap(({ lowered }) => lowered.inputs));
  const outputs = layers.map(({ output }) => output.tensor);
  return {
    inputs: [...inputs].filter((tensor) => !outputs.includes(tensor)),
    outputs: outputs.filter((tensor) => whole.has(tensor)),
    inPlace: [],
    isView: false,
    calls: [
      ...layers.flatMap(({ lowered }) => lowered.calls.filter(({ when }) => when === "load")),
      ...callsOfTiles(chain, tiles).flat(),
    ],
    scratch: [{ ...ofCalls, bytes: Math.max(...layers.map(scratchOf)) }, ...windows],
  };
}

/** How threads may take the tiles of tileChain's step apart; undefined where they cannot, or would repeat too much of its work. */
export function tilesApart(chain: Chain, height: number): LoweredTiles | undefined {
  const tiles = tilesOf(chain, height);
  const calls = callsOfTiles(chain, tiles);
  const fresh = freshTilesOf(chain, height, tiles)?.map((parts) => callsOfTiles(chain, [parts])[0]);
  if (fresh === undefined) return undefined;
  const more = fresh.map((list, tile) => macsOf(list) - macsOf(calls[tile]));
  if (Math.max(...more) > MOST_REPEATED * macsOf(calls.flat())) return undefined;
  return { calls: calls.map(({ length }) => length), fresh };
}

function macsOf(calls: readonly LoweredCall[]): number {
  return calls.reduce((sum, { macs }) => sum + macs, 0);
}

/** The calls of tiles that follow each other, from one whose rows nobody has made. */
function callsOfTiles(chain: Chain, tiles: readonly (readonly TilePart[])[]): LoweredCall[][] {
  const windows = windowsOf(chain).map(({ tensor }) => tensor);
  const bufferOf = ({ tensor }: Image): BufferRef => {
    const window = windows.indexOf(tensor);
    if (window < 0) return { kind: "tensor", tensor, offset: 0 };
    return { kind: "scratch", id: FIRST_WINDOW + window, offset: 0 };
  };
  const held = new Map<TensorId, Rows>();
  const heldOf = (image: Image): HeldRows => ({
    buffer: bufferOf(image),
    ...(held.get(image.tensor) ?? { begin: 0, end: image.rows }),
  });
  return tiles.map((parts, tile) => {
    const reason = `tile ${tile + 1} of ${tiles.length}`;
    return parts.flatMap(({ layer, rows, kept, held: now }): LoweredCall[] => {
      const { output, call } = layer;
      const { buffer, begin } = heldOf(output);
      const moves = moveRows(output, buffer, kept, begin).map((move) => ({ ...move, node: call.node, reason }));
      if (windows.includes(output.tensor)) held.set(output.tensor, now);
      if (rows.begin === rows.end) return moves;
      const part = rowsCall(layer, rows, heldOf);
      const params = ownScratch(part) === undefined ? part.params : { ...part.params, scratch: OF_CALLS };
      return [...moves, { ...part, params: params as LoweredCall["params"], reason }];
    });
  });
}

/** Moves the rows that are kept to the front of their buffer, which begins with row `begin`. */
function moveRows({ rowBytes }: Image, buffer: BufferRef, kept: Rows, begin: number): KernelCall[] {
  if (kept.begin === begin || kept.begin === kept.end) return [];
  const view = rowMajor([(kept.end - kept.begin) * rowBytes]);
  return copyView({ buffer, view }, { buffer: offsetBy(buffer, (kept.begin - begin) * rowBytes), view }, 1);
}
