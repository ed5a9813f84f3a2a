// Whether it is worth sharing the next run among threads, found out by doing both. It depends on what a model asks for, how soon
// runs follow each other (a helper that sleeps has to be woken) and what else the machine does: a helper that its system puts
// aside in the middle of a part holds up all.
//
//   try shared ─► try alone ─► stay with what was faster; longer, the longer that has been so ─► try shared …
//                     ▲             │
//                     └─────────────┘ at once when shared runs begin to take longer than one alone

const SHARED_RUNS = 8;
const ALONE_RUNS = 5;
/** Time of shared runs, in parts of the time alone, below which a second core is worth its power. */
const WORTH = 0.9;
const FIRST_STAY = 16;
/** The longest stay alone: so many runs, or so many milliseconds of them. Shared runs are watched, and stay longer. */
const MOST_ALONE_RUNS = 64;
const MOST_ALONE_MS = 250;
const LONGER_SHARED = 4;

export class Worth {
  /** Whether to share the next run. */
  #shares = true;
  #isTrial = true;
  /** Runs left until the next trial. */
  #left = 0;
  #stayAlone = FIRST_STAY;
  #stayShared = FIRST_STAY;
  /** Median of the last trial. */
  #aloneMs = Infinity;
  #alone: number[] = [];
  /** Of up to SHARED_RUNS runs in a row. */
  #sharedMs = 0;
  #sharedRuns = 0;

  get shares(): boolean {
    return this.#shares;
  }

  /** Milliseconds of the run that `shares` was asked for. */
  took(ms: number): void {
    const isEnd = !this.#isTrial && --this.#left <= 0;
    if (this.#shares) this.#tookShared(ms, isEnd);
    else if (this.#isTrial) this.#tookAlone(ms);
    else if (isEnd) this.#tryShared();
  }

  #tookShared(ms: number, isEnd: boolean): void {
    if (this.#sharedRuns === SHARED_RUNS) this.#sharedMs = this.#sharedRuns = 0;
    this.#sharedMs += ms;
    this.#sharedRuns++;
    if (this.#sharedMs > SHARED_RUNS * this.#aloneMs) {
      this.#stayShared = FIRST_STAY;
      this.#tryAlone();
    } else if (isEnd) {
      this.#stayAlone = FIRST_STAY;
      this.#tryShared();
    } else if (this.#isTrial && this.#sharedRuns === SHARED_RUNS) this.#tryAlone();
  }

  #tookAlone(ms: number): void {
    if (this.#alone.push(ms) < ALONE_RUNS) return;
    this.#aloneMs = this.#alone.sort((a, b) => a - b)[ALONE_RUNS >> 1];
    this.#shares = this.#sharedMs < WORTH * this.#sharedRuns * this.#aloneMs;
    this.#isTrial = false;
    this.#left = this.#shares ? this.#stayShared : this.#stayAlone;
    const most = Math.max(MOST_ALONE_RUNS, MOST_ALONE_MS / this.#aloneMs);
    if (this.#shares) this.#stayShared = Math.min(2 * this.#left, LONGER_SHARED * most);
    else this.#stayAlone = Math.min(2 * this.#left, most);
    this.#sharedMs = this.#sharedRuns = 0;
  }

  #tryShared(): void {
    this.#isTrial = true;
    this.#shares = true;
    this.#sharedMs = this.#sharedRuns = 0;
  }

  #tryAlone(): void {
    this.#isTrial = true;
    this.#shares = false;
    this.#alone = [];
  }
}
