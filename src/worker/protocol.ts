// What a page and its worker say to each other. Calls have a number; every call is answered once, loading reports in between.

import type { Classification, LoadOptions, ModelInfo, Plan, PortData, Progress, StepProfile } from "../index.ts";

/** What can be sent: functions and signals stay here. */
export interface RemoteLoadOptions extends Omit<LoadOptions, "signal" | "onProgress"> {
  readonly reports: boolean;
}

export type Inputs = PortData | Readonly<Record<string, PortData>>;

/** Arguments and result of everything a worker does; `model` is a number that load gave. */
export interface Calls {
  load: { args: [source: unknown, options: RemoteLoadOptions]; result: { model: number; info: ModelInfo; plan: Plan } };
  classify: { args: [model: number, image: unknown, topK: number | undefined]; result: Classification[] };
  run: { args: [model: number, inputs: Inputs]; result: Record<string, PortData> };
  warmup: { args: [model: number]; result: undefined };
  profile: { args: [model: number, runs: number | undefined]; result: StepProfile[] };
  dispose: { args: [model: number]; result: undefined };
}

export type Method = keyof Calls;

export type Request =
  | { readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  /** Ends the loading that has this number. */
  | { readonly abort: number };

/** Errors lose their class on the way. */
export interface RemoteError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: RemoteError }
  | { readonly id: number; readonly progress: Progress }
  /** The program runs. */
  | { readonly ready: true };
