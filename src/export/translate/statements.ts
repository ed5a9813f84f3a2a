// Statements of C and JavaScript as a tree, so that loops can be given the form a person would write.

export interface Branching {
  /** `if (…)`, `for (;;)`, `while (…)`; or `do`, or nothing for a bare block. */
  readonly head: string;
  readonly body: Statement[];
  readonly otherwise?: Statement[];
  /** Behind the closing brace, of `do`. */
  readonly tail?: string;
}

export type Statement = string | Branching;

export const CONTINUE = "continue;";
export const BREAK = "break;";

/** `continues`: how many CONTINUE in `body` mean this loop. */
export function loop(body: Statement[], continues: number): Branching {
  const [first] = body;
  if (body.length === 2 && body[1] === BREAK && typeof first === "object" && first.otherwise === undefined) {
    const condition = /^if (\(.*\))$/s.exec(first.head)?.[1];
    // if (…) { …; continue; } break;
    if (condition && first.body.at(-1) === CONTINUE)
      return { head: `while ${condition}`, body: first.body.slice(0, -1) };
  }
  const last = body.at(-2);
  if (body.at(-1) === BREAK && typeof last === "object" && last.otherwise === undefined && continues === 1) {
    const condition = /^if (\(.*\))$/s.exec(last.head)?.[1];
    // …; if (…) { continue; } break;
    // What the body declares (t0, t1 …) is out of scope behind it.
    if (condition && !/\bt\d/.test(condition) && last.body.length === 1 && last.body[0] === CONTINUE) {
      return { head: "do", body: body.slice(0, -2), tail: ` while ${condition};` };
    }
  }
  return { head: "for (;;)", body };
}

/** Without the parentheses that surround the whole. */
export function bare(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}

export function printStatements(statements: readonly Statement[], indent: string): string[] {
  return statements.flatMap((statement) => {
    if (typeof statement === "string") return [`${indent}${statement}`];
    const { head, body, otherwise, tail = "" } = statement;
    const inner = `${indent}  `;
    return [
      `${indent}${head}${head === "" ? "" : " "}{`,
      ...printStatements(body, inner),
      ...(otherwise === undefined ? [] : [`${indent}} else {`, ...printStatements(otherwise, inner)]),
      `${indent}}${tail}`,
    ];
  });
}
