// What every source format is imported with, and what comes of it.

import type { Graph } from "../../graph/graph.ts";
import { FormatError } from "../recognize.ts";

export type SourceFormat = "TFLite" | "ONNX" | "TensorFlow.js";

/** Bytes of the file at `path`, relative to the model; undefined where there is none. */
export type Sibling = (path: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Numbers for an input; they become values of its element type, and have its shape if they are as many. */
export interface GivenValue {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

export interface SourceOptions {
  /** Dimensions of inputs by name, where the file leaves them open; "" is the only input. */
  readonly shapes?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Inputs that become constants. */
  readonly values?: Readonly<Record<string, GivenValue>> | undefined;
  /** How callers see images of ONNX models: "nhwc" (default), as photos need them, or "nchw", as the file has them. */
  readonly layout?: "nchw" | "nhwc" | undefined;
}

export interface SourceFile extends SourceOptions {
  /** What messages call the file, path and all; also what the graph is called, without path and ending. */
  readonly name: string;
  /** Reads weights and other files beside the model; without it there are none. */
  readonly sibling?: Sibling | undefined;
}

export interface ImportedModel {
  readonly graph: Graph;
  readonly format: SourceFormat;
  /** What was assumed without the file or the options saying so: a sentence each, with the option that says otherwise. */
  readonly notes: readonly string[];
}

/** `photos/model.onnx` -> `model`; files that are always called the same have their folder's name. */
export function modelName(path: string): string {
  const parts = path.split(/[\\/]/);
  const last = parts[parts.length - 1];
  if (last === "model.json" && parts.length > 1) return parts[parts.length - 2];
  return last.replace(/(.)\.[^.]*$/, "$1");
}

/** Throws FormatError for options that only ONNX models have use for; images of the others are NHWC. */
export function refuseOnnxOptions({ name, values = {}, layout }: SourceFile, format: SourceFormat): void {
  if (Object.keys(values).length > 0) throw new FormatError(`${name} is a ${format} model: --set is for ONNX models`);
  if (layout !== "nchw") return;
  throw new FormatError(`${name} is a ${format} model, its images are [N,H,W,C]: --layout nchw is for ONNX models`);
}

/** Files whose contents name further files do not go on for ever. */
const MAX_ROUNDS = 8;

/** Result of `read` with the files that it asks for: they are fetched once it has named them, and it runs again. */
export async function withSiblings<T>(
  sibling: Sibling | undefined,
  read: (file: (path: string) => Uint8Array | undefined) => T,
): Promise<T> {
  const files = new Map<string, Uint8Array | undefined>();
  for (let round = 0; ; round++) {
    const wanted = new Set<string>();
    const attempt = () =>
      read((path) => {
        if (!files.has(path)) wanted.add(path);
        return files.get(path);
      });
    let outcome: { result: T } | { error: unknown };
    try {
      outcome = { result: attempt() };
    } catch (error) {
      outcome = { error };
    }
    if (wanted.size === 0 || sibling === undefined || round === MAX_ROUNDS) {
      if ("error" in outcome) throw outcome.error;
      return outcome.result;
    }
    for (const path of wanted) files.set(path, await sibling(path));
  }
}
