// The order in which a chain computes its rows: all of them, none twice, each when what it needs is there.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Image, RowLayer, Rows } from "../../src/compile/row_tiles/rows.ts";
import { type Chain, chainOf, freshTilesOf, tilesOf } from "../../src/compile/row_tiles/schedule.ts";

const test = suite("row tiles");

interface Window {
  readonly extent: number;
  readonly stride: number;
  readonly top: number;
  readonly bottom: number;
  /** Which image it reads, counted back from the last; another one, too, where they have the same rows. */
  readonly from: number;
  /** Rows made together. */
  readonly together: number;
}

const windows: fc.Arbitrary<Window[]> = fc.array(
  fc.record({
    extent: fc.integer({ min: 1, max: 6 }),
    stride: fc.integer({ min: 1, max: 3 }),
    top: fc.integer({ min: -2, max: 5 }),
    bottom: fc.integer({ min: -2, max: 5 }),
    from: fc.nat(2),
    together: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 2, maxLength: 7 },
);

/** Layers over images 0 (the input), 1, 2, … of which some are read behind the chain; undefined if they are none. */
function chain(rows: number, list: readonly Window[], isWhole: (image: number) => boolean): Chain | undefined {
  const images: Image[] = [{ tensor: 0, rows, rowBytes: 16 }];
  const layers: RowLayer[] = [];
  for (const { extent, stride, top, bottom, from, together } of list) {
    const x = images[Math.max(0, images.length - 1 - from)];
    const y = Math.floor((x.rows + top + bottom - extent) / stride) + 1;
    if (y < 2) continue;
    const output = { tensor: images.length, rows: y, rowBytes: 16 };
    const others = images.filter((image) => image.rows === y && image !== x).slice(-1);
    const inputs = [
      { ...x, stride, top, extent },
      ...others.map((other) => ({ ...other, stride: 1, top: 0, extent: 1 })),
    ];
    images.push(output);
    // What the schedule does not look at.
    layers.push({ output, inputs, together } as unknown as RowLayer);
  }
  if (layers.length === 0) return undefined;
  const lastUse = images.map((_, image) => (isWhole(image) ? layers.length : 0));
  return chainOf(layers, lastUse, layers.length - 1);
}

test("every row that is wanted is computed once, from rows that are held", () => {
  let chains = 0;
  const whole = fc.func<[number], boolean>(fc.boolean());
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      windows,
      whole,
      fc.integer({ min: 1, max: 12 }),
      (rows, list, isWhole, height) => {
        const made = chain(rows, list, isWhole);
        if (made === undefined) return;
        chains++;
        const held = new Map<number, Rows>([[0, { begin: 0, end: rows }]]);
        const done = new Map<number, number>();
        for (const parts of tilesOf(made, height)) {
          for (const { layer, rows: part, held: now, kept } of parts) {
            const { tensor } = layer.output;
            const { together } = layer;
            if (part.begin < part.end) {
              assert.is(part.begin % together, 0, "begins with what is made together");
              assert.ok(part.end % together === 0 || part.end === layer.output.rows, "ends with it");
            }
            const before = held.get(tensor) ?? { begin: 0, end: 0 };
            const from = done.get(tensor) ?? 0;
            assert.ok(part.begin >= from, "no row twice");
            if (made.whole.has(tensor)) assert.is(part.begin, from, "none left out of a whole image");
            assert.ok(
              kept.begin >= before.begin && kept.end <= Math.max(before.end, kept.begin),
              "kept rows were held",
            );
            assert.is(now.begin, kept.begin);
            assert.ok(part.begin === part.end ? now.end === kept.end : part.begin === kept.end && now.end === part.end);
            for (const input of layer.inputs) {
              const there = held.get(input.tensor) as Rows;
              for (let row = part.begin; row < part.end; row++) {
                const first = Math.max(0, row * input.stride - input.top);
                const end = Math.min(input.rows, row * input.stride - input.top + input.extent);
                assert.ok(
                  first >= end || (there.begin <= first && end <= there.end),
                  `rows ${first} to ${end} are there`,
                );
              }
            }
            held.set(tensor, now);
            done.set(tensor, Math.max(from, part.end));
          }
        }
        for (const { output } of made.layers)
          if (made.whole.has(output.tensor)) assert.is(done.get(output.tensor), output.rows);
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(chains > 300, `only ${chains} chains`);
});

test("a window keeps the rows that the next tile wants again", () => {
  const three: Window = { extent: 3, stride: 1, top: 1, bottom: 1, from: 0, together: 1 };
  const made = chain(12, [three, three], () => false) as Chain;
  const rows = tilesOf(made, 4).map(([first, last]) => [first.rows, first.held, last.rows]);
  assert.equal(rows, [
    [
      { begin: 0, end: 5 },
      { begin: 0, end: 5 },
      { begin: 0, end: 4 },
    ],
    [
      { begin: 5, end: 9 },
      { begin: 3, end: 9 },
      { begin: 4, end: 8 },
    ],
    [
      { begin: 9, end: 12 },
      { begin: 7, end: 12 },
      { begin: 8, end: 12 },
    ],
  ]);
});

test("a tile that begins by itself makes what it would have kept; not where that takes more than it leaves behind", () => {
  const three: Window = { extent: 3, stride: 1, top: 1, bottom: 1, from: 0, together: 1 };
  const freshOf = (list: readonly Window[], isWhole = false) => {
    const made = chain(12, list, () => isWhole) as Chain;
    const tiles = tilesOf(made, 4);
    return { tiles, fresh: freshTilesOf(made, 4, tiles) };
  };
  const { tiles, fresh } = freshOf([three, three]);
  assert.equal(fresh?.[0], tiles[0]);
  assert.equal(fresh?.[1][0].rows, { begin: 3, end: 9 });
  assert.equal(fresh?.[1][0].held, tiles[1][0].held);
  assert.equal(fresh?.[1][1], tiles[1][1]);
  assert.is(freshOf([three, three, three]).fresh, undefined, "the first layer would have to hold more rows");
  assert.is(freshOf([three, three], true).fresh, undefined, "an image that is kept");
  assert.is(freshOf([three, { ...three, together: 2 }]).fresh, undefined, "rows made together");
});

test("what only some layers of a list want is no chain, nor are rows too short to be moved", () => {
  const one: Window = { extent: 1, stride: 1, top: 0, bottom: 0, from: 0, together: 1 };
  assert.ok(chain(8, [one, one], () => false));
  assert.is(
    chain(8, [one, { ...one, extent: 3, from: 1 }], () => false),
    undefined,
  );
  const { layers } = chain(8, [one, one], () => false) as Chain;
  const short = layers.map((layer) => ({ ...layer, output: { ...layer.output, rowBytes: 15 } }));
  assert.is(chainOf(short, [0, 0, 0], 1), undefined);
});

test.run();
