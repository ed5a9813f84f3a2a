// npm run conformance -- KIND FOLDER [--models DIR] [--only NAME,NAME] [--json]: every model and case of a folder on every
// build, against the outputs of an outside authority; the builds and the reference executor against each other, integers to
// the bit. Exits 1 if anything is wrong or crashed; a model that the importer refuses with a diagnostic is neither.

import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BUILD_NAMES } from "../index.ts";
import { chooseBuild } from "../runtime/builds.ts";
import { KINDS } from "./conformance/kinds.ts";
import { type Finding, printReport, type Report, summarise } from "./conformance/report.ts";
import type { Outcome, Source } from "./conformance/subject.ts";

const WORKER = fileURLToPath(new URL("./conformance/worker.js", import.meta.url));
const BUILDS = new URL("../runtime/builds.js", import.meta.url).href;
const NEWER_NODE = fileURLToPath(new URL("../../../node_modules/node/bin/node", import.meta.url));
/** Longer than any subject takes, reference included. */
const SILENCE_MINUTES = 5;

interface Request {
  readonly kind: string;
  readonly folder: string;
  readonly models: string;
  readonly only: string;
}

/** One Node with the sources it answers for. */
interface Group {
  readonly node: string;
  readonly sources: readonly Source[];
}

async function findGroups(): Promise<{ groups: Group[]; missing: Finding[] }> {
  const here: Source[] = ["reference"];
  const missing: Finding[] = [];
  for (const name of BUILD_NAMES) {
    try {
      await chooseBuild(name);
      here.push(name);
    } catch (error) {
      missing.push({ name, reason: (error as Error).message });
    }
  }
  const groups = [{ node: process.execPath, sources: here }];
  if (here.includes("relaxed") || !existsSync(NEWER_NODE)) return { groups, missing };
  const others = missing.filter(({ name }) => name !== "relaxed");
  const reason = obstacleIn(NEWER_NODE, "relaxed");
  if (reason !== "") return { groups, missing: [...others, { name: "relaxed", reason }] };
  return { groups: [...groups, { node: NEWER_NODE, sources: ["relaxed"] }], missing: others };
}

/** Why a build cannot run in another Node; "" if it can. */
function obstacleIn(node: string, build: string): string {
  const program = `const { chooseBuild } = await import("${BUILDS}");
    await chooseBuild("${build}").catch(({ message }) => console.log(message));`;
  return execFileSync(node, ["--input-type=module", "-e", program], { encoding: "utf8" }).trim();
}

/** All subjects in one group; a worker that dies or falls silent gives a crashed outcome and is started again after it. */
async function runGroup(group: Group, request: Request, onOutcome: (outcome: Outcome) => void): Promise<void> {
  let first = 0;
  for (;;) {
    const stopped = await runWorker(group, request, first, onOutcome);
    if (stopped === undefined) return;
    onOutcome({ index: stopped.begin, name: stopped.name, isQuantized: false, answers: [], crashed: stopped.why });
    first = stopped.begin + 1;
  }
}

interface Stopped {
  readonly begin: number;
  readonly name: string;
  readonly why: string;
}

function runWorker(
  { node, sources }: Group,
  { kind, folder, models, only }: Request,
  first: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<Stopped | undefined> {
  const child = spawn(node, [WORKER, kind, folder, models, sources.join(), String(first), only], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let current: { begin: number; name: string } | undefined;
  let why = "";
  let timer: NodeJS.Timeout | undefined;
  const restartTimer = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      why = `no answer within ${SILENCE_MINUTES} minutes\n`;
      child.kill("SIGKILL");
    }, SILENCE_MINUTES * 60_000);
  };
  restartTimer();
  child.stderr.on("data", (chunk: Buffer) => {
    why += chunk.toString();
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    restartTimer();
    const message = JSON.parse(line) as Outcome | { begin: number; name: string };
    if ("begin" in message) current = message;
    else {
      current = undefined;
      why = "";
      onOutcome(message);
    }
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (current !== undefined) done({ ...current, why: `${why.trim()} (worker ended: ${signal ?? code})` });
      else if (code !== 0) fail(new Error(`the worker failed before the first model:\n${why}`));
      else done(undefined);
    });
  });
}

async function conform(request: Request): Promise<Report> {
  const { groups, missing } = await findGroups();
  const outcomes: Outcome[] = [];
  const isTerminal = process.stderr.isTTY;
  await Promise.all(
    groups.map((group) =>
      runGroup(group, request, (outcome) => {
        outcomes.push(outcome);
        if (isTerminal) process.stderr.write(`\r\x1b[K${outcomes.length} ${outcome.name}`);
      }),
    ),
  );
  if (isTerminal) process.stderr.write("\r\x1b[K");
  return summarise(
    outcomes,
    groups.flatMap(({ sources }) => sources),
    missing,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { models: { type: "string" }, only: { type: "string" }, json: { type: "boolean" } },
});
const [kind, folder] = positionals;
if (folder === undefined || !Object.hasOwn(KINDS, kind) || !existsSync(folder)) {
  console.error("usage: npm run conformance -- KIND FOLDER [--models DIR] [--only NAME,NAME] [--json]");
  for (const [name, { doc }] of Object.entries(KINDS)) console.error(`  ${name}: ${doc}`);
  if (folder !== undefined && !existsSync(folder)) console.error(`there is no folder ${folder}`);
  process.exitCode = 2;
} else {
  const models = values.models === undefined ? "" : resolve(values.models);
  const report = await conform({ kind, folder: resolve(folder), models, only: values.only ?? "" });
  if (values.json) console.log(JSON.stringify(report));
  else printReport(report);
  if (report.wrong.length + report.crashed.length > 0 || report.models === 0) process.exitCode = 1;
}
