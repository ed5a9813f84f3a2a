// Whether it is worth sharing the next run among threads, found out by doing both. It depends on what a model asks for, how soon
// runs follow each other (a helper that sleeps has to be woken) and what else the machine does: a helper that its system puts
// aside in the middle of a part holds up all, and a virtual machine's second core may be there only at times.
//
//   try shared ─► try alone ─► go on with what was faster
//     ▲            ▲                │           │
//     │            └── shared: when it takes longer than one alone, or once that time is old
//     └─────────────── alone: after a short while

/** Time of shared runs, in parts of the time alone, below which a second core is worth its power. */
const WORTH = 0.9;

/**
 * The least that shared runs are judged by, in runs and in milliseconds: the first one has to wake the helpers, and short runs
 * of which one in hundreds is held up for some milliseconds are worth it all the same.
 */
const TRIAL = { runs: 3, ms: 4 };
const WINDOW = { runs: 8, ms: 20 };
const ALONE_TRIAL_RUNS = 3;

/** A stay alone, at first and at most so many times as long; pauses count, as the machine may have changed in them. */
const STAY_ALONE = { runs: 8, ms: 50 };
const MOST_STAYS = 4;
/**
 * Runs alone are timed again once they cost no more than that part of the time since: more after a pause, in which the machine
 * may have changed. A virtual machine's core was seen to take 0.55 ms a run, and 0.35 a second later with nothing won by sharing.
 */
const COST = 0.02;
const COST_AFTER_PAUSE = 0.06;
const PAUSE_MS = 100;

export class Worth {
  #phase: "try shared" | "try alone" | "shared" | "alone" = "try shared";
  /** Runs of this phase or window, and their milliseconds. */
  #runs = 0;
  #ms = 0;
  /** Milliseconds of a run: the mean of the last shared ones, the median of the last ones alone. */
  #sharedMs = 0;
  #aloneMs = Infinity;
  readonly #lastAlone = new Float64Array(STAY_ALONE.runs);
  /** When the stay alone ends at the earliest: after so many runs, and at that time. */
  #runsAlone = 0;
  #until = 0;
  #stays = 1;
  /** When the last run ended, milliseconds of shared runs since runs alone were timed, and whether a pause was among them. */
  #ended = 0;
  #sharedFor = 0;
  #hasPaused = false;

  /** Whether to share the next run. */
  get shares(): boolean {
    return this.#phase === "try shared" || this.#phase === "shared";
  }

  /** Milliseconds of the run that `shares` was asked for, and the time at its end. */
  took(ms: number, now: number): void {
    if (!this.shares) this.#lastAlone[this.#runs % STAY_ALONE.runs] = ms;
    this.#runs++;
    this.#ms += ms;
    if (now - ms - this.#ended > PAUSE_MS) this.#hasPaused = true;
    this.#ended = now;
    if (this.#phase === "try shared") this.#tookTrial(now);
    else if (this.#phase === "shared") this.#tookShared();
    else this.#tookAlone(now);
  }

  #tookTrial(now: number): void {
    const runs = this.#runsOf(TRIAL);
    const isLost = this.#ms >= WORTH * runs * this.#aloneMs;
    if (this.#runs < runs && !isLost) return;
    this.#sharedMs = this.#ms / this.#runs;
    if (this.#aloneMs === Infinity) this.#enter("try alone");
    else this.#decide(!isLost, now);
  }

  #tookShared(): void {
    const runs = this.#runsOf(WINDOW);
    const isSlow = this.#ms > runs * this.#aloneMs;
    if (this.#runs < runs && !isSlow) return;
    this.#sharedMs = this.#ms / this.#runs;
    this.#sharedFor += this.#ms;
    const cost = ALONE_TRIAL_RUNS * (this.#aloneMs - this.#sharedMs);
    const isOld = cost < (this.#hasPaused ? COST_AFTER_PAUSE : COST) * this.#sharedFor;
    this.#enter(isSlow || isOld ? "try alone" : "shared");
  }

  #tookAlone(now: number): void {
    const isTrial = this.#phase === "try alone";
    if (isTrial ? this.#runs < ALONE_TRIAL_RUNS : this.#runs < this.#runsAlone || now < this.#until) return;
    const last = this.#lastAlone.slice(0, this.#runs).sort();
    this.#aloneMs = last[last.length >> 1];
    if (isTrial) this.#decide(this.#sharedMs < WORTH * this.#aloneMs, now);
    else this.#enter("try shared");
  }

  #runsOf({ runs, ms }: { readonly runs: number; readonly ms: number }): number {
    return Math.max(runs, Math.ceil(ms / this.#aloneMs));
  }

  /** The longer it has been so, the longer it may stay so. */
  #decide(isWorth: boolean, now: number): void {
    if (isWorth) {
      this.#sharedFor = 0;
      this.#hasPaused = false;
      this.#stays = 1;
      this.#enter("shared");
    } else {
      this.#until = now + this.#stays * STAY_ALONE.ms;
      this.#runsAlone = this.#stays * STAY_ALONE.runs;
      this.#stays = Math.min(2 * this.#stays, MOST_STAYS);
      this.#enter("alone");
    }
  }

  #enter(phase: "try shared" | "try alone" | "shared" | "alone"): void {
    this.#phase = phase;
    this.#runs = this.#ms = 0;
  }
}
