// Loads and runs damaged files, one after the other, in a thread that a hanging kernel can be stopped with.

import { parentPort, workerData } from "node:worker_threads";
import { portData, portElements } from "../../src/format/types.ts";
import { loadModel, WrenError } from "../../src/index.ts";
import { type DamagedFile, damagedFile } from "./container_cases.ts";

export interface Task {
  readonly sources: readonly Uint8Array[];
  readonly from: number;
  readonly to: number;
  /** Word 0: the seed at work. */
  readonly progress: Int32Array;
}

export interface Result {
  readonly refused: number;
  readonly ran: number;
  readonly trapped: number;
  readonly slowestMs: number;
  readonly slowest: string;
  /** What must not happen, as sentences. */
  readonly wrong: readonly string[];
}

const SLOW_MS = 1000;

/** "refused", "ran", "trapped", or a sentence about what went wrong. */
async function tryFile({ bytes, sealed }: DamagedFile): Promise<string> {
  try {
    const model = await loadModel(bytes);
    if (!sealed) return "a damaged file was loaded";
    const { inputs } = model.info();
    const values = inputs.map((port) => [port.name, portData(port.dtype, portElements(port))] as const);
    model.run(Object.fromEntries(values));
    model.dispose();
    return "ran";
  } catch (error) {
    if (error instanceof WrenError) return error.code === "KERNEL_TRAP" ? "trapped" : "refused";
    return `threw ${(error as Error).stack ?? error}`;
  }
}

async function work({ sources, from, to, progress }: Task): Promise<Result> {
  const counts: Record<string, number> = { refused: 0, ran: 0, trapped: 0 };
  const wrong: string[] = [];
  let slowestMs = 0;
  let slowest = "";
  for (let seed = from; seed < to; seed++) {
    Atomics.store(progress, 0, seed);
    const file = damagedFile(sources, seed);
    let ms = Infinity;
    // A slow case gets a second chance: another process may have had the processor.
    for (let attempt = 0; attempt < 2 && ms > SLOW_MS; attempt++) {
      const start = performance.now();
      const outcome = await tryFile(file);
      ms = Math.min(ms, performance.now() - start);
      if (attempt > 0) continue;
      if (Object.hasOwn(counts, outcome)) counts[outcome]++;
      else wrong.push(`seed ${seed} (${file.what}): ${outcome}`);
    }
    if (ms > SLOW_MS) wrong.push(`seed ${seed} (${file.what}): took ${Math.round(ms)} ms`);
    if (ms > slowestMs) [slowestMs, slowest] = [ms, `seed ${seed} (${file.what})`];
  }
  const { refused, ran, trapped } = counts;
  return { refused, ran, trapped, slowestMs, slowest, wrong };
}

parentPort?.postMessage(await work(workerData as Task));
