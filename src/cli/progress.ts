// Progress of long work: one line on stderr, only on a terminal and only once the work has taken more than a second.

import { SingleBar } from "cli-progress";

const PATIENCE_MS = 1000;

export class Progress {
  readonly #started = performance.now();
  readonly #what: string;
  readonly #total: number;
  #bar: SingleBar | undefined;

  /** Without a `total` there is no bar, only words: compiling has phases of very different length. */
  constructor(what: string, total = 0) {
    this.#what = what;
    this.#total = total;
  }

  update(done: number): void {
    this.#show(done, this.#what);
  }

  say(phase: string): void {
    this.#show(0, `${this.#what}: ${phase}`);
  }

  /** Takes the line away. */
  stop(): void {
    this.#bar?.stop();
  }

  #show(done: number, what: string): void {
    if (this.#bar === undefined) {
      if (!process.stderr.isTTY || performance.now() - this.#started < PATIENCE_MS) return;
      const format = this.#total === 0 ? "{what}" : "{what} {bar} {value}/{total}, {eta_formatted} to go";
      this.#bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true, hideCursor: true });
      this.#bar.start(this.#total, done, { what });
    }
    this.#bar.update(done, { what });
    // Work between two calls never lets the bar's own timer run.
    this.#bar.render();
  }
}

/** Progress of work that tells by itself what it is doing: a line of its own for every phase. */
export class Phases {
  #progress: Progress | undefined;
  #phase = "";

  readonly update = (phase: string, done: number, total: number): void => {
    if (this.#progress === undefined || phase !== this.#phase) {
      this.stop();
      this.#progress = new Progress(phase, total);
      this.#phase = phase;
    }
    this.#progress.update(done);
  };

  /** Takes the line away. */
  stop(): void {
    this.#progress?.stop();
  }
}
