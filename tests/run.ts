// npm test: runs every build/tests/**/*.test.js in a process of its own, two at a time, and adds up the results. It builds
// nothing.
//
// The tests that walk the wasm builds run a second time, on the newer Node of the npm package `node`, where the current one
// has no exact relaxed SIMD: WREN_BUILDS=relaxed. Words after `npm test --` narrow the run to files whose path holds one.
// Given the path of one test file this program is that file's process: `node build/tests/run.js build/tests/ops.test.js`.

import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run as runSuites } from "uvu/run";
import { chooseBuild } from "../src/runtime/builds.ts";

const TESTS = fileURLToPath(new URL("./", import.meta.url));
const ROOT = resolve(TESTS, "../..");
const NEWER_NODE = resolve(ROOT, "node_modules/node/bin/node");
const AT_ONCE = 2;
const FILE_MINUTES = 8;
/** What tests print when they leave something out: `skip` and `availableBuilds` in support.ts. */
const SKIP_LINE = /^\s*(?:skipped|not on this host): .*$/gm;

interface Job {
  readonly title: string;
  readonly file: string;
  readonly node: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Result {
  readonly job: Job;
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly string[];
  readonly seconds: number;
  readonly output: string;
}

async function hasRelaxed(): Promise<boolean> {
  try {
    await chooseBuild("relaxed");
    return true;
  } catch {
    return false;
  }
}

async function findJobs(words: readonly string[]): Promise<Job[]> {
  const names = (await readdir(TESTS, { recursive: true })).filter((name) => name.endsWith(".test.js")).sort();
  const files = names.map((name) => resolve(TESTS, name)).filter((file) => holdsAny(file, words));
  const job = (file: string, environment: Job["environment"] = {}): Job => ({
    title: relative(ROOT, file),
    file,
    node: process.execPath,
    environment,
  });
  if (await hasRelaxed()) return files.map((file) => job(file));
  if (!existsSync(NEWER_NODE)) {
    console.log("skipped: the relaxed build: this Node lacks it and the npm package `node` is not installed");
    return files.map((file) => job(file));
  }
  const jobs: Job[] = [];
  for (const file of files) {
    const walksBuilds = /(available|kernel)Builds\(/.test(await readFile(file, "utf8"));
    jobs.push(job(file, walksBuilds ? { WREN_BUILDS: "scalar,simd" } : {}));
    if (!walksBuilds) continue;
    const title = `${relative(ROOT, file)} (relaxed)`;
    jobs.push({ title, file, node: NEWER_NODE, environment: { WREN_BUILDS: "relaxed" } });
  }
  return jobs;
}

function holdsAny(file: string, words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => relative(TESTS, file).includes(word));
}

function runJob(job: Job): Promise<Result> {
  const start = performance.now();
  const child = spawn(job.node, [fileURLToPath(import.meta.url), job.file], {
    cwd: ROOT,
    env: { ...process.env, npm_node_execpath: undefined, NO_COLOR: "1", FORCE_COLOR: "0", ...job.environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: FILE_MINUTES * 60_000,
    killSignal: "SIGKILL",
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((done) => {
    child.on("error", (error) => collect(Buffer.from(`${error}\n`)));
    child.on("close", (code, signal) => {
      const seconds = (performance.now() - start) / 1000;
      if (signal !== null) collect(Buffer.from(`ended by ${signal} after ${seconds.toFixed(0)} s\n`));
      done({ job, ...countTests(output, code === 0), seconds, output });
    });
  });
}

/** A process that ends badly without a failed test counts as one failure, and so does a file without tests or reasons. */
function countTests(output: string, isGood: boolean): Pick<Result, "passed" | "failed" | "skips"> {
  const count = (label: string) => Number(new RegExp(`^  ${label}: +(\\d+)`, "m").exec(output)?.[1] ?? 0);
  const total = count("Total");
  const passed = count("Passed");
  const skips = [...output.matchAll(SKIP_LINE)].map(([line]) => line.trim());
  const isEmpty = total === 0 && skips.length === 0;
  return { passed, failed: Math.max(total - passed, isGood && !isEmpty ? 0 : 1), skips };
}

function report({ job, passed, failed, seconds, output }: Result): void {
  const verdict = failed === 0 ? "ok  " : "FAIL";
  console.log(`${verdict} ${job.title}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`);
  if (failed > 0) console.log(output.replace(/^/gm, "     | "));
}

async function runAll(words: readonly string[]): Promise<void> {
  const jobs = await findJobs(words);
  const waiting = [...jobs];
  const results: Result[] = [];
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const result = await runJob(job);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { job, skips } of results) for (const line of new Set(skips)) console.log(`${job.title}: ${line}`);
  const sum = (key: "passed" | "failed") => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  if (sum("failed") > 0 || results.length === 0) process.exitCode = 1;
}

/** npm puts the Node of node_modules/.bin first; the tests belong on the Node that the user started npm with. */
function runOnHostNode(node: string, words: readonly string[]): void {
  const { npm_node_execpath: _, ...env } = process.env;
  process.exitCode = spawnSync(node, [fileURLToPath(import.meta.url), ...words], { env, stdio: "inherit" }).status ?? 1;
}

const [first, ...others] = process.argv.slice(2);
const hostNode = process.env.npm_node_execpath;
if (hostNode !== undefined && hostNode !== process.execPath) {
  runOnHostNode(hostNode, process.argv.slice(2));
} else if (first?.endsWith(".test.js") && others.length === 0 && existsSync(first)) {
  await runSuites([{ name: relative(ROOT, resolve(first)), file: resolve(first) }]);
} else {
  await runAll(process.argv.slice(2));
}
