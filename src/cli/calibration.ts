// Photos for calibration: which of a folder, and their values as the model's input.

import { join } from "node:path";
import { readPhoto } from "../image/decode.ts";
import type { Preprocessing } from "../index.ts";
import { choose, type Graph, photoReader, type Samples } from "../tools.ts";
import { Progress } from "./progress.ts";

/** So many photos calibrate where nothing else is said. */
export const DEFAULT_SAMPLES = 100;

export interface Split {
  readonly calibration: readonly string[];
  /** The photos that are left. */
  readonly rest: readonly string[];
}

/** So many files for calibration, by chance and repeatably; both lists keep the order of `files`. */
export function splitFiles(files: readonly string[], samples: number, seed: number): Split {
  const chosen = new Set(choose(files.length, samples, seed));
  return { calibration: files.filter((_, i) => chosen.has(i)), rest: files.filter((_, i) => !chosen.has(i)) };
}

/** Decodes each photo once. Throws PhotoError, QuantizeError. */
export async function readSamples(
  graph: Graph,
  preprocessing: Preprocessing,
  folder: string,
  files: readonly string[],
): Promise<Samples> {
  const read = photoReader(graph, preprocessing);
  const progress = new Progress("reading photos", files.length);
  const values: (Float32Array | Int8Array)[] = [];
  try {
    for (const file of files) {
      values.push((await read(await readPhoto(join(folder, file)))).slice());
      progress.update(values.length);
    }
  } finally {
    progress.stop();
  }
  return { count: values.length, read: (i) => [values[i]] };
}
