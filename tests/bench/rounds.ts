// Interleaved rounds: every runner in turn in each round, so that whatever else the machine does hits all alike.

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Runner {
  /** Milliseconds a run, one entry a sample. */
  readonly sample: () => Promise<readonly number[]>;
}

export interface Timing {
  /** Median over the rounds of each round's median. */
  readonly ms: number;
  /** The best sample of all. */
  readonly bestMs: number;
  /** Each round's median. */
  readonly rounds: readonly number[];
}

export type Outcome = Timing | { readonly reason: string };

/**
 * Times the runners. Odd rounds go through them backwards, so that none always follows the same neighbour. A runner that
 * fails once is left out from then on.
 */
export async function timeInRounds(runners: readonly Runner[], rounds: number): Promise<Outcome[]> {
  const medians = runners.map((): number[] => []);
  const best = runners.map(() => Infinity);
  const reasons = new Map<number, string>();
  for (let round = 0; round < rounds; round++) {
    const order = runners.map((_, i) => (round % 2 === 0 ? i : runners.length - 1 - i));
    for (const i of order) {
      if (reasons.has(i)) continue;
      try {
        const samples = await runners[i].sample();
        medians[i].push(median(samples));
        best[i] = Math.min(best[i], ...samples);
      } catch (error) {
        reasons.set(i, (error as Error).message);
      }
    }
  }
  return runners.map((_, i) => {
    const reason = reasons.get(i);
    return reason === undefined
      ? { ms: median(medians[i]), bestMs: best[i], rounds: medians[i] }
      : { reason: `stopped while it was timed: ${reason}` };
  });
}
