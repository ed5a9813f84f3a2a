// npm run test:hosts [-- WORD...]: the packed package in an empty project for every host: host, build, whether its int8 answers
// are the golden bits, cold start, size; for engines without WebAssembly what the package exports as JavaScript. Exits 1 unless every row passes. Words choose hosts by their names.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS, type HostAnswers, runCommand, runWorkerd, WORKER_COMMANDS } from "./commands.ts";
import { ENGINES, runEngine } from "./engines.ts";
import { BUNDLERS, ENTRIES, PAGES, visitBundle, visitPage, visitPageWithoutWasm, visitViteDev } from "./pages.ts";
import type { Answer } from "./program.ts";
import { goldenCase, installScripts, installTools, packProject, tool } from "./project.ts";

type Host = readonly [name: string, run: (project: string) => Promise<HostAnswers>];

const HOSTS: readonly Host[] = [
  ...Object.entries(COMMANDS).map(
    ([name, command]): Host => [name, (project) => runCommand(command, project, "bitwren.js")],
  ),
  ...WORKER_COMMANDS.map(
    (name): Host => [`${name}, createWorker`, (project) => runCommand(COMMANDS[name], project, "worker.js")],
  ),
  ["workerd", runWorkerd],
  ...Object.entries(ENGINES).map(([name, evaluate]): Host => [name, (project) => runEngine(evaluate, project)]),
  ...Object.entries(PAGES).map(([name, kind]): Host => [name, (project) => visitPage(kind, project)]),
  ["Chromium without wasm", visitPageWithoutWasm],
  ...ENTRIES.flatMap((entry): Host[] => [
    [`Vite dev, ${entry}`, (project) => visitViteDev(project, entry)],
    ...Object.entries(BUNDLERS).map(
      ([name, bundle]): Host => [`${name}, ${entry}`, (project) => visitBundle(bundle, project, entry)],
    ),
  ]),
];

/** Where relaxed SIMD is missing or inexact, "auto" has to do without it, and says so. */
function verdict({ asked, bits, failure, runMs }: Answer, golden: string): { passes: boolean; text: string } {
  if (asked === "relaxed" && /^BUILD_UNAVAILABLE: .*(no relaxed SIMD|saturates)/.test(failure)) {
    return { passes: true, text: `not here: ${failure.replace(/^.*\((.*)\).*$/, "$1")}` };
  }
  const passes = failure === "" && bits === golden;
  const time = runMs === undefined ? "" : `, ${runMs} ms a run`;
  return { passes, text: passes ? `equal${time}` : failure || "DIFFERENT" };
}

function check(name: string, file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: "pipe", env: { ...process.env, FORCE_COLOR: "0" } });
    console.log(`${name}: clean`);
    return true;
  } catch (error) {
    console.log(`${name}: ${(error as { stdout?: Buffer }).stdout ?? error}`);
    return false;
  }
}

function printRow(cells: readonly string[]): void {
  console.log(cells[0].padEnd(26) + cells[1].padEnd(18) + cells.slice(2).join("  "));
}

const words = process.argv.slice(2);
installTools();
const folder = await mkdtemp(join(tmpdir(), "bitwren-hosts-"));
let failed = 0;
try {
  const golden = await goldenCase();
  console.log(`compared with the golden answers of ${golden.name}`);
  const { tarball, copy } = await packProject(folder, golden);
  const scripts = await installScripts(join(folder, "installed"));
  console.log(`install scripts: ${scripts.length === 0 ? "none" : scripts.join(", ")}`);
  const assets = ["scalar.wasm", "simd.wasm", "relaxed.wasm", "probe.wasm", "global.js", "worker_host.js"];
  const attw = [tarball, "--profile", "esm-only", "--exclude-entrypoints", ...assets];
  const isClean = [
    scripts.length === 0,
    check("publint --strict", tool(".bin/publint"), [
      "run",
      join(folder, "installed/node_modules/bitwren"),
      "--strict",
    ]),
    check("attw", tool(".bin/attw"), attw),
  ];
  failed += isClean.filter((passes) => !passes).length;
  printRow(["\nhost", " build (ran)", "  cold ms", "bundle bytes", "bits"]);
  for (const [name, run] of HOSTS) {
    if (words.length > 0 && !words.some((word) => name.toLowerCase().includes(word.toLowerCase()))) continue;
    try {
      const project = await copy(name);
      const { answers, bundleBytes } = await run(project);
      for (const answer of answers) {
        const { passes, text } = verdict(answer, golden.bits);
        if (!passes) failed++;
        const build = answer.asked === "auto" ? `auto (${answer.build})` : answer.asked;
        const ms = answer.asked === "auto" ? answer.ms.toFixed(0) : "";
        printRow([name, build, ms.padStart(8), String(bundleBytes || "").padStart(12), text]);
      }
      if (answers.length === 0) throw new Error("no answers");
      await rm(project, { recursive: true });
    } catch (error) {
      failed++;
      printRow([name, "", "FAILED", String((error as Error).message)]);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? "\nall rows pass" : `\n${failed} FAILED`);
if (failed > 0) process.exitCode = 1;
