// The tables of the report, as text of fixed columns that is Markdown as well.

import type { ColdStart } from "./cold.ts";
import { agreements, type Result } from "./compare.ts";
import type { GrowthPoint } from "./growth.ts";
import { COLUMNS } from "./models.ts";
import { median, type Timing } from "./rounds.ts";
import { gainOf, limitOf, type NotShared, QUIET_ROUNDS, quietRounds, type ThreadGain } from "./threads.ts";

/** A Markdown table with its columns aligned, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = `|${widths.map((w, i) => (i === 0 ? "-".repeat(w + 2) : `${"-".repeat(w + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Three significant digits. */
export function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

const keyOf = ({ contestant, host }: Pick<Result, "contestant" | "host">) =>
  `${contestant}, ${host === "node" ? "Node" : "Chromium"}`;

const columnsOf = (results: readonly Result[]) =>
  COLUMNS.filter(({ id }) => results.some(({ column }) => column === id));

function tableOf(title: string, results: readonly Result[], cell: (timing: Timing, result: Result) => string): string {
  const columns = columnsOf(results);
  const timed = results.filter(({ outcome }) => "ms" in outcome);
  const rows = [...new Set(timed.map(keyOf))].map((key) => [
    key,
    ...columns.map(({ id }) => {
      const result = timed.find((candidate) => candidate.column === id && keyOf(candidate) === key);
      return result === undefined ? "–" : cell(result.outcome as Timing, result);
    }),
  ]);
  return table([title, ...columns.map(({ network, type }) => `${network} ${type}`)], rows);
}

/** Medians in milliseconds of every runtime and host on every column, with the best sample in brackets. */
export function timesTable(results: readonly Result[]): string {
  return tableOf("median (best) ms", results, ({ ms, bestMs }) => `${digits(ms)} (${digits(bestMs)})`);
}

/**
 * How much of each runtime's time the build of Bitwren takes in the same host (a native one: in Node): the median over the
 * rounds of the quotients within one round, and the quotient of the best samples in brackets.
 */
export function ratiosTable(results: readonly Result[], ours: string): string {
  const others = results.filter(({ contestant }) => contestant !== ours);
  return tableOf(`${ours} / other`, others, (timing, { column, host }) => {
    const own = results.find((r) => r.column === column && r.host === host && r.contestant === ours)?.outcome;
    if (own === undefined || "reason" in own) return "–";
    const typical = median(own.rounds.map((ms, round) => ms / timing.rounds[round]));
    return `${typical.toFixed(2)} (${(own.bestMs / timing.bestMs).toFixed(2)})`;
  });
}

/** On how many photos runtimes name what most name, a line for each that does not always; empty where all do. */
export function disagreementLines(results: readonly Result[]): string[] {
  return agreements(results)
    .filter(({ agreed, photos }) => agreed < photos)
    .map((a) => `${keyOf(a)}, ${a.column}: ${a.agreed} of ${a.photos}`);
}

/** Why runtimes have no time, a line for each reason. */
export function reasonLines(results: readonly Result[]): string[] {
  const columnsByReason = new Map<string, string[]>();
  for (const result of results) {
    if (!("reason" in result.outcome)) continue;
    const reason = `${keyOf(result)}: ${result.outcome.reason}`;
    columnsByReason.set(reason, [...(columnsByReason.get(reason) ?? []), result.column]);
  }
  return [...columnsByReason].map(([reason, columns]) => `${reason} (${columns.join(", ")})`);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const kilobytes = (bytes: number) => `${digits(bytes / 1000)} kB`;

/** First label, peak memory and download of every runtime, each with its multiple of Bitwren's. */
export function coldTable(cold: readonly ColdStart[]): string {
  const measured = cold.filter(({ reason }) => reason === undefined);
  const rows = measured.map((start) => {
    const ours = measured.find(({ host, contestant }) => host === start.host && contestant.startsWith("Bitwren"));
    const times = (value: number | undefined, own: number | undefined, show: (value: number) => string) =>
      value === undefined || own === undefined ? "–" : `${show(value)} (${(value / own).toFixed(1)})`;
    return [
      `${keyOf(start)}${start.column.endsWith("f32") ? ", f32" : ""}`,
      times(start.firstLabelMs, ours?.firstLabelMs, (ms) => `${digits(ms)} ms`),
      times(start.bestFirstLabelMs, ours?.bestFirstLabelMs, (ms) => `${digits(ms)} ms`),
      times(start.peakBytes, ours?.peakBytes, megabytes),
      start.download === undefined ? "–" : kilobytes(start.download.bytes),
      times(start.download?.gzipBytes, ours?.download?.gzipBytes, kilobytes),
    ];
  });
  return table(["(times Bitwren's)", "first label", "at best", "peak memory", "download", "gzipped"], rows);
}

/** Milliseconds and GMAC/s of MobileNetV2 for each width and resolution, f32 and int8. */
export function growthTable(points: readonly GrowthPoint[]): string {
  const resolutions = [...new Set(points.map(({ resolution }) => resolution))];
  const rows = [...new Set(points.map(({ width }) => width))].flatMap((width) =>
    (["f32", "int8"] as const).map((type) => [
      `${width} ${type}`,
      ...resolutions.map((resolution) => {
        const point = points.find((p) => p.width === width && p.resolution === resolution && p.type === type);
        return point === undefined ? "–" : `${digits(point.ms)} (${(point.macs / point.ms / 1e6).toFixed(0)})`;
      }),
    ]),
  );
  return table(["ms (GMAC/s)", ...resolutions.map(String)], rows);
}

/** Times on one thread and on all; the gain, over quiet rounds, over all and of the best samples; and what the cores gave. */
export function threadsTable(gains: readonly ThreadGain[], threads: number): string {
  const rows = gains.map((gain) => {
    const { network, type } = COLUMNS.find(({ id }) => id === gain.column)!;
    const { bestOneMs, bestSharedMs, rounds } = gain;
    const quiet = quietRounds(rounds);
    return [
      `${network} ${type}, ${keyOf(gain)}`,
      `${digits(median(rounds.map(({ oneMs }) => oneMs)))} (${digits(bestOneMs)})`,
      `${digits(median(rounds.map(({ sharedMs }) => sharedMs)))} (${digits(bestSharedMs)})`,
      quiet.length < QUIET_ROUNDS
        ? "–"
        : `${median(quiet.map(gainOf)).toFixed(2)} (${quiet.length} of ${rounds.length})`,
      `${median(rounds.map(gainOf)).toFixed(2)} (${(bestOneMs / bestSharedMs).toFixed(2)})`,
      median(rounds.map(limitOf)).toFixed(2),
    ];
  });
  const titles = [
    "1 thread",
    `${threads} threads`,
    "gain, quiet rounds",
    "gain, all rounds",
    `${threads} models at once`,
  ];
  return table(["median (best) ms", ...titles], rows);
}

export function notSharedLines(results: readonly (ThreadGain | NotShared)[]): string[] {
  return results.flatMap((result) =>
    "reason" in result ? [`${keyOf(result)}, ${result.column}: ${result.reason}`] : [],
  );
}
