// Engines optimise code that has run for a while, and hosts give memory when it is first touched: the first inference takes
// three to eight times as long as the later ones.
//
// Whole inferences, not the smallest layer of each kernel: those take 11 to 19 ms of MobileNetV2 int8, but leave the next
// inference at 1.9 times the steady time, as most of the memory and some paths of the kernels are still new.

const LEAST_MS = 30;
const MOST_MS = 200;
/** A run that takes less than this part of the best one before says that there is more to gain. */
const FASTER = 0.9;

/** Calls `once` until it is no faster than before: at least 30 ms, and not again after 200 ms. */
export async function runUntilSteady(once: () => Promise<void>): Promise<void> {
  const begin = performance.now();
  let best = Infinity;
  let end = begin;
  let isSteady = false;
  while (end - begin < LEAST_MS || (!isSteady && end - begin < MOST_MS)) {
    const start = performance.now();
    await once();
    end = performance.now();
    isSteady = end - start > FASTER * best;
    best = Math.min(best, end - start);
  }
}
