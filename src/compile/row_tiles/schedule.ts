// The order in which a chain of layers computes rows: tile after tile of the last layer's rows, each layer just as many rows as
// the layers behind it need. What a chain keeps between its layers are windows, the rows of an image that are still wanted;
// no row is computed twice.
//
//            tile 1         tile 2          tile 3            a 3x3 window at stride 1 keeps the last two rows of the tile
//   window   | 0 1 2 3 4 |  | 3 4 | 5 6 7 8 |  | 7 8 | 9 …    before, which are moved to the front
//   output   | 0 1 2 3 |    | 4 5 6 7 |        | 8 9 …

import type { TensorId } from "../../graph/graph.ts";
import { type RowLayer, type Rows, rowsNeeded } from "./rows.ts";

/** Layers in order; what they read is defined before the chain or by a layer before them. */
export interface Chain {
  readonly layers: readonly RowLayer[];
  /** Images that are read behind the chain, the last layer's output among them: they are kept whole. */
  readonly whole: ReadonlySet<TensorId>;
}

/** A layer's part of a tile. */
export interface TilePart {
  readonly layer: RowLayer;
  /** Rows of its output that it computes; may be none. */
  readonly rows: Rows;
  /** Rows of its output that its buffer holds afterwards: all from the first that is still wanted. */
  readonly held: Rows;
  /** Rows of the tile before that are held on. */
  readonly kept: Rows;
}

/** Rows of a window are no shorter: less could not be moved within its buffer (assembly/layout/copy.ts). */
const LEAST_ROW_BYTES = 16;

/**
 * The chain of steps that follow each other up to step `last`; undefined where one of them is of no use to the others.
 * `lastUse`: the step that reads a tensor last (buffers.ts).
 */
export function chainOf(layers: readonly RowLayer[], lastUse: readonly number[], last: number): Chain | undefined {
  const read = new Set(layers.flatMap(({ inputs }) => inputs.map(({ tensor }) => tensor)));
  const outputs = layers.map(({ output }) => output.tensor);
  // What none of the layers read would have no tiles but the last.
  if (!outputs.slice(0, -1).every((tensor) => read.has(tensor))) return undefined;
  const whole = new Set(outputs.filter((tensor) => lastUse[tensor] > last));
  whole.add(outputs[outputs.length - 1]);
  const canMove = layers.every(({ output }) => whole.has(output.tensor) || output.rowBytes >= LEAST_ROW_BYTES);
  return canMove ? { layers, whole } : undefined;
}

/** Rows of the last output in a tile: as many as `fits` takes, at least one; tiles are then made of one height. */
export function highestTiles({ layers }: Chain, fits: (height: number) => boolean): number {
  const { rows } = layers[layers.length - 1].output;
  let [height, tooHigh] = [1, rows];
  while (height + 1 < tooHigh) {
    const middle = (height + tooHigh) >> 1;
    if (fits(middle)) height = middle;
    else tooHigh = middle;
  }
  // An even height if that fits: depthwise kernels compute two rows together.
  const even = Math.ceil(rows / Math.ceil(rows / height) / 2) * 2;
  return Math.min(even, height);
}

/** The rows and those that the layer makes with them; before row `from` all are made. */
function madeTogether({ together, output }: RowLayer, { begin, end }: Rows, from: number): Rows {
  return {
    begin: begin < from ? begin : begin - (begin % together),
    end: Math.min(Math.ceil(end / together) * together, output.rows),
  };
}

/** The parts of each tile, in the order of the layers. `height`: rows of the last layer's output in a tile. */
export function tilesOf(chain: Chain, height: number): TilePart[][] {
  const held = new Map<TensorId, Rows>();
  const { rows } = chain.layers[chain.layers.length - 1].output;
  return Array.from({ length: Math.ceil(rows / height) }, (_, tile) => tileOf(chain, height, tile, held));
}

/**
 * The same tiles for somebody who holds no rows of the tile before: some rows are computed once more. What is held afterwards is the
 * same, so that the next tile of `tiles` may follow. Undefined where it would not be, and in chains that keep more than their last
 * image or make rows together.
 */
export function freshTilesOf(chain: Chain, height: number, tiles: readonly TilePart[][]): TilePart[][] | undefined {
  const { layers, whole } = chain;
  if (whole.size > 1 || layers.some(({ together }) => together > 1)) return undefined;
  const { tensor } = layers[layers.length - 1].output;
  const fresh = tiles.map((_, tile) => {
    return tileOf(chain, height, tile, new Map([[tensor, { begin: 0, end: tile * height }]]));
  });
  const isSame = fresh.every((parts, tile) => {
    return parts.every(({ held }, i) => {
      const { begin, end } = tiles[tile][i].held;
      return held.begin === begin && held.end === end;
    });
  });
  return isSame ? fresh : undefined;
}

/** `held`: the rows of each image that are held before the tile, none of those that it does not name, and then after it. */
function tileOf({ layers, whole }: Chain, height: number, tile: number, held: Map<TensorId, Rows>): TilePart[] {
  const { output } = layers[layers.length - 1];
  const end = Math.min((tile + 1) * height, output.rows);
  const wanted = new Map<TensorId, Rows>([[output.tensor, { begin: 0, end }]]);
  const parts: TilePart[] = [];
  for (const layer of [...layers].reverse()) {
    const { tensor, rows } = layer.output;
    const before = held.get(tensor) ?? { begin: 0, end: 0 };
    const want = madeTogether(layer, wanted.get(tensor) as Rows, before.end);
    const isWhole = whole.has(tensor);
    const begin = isWhole ? 0 : want.begin;
    const first = isWhole ? before.end : Math.max(before.end, begin);
    const part = { begin: first, end: Math.max(first, isWhole && end === output.rows ? rows : want.end) };
    const now = { begin, end: Math.max(before.end, part.end) };
    parts.push({ layer, rows: part, held: now, kept: { begin, end: Math.max(begin, before.end) } });
    held.set(tensor, now);
    for (const input of layer.inputs) {
      const need = rowsNeeded(input, part);
      const other = wanted.get(input.tensor) ?? need;
      wanted.set(input.tensor, {
        begin: Math.min(need.begin, other.begin),
        end: Math.max(need.end, other.end),
      });
    }
  }
  return parts.reverse();
}
