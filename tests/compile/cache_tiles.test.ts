// Images larger than the cache in tiles: which they are, and the same bits.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planArena } from "../../src/compile/buffers.ts";
import { type CacheLimits, tileForCache } from "../../src/compile/cache_tiles.ts";
import { emitModel } from "../../src/compile/emit.ts";
import { lowerGraph } from "../../src/compile/lower.ts";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import type { ModelFile } from "../../src/format/types.ts";
import { compileToModel, type Graph, importTflite, verifyModel, writeModel } from "../../src/tools.ts";
import { kernelBuilds, random, sharedData } from "../support.ts";
import { answers, arenaOf, Chain, chainGraph, macsOf, sizes, steps, tilesApart, tilesIn } from "./chains.ts";

const test = suite("cache tiles");
const builds = await kernelBuilds();
const RUNS = 60;
const SMALL: CacheLimits = { image: 300, windows: 600, weights: 4000 };

/** compileToModel with a smaller cache. */
function compile(source: Graph, limits: CacheLimits): ModelFile {
  const graph = optimizeGraph(source);
  const lowered = tileForCache(graph, lowerGraph(graph), limits);
  const details = { labels: undefined, preprocessing: undefined, parameters: 0 };
  return emitModel(graph, lowered, planArena(graph, lowered), details);
}

for (const dtype of ["i8", "f32"] as const) {
  test(`random chains answer the same in tiles, ${dtype}`, async () => {
    let tiled = 0;
    await fc.assert(
      fc.asyncProperty(sizes, steps, fc.boolean(), async (size, steps, more) => {
        const graph = chainGraph(dtype, size, steps, more);
        const [whole, tiles] = [compileToModel(graph, { goldens: 0 }), compile(graph, SMALL)];
        assert.ok(macsOf(tiles) <= macsOf(whole));
        if (tilesIn(tiles) > 0) tiled++;
        for (const build of builds) assert.equal(await answers(tiles, build), await answers(whole, build), build.title);
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
    assert.ok(tiled > RUNS / 8, `only ${tiled} chains in tiles`);
  });
}

for (const dtype of ["i8", "f32"] as const) {
  test(`tiles answer the same whoever takes them, in whatever order, ${dtype}`, async () => {
    let several = 0;
    await fc.assert(
      fc.asyncProperty(sizes, steps, fc.nat(), async (size, steps, seed) => {
        const tiles = compile(chainGraph(dtype, size, steps, false), SMALL);
        const apart = tilesApart(tiles, random(seed));
        if (apart.runs > 2) several++;
        for (const build of builds) {
          assert.equal(await answers(apart.file, build), await answers(tiles, build), build.title);
        }
      }),
      { numRuns: 3 * RUNS, includeErrorInReport: true },
    );
    assert.ok(several > RUNS / 20, `only ${several} chains with tiles for several`);
  });
}

test("layers with many weights and images that are read again stay whole", () => {
  const chain = (channels: number, others: readonly string[]) => {
    const made = new Chain("f32", [1, 16, 8, 8]);
    const step = { kernel: [3, 3], strides: [1, 1], dilation: 1, pads: [1, 1, 1, 1], channels, other: 1 } as const;
    for (const kind of ["pointwise", "depthwise", ...others])
      made.add({ ...step, kind, other: kind === "add" ? 1 : 0 });
    return tilesIn(compile(made.graph(false), { ...SMALL, windows: 4000 }));
  };
  assert.ok(chain(8, []) > 2);
  assert.is(chain(136, []), 0);
  // The sum reads what the depthwise convolution reads: only what comes behind that is in tiles.
  assert.ok(chain(8, ["add"]) < chain(8, ["table"]));
});

test("MobileNetV2 without its largest images takes 1 MB, not 1.5, and answers to the bit on every build", async () => {
  const root = sharedData();
  if (root === undefined) return;
  const bytes = new Uint8Array(readFileSync(`${root}/models/coral/tf2_mobilenet_v2_1.0_224_ptq.tflite`));
  const model = compileToModel(importTflite(bytes, { name: "mobilenet_v2" }));
  assert.ok(arenaOf(model) < 1_000_000, `${arenaOf(model)} bytes`);
  assert.ok(tilesIn(model) >= 4 && tilesIn(model) < 40, `${tilesIn(model)} tiles`);
  for (const build of builds) assert.ok((await verifyModel(writeModel(model), build)).pass, build.title);
});

test.run();
