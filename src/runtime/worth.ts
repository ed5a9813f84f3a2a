// Whether it is worth sharing the next run among threads, found out by doing both. It depends on what a model asks for, how soon
// runs follow each other (a helper that sleeps has to be woken) and what else the machine does: a helper that its system puts
// aside in the middle of a part holds up all, and a virtual machine's second core may be there only at times.
//
//   duel ─► go on with what was faster: alone for a while, then to the next duel
//    ▲                                  shared until it is slower than one alone, then to the next duel
//    └───── check ◄──────────────────── or until the time of one alone is old, then a few runs alone
//
// In a duel shared runs and runs alone take turns, as the machine's cores may be twice as fast now as a tenth of a second ago.

/** Time of shared runs, in parts of the time alone, below which a second core is worth its power. */
const WORTH = 0.9;

/** Least milliseconds of a turn, since the first shared run has to wake the helpers; least turns of each, and milliseconds of all. */
const TURN_MS = 4;
const DUEL = { turns: 2, ms: 20 };
/** A duel that costs more than one run alone and so many milliseconds is lost. */
const LOST_MS = 4;
/** Shared runs are judged by so many at least: short runs of which one in hundreds is held up for milliseconds are worth it. */
const WINDOW = { runs: 8, ms: 20 };

/**
 * Milliseconds of a stay alone, and at least so many times as long as the duel cost; further ones are twice as long each, up to
 * so many times. Pauses count, as the machine may have changed in them.
 */
const STAY = { ms: 50, times: 8 };
const MOST_STAYS = 4;

/** Runs of a check, or as many as take TURN_MS. */
const CHECK_RUNS = 3;
/**
 * Runs alone are timed again once they cost no more than that part of the time since: more after a pause, in which the machine
 * may have changed. A virtual machine's core was seen to take 0.55 ms a run, and 0.35 a second later with nothing won by sharing.
 */
const COST = 0.02;
const COST_AFTER_PAUSE = 0.06;
const PAUSE_MS = 100;

class Tally {
  runs = 0;
  ms = 0;

  add(ms: number): void {
    this.runs++;
    this.ms += ms;
  }

  get mean(): number {
    return this.ms / this.runs;
  }

  clear(): void {
    this.runs = this.ms = 0;
  }
}

export class Worth {
  #phase: "duel" | "shared" | "check" | "alone" = "duel";
  #shares = true;
  /** Of this turn, window or check. */
  readonly #last = new Tally();
  /** Of this duel. */
  readonly #shared = new Tally();
  readonly #alone = new Tally();
  #turns = 0;
  /** Milliseconds of a run: the mean of the last duel or window, of the last duel or check. */
  #sharedMs = 0;
  #aloneMs = Infinity;
  /** When the stay alone ends, and how many times as long the next one is. */
  #until = 0;
  #stays = 1;
  /** When the last run ended, milliseconds of shared runs since runs alone were timed, and whether a pause was among them. */
  #ended = 0;
  #sharedFor = 0;
  #hasPaused = false;

  /** Whether to share the next run. */
  get shares(): boolean {
    return this.#shares;
  }

  /** Milliseconds of the run that `shares` was asked for, and the time at its end. */
  took(ms: number, now: number): void {
    this.#last.add(ms);
    if (now - ms - this.#ended > PAUSE_MS) this.#hasPaused = true;
    this.#ended = now;
    if (this.#phase === "duel") this.#fought(ms, now);
    else if (this.#phase === "shared") this.#tookShared();
    else if (this.#phase === "check") this.#checked();
    else if (now >= this.#until) this.#duel();
  }

  #duel(): void {
    this.#enter("duel", true);
    this.#shared.clear();
    this.#alone.clear();
    this.#turns = 0;
  }

  #fought(ms: number, now: number): void {
    (this.#shares ? this.#shared : this.#alone).add(ms);
    if (this.#last.ms < TURN_MS) return;
    this.#enter("duel", !this.#shares);
    if (!this.#shares) return;
    const [shared, alone] = [this.#shared, this.#alone];
    const lostMs = shared.ms - shared.runs * alone.mean;
    const isLost = lostMs >= Math.max(LOST_MS, alone.mean);
    if (!isLost && (++this.#turns < DUEL.turns || shared.ms + alone.ms < DUEL.ms)) return;
    this.#sharedMs = shared.mean;
    this.#aloneMs = alone.mean;
    if (shared.mean < WORTH * alone.mean) {
      this.#stays = 1;
      this.#share();
    } else {
      this.#until = now + this.#stays * Math.max(STAY.ms, STAY.times * lostMs);
      this.#stays = Math.min(2 * this.#stays, MOST_STAYS);
      this.#enter("alone", false);
    }
  }

  #share(): void {
    this.#sharedFor = 0;
    this.#hasPaused = false;
    this.#enter("shared", true);
  }

  #tookShared(): void {
    const runs = Math.max(WINDOW.runs, Math.ceil(WINDOW.ms / this.#aloneMs));
    if (this.#last.ms > runs * this.#aloneMs) this.#duel();
    else if (this.#last.runs === runs) {
      this.#sharedMs = this.#last.mean;
      this.#sharedFor += this.#last.ms;
      const runsAlone = Math.min(CHECK_RUNS, Math.ceil(TURN_MS / this.#aloneMs));
      const cost = runsAlone * (this.#aloneMs - this.#sharedMs);
      const isOld = cost < (this.#hasPaused ? COST_AFTER_PAUSE : COST) * this.#sharedFor;
      this.#enter(isOld ? "check" : "shared", !isOld);
    }
  }

  #checked(): void {
    if (this.#last.runs < CHECK_RUNS && this.#last.ms < TURN_MS) return;
    this.#aloneMs = this.#last.mean;
    if (this.#sharedMs < WORTH * this.#aloneMs) this.#share();
    else this.#duel();
  }

  #enter(phase: "duel" | "shared" | "check" | "alone", shares: boolean): void {
    this.#phase = phase;
    this.#shares = shares;
    this.#last.clear();
  }
}
