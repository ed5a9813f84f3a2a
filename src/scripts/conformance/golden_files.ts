// The files of golden outputs: meta.json beside raw tensors.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaseTensor } from "./subject.ts";

export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
}

export interface GoldenMeta {
  /** Relative to the folder of models. */
  readonly model: string;
  readonly input: TensorEntry;
  readonly output: readonly TensorEntry[];
  readonly cases: readonly { readonly k: number; readonly kind: string }[];
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8")) as T;
}

export const tensor = async (folder: string, file: string, { dtype }: TensorEntry): Promise<CaseTensor> => ({
  dtype,
  bytes: await readFile(join(folder, file)),
});
