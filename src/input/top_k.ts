// The best classes of a score vector.

import { WrenError } from "../format/errors.ts";

export interface Ranked {
  readonly index: number;
  readonly score: number;
}

/**
 * The k highest scores, best first; of equal scores the lower index first. Throws WrenError NOT_FINITE if any score is NaN or
 * infinite.
 */
export function topK(scores: ArrayLike<number>, k: number): Ranked[] {
  const best: Ranked[] = [];
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index];
    if (!Number.isFinite(score)) {
      throw new WrenError(
        "NOT_FINITE",
        `the model's score of class ${index} is ${score}: its weights or input are not finite`,
      );
    }
    if (best.length === k && !(score > best[k - 1].score)) continue;
    let at = Math.min(best.length, k - 1);
    for (; at > 0 && best[at - 1].score < score; at--) best[at] = best[at - 1];
    best[at] = { index, score };
  }
  return best;
}
