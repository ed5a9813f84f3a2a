// Loads and runs damaged files, one after the other, in a thread that can be stopped when a forged parameter block makes
// a kernel loop.

import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { readModel } from "../../src/format/container.ts";
import { portData, portElements } from "../../src/format/types.ts";
import { loadModel, WrenError } from "../../src/index.ts";
import { type DamagedFile, damagedFile } from "./container_cases.ts";

/** Words of `Task.shared`. */
export const SHARED = {
  seed: 0,
  kernelsAtWork: 1,
  refused: 2,
  ran: 3,
  trapped: 4,
  slowestMs: 5,
  slowestSeed: 6,
} as const;

export interface Task {
  readonly sources: readonly Uint8Array[];
  readonly from: number;
  readonly to: number;
  readonly shared: Int32Array;
}

/** A sentence about what must not happen, or that the seeds are done. */
export type Message = { readonly wrong: string } | "done";

const SLOW_MS = 1000;

type Outcome = "refused" | "ran" | "trapped";

/** Throws what is not a WrenError. */
async function tryFile({ bytes }: DamagedFile, shared: Int32Array): Promise<Outcome> {
  try {
    readModel(bytes);
    Atomics.store(shared, SHARED.kernelsAtWork, 1);
    const model = await loadModel(bytes);
    const { inputs } = model.info();
    const values = inputs.map((port) => [port.name, portData(port.dtype, portElements(port))] as const);
    model.run(Object.fromEntries(values));
    model.dispose();
    return "ran";
  } catch (error) {
    if (error instanceof WrenError) return error.code === "KERNEL_TRAP" ? "trapped" : "refused";
    throw error;
  } finally {
    Atomics.store(shared, SHARED.kernelsAtWork, 0);
  }
}

async function timed(file: DamagedFile, shared: Int32Array): Promise<[Outcome, number]> {
  const start = performance.now();
  const outcome = await tryFile(file, shared);
  return [outcome, performance.now() - start];
}

async function work({ sources, from, to, shared }: Task): Promise<void> {
  const report = (message: Message) => parentPort?.postMessage(message);
  for (let seed = from; seed < to; seed++) {
    Atomics.store(shared, SHARED.seed, seed);
    const file = damagedFile(sources, seed);
    try {
      let [outcome, ms] = await timed(file, shared);
      // A slow case gets a second chance: another process may have had the processor.
      if (ms > SLOW_MS) ms = Math.min(ms, (await timed(file, shared))[1]);
      shared[SHARED[outcome]]++;
      if (ms > shared[SHARED.slowestMs]) [shared[SHARED.slowestMs], shared[SHARED.slowestSeed]] = [ms, seed];
      if (!file.sealed && outcome !== "refused") report({ wrong: `seed ${seed} (${file.what}) was loaded` });
    } catch (error) {
      report({ wrong: `seed ${seed} (${file.what}) threw ${(error as Error).stack ?? error}` });
    }
  }
  report("done");
}

if (!isMainThread) await work(workerData as Task);
