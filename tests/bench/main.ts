// npm run bench:peers [-- options]: Bitwren beside the other runtimes for networks in WebAssembly, and one native, in Node and
// in headless Chromium, in one run. --help lists the options.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measurePeaks } from "../../src/peak/peak.ts";
import { CHROMIUM_INSTALLED } from "../hosts/chromium.ts";
import { growthChart, timesChart } from "./charts.ts";
import { type ColdStart, measureColdStarts } from "./cold.ts";
import { compareColumn, type Entry, entriesFor, prepareModels, type Result } from "./compare.ts";
import { document, type Report, sections } from "./document.ts";
import { type GrowthPoint, measureGrowth } from "./growth.ts";
import { COLUMNS } from "./models.ts";
import { PEERS, ROOT } from "./node_host.ts";
import { CONTESTANTS } from "./runtimes/index.ts";
import type { Host } from "./runtimes/session.ts";
import { type Browser, startBrowser } from "./seats.ts";
import { measureThreads, type NotShared, type ThreadGain } from "./threads.ts";

const PARTS = ["times", "threads", "cold", "growth"] as const;
const COLD_ROUNDS = 5;

const HELP = `npm run bench:peers [-- options]
  --parts ${PARTS.join(",")}   what to measure
  --hosts node,chromium
  --columns ${COLUMNS.map(({ id }) => id).join(",")}
  --runtimes ${CONTESTANTS.map(({ name }) => `"${name}"`).join(",")}   all but scalar if not given
  --rounds N            interleaved rounds (11)
  --threads N           of all runtimes, for times and cold starts (1)
  --sharedBy N          threads whose gain the part "threads" measures (2)
  --data DIR            folder with models/ (../shared/data)
  --json FILE           writes what was measured
  --from FILE           takes what such a file holds instead of measuring
  --write FILE.md       writes the document, with FILE.svg and FILE-growth.svg beside it
  --note TEXT           what its reader should know of the circumstances`;

const { values: options } = parseArgs({
  options: {
    parts: { type: "string", default: PARTS.join(",") },
    hosts: { type: "string", default: "node,chromium" },
    columns: { type: "string", default: COLUMNS.map(({ id }) => id).join(",") },
    runtimes: { type: "string" },
    rounds: { type: "string", default: "11" },
    threads: { type: "string", default: "1" },
    sharedBy: { type: "string", default: "2" },
    data: { type: "string", default: join(ROOT, "../shared/data") },
    json: { type: "string" },
    from: { type: "string" },
    write: { type: "string" },
    note: { type: "string" },
    help: { type: "boolean" },
  },
});

const progress = (text: string) => console.error(text);
const rounds = Number(options.rounds);
const threads = Number(options.threads);
const sharedBy = Number(options.sharedBy);
const TIMING = { rounds, warmUpMs: 600, sample: { sampleMs: 8, samples: 6 } };
/** Both cores of a virtual machine are there for tenths of a second: rounds are shorter, and there are more of them. */
const SHARED_TIMING = { ...TIMING, rounds: 2 * rounds, sample: { sampleMs: 8, samples: 5 } };

async function packageOf(folder: string): Promise<{ version: string; dependencies: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}

const installedVersion = async (name: string) => (await packageOf(join(PEERS, "node_modules", name))).version;

/** npm ci in tests/bench, unless its packages are there in the versions it asks for. */
async function installPeers(): Promise<void> {
  const wanted = Object.entries((await packageOf(PEERS)).dependencies);
  const checks = wanted.map(async ([name, version]) => (await installedVersion(name)) === version);
  if ((await Promise.all(checks).catch(() => [false])).every((isThere) => isThere)) return;
  progress("installing the peers into tests/bench/node_modules (600 MB) …");
  // No scripts: onnxruntime-node's would fetch a GPU library; its CPU library is in the package.
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
  try {
    execFileSync("npm", ["ci", "--prefix", PEERS, ...flags], { stdio: "inherit" });
  } catch (error) {
    progress(`without the peers that are missing: ${(error as Error).message}`);
  }
}

async function versionsOf(entries: readonly Entry[]): Promise<Record<string, string>> {
  const names = new Set(entries.flatMap(({ contestant }) => contestant.packages));
  const versions: Record<string, string> = {};
  for (const name of names) {
    versions[name] = await installedVersion(name).catch(() => "(not installed)");
  }
  return versions;
}

/** Undefined, with the reason printed, where there is none. */
function openBrowser(folder: string, hosts: readonly string[], isolated: boolean): Promise<Browser | undefined> {
  if (!hosts.includes("chromium")) return Promise.resolve(undefined);
  return startBrowser(folder, isolated).catch((error: Error) => {
    progress(`Chromium does not start: ${error.message}`);
    return undefined;
  });
}

