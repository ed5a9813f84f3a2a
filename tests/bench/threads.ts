// What further threads bring: one model on one thread and on several, in interleaved rounds, beside what the machine's cores give
// to as many models that run at once on a thread each. Cores of a virtual machine may be halves of one, there at times only, or
// one slower than another for a tenth of a second: then only the best samples are of both at their full speed.

import { type Entry, requestOf } from "./compare.ts";
import type { Column } from "./models.ts";
import { median } from "./rounds.ts";
import type { SampleRequest } from "./seat.ts";
import { type Browser, nodeSeat, type RemoteSeat } from "./seats.ts";

export interface ThreadGain {
  readonly column: string;
  readonly contestant: string;
  readonly host: Entry["host"];
  /** Median milliseconds of a run on one thread, and on all of them. */
  readonly oneMs: number;
  readonly sharedMs: number;
  /** The best samples of either. */
  readonly bestOneMs: number;
  readonly bestSharedMs: number;
  /** One quotient a round: time on one thread by time on all. */
  readonly gains: readonly number[];
  /** One a round: how many times as many runs as one model's all models make that run at once, each in a Node process. */
  readonly limits: readonly number[];
}

export interface NotShared extends Pick<ThreadGain, "column" | "contestant" | "host"> {
  readonly reason: string;
}

interface Settings {
  readonly folder: string;
  readonly threads: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly sample: SampleRequest;
}

/** `browser` has cross-origin isolated pages. */
export async function measureThreads(
  columns: readonly Column[],
  entries: readonly Entry[],
  settings: Settings,
  browser: Browser | undefined,
): Promise<(ThreadGain | NotShared)[]> {
  const results: (ThreadGain | NotShared)[] = [];
  for (const column of columns) {
    for (const entry of entries.filter(({ contestant }) => contestant.ours)) {
      const names = { column: column.id, contestant: entry.contestant.name, host: entry.host };
      try {
        results.push({ ...names, ...(await measure(column, entry, settings, browser)) });
      } catch (error) {
        results.push({ ...names, reason: (error as Error).message });
      }
    }
  }
  return results;
}

async function measure(column: Column, entry: Entry, settings: Settings, browser: Browser | undefined) {
  const { folder, threads, rounds, warmUpMs, sample } = settings;
  const seats: RemoteSeat[] = [];
  const take = async (host: Entry["host"], count: number): Promise<RemoteSeat> => {
    if (host === "chromium" && browser === undefined) throw new Error("Chromium does not start");
    const seat = host === "node" ? nodeSeat(folder) : await browser!.seat();
    seats.push(seat);
    await seat.open(requestOf(column, entry.contestant, count), warmUpMs);
    return seat;
  };
  try {
    const [one, shared] = [await take(entry.host, 1), await take(entry.host, threads)];
    const crowd: RemoteSeat[] = [];
    while (crowd.length < threads) crowd.push(await take("node", 1));
    const time = async (seat: RemoteSeat) => median(await seat.sample(sample));
    const ones: (readonly number[])[] = [];
    const shareds: (readonly number[])[] = [];
    const limits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const pair = [
        () => one.sample(sample).then((times) => ones.push(times)),
        () => shared.sample(sample).then((times) => shareds.push(times)),
      ];
      for (const run of round % 2 === 0 ? pair : pair.reverse()) await run();
      const alone = await time(crowd[0]);
      const together = await Promise.all(crowd.map(time));
      limits.push(together.reduce((sum, ms) => sum + alone / ms, 0));
    }
    return {
      oneMs: median(ones.map(median)),
      sharedMs: median(shareds.map(median)),
      bestOneMs: Math.min(...ones.flat()),
      bestSharedMs: Math.min(...shareds.flat()),
      gains: ones.map((times, round) => median(times) / median(shareds[round])),
      limits,
    };
  } finally {
    for (const seat of seats) await seat.leave();
  }
}
