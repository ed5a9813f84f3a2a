// Damaged .wren files. Damage that the sender did not intend is always refused. Where size and checksum were made right
// again (a forgery), the file is refused or loads; then its kernels run, trap inside the model's own memory or, as their
// parameter blocks are a program that nobody can judge beforehand, loop until their thread is stopped. Nothing takes more
// than a second before kernels run, or 512 MB.
// WREN_FUZZ says how many files (default 3000), WREN_FUZZ_SEED where the seeds begin.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { OPS } from "../../src/ops/index.ts";
import { graphOf, ROOT, random } from "../support.ts";
import { damagedFile } from "./container_cases.ts";
import { type Message, SHARED, type Task } from "./container_worker.ts";

const COUNT = Number(process.env.WREN_FUZZ ?? 3000);
const FIRST_SEED = Number(process.env.WREN_FUZZ_SEED ?? 1);
/** A kernel that works longer than this on one of these small models loops. */
const LOOP_MS = 3000;
/** Of so many files at most one may hold a kernel that loops. */
const FILES_A_LOOP = 500;
const MAX_RSS = 512 * 2 ** 20;

const test = suite("damaged .wren files");

/** Every operator in its first float and its first int8 sample, and the model that ships, as often as sixteen of them. */
function sourceFiles(): Uint8Array[] {
  const shipped = new Uint8Array(readFileSync(join(ROOT, "models/cifar10_wren9/model.wren")));
  const operators = [...OPS.values()].flatMap((op) => {
    const samples = op.samples();
    const first = (dtype: string) => samples.find(({ inputs: [x] }) => x?.dtype === dtype);
    return [first("f32"), first("i8")]
      .filter((sample) => sample !== undefined)
      .map((sample) => compileGraph(graphOf(op, sample, random(1)), { labels: ["a", "b"] }));
  });
  return [...operators, ...Array.from({ length: 16 }, () => shipped)];
}

/** Runs the seeds in a thread until all are done or one does not end; says what was wrong and whether all are done. */
function runInThread(task: Task): Promise<{ wrong: string[]; isDone: boolean }> {
  const { shared } = task;
  const worker = new Worker(new URL("./container_worker.js", import.meta.url), { workerData: task });
  const wrong: string[] = [];
  let isDone = false;
  return new Promise((resolve, reject) => {
    let seen = -1;
    const watch = setInterval(() => {
      const seed = Atomics.load(shared, SHARED.seed);
      if (seed === seen) void worker.terminate();
      seen = seed;
    }, LOOP_MS);
    worker.on("message", (message: Message) => {
      if (message === "done") isDone = true;
      else wrong.push(message.wrong);
    });
    worker.once("error", reject);
    worker.once("exit", () => {
      clearInterval(watch);
      resolve({ wrong, isDone });
    });
  });
}

test(`${COUNT} of them`, async () => {
  const sources = sourceFiles();
  const shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SHARED).length));
  const wrong: string[] = [];
  const looped: string[] = [];
  const end = FIRST_SEED + COUNT;
  for (let from = FIRST_SEED; from < end; ) {
    const result = await runInThread({ sources, from, to: end, shared });
    wrong.push(...result.wrong);
    if (result.isDone) break;
    const { what, sealed } = damagedFile(sources, shared[SHARED.seed]);
    const stopped = `seed ${shared[SHARED.seed]} (${what})`;
    if (sealed && shared[SHARED.kernelsAtWork] === 1) looped.push(stopped);
    else wrong.push(`${stopped} hangs without a kernel at work`);
    from = shared[SHARED.seed] + 1;
    shared[SHARED.kernelsAtWork] = 0;
  }
  const [refused, ran, trapped] = [shared[SHARED.refused], shared[SHARED.ran], shared[SHARED.trapped]];
  console.log(`  ${refused} refused, ${ran} ran, ${trapped} trapped, ${looped.length} looped: ${looped.join("; ")}`);
  console.log(`  slowest of the others: seed ${shared[SHARED.slowestSeed]}, ${shared[SHARED.slowestMs]} ms`);
  assert.equal(wrong, []);
  assert.is(refused + ran + trapped + looped.length, COUNT);
  assert.ok(refused > 0 && ran > 0 && trapped > 0, "the damage reaches every outcome");
  assert.ok(looped.length <= Math.ceil(COUNT / FILES_A_LOOP), `${looped.length} loops`);
  const peak = process.resourceUsage().maxRSS * 1024;
  assert.ok(peak < MAX_RSS, `${peak} bytes resident`);
});

test.run();