const chosenColumns = () => COLUMNS.filter(({ id }) => options.columns.split(",").includes(id));

async function measureTimes(entries: readonly Entry[], folder: string, hosts: readonly string[]): Promise<Result[]> {
  const settings = { ...TIMING, folder, threads };
  const browser = await openBrowser(folder, hosts, threads > 1);
  try {
    const results: Result[] = [];
    for (const column of chosenColumns()) {
      progress(`${column.network} ${column.type} …`);
      results.push(...(await compareColumn(column, entries, settings, browser)));
    }
    return results;
  } finally {
    await browser?.close();
  }
}

async function measureSharing(
  entries: readonly Entry[],
  folder: string,
  hosts: readonly string[],
): Promise<(ThreadGain | NotShared)[]> {
  progress("threads …");
  const browser = await openBrowser(folder, hosts, true);
  try {
    return await measureThreads(chosenColumns(), entries, { ...SHARED_TIMING, folder, threads: sharedBy }, browser);
  } finally {
    await browser?.close();
  }
}

async function measureCold(entries: readonly Entry[], folder: string): Promise<ColdStart[]> {
  progress("cold starts …");
  const [f32, int8] = COLUMNS;
  return measureColdStarts(entries, [int8, f32], { folder, threads, rounds: COLD_ROUNDS });
}

async function chromiumVersion(folder: string): Promise<string | undefined> {
  const browser = await startBrowser(folder, false).catch(() => undefined);
  await browser?.close();
  return browser?.version;
}

async function measure(folder: string): Promise<Report> {
  let hosts = options.hosts.split(",") as Host["name"][];
  if (hosts.includes("chromium") && !CHROMIUM_INSTALLED) {
    progress("no Chromium is installed (Debian: apt-get install chromium): Node only");
    hosts = hosts.filter((host) => host !== "chromium");
  }
  const entries = entriesFor(hosts, options.runtimes?.split(","));
  const parts = options.parts.split(",");
  const start = loadavg()[0];
  const peaks = await measurePeaks();
  const hasPeers = parts.includes("times") || parts.includes("cold");
  if (hasPeers) await installPeers();
  if (hasPeers || parts.includes("threads")) await prepareModels(options.data, folder, COLUMNS);
  const results: Result[] = parts.includes("times") ? await measureTimes(entries, folder, hosts) : [];
  const sharing = parts.includes("threads") ? await measureSharing(entries, folder, hosts) : [];
  const cold: ColdStart[] = parts.includes("cold") ? await measureCold(entries, folder) : [];
  const growth: GrowthPoint[] = parts.includes("growth") ? await measureGrowth(rounds, progress) : [];
  return {
    machine: `${cpus()[0].model}, ${cpus().length} cores`,
    node: process.versions.node,
    chromium: hosts.includes("chromium") ? await chromiumVersion(folder) : undefined,
    versions: hasPeers ? await versionsOf(entries) : {},
    ...{ threads, rounds, load: [start, loadavg()[0]], peaks, results, sharing, sharedBy, cold, growth },
  };
}

async function writeDocument(path: string, report: Report): Promise<void> {
  const stem = path.replace(/\.md$/, "");
  await writeFile(`${stem}.svg`, timesChart(report.results));
  await writeFile(`${stem}-growth.svg`, growthChart(report.growth, report.peaks));
  await writeFile(path, document(report, `${basename(stem)}.svg`, `${basename(stem)}-growth.svg`));
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-peers-"));
  try {
    const measured: Report = options.from
      ? (JSON.parse(await readFile(options.from, "utf8")) as Report)
      : await measure(folder);
    const report: Report = { ...measured, ...(options.note && { note: options.note }) };
    console.log(sections(report).join("\n\n"));
    if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`);
    if (options.write) await writeDocument(resolve(options.write), report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the options name that is not there. */
function unknownNames(): string[] {
  const known: readonly (readonly [string | undefined, readonly string[]])[] = [
    [options.parts, PARTS],
    [options.hosts, ["node", "chromium"]],
    [options.columns, COLUMNS.map(({ id }) => id)],
    [options.runtimes, CONTESTANTS.map(({ name }) => name)],
  ];
  return known.flatMap(([given, names]) => given?.split(",").filter((name) => !names.includes(name)) ?? []);
}

const unknown = unknownNames();
if (options.help) console.log(HELP);
else if (unknown.length > 0 || !(rounds >= 1 && threads >= 1 && sharedBy >= 2)) {
  console.error(
    unknown.length > 0 ? `there is no ${unknown.join(", ")}` : "rounds and threads are counts, sharedBy one from 2 on",
  );
  console.error(HELP);
  process.exitCode = 2;
} else if (options.from === undefined && !existsSync(options.data)) {
  console.error(`there is no folder of models at ${options.data}: name one with --data`);
  process.exitCode = 2;
} else await main();
