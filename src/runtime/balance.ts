// How much of a step the loading thread takes where every thread has one part: as much as lets all end together. Cores differ in
// speed (a phone's do by design, a virtual machine's as long as somebody else has half of one), so it follows from what the
// threads took for the steps before.

/** Weight of the last step in the mean: what one step tells is doubtful, and a run tells of ten. */
const WEIGHT = 1 / 6;
/** Steps that end sooner tell nothing: pages have clocks of 5 microseconds. */
const LEAST_MS = 0.02;

export class Balance {
  readonly #helpers: number;
  /** The loading thread's part of the range. */
  #share: number;

  constructor(threads: number) {
    this.#helpers = threads - 1;
    this.#share = 1 / threads;
  }

  /** Where the first part of a step ends that has `parts` parts, at a multiple of the tile; every part has a tile at least. */
  firstEnd({ end, tile, parts }: { readonly end: number; readonly tile: number; readonly parts: number }): number {
    const share = parts === this.#helpers + 1 ? this.#share : 1 / parts;
    return tile * Math.max(1, Math.min(Math.round((share * end) / tile), Math.floor(end / tile) - parts + 1));
  }

  /** Milliseconds that the loading thread took for that part (0 to 1) of a step, and the helpers together for the rest. */
  took(share: number, ownMs: number, helpersMs: number): void {
    if (share === 1 || ownMs + helpersMs < LEAST_MS) return;
    const wholeByOwn = ownMs / share;
    const wholeByHelper = helpersMs / (1 - share);
    this.#share += WEIGHT * (wholeByHelper / (wholeByHelper + this.#helpers * wholeByOwn) - this.#share);
  }
}
