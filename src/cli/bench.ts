// bitwren bench MODEL [--build B] [--runs N] [--profile] [--html FILE]

import { Command } from "commander";
import type { Model, ModelInfo, Port, PortData } from "../index.ts";
import { portData, portElements } from "../tools.ts";
import { checkWritable, writeOutputs } from "./files.ts";
import { openAndLoad } from "./model_file.ts";
import { addHost, addJson, type HostOptions, type JsonOption, MODEL_FILES, positiveInteger } from "./options.ts";
import { count, milliseconds, print, rounded, table } from "./output.ts";
import { type Profile, profileModel, rate } from "./profile.ts";
import { profilePage } from "./profile_page.ts";
import { addSource, type SourceOption } from "./source_options.ts";

interface BenchOptions extends SourceOption, HostOptions, JsonOption {
  readonly runs: number;
  readonly profile?: boolean;
  readonly html?: string;
}

/** Milliseconds of whole inferences. */
export interface Timing {
  readonly runs: number;
  readonly medianMs: number;
  readonly minMs: number;
}

export function benchCommand(): Command {
  const command = new Command("bench")
    .description("time a model, and each of its steps against the most this machine can do")
    .argument("<model>", MODEL_FILES)
    .option("--runs <n>", "how many inferences to time", positiveInteger, 50)
    .option("--profile", "time each step and compare it with the machine's peak")
    .option("--html <file>", "write the profile as one page with charts of steps and memory")
    .action(bench);
  return addJson(addHost(addSource(command)));
}

async function bench(path: string, options: BenchOptions): Promise<void> {
  if (options.html !== undefined) await checkWritable(options.html);
  const model = await openAndLoad(path, options, []);
  const info = model.info();
  await model.warmup();
  const timing = timeRuns(model, options.runs);
  const profile = options.profile || options.html !== undefined ? await profileModel(model, options.runs) : undefined;
  if (profile !== undefined && options.html !== undefined) {
    const data = profilePage({ info, timing, profile, host: `Node ${process.version}` });
    await writeOutputs([{ path: options.html, data }]);
  }
  print(options.json, toJson(info, timing, profile), () =>
    [
      describeTiming(info, timing),
      ...(profile && options.profile ? ["", describeProfile(profile)] : []),
      ...(options.html === undefined ? [] : ["", `${options.html}: the profile as a page`]),
    ].join("\n"),
  );
}

function timeRuns(model: Model, runs: number): Timing {
  const { inputs } = model.info();
  const values = Object.fromEntries(inputs.map((port) => [port.name, filled(port)]));
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    model.run(values);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { runs, medianMs: times[runs >> 1], minMs: times[0] };
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

function toJson({ name, build, threads, macs }: ModelInfo, { runs, medianMs, minMs }: Timing, profile?: Profile) {
  return {
    ...{ model: name, build, threads, runs, medianMs: rounded(medianMs), minMs: rounded(minMs) },
    gmacsPerSecond: rounded(rate(macs, medianMs)),
    ...(profile && {
      peaks: Object.fromEntries(Object.entries(profile.peaks).map(([type, value]) => [type, rounded(value, 2)])),
      ...(profile.peakShare !== undefined && { peakShare: rounded(profile.peakShare) }),
      steps: profile.steps.map(({ share, gmacsPerSecond, peakShare, ms, ...step }) => ({
        ...{ ...step, ms: rounded(ms), share: rounded(share), gmacsPerSecond: rounded(gmacsPerSecond) },
        ...(peakShare !== undefined && { peakShare: rounded(peakShare) }),
      })),
    }),
  };
}

function describeTiming(
  { name, build, buildReason, threads, macs }: ModelInfo,
  { runs, medianMs, minMs }: Timing,
): string {
  const speed = `${rate(macs, medianMs).toFixed(2)} GMAC/s`;
  return [
    `${name} on ${build} (${buildReason}), ${threads === 1 ? "1 thread" : `${threads} threads`}`,
    `median ${milliseconds(medianMs)} ms, best ${milliseconds(minMs)} ms of ${runs} runs, ${speed}`,
  ].join("\n");
}

function describeProfile({ steps, peaks, peakShare }: Profile): string {
  const isTiled = steps.some(({ calls }) => calls > 1);
  const rows = steps.map(({ first, op, kernel, macs, calls, ms, share, gmacsPerSecond, peakShare }) => [
    ...[
      first,
      op,
      kernel,
      ...(isTiled ? [calls] : []),
      ms.toFixed(4),
      percentOf(share),
      count(macs),
      gmacsPerSecond.toFixed(2),
    ],
    peakShare === undefined ? "-" : percentOf(peakShare),
  ]);
  const best = Object.entries(peaks).map(([type, value]) => `${type} ${value.toFixed(1)}`);
  return [
    table(["#", "step", "kernel", ...(isTiled ? ["calls"] : []), "ms", "share", "MACs", "GMAC/s", "of peak"], rows),
    "",
    best.length === 0
      ? "no peak to compare with: this build has no vector instructions"
      : `${percentOf(peakShare ?? 0)} of the peak in all; in registers alone this machine does ${best.join(", ")} GMAC/s`,
  ].join("\n");
}

function percentOf(part: number): string {
  return `${(100 * part).toFixed(1)}%`;
}
