// What importers say about files they cannot take: every problem of a file at once, each with its place, the value seen
// and a remedy.

export interface Diagnostic {
  /** The node, tensor or structure of the file: `#12 CONV_2D "block3/expand"`. */
  readonly where: string;
  /** What is wrong, with the value seen. */
  readonly what: string;
  /** What the user can do about it. */
  readonly hint: string;
}

/** A model file could not be imported; the message lists all problems, a line each, or for each kind if they are many. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly diagnostics: readonly Diagnostic[];
  constructor(file: string, diagnostics: readonly Diagnostic[]) {
    const count = diagnostics.length === 1 ? "a problem" : `${diagnostics.length} problems`;
    super([`${file} has ${count}:`, ...describeAll(diagnostics)].join("\n"));
    this.diagnostics = diagnostics;
  }
}

/** More of a kind say nothing new. */
const MAX_LINES = 20;

function describeAll(diagnostics: readonly Diagnostic[]): string[] {
  if (diagnostics.length <= MAX_LINES) return diagnostics.map(formatDiagnostic);
  const kinds = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    // What is in brackets are the tensors of a place.
    const kind = `${diagnostic.what.replace(/ \(inputs .*$/, "")}. ${diagnostic.hint}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), diagnostic]);
  }
  return [...kinds].map(([kind, [first, ...others]]) => {
    if (others.length === 0) return formatDiagnostic(first);
    return `${first.where} and ${others.length} more: ${kind}`;
  });
}

export function formatDiagnostic({ where, what, hint }: Diagnostic): string {
  return `${where}: ${what}. ${hint}`;
}

/** Thrown while one node is imported; whoever walks the nodes knows the place and makes it a Diagnostic. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly hint: string;
  constructor(what: string, hint: string) {
    super(what);
    this.hint = hint;
  }
}

export function ensure(condition: boolean, what: () => string, hint: string): asserts condition {
  if (!condition) throw new Problem(what(), hint);
}

/** Longest name a message repeats; files under attack name things with megabytes. */
const MAX_NAME = 120;

/** A name from a file as messages show it: quoted, on one line, not too long. */
export function quote(name: string): string {
  return JSON.stringify(name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name);
}

/** A list as messages show it: the first entries and how many more there are. */
export function enumerate(items: readonly (string | number)[], most = 8): string {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
