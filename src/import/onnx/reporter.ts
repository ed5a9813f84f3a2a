// Collects the problems of one file while its import goes on.

import { type Diagnostic, Problem } from "../diagnostics.ts";
import { AlreadyReported } from "./scope.ts";
import { WireError } from "./wire.ts";

/** More than this says nothing new, and hostile files could have millions. */
const MAX_DIAGNOSTICS = 200;

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];

  get isFull(): boolean {
    return this.diagnostics.length >= MAX_DIAGNOSTICS;
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  /** Runs `action`; its problems become diagnostics at `where`, with `context` appended. */
  attempt<T>(where: string, action: () => T, context: () => string = () => ""): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error instanceof Problem) {
        this.report({ where, what: error.message + context(), hint: error.hint });
      } else if (error instanceof WireError) {
        const hint = "The file is damaged or is not an ONNX model; fetch or export it again";
        this.report({ where, what: error.path === "" ? error.what : `${error.path}: ${error.what}`, hint });
      } else if (!(error instanceof AlreadyReported)) {
        throw error;
      }
      return undefined;
    }
  }
}
