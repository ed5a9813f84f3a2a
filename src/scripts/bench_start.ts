// npm run bench:start -- MODEL.wren [--processes N]: what a fresh process takes until its first label, and how much slower the first
// classification is than later ones, with and without warmup(). Medians over processes, in turns. Exits 1 where compiling
// takes 10 ms, or the first classification after warmup() more than 1.5 times as long as later ones.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const FIRST_RUN = fileURLToPath(new URL("first_run.js", import.meta.url));
const SHIPPED = fileURLToPath(new URL("../../../models/cifar10_wren9/model.wren", import.meta.url));
const MOST_COMPILE_MS = 10;
const MOST_TIMES_SLOWER = 1.5;

interface FirstRun {
  readonly compileMs: number;
  readonly loadMs: number;
  readonly warmupMs: number;
  readonly firstMs: number;
  readonly steadyMs: number;
}

function run(model: string, how: "cold" | "warm"): FirstRun {
  return JSON.parse(execFileSync(process.execPath, [FIRST_RUN, model, how], { encoding: "utf8" })) as FirstRun;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { processes: { type: "string", default: "15" } },
});
const [model = SHIPPED] = positionals;
const runs: Record<"cold" | "warm", FirstRun[]> = { cold: [], warm: [] };
for (let i = 0; i < Number(values.processes); i++) {
  runs.cold.push(run(model, "cold"));
  runs.warm.push(run(model, "warm"));
}
let isSlow = false;
console.log("           compile ms   load ms   warmup ms   first ms   later ms   first / later");
for (const how of ["cold", "warm"] as const) {
  const of = (pick: (run: FirstRun) => number) => median(runs[how].map(pick));
  const ratio = of(({ firstMs, steadyMs }) => firstMs / steadyMs);
  const compileMs = of((run) => run.compileMs);
  const columns = [
    compileMs,
    of((r) => r.loadMs),
    of((r) => r.warmupMs),
    of((r) => r.firstMs),
    of((r) => r.steadyMs),
    ratio,
  ];
  console.log(how.padEnd(10) + columns.map((value) => value.toFixed(2).padStart(11)).join(""));
  isSlow ||= compileMs >= MOST_COMPILE_MS || (how === "warm" && ratio > MOST_TIMES_SLOWER);
}
if (isSlow) process.exitCode = 1;
