// Damaged .wren files: each is refused with a WrenError or loads and runs (or traps) within a second and 512 MB.
// WREN_FUZZ says how many (default 3000), WREN_FUZZ_SEED where the seeds begin.

import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { OPS } from "../../src/ops/index.ts";
import { graphOf, random } from "../support.ts";
import { damagedFile } from "./container_cases.ts";
import type { Result, Task } from "./container_worker.ts";

const COUNT = Number(process.env.WREN_FUZZ ?? 3000);
const FIRST_SEED = Number(process.env.WREN_FUZZ_SEED ?? 1);
const HANG_MS = 10_000;
const MAX_RSS = 512 * 2 ** 20;

const test = suite("damaged .wren files");

/** Every operator in its first float and its first int8 sample. */
function sourceFiles(): Uint8Array[] {
  return [...OPS.values()].flatMap((op) => {
    const samples = op.samples();
    const first = (dtype: string) => samples.find(({ inputs: [x] }) => x?.dtype === dtype);
    return [first("f32"), first("i8")]
      .filter((sample) => sample !== undefined)
      .map((sample) => compileGraph(graphOf(op, sample, random(1)), { labels: ["a", "b"] }));
  });
}

/** Runs the seeds in a thread; rejects, naming the seed, when one hangs. */
function runInThread(sources: readonly Uint8Array[], from: number, to: number): Promise<Result> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const task: Task = { sources, from, to, progress };
  const worker = new Worker(new URL("./container_worker.js", import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    let seen = -1;
    const watch = setInterval(() => {
      const seed = Atomics.load(progress, 0);
      if (seed === seen) {
        clearInterval(watch);
        reject(new Error(`seed ${seed} hangs: ${damagedFile(sources, seed).what}`));
        void worker.terminate();
      }
      seen = seed;
    }, HANG_MS);
    worker.once("message", (result: Result) => resolve(result));
    worker.once("error", reject);
    worker.once("exit", () => clearInterval(watch));
  });
}

test(`${COUNT} of them`, async () => {
  const sources = sourceFiles();
  assert.ok(sources.length > 0);
  const result = await runInThread(sources, FIRST_SEED, FIRST_SEED + COUNT);
  const { refused, ran, trapped, slowestMs, slowest } = result;
  console.log(`  ${refused} refused, ${ran} ran, ${trapped} trapped; slowest ${Math.round(slowestMs)} ms: ${slowest}`);
  assert.equal(result.wrong, []);
  assert.is(refused + ran + trapped, COUNT);
  assert.ok(refused > 0 && ran > 0 && trapped > 0, "the damage reaches every outcome");
  const peak = process.resourceUsage().maxRSS * 1024;
  assert.ok(peak < MAX_RSS, `${peak} bytes resident`);
});

test.run();
