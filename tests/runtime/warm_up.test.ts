// warmup(): ends by itself and leaves results as they are. How much it helps is what `npm run bench:start` measures.

import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { loadModel } from "../../src/index.ts";
import { runUntilSteady } from "../../src/runtime/warm_up.ts";
import { GraphBuilder } from "../graphs.ts";
import { ROOT } from "../support.ts";

const MODEL = `${ROOT}models/cifar10_wren9/model.wren`;
const test = suite("warmup");

/** How often `once` is called that takes these milliseconds one after the other, the last one again and again. */
async function callsWith(...times: number[]): Promise<number> {
  const { now } = performance;
  let clock = 0;
  let calls = 0;
  performance.now = () => clock;
  try {
    await runUntilSteady(async () => {
      clock += times[Math.min(calls++, times.length - 1)];
    });
  } finally {
    performance.now = now;
  }
  return calls;
}

test("a slow model runs until it is no faster, a fast one for a while", async () => {
  assert.is(await callsWith(300), 1);
  assert.is(await callsWith(60, 40), 3);
  assert.is(await callsWith(60, 30, 20, 19), 4);
  assert.is(await callsWith(1), 30);
  assert.is(await callsWith(100, 50, 40, 30, 20, 10), 4);
});

test("answers are the same as without", async () => {
  const image = { data: Uint8Array.from({ length: 40 * 50 * 3 }, (_, i) => (i * 7) & 255), width: 40, height: 50 };
  const [cold, warm] = [await loadModel(MODEL), await loadModel(MODEL)];
  await warm.warmup();
  assert.equal(await warm.classify(image), await cold.classify(image));
  await warm.warmup();
  assert.equal(await warm.classify(image), await cold.classify(image));
});

test("models that take no photo run on zeros", async () => {
  const g = new GraphBuilder();
  const model = await loadModel(
    compileGraph(g.graph(g.op("add", [g.input([3]), g.input([3])], { activation: "none" }))),
  );
  await model.warmup();
  assert.equal(
    [...model.run({ x0: Float32Array.of(1, 2, 3), x1: Float32Array.of(4, 5, 6) }).y0].map(Number),
    [5, 7, 9],
  );
});

test("a model that was disposed of says so", async () => {
  const model = await loadModel(new Uint8Array(readFileSync(MODEL)));
  model.dispose();
  try {
    await model.warmup();
    assert.unreachable();
  } catch (error) {
    assert.is((error as { code?: string }).code, "DISPOSED");
  }
});

test.run();
