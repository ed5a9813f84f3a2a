// docs/benchmarks.md: what was measured, on what, how, and how to repeat it.

import type { Peak } from "../../src/peak/peak.ts";
import type { ColdStart } from "./cold.ts";
import type { Result } from "./compare.ts";
import type { GrowthPoint } from "./growth.ts";
import {
  coldTable,
  disagreementLines,
  growthTable,
  notSharedLines,
  ratiosTable,
  reasonLines,
  threadsTable,
  timesTable,
} from "./report.ts";
import type { NotShared, ThreadGain } from "./threads.ts";

export interface Report {
  readonly machine: string;
  readonly node: string;
  readonly chromium: string | undefined;
  /** Versions of the peers' packages. */
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  readonly rounds: number;
  /** The machine's load when it began and when it ended: the mean number of processes that wanted a core. */
  readonly load: readonly [number, number];
  /** What else a reader should know of the circumstances. */
  readonly note?: string;
  readonly peaks: readonly Peak[];
  readonly results: readonly Result[];
  /** What `sharedBy` threads bring. */
  readonly sharing: readonly (ThreadGain | NotShared)[];
  readonly sharedBy: number;
  readonly cold: readonly ColdStart[];
  readonly growth: readonly GrowthPoint[];
}

const METHOD = `Every runtime sits in a process of its own (Node) or in a page of its own in one headless Chromium, with the same weights, in the
best documented setting for that many threads. A round gives every runtime its turn, 6 samples of 8 ms or one run, and every other
round goes backwards; a round's figure is its median, and the tables show the median over the rounds, of quotients that of the
quotients within a round. Bitwren's time includes copying the input in; peers whose tensors can be used again keep theirs; the scores
end in a JavaScript array for all. Pages are cross-origin isolated only for more than one thread, so that all take their
single-threaded builds. tfjs-tflite is driven through the runner behind its predict(), which is faster than predict() itself.`;

const COLD_METHOD = `MobileNetV2 int8 (f32 where a runtime has no int8). Node: from starting the process to the label of one photo on its standard output, and the
largest resident memory of that process after ten more runs. Chromium: a fresh browser each time, from asking for the runtime in an
open page to the label, files from a server on the same machine, and the largest resident memory of the page's renderer. Download:
all that the page fetched but the model. Medians; in brackets the multiple of Bitwren's.`;

const THREADS_METHOD = `In every round one thread and all take their turns, 5 samples of 8 ms or one run; the gain is the quotient of one round's medians.
Cores of a virtual machine are not always there for it alone, and one may be slower than another for a while. So each round also has
several models that run at once, each on a thread in a process of its own, right before or after those that share. A round is quiet when the one thread and each of those models ran within a tenth of
the best of all rounds: then all cores were there. The gain is given over quiet rounds, for five of which up to twice as many rounds
are made (–: there were fewer); over all rounds; and in brackets of the best samples. "Models at once" is how many times as many runs
as one model's they made.`;

/** The sections that were measured, as Markdown: also what the command prints. */
export function sections(report: Report): string[] {
  const { results, sharing, sharedBy, cold, growth, peaks } = report;
  const parts: string[] = [];
  if (results.length > 0) {
    parts.push("## Time", timesTable(results));
    for (const build of ["relaxed", "simd"]) {
      const ours = `Bitwren ${build}`;
      if (results.some(({ contestant }) => contestant === ours)) parts.push(ratiosTable(results, ours));
    }
    const odd = disagreementLines(results);
    parts.push(
      odd.length === 0
        ? "All runtimes name the same class for each photo."
        : `The classes of the photos are those that most runtimes name, except:\n${odd.map((line) => `\n- ${line}`).join("")}`,
    );
    const reasons = reasonLines(results);
    if (reasons.length > 0) parts.push(`Not measured:\n${reasons.map((line) => `\n- ${line}`).join("")}`);
  }
  if (sharing.length > 0) {
    const gains = sharing.filter((result) => "rounds" in result);
    const lines = notSharedLines(sharing).map((line) => `\n- ${line}`);
    parts.push("## Threads", THREADS_METHOD, threadsTable(gains, sharedBy));
    if (lines.length > 0) parts.push(`Not measured:\n${lines.join("")}`);
  }
  if (cold.length > 0) {
    parts.push("## Cold start, memory, download", COLD_METHOD, coldTable(cold));
    const failed = cold.filter(({ reason }) => reason !== undefined);
    const lines = failed.map(({ contestant, host, reason }) => `\n- ${contestant}, ${host}: ${reason}`);
    if (lines.length > 0) parts.push(`Not measured:\n${lines.join("")}`);
  }
  if (growth.length > 0) {
    const bounds = peaks.map(({ build, type, gmacsPerSecond }) => `${type} ${build} ${gmacsPerSecond.toFixed(0)}`);
    parts.push(
      "## How cost grows",
      "MobileNetV2 with random weights, width (rows) by resolution (columns), Bitwren in Node, the best of many runs.",
      growthTable(growth),
      `The machine's peaks in registers, GMAC/s: ${bounds.join(", ")}.`,
    );
  }
  return parts;
}

/** `chart` and `growthChart` are file names beside the document. */
export function document(report: Report, chart: string, growthChart: string): string {
  const { machine, node, chromium, versions, threads, rounds, load, note } = report;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const parts = [
    "# Bitwren beside other runtimes",
    "Written by `npm run bench:peers -- --write docs/benchmarks.md`; do not edit. The figures are those of one machine at one time.",
    `${machine}; Node ${node}${chromium === undefined ? "" : `, Chromium ${chromium}`}; ${packages.join(", ")}. ` +
      `${threads === 1 ? "One thread" : `${threads} threads`}, ${rounds} rounds. Load of the machine at the start ` +
      `${load[0].toFixed(1)}, at the end ${load[1].toFixed(1)}; of a quiet one it is about 1.${note === undefined ? "" : ` ${note}`}`,
    METHOD,
    ...sections(report).flatMap((part) => {
      if (part === "## Time") return [part, `![times of all runtimes](${chart})`];
      return part === "## How cost grows" ? [part, `![time against multiply-accumulates](${growthChart})`] : [part];
    }),
    "## To repeat it",
    `\`\`\`sh
npm ci
npm run bench:peers                               # all of it; the first time it installs the peers into tests/bench
npm run bench:peers -- --columns mnv2_int8 --hosts chromium --runtimes "Bitwren relaxed,LiteRT.js relaxed"
npm run bench:peers -- --parts threads --sharedBy 2 --json threads.json
\`\`\``,
    "It needs the models in `../shared/data/models` (or `--data DIR`) and, for the pages, an installed Chromium. `--help` lists the options.",
  ];
  return `${parts.join("\n\n")}\n`;
}
