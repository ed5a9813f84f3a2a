// npm run bench:models [-- --data DIR] [--seconds S] [--peaks] [--json]: int8 against f32 on the simd and relaxed builds, in
// one run, with this machine's register-only peaks to compare with. Exits 1 where int8 is not faster than f32.
//
// Rounds are interleaved, every model, build and peak in turn, so that a busy machine disturbs all alike: quotients are taken
// within a round. Medians and minima over the rounds. GMAC/s and the share of the peak count the multiply-accumulates of the
// layers only.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel, type Model, WrenError } from "../index.ts";
import { measurePeaks, type Peak, type PeakBuild, type PeakMeter, type PeakType, peakMeters } from "../peak/peak.ts";
import { compileGraph, importTflite } from "../tools.ts";

const MODELS: readonly { readonly name: string; readonly f32: string; readonly int8: string }[] = [
  {
    name: "MobileNetV2 1.0 224",
    f32: "models/peers/mnv2_f32.tflite.xz",
    int8: "models/coral/tf2_mobilenet_v2_1.0_224_ptq.tflite",
  },
  {
    name: "ResNet-8",
    f32: "models/peers/resnet8_f32.tflite",
    int8: "models/mlperf_tiny/ic/pretrainedResnet_quant.tflite",
  },
  {
    name: "VWW 96",
    f32: "models/mlperf_tiny/vww/vww_96_float.tflite",
    int8: "models/mlperf_tiny/vww/vww_96_int8.tflite",
  },
];

/** A sample is this many milliseconds of runs in a row, at least one run, after one that brings the model back into the caches. */
const SAMPLE_MS = 5;
const WARM_UP_MS = 300;
/** Samples of a peak in each round. */
const PEAK_SAMPLES = 3;

interface Runner {
  readonly name: string;
  readonly type: PeakType;
  readonly build: PeakBuild;
  readonly model: Model;
  /** Runs in a row that make one sample. */
  readonly repeats: number;
  /** Milliseconds a run, one entry a round. */
  readonly samples: number[];
}

/** GMAC/s, one entry a round. */
interface PeakSamples extends PeakMeter {
  readonly samples: number[];
}

interface Row {
  readonly name: string;
  readonly type: PeakType;
  readonly build: PeakBuild;
  readonly medianMs: number;
  readonly minMs: number;
  readonly gmacsPerSecond: number;
  /**
   * Of the register-only peak of the build and type, (MACs / peak) / time: the median over the rounds, and of the best time by the
   * best peak.
   */
  readonly peakShare: number;
  readonly bestPeakShare: number;
  /** Median of f32 / median of int8 of the same model and build; on int8 rows. */
  readonly speedup?: number;
}

async function readModelFile(path: string): Promise<Uint8Array> {
  return path.endsWith(".xz") ? execFileSync("xz", ["-dc", path], { maxBuffer: 1 << 28 }) : readFile(path);
}

function timeRuns(model: Model, inputs: Parameters<Model["run"]>[0], repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) model.run(inputs);
  return (performance.now() - start) / repeats;
}

/** Zeros: no kernel's time depends on the values. */
function emptyInputs(model: Model): Parameters<Model["run"]>[0] {
  const types = { f32: Float32Array, i8: Int8Array, u8: Uint8Array, i32: Int32Array, i64: BigInt64Array };
  return Object.fromEntries(
    model.info().inputs.map(({ name, dtype, shape }) => [name, new types[dtype](shape.reduce((a, b) => a * b, 1))]),
  );
}

async function prepare(path: string, name: string, type: PeakType, builds: readonly PeakBuild[]): Promise<Runner[]> {
  const bytes = compileGraph(importTflite(await readModelFile(path), { name: basename(path) }));
  const runners: Runner[] = [];
  for (const build of builds) {
    const model = await load(bytes, build);
    if (typeof model === "string") {
      console.error(`not measured: ${name} ${type} on ${build}: ${model}`);
      continue;
    }
    const inputs = emptyInputs(model);
    const start = performance.now();
    let once = Infinity;
    while (performance.now() - start < WARM_UP_MS) once = Math.min(once, timeRuns(model, inputs, 1));
    runners.push({ name, type, build, model, repeats: Math.max(1, Math.round(SAMPLE_MS / once)), samples: [] });
  }
  return runners;
}

