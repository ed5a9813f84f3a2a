// Compiling for little memory: a smaller arena, the same bits.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel, importTflite, verifyModel, writeModel } from "../../src/tools.ts";
import { kernelBuilds, ROOT, sharedData } from "../support.ts";
import { answers, arenaOf, Chain, chainGraph, macsOf, sizes, steps, tilesIn } from "./chains.ts";

const test = suite("low memory");
const builds = await kernelBuilds();
const RUNS = 100;

/** Model -> the most that its arena may take. */
const MICRO: Readonly<Record<string, number>> = {
  "mlperf_tiny/ic/pretrainedResnet_quant.tflite": 38_000,
  "mlperf_tiny/vww/vww_96_int8.tflite": 44_000,
  "tflite_micro/person_detect.tflite": 24_000,
};

for (const dtype of ["i8", "f32"] as const) {
  test(`random chains take no more memory and answer the same, ${dtype}`, async () => {
    let tiled = 0;
    await fc.assert(
      fc.asyncProperty(sizes, steps, fc.boolean(), async (size, steps, more) => {
        const graph = chainGraph(dtype, size, steps, more);
        const [usual, lean] = [
          compileToModel(graph, { goldens: 0 }),
          compileToModel(graph, { goldens: 0, lowMemory: true }),
        ];
        assert.ok(arenaOf(lean) <= arenaOf(usual), `${arenaOf(lean)} of ${arenaOf(usual)} bytes`);
        // Rows that a stride steps over are not computed.
        assert.ok(macsOf(lean) <= macsOf(usual));
        if (tilesIn(lean) > 0) tiled++;
        for (const build of builds) assert.equal(await answers(lean, build), await answers(usual, build), build.title);
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
    assert.ok(tiled > RUNS / 8, `only ${tiled} chains in tiles`);
  });
}

test("rows that Winograd's kernel makes together stay together: floats answer to the bit", async () => {
  const chain = new Chain("f32", [1, 2, 2, 1]);
  const layer = { kind: "conv", strides: [1, 1], dilation: 1, other: 0 } as const;
  chain.add({ ...layer, kernel: [1, 1], pads: [1, 1, 1, 1], channels: 12 });
  chain.add({ ...layer, kernel: [3, 3], pads: [0, 2, 2, 0], channels: 8 });
  for (let i = 0; i < 2; i++) chain.add({ ...layer, kernel: [1, 1], pads: [0, 0, 0, 0], channels: 1 });
  const graph = chain.graph(false);
  const [usual, lean] = [compileToModel(graph, { goldens: 0 }), compileToModel(graph, { goldens: 0, lowMemory: true })];
  assert.ok(
    lean.plan.layers.some(({ kernel, reason }) => kernel === "conv_winograd_f32" && reason.startsWith("tile ")),
  );
  for (const build of builds) assert.equal(await answers(lean, build), await answers(usual, build), build.title);
});

test("the model that ships takes less than half of its arena and answers to the bit on every build", async () => {
  const bytes = new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`));
  const graph = importTflite(bytes, { name: "wren9" });
  const [usual, lean] = [compileToModel(graph), compileToModel(graph, { lowMemory: true })];
  assert.ok(arenaOf(lean) * 2 < arenaOf(usual), `${arenaOf(lean)} of ${arenaOf(usual)} bytes`);
  for (const build of builds) assert.ok((await verifyModel(writeModel(lean), build)).pass, build.title);
});

test("MobileNetV2 takes 300 kB, not a megabyte, and answers to the bit on every build", async () => {
  const root = sharedData();
  if (root === undefined) return;
  const bytes = new Uint8Array(readFileSync(`${root}/models/coral/tf2_mobilenet_v2_1.0_224_ptq.tflite`));
  const graph = importTflite(bytes, { name: "mobilenet_v2" });
  const [usual, lean] = [compileToModel(graph, { goldens: 0 }), compileToModel(graph, { lowMemory: true })];
  assert.ok(arenaOf(usual) > 900_000);
  assert.ok(arenaOf(lean) <= 300_000, `${arenaOf(lean)} bytes`);
  assert.is(macsOf(lean), macsOf(usual));
  // Tiles share weights, and parameter blocks where they do the same.
  assert.ok(lean.data.length < usual.data.length * 1.01, `${lean.data.length} bytes of weights and parameters`);
  for (const build of builds) assert.ok((await verifyModel(writeModel(lean), build)).pass, build.title);
});

test("models of microcontrollers take half of their memory", () => {
  const root = sharedData();
  if (root === undefined) return;
  for (const [path, most] of Object.entries(MICRO)) {
    const graph = importTflite(new Uint8Array(readFileSync(`${root}/models/${path}`)), { name: path });
    const bytes = arenaOf(compileToModel(graph, { lowMemory: true, goldens: 0 }));
    assert.ok(bytes <= most, `${path}: ${bytes} bytes`);
  }
});

test.run();
