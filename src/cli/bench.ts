// bitwren bench MODEL [--build B] [--runs N]

import { Command } from "commander";
import type { Model, Port, PortData, StepProfile } from "../index.ts";
import { portData, portElements } from "../tools.ts";
import { openAndLoad } from "./model_file.ts";
import { addBuild, addJson, type BuildOption, type JsonOption, MODEL_FILES, positiveInteger } from "./options.ts";
import { count, milliseconds, print, rounded, table } from "./output.ts";
import { addSource, type SourceOption } from "./source_options.ts";

const WARM_UP_RUNS = 5;

interface BenchOptions extends SourceOption, BuildOption, JsonOption {
  readonly runs: number;
}

export function benchCommand(): Command {
  const command = new Command("bench")
    .description("time a model and each of its steps")
    .argument("<model>", MODEL_FILES)
    .option("--runs <n>", "how many inferences to time", positiveInteger, 50)
    .action(bench);
  return addJson(addBuild(addSource(command)));
}

async function bench(path: string, options: BenchOptions): Promise<void> {
  const model = await openAndLoad(path, options, []);
  const { name, build, buildReason, threads, macs } = model.info();
  const times = timeRuns(model, options.runs);
  const medianMs = times[times.length >> 1];
  const gmacsPerSecond = macs / medianMs / 1e6;
  const steps = model.profile(options.runs);
  const result = {
    model: name,
    build,
    threads,
    runs: options.runs,
    medianMs: rounded(medianMs),
    minMs: rounded(times[0]),
    gmacsPerSecond: rounded(gmacsPerSecond),
    steps: steps.map((step) => ({
      ...step,
      ms: rounded(step.ms),
      gmacsPerSecond: rounded(step.macs / step.ms / 1e6 || 0),
    })),
  };
  print(options.json, result, () =>
    [
      `${name} on ${build} (${buildReason}), ${threads === 1 ? "1 thread" : `${threads} threads`}`,
      `median ${milliseconds(medianMs)} ms, best ${milliseconds(times[0])} ms of ${options.runs} runs, ` +
        `${gmacsPerSecond.toFixed(2)} GMAC/s`,
      "",
      describeSteps(steps),
    ].join("\n"),
  );
}

/** Milliseconds, sorted. */
function timeRuns(model: Model, runs: number): number[] {
  const { inputs } = model.info();
  const values = Object.fromEntries(inputs.map((port) => [port.name, filled(port)]));
  for (let i = 0; i < WARM_UP_RUNS; i++) model.run(values);
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    model.run(values);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b);
}

/** Values that are neither zero nor alike, so that no step is let off its work. */
function filled(port: Port): PortData {
  const data = portData(port.dtype, portElements(port));
  if (data instanceof BigInt64Array || data instanceof Int32Array) return data;
  const isFloat = data instanceof Float32Array;
  for (let i = 0; i < data.length; i++) {
    const byte = Math.imul(i, 0x9e3779b1) >>> 24;
    data[i] = isFloat ? byte / 127.5 - 1 : byte;
  }
  return data;
}

function describeSteps(steps: readonly StepProfile[]): string {
  const total = steps.reduce((sum, { ms }) => sum + ms, 0);
  const rows = steps.map(({ op, kernel, macs, ms }, i) => {
    const share = `${((100 * ms) / total).toFixed(1)}%`;
    return [i, op, kernel, ms.toFixed(4), share, count(macs), (macs / ms / 1e6 || 0).toFixed(2)];
  });
  return table(["#", "step", "kernel", "ms", "share", "MACs", "GMAC/s"], rows);
}
