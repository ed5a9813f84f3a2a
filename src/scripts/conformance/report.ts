// Outcomes of all processes -> one report.

import type { Answer, Outcome, Source } from "./subject.ts";

export interface Finding {
  readonly name: string;
  readonly reason: string;
}

export interface WrongFinding {
  readonly name: string;
  readonly build: Source | "all";
  readonly detail: string;
}

export interface Report {
  readonly builds: readonly Source[];
  /** Builds that no Node here can run. */
  readonly missing: readonly Finding[];
  readonly models: number;
  readonly cases: number;
  /** Cases that every source answers as it should. */
  readonly pass: number;
  /** Of those, cases in which every build's outputs are the golden bits. */
  readonly exact: number;
  /** The same counts for cases with an int8 or uint8 output. */
  readonly quantized: { readonly cases: number; readonly exact: number };
  /** Models without a golden output, which only had to agree with themselves. */
  readonly unanswered: readonly string[];
  /** Models of which inputs became constants, with the names of these. */
  readonly bound: readonly { readonly name: string; readonly inputs: readonly string[] }[];
  readonly unsupported: readonly Finding[];
  readonly wrong: readonly WrongFinding[];
  readonly crashed: readonly Finding[];
  /** Model -> what its worst close case was off by, for people. */
  readonly close: readonly WrongFinding[];
}

interface Tally {
  cases: number;
  pass: number;
  exact: number;
  quantizedCases: number;
  quantizedExact: number;
}

/** All that is known of one model. */
function gather(outcomes: readonly Outcome[]): Map<string, Outcome[]> {
  const byName = new Map<string, Outcome[]>();
  for (const outcome of [...outcomes].sort((a, b) => a.index - b.index)) {
    byName.set(outcome.name, [...(byName.get(outcome.name) ?? []), outcome]);
  }
  return byName;
}

export function summarise(
  outcomes: readonly Outcome[],
  builds: readonly Source[],
  missing: readonly Finding[],
): Report {
  const unanswered: string[] = [];
  const bound: { name: string; inputs: readonly string[] }[] = [];
  const unsupported: Finding[] = [];
  const wrong: WrongFinding[] = [];
  const close: WrongFinding[] = [];
  const crashed: Finding[] = [];
  const tally: Tally = { cases: 0, pass: 0, exact: 0, quantizedCases: 0, quantizedExact: 0 };
  const byName = gather(outcomes);
  for (const [name, own] of byName) {
    const crash = own.find((outcome) => outcome.crashed !== undefined);
    const refusal = own.find((outcome) => outcome.unsupported !== undefined);
    if (crash?.crashed !== undefined) crashed.push({ name, reason: crash.crashed });
    else if (refusal?.unsupported !== undefined) unsupported.push({ name, reason: refusal.unsupported });
    const answers = own.flatMap((outcome) => outcome.answers);
    const inputs = own[0].bound ?? [];
    if (inputs.length > 0) bound.push({ name, inputs });
    if (answers.some(({ verdict }) => verdict === "no golden")) unanswered.push(name);
    const isQuantized = own.some((outcome) => outcome.isQuantized);
    for (const title of new Set(answers.map((answer) => answer.case))) {
      const ofCase = answers.filter((answer) => answer.case === title);
      wrong.push(...wrongAnswers(name, title, ofCase));
      count(tally, ofCase, isQuantized);
    }
    const worstClose = answers.find(({ verdict }) => verdict === "close");
    if (worstClose)
      close.push({ name, build: worstClose.source, detail: `case ${worstClose.case}: ${worstClose.detail}` });
  }
  const { cases, pass, exact, quantizedCases, quantizedExact } = tally;
  const quantized = { cases: quantizedCases, exact: quantizedExact };
  const counts = { models: byName.size, cases, pass, exact, quantized };
  return { builds, missing, ...counts, unanswered, bound, unsupported, wrong, crashed, close };
}

const agree = (answers: readonly Answer[]) => answers.every(({ digest }) => digest === answers[0].digest);

function wrongAnswers(name: string, title: string, answers: readonly Answer[]): WrongFinding[] {
  const wrong = answers
    .filter(({ verdict }) => verdict === "wrong")
    .map(({ source, detail }): WrongFinding => ({ name, build: source, detail: `case ${title}: ${detail}` }));
  if (agree(answers)) return wrong;
  const different = answers.filter(({ digest }) => digest !== answers[0].digest).map(({ source }) => source);
  const detail = `case ${title}: ${different.join(", ")} and ${answers[0].source} do not give the same integers`;
  return [...wrong, { name, build: "all", detail }];
}

function count(tally: Tally, answers: readonly Answer[], isQuantized: boolean): void {
  const isRight = agree(answers) && answers.every(({ verdict }) => verdict !== "wrong");
  const isExact = answers.every(({ verdict, source }) => verdict === "exact" || source === "reference");
  tally.cases++;
  if (isRight) tally.pass++;
  if (isRight && isExact) tally.exact++;
  if (!isQuantized) return;
  tally.quantizedCases++;
  if (isRight && isExact) tally.quantizedExact++;
}

export function printReport(report: Report): void {
  const { models, cases, pass, exact, quantized } = report;
  console.log(`${models} models, ${cases} cases, on ${report.builds.join(", ")}`);
  for (const { name, reason } of report.missing) console.log(`not run: the ${name} build: ${reason}`);
  printList("close (first case)", report.close, ({ name, build, detail }) => `${name} (${build}): ${detail}`);
  printList("no golden output, run all the same", report.unanswered, (name) => name);
  printList("inputs bound as constants", report.bound, ({ name, inputs }) => `${name}: ${inputs.join(", ")}`);
  printList("unsupported", report.unsupported, ({ name, reason }) => `${name}: ${shorten(reason)}`);
  printList("wrong", report.wrong, ({ name, build, detail }) => `${name} (${build}): ${detail}`);
  printList("crashed", report.crashed, ({ name, reason }) => `${name}: ${reason}`);
  console.log(
    `${pass} of ${cases} cases pass, ${exact} to the bit; 8-bit: ${quantized.exact} of ${quantized.cases} to the bit`,
  );
}

/** A refusal's first problems; --json has them all. */
function shorten(reason: string): string {
  const lines = reason.split("\n").map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  return lines.length > 3 ? [...lines.slice(0, 3), `  … and ${lines.length - 3} more`].join("\n") : lines.join("\n");
}

function printList<T>(title: string, items: readonly T[], text: (item: T) => string): void {
  if (items.length === 0) return;
  console.log(`\n${title}: ${items.length}`);
  for (const item of items) console.log(`  ${text(item).replaceAll("\n", "\n    ")}`);
  console.log();
}
