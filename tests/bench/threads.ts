// What further threads bring: one model on one thread and on several, in interleaved rounds, beside what the machine's cores give
// to as many models that run at once on a thread each. Cores of a virtual machine may be halves of one, there at times only, or
// one slower than another for a tenth of a second: there are more rounds then, until both were at their full speed in some of them.

import { type Entry, requestOf } from "./compare.ts";
import type { Column } from "./models.ts";
import { median } from "./rounds.ts";
import type { SampleRequest } from "./seat.ts";
import { type Browser, nodeSeat, type RemoteSeat } from "./seats.ts";

/** Milliseconds of a run in one round, medians. */
export interface ThreadRound {
  readonly oneMs: number;
  readonly sharedMs: number;
  /** One thread in another process, alone, and as many such processes at once as there are threads. */
  readonly aloneMs: number;
  readonly crowdMs: readonly number[];
}

export interface ThreadGain {
  readonly column: string;
  readonly contestant: string;
  readonly host: Entry["host"];
  /** Milliseconds of the best sample on one thread, and on all of them. */
  readonly bestOneMs: number;
  readonly bestSharedMs: number;
  readonly rounds: readonly ThreadRound[];
}

/** Time on one thread by time on all. */
export const gainOf = ({ oneMs, sharedMs }: ThreadRound) => oneMs / sharedMs;

/** How many times as many runs as one model's all models make that run at once, each in a process of its own. */
export const limitOf = ({ aloneMs, crowdMs }: ThreadRound) => crowdMs.reduce((sum, ms) => sum + aloneMs / ms, 0);

/** Slower than that, in parts of the best, a core was not there for the benchmark alone. */
const FULL_SPEED = 1.1;

/** The rounds in which every core was at its full speed, as models on one thread tell: right before and after all shared a run. */
export function quietRounds(rounds: readonly ThreadRound[]): ThreadRound[] {
  const one = FULL_SPEED * Math.min(...rounds.map(({ oneMs }) => oneMs));
  const alone = FULL_SPEED * Math.min(...rounds.flatMap(({ aloneMs, crowdMs }) => [aloneMs, ...crowdMs]));
  return rounds.filter(({ oneMs, crowdMs }) => oneMs <= one && crowdMs.every((ms) => ms <= alone));
}

/** Quiet rounds that are waited for, in so many times as many rounds as asked for. Fewer say nothing. */
export const QUIET_ROUNDS = 5;
const PATIENCE = 2;

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
    const done: ThreadRound[] = [];
    let [bestOneMs, bestSharedMs] = [Infinity, Infinity];
    const isEnough = () => done.length >= rounds && quietRounds(done).length >= QUIET_ROUNDS;
    while (!isEnough() && done.length < PATIENCE * rounds) {
      const round = { oneMs: 0, sharedMs: 0, aloneMs: 0, crowdMs: [0] };
      const turns = [
        async () => {
          round.aloneMs = await time(crowd[0]);
        },
        async () => {
          const times = await one.sample(sample);
          round.oneMs = median(times);
          bestOneMs = Math.min(bestOneMs, ...times);
        },
        async () => {
          const times = await shared.sample(sample);
          round.sharedMs = median(times);
          bestSharedMs = Math.min(bestSharedMs, ...times);
        },
        async () => {
          round.crowdMs = await Promise.all(crowd.map(time));
        },
      ];
      for (const take of done.length % 2 === 0 ? turns : turns.reverse()) await take();
      done.push(round);
    }
    return { bestOneMs, bestSharedMs, rounds: done };
  } finally {
    for (const seat of seats) await seat.leave();
  }
}
