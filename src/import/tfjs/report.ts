// The problems of one file, collected while its parts are read.

import { type Diagnostic, Problem } from "../diagnostics.ts";

/** More than this says nothing new, and hostile files could have millions. */
const MAX_DIAGNOSTICS = 200;

/** Something cannot be had because of what is reported already. */
export class AlreadyReported extends Error {
  override readonly name = "AlreadyReported";
}

export class Report {
  readonly diagnostics: Diagnostic[] = [];

  get isFull(): boolean {
    return this.diagnostics.length >= MAX_DIAGNOSTICS;
  }

  add(where: string, what: string, hint: string): void {
    this.diagnostics.push({ where, what, hint });
  }

  /** Runs `action`; its problems become diagnostics at `where`. */
  attempt<T>(where: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error instanceof Problem) this.add(where, error.message, error.hint);
      else if (!(error instanceof AlreadyReported)) throw error;
      return undefined;
    }
  }
}
