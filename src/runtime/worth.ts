// Whether it is worth sharing the next run among threads, found out by doing both. It depends on what a model asks for, how soon
// runs follow each other (a helper that sleeps has to be woken) and what else the machine does: a helper that its system puts
// aside in the middle of a part holds up all, and a virtual machine's second core may be there only at times.
//
//   duel ─► go on with what won: alone for a while, then to the next duel
//    ▲                           shared until it is slower than one alone, then to the next duel
//    └───── check ◄───────────── or until the time of one alone is old, then a few runs alone
//
// In a duel shared runs and runs alone take turns, as the machine's cores may be twice as fast now as a tenth of a second ago. The
// first to win two pairs of turns wins, of which those alone have one by what led to the duel, but for the very first.

/** Time of shared runs, in parts of the time alone, below which a second core is worth its power. */
const WORTH = 0.9;

/** Shared runs of a turn, in milliseconds that they would take alone: the first one has to wake the helpers. */
const TURN_MS = 4;
/** Runs alone of a turn or check, if they do not take so long. */
const RUNS_ALONE = 3;
/** Pairs of turns to win. */
const WINS = 2;
/** Shared runs are judged by so many at least: short runs of which one in hundreds is held up for milliseconds are worth it. */
const WINDOW = { runs: 8, ms: 20 };

/**
 * Milliseconds of a stay alone, and at least so many times as long as the duel cost; each is twice as long as the one before, up to
 * so many times, until shared runs last. Pauses count, as the machine may have changed in them.
 */
const STAY = { ms: 50, times: 6 };
const MOST_STAYS = 4;

/**
 * Runs alone are timed again once they cost no more than that part of the time since: more after a pause, in which the machine
 * may have changed. A virtual machine's core was seen to take 0.55 ms a run, and 0.35 a second later with nothing won by sharing.
 */
const COST = 0.02;
const COST_AFTER_PAUSE = 0.06;
const PAUSE_MS = 100;

type Phase = "duel" | "shared" | "check" | "alone";

export class Worth {
  #phase: Phase = "duel";
  #shares = true;
  /** Runs of this turn, window or check, and their milliseconds. */
  #runs = 0;
  #ms = 0;
  /** Milliseconds of a run in the last turn, window or check of each kind. */
  #sharedMs = 0;
  #aloneMs = Infinity;
  /** Of the duel: shared runs of this pair of turns, pairs won by each kind, and what sharing cost. */
  #sharedRuns = 0;
  #sharedWins = 0;
  #aloneWins = 0;
  #lostMs = 0;
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
    this.#runs++;
    this.#ms += ms;
    if (now - ms - this.#ended > PAUSE_MS) this.#hasPaused = true;
    this.#ended = now;
    if (this.#phase === "shared") this.#tookShared();
    else if (this.#phase === "check") this.#checked();
    else if (this.#phase === "alone") {
      if (now >= this.#until) this.#duel();
    } else if (this.#shares) this.#foughtShared();
    else this.#foughtAlone(now);
  }

  #duel(): void {
    this.#sharedWins = this.#lostMs = 0;
    this.#aloneWins = 1;
    this.#enter("duel", true);
  }

  #foughtShared(): void {
    const runs = Math.max(1, Math.ceil(TURN_MS / this.#aloneMs));
    if (this.#runs < runs && this.#ms < WORTH * runs * this.#aloneMs) return;
    this.#sharedMs = this.#ms / this.#runs;
    this.#sharedRuns = this.#runs;
    this.#enter("duel", false);
  }

  #foughtAlone(now: number): void {
    if (!this.#isTimedAlone()) return;
    this.#lostMs += this.#sharedRuns * (this.#sharedMs - this.#aloneMs);
    if (this.#isWorth()) this.#sharedWins++;
    else this.#aloneWins++;
    if (this.#sharedWins === WINS) this.#share();
    else if (this.#aloneWins === WINS) {
      this.#until = now + this.#stays * Math.max(STAY.ms, STAY.times * this.#lostMs);
      this.#stays = Math.min(2 * this.#stays, MOST_STAYS);
      this.#enter("alone", false);
    } else this.#enter("duel", true);
  }

  #share(): void {
    this.#sharedFor = 0;
    this.#hasPaused = false;
    this.#enter("shared", true);
  }

  #tookShared(): void {
    const runs = Math.max(WINDOW.runs, Math.ceil(WINDOW.ms / this.#aloneMs));
    if (this.#ms > runs * this.#aloneMs) this.#duel();
    else if (this.#runs === runs) {
      this.#stays = 1;
      this.#sharedMs = this.#ms / runs;
      this.#sharedFor += this.#ms;
      const runsAlone = Math.min(RUNS_ALONE, Math.ceil(TURN_MS / this.#aloneMs));
      const cost = runsAlone * (this.#aloneMs - this.#sharedMs);
      const isOld = cost < (this.#hasPaused ? COST_AFTER_PAUSE : COST) * this.#sharedFor;
      this.#enter(isOld ? "check" : "shared", !isOld);
    }
  }

  #checked(): void {
    if (!this.#isTimedAlone()) return;
    if (this.#isWorth()) this.#share();
    else this.#duel();
  }

  /** Whether there are runs alone enough to say how long one takes. */
  #isTimedAlone(): boolean {
    if (this.#runs < RUNS_ALONE && this.#ms < TURN_MS) return false;
    this.#aloneMs = this.#ms / this.#runs;
    return true;
  }

  #isWorth(): boolean {
    return this.#sharedMs < WORTH * this.#aloneMs;
  }

  #enter(phase: Phase, shares: boolean): void {
    this.#phase = phase;
    this.#shares = shares;
    this.#runs = this.#ms = 0;
  }
}
