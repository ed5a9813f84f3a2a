// What a model does with its time: every layer beside the most that this machine could multiply and add.

import type { Model, Placement, StepProfile } from "../index.ts";
import { measurePeaks, type PeakType } from "../peak/peak.ts";
import { byLayer, type LayerOf } from "./layers.ts";

/** A layer's steps with one kernel (layers.ts). */
export interface ProfiledStep extends LayerOf<StepProfile> {
  /** Of the median inference. */
  readonly share: number;
  readonly gmacsPerSecond: number;
  /** Of the machine's peak for the step's element type; undefined where it does not multiply, or there is no peak to compare with. */
  readonly peakShare?: number;
}

/** GMAC/s in registers alone, with the instructions of the build in use; empty for the scalar build, which has no such loops. */
export type Peaks = Partial<Readonly<Record<PeakType, number>>>;

export interface Profile {
  readonly steps: readonly ProfiledStep[];
  /** Steps of the model, which the placements count. */
  readonly stepCount: number;
  readonly peaks: Peaks;
  /** (Time that the multiply-accumulates would take at the peak) / (time of the steps). */
  readonly peakShare?: number;
  readonly placements: readonly Placement[];
}

export async function profileModel(model: Model, runs: number): Promise<Profile> {
  const { build, threads } = model.info();
  const measured = build === "scalar" ? [] : await measurePeaks([build]);
  const peaks: Peaks = Object.fromEntries(
    measured.map(({ type, gmacsPerSecond }) => [type, gmacsPerSecond * threads] as const),
  );
  return { ...compare(model.profile(runs), peaks), peaks, placements: model.plan.placements };
}

/** Layers and their sum against the peaks. */
export function compare(all: readonly StepProfile[], peaks: Peaks): Pick<Profile, "steps" | "stepCount" | "peakShare"> {
  const steps = byLayer(all, (sum, step) => ({ ms: sum.ms + step.ms }));
  const total = steps.reduce((sum, { ms }) => sum + ms, 0);
  const profiled = steps.map((step) => {
    const gmacsPerSecond = rate(step.macs, step.ms);
    const peak = peaks[typeOf(step)];
    const peakShare = peak === undefined || step.macs === 0 ? undefined : gmacsPerSecond / peak;
    return { ...step, share: step.ms / total || 0, gmacsPerSecond, ...(peakShare !== undefined && { peakShare }) };
  });
  const atPeak = profiled.reduce((sum, { ms, peakShare = 0 }) => sum + ms * peakShare, 0);
  return { steps: profiled, stepCount: all.length, ...(atPeak > 0 && { peakShare: atPeak / total }) };
}

/** GMAC/s; 0 for what takes no time that the clock can see. */
export function rate(macs: number, ms: number): number {
  return ms > 0 ? macs / ms / 1e6 : 0;
}

function typeOf({ kernel }: StepProfile): PeakType {
  return /_(i8|u8)(_|$)/.test(kernel) ? "int8" : "f32";
}
