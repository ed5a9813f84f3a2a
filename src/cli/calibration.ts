// Photos for calibration: which of a folder, and their values as the model's input.

import { join } from "node:path";
import { readPhoto } from "../image/decode.ts";
import type { Preprocessing } from "../index.ts";
import { type Graph, photoReader, type Samples } from "../tools.ts";
import { Progress } from "./progress.ts";

export interface Split {
  readonly calibration: readonly string[];
  /** The photos that are left. */
  readonly rest: readonly string[];
}

/** So many files for calibration, by chance and repeatably; both lists keep the order of `files`. */
export function splitFiles(files: readonly string[], samples: number, seed: number): Split {
  const next = generator(seed);
  const order = files.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const chosen = new Set(order.slice(0, samples));
  return { calibration: files.filter((_, i) => chosen.has(i)), rest: files.filter((_, i) => !chosen.has(i)) };
}

/** mulberry32: uniform in [0, 1). */
function generator(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
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
  const values: Float32Array[] = [];
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
