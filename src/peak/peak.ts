// The multiply-accumulates a second that this machine reaches in registers alone, with each build's instructions: what profiles
// and benchmarks compare with. The best of short samples: a peak, whatever else the machine is doing.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { instantiate } from "@assemblyscript/loader";

export type PeakBuild = "simd" | "relaxed";
export type PeakType = "int8" | "f32";

export interface Peak {
  readonly build: PeakBuild;
  readonly type: PeakType;
  readonly gmacsPerSecond: number;
}

interface PeakLoops extends Record<string, unknown> {
  int8_macs(): number;
  f32_macs(): number;
  int8_peak(rounds: number, seed: number): number;
  f32_peak(rounds: number, seed: number): number;
}

/** One peak, to be measured as often as wanted. */
export interface PeakMeter {
  readonly build: PeakBuild;
  readonly type: PeakType;
  /** GMAC/s, the best of so many samples of less than a millisecond. */
  measure(samples: number): number;
}

const SAMPLES = 200;
const ROUNDS = 100_000;

async function loadLoops(build: PeakBuild): Promise<PeakLoops | undefined> {
  const bytes = await readFile(fileURLToPath(new URL(`../../wasm/peak.${build}.wasm`, import.meta.url)));
  if (!WebAssembly.validate(bytes)) return undefined;
  return (await instantiate<PeakLoops>(bytes)).exports;
}

function meter(build: PeakBuild, type: PeakType, loops: PeakLoops): PeakMeter {
  const [macs, loop, seed] =
    type === "int8" ? [loops.int8_macs(), loops.int8_peak, 3] : [loops.f32_macs(), loops.f32_peak, 0.5];
  const measure = (samples: number) => {
    let best = Infinity;
    for (let i = 0; i < samples; i++) {
      const start = performance.now();
      loop(ROUNDS, seed);
      best = Math.min(best, performance.now() - start);
    }
    return (macs * ROUNDS) / best / 1e6;
  };
  return { build, type, measure };
}

/** Those of the builds asked for that this engine has. */
export async function peakMeters(builds: readonly PeakBuild[] = ["simd", "relaxed"]): Promise<PeakMeter[]> {
  const meters: PeakMeter[] = [];
  for (const build of builds) {
    const loops = await loadLoops(build);
    if (loops === undefined) continue;
    for (const type of ["int8", "f32"] as const) meters.push(meter(build, type, loops));
  }
  return meters;
}

/** The peaks of these builds, measured now; a tenth of a second each. */
export async function measurePeaks(builds?: readonly PeakBuild[]): Promise<Peak[]> {
  const meters = await peakMeters(builds);
  return meters.map(({ build, type, measure }) => ({ build, type, gmacsPerSecond: measure(SAMPLES) }));
}