/** Or why that build cannot run it here. */
async function load(bytes: Uint8Array, build: PeakBuild): Promise<Model | string> {
  try {
    return await loadModel(bytes, { build });
  } catch (error) {
    if (error instanceof WrenError && error.code === "BUILD_UNAVAILABLE") return error.message;
    throw error;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** The median over the rounds. */
function medianQuotient(numerators: readonly number[], denominators: readonly number[]): number {
  return median(numerators.map((value, round) => value / denominators[round]));
}

function toRow(runner: Runner, runners: readonly Runner[], peaks: readonly PeakSamples[]): Row {
  const { name, type, build, model, samples } = runner;
  const { macs } = model.info();
  const peak = peaks.find((p) => p.build === build && p.type === type)!.samples;
  const medianMs = median(samples);
  const minMs = Math.min(...samples);
  const floats = runners.find((other) => other.name === name && other.build === build && other.type === "f32");
  const atPeak = peak.map((gmacsPerSecond) => macs / gmacsPerSecond / 1e6);
  return {
    ...{ name, type, build, medianMs, minMs },
    gmacsPerSecond: macs / medianMs / 1e6,
    peakShare: medianQuotient(atPeak, samples),
    bestPeakShare: Math.min(...atPeak) / minMs,
    ...(type === "int8" && floats && { speedup: medianQuotient(floats.samples, samples) }),
  };
}

function printPeaks(peaks: readonly Peak[]): void {
  for (const { build, type, gmacsPerSecond } of peaks) {
    console.log(`peak ${build.padEnd(8)}${type.padEnd(5)}${gmacsPerSecond.toFixed(1).padStart(7)} GMAC/s`);
  }
}

function printRows(rows: readonly Row[]): void {
  console.log("\nmodel                build    type   median ms   min ms   GMAC/s   of peak (best)   f32 / int8");
  for (const row of rows) {
    const share = `${(100 * row.peakShare).toFixed(0)} % (${(100 * row.bestPeakShare).toFixed(0)} %)`;
    console.log(
      row.name.padEnd(21) +
        row.build.padEnd(9) +
        row.type.padEnd(5) +
        row.medianMs.toFixed(3).padStart(11) +
        row.minMs.toFixed(3).padStart(9) +
        row.gmacsPerSecond.toFixed(1).padStart(9) +
        share.padStart(17) +
        (row.speedup === undefined ? "" : row.speedup.toFixed(2).padStart(13)),
    );
  }
}

async function bench(data: string, seconds: number): Promise<{ peaks: Peak[]; rows: Row[] }> {
  const meters = (await peakMeters()).map((meter): PeakSamples => ({ ...meter, samples: [] }));
  const builds = [...new Set(meters.map(({ build }) => build))];
  const runners: Runner[] = [];
  for (const { name, f32, int8 } of MODELS) {
    runners.push(...(await prepare(join(data, f32), name, "f32", builds)));
    runners.push(...(await prepare(join(data, int8), name, "int8", builds)));
  }
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    for (const { model, repeats, samples } of runners) {
      const inputs = emptyInputs(model);
      model.run(inputs);
      samples.push(timeRuns(model, inputs, repeats));
    }
    for (const { measure, samples } of meters) samples.push(measure(PEAK_SAMPLES));
  }
  const peaks = meters.map(({ build, type, samples }) => ({ build, type, gmacsPerSecond: median(samples) }));
  return { peaks, rows: runners.map((runner) => toRow(runner, runners, meters)) };
}

const { values } = parseArgs({
  options: {
    data: { type: "string", default: fileURLToPath(new URL("../../../../shared/data", import.meta.url)) },
    seconds: { type: "string", default: "20" },
    peaks: { type: "boolean" },
    json: { type: "boolean" },
  },
});
if (values.peaks) {
  const peaks = await measurePeaks();
  if (values.json) console.log(JSON.stringify({ peaks }));
  else printPeaks(peaks);
} else if (!existsSync(values.data)) {
  console.error(`there is no folder of models at ${values.data}: name one with --data`);
  process.exitCode = 2;
} else {
  const { peaks, rows } = await bench(values.data, Number(values.seconds));
  if (values.json) console.log(JSON.stringify({ node: process.version, peaks, rows }));
  else {
    printPeaks(peaks);
    printRows(rows);
  }
  for (const { name, build, speedup = Infinity } of rows) {
    if (speedup > 1) continue;
    console.error(`${name} on ${build}: int8 is not faster than f32`);
    process.exitCode = 1;
  }
}
