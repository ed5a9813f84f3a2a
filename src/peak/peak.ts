// The multiply-accumulates a second that this machine reaches in registers alone, with each build's instructions: what profiles
// and benchmarks compare with. The best of many short samples: a peak, whatever else the machine is doing.

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

const SAMPLES = 200;
const ROUNDS = 100_000;

async function loadLoops(build: PeakBuild): Promise<PeakLoops | undefined> {
  const bytes = await readFile(fileURLToPath(new URL(`../../wasm/peak.${build}.wasm`, import.meta.url)));
  if (!WebAssembly.validate(bytes)) return undefined;
  return (await instantiate<PeakLoops>(bytes)).exports;
}

function measure(loops: PeakLoops, type: PeakType): number {
  const [macs, loop, seed] =
    type === "int8" ? [loops.int8_macs(), loops.int8_peak, 3] : [loops.f32_macs(), loops.f32_peak, 0.5];
  let best = Infinity;
  for (let i = 0; i < SAMPLES; i++) {
    const start = performance.now();
    loop(ROUNDS, seed);
    best = Math.min(best, performance.now() - start);
  }
  return (macs * ROUNDS) / best / 1e6;
}

/** Peaks of the builds asked for, as far as this engine has them; a quarter of a second each. */
export async function measurePeaks(builds: readonly PeakBuild[] = ["simd", "relaxed"]): Promise<Peak[]> {
  const peaks: Peak[] = [];
  for (const build of builds) {
    const loops = await loadLoops(build);
    if (loops === undefined) continue;
    for (const type of ["int8", "f32"] as const) peaks.push({ build, type, gmacsPerSecond: measure(loops, type) });
  }
  return peaks;
}
