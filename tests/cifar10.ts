// Photos of CIFAR-10 from the shared data: batches of 1000, of which 0 is for learning and 50 for testing.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Jimp } from "jimp";
import type { PixelImage } from "../src/index.ts";

export const CIFAR10_LABELS = [
  ...["airplane", "automobile", "bird", "cat", "deer"],
  ...["dog", "frog", "horse", "ship", "truck"],
];

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const COUNT = 1000;

export interface Cifar10Batch {
  /** The class of each photo. */
  readonly classes: readonly number[];
  /** RGBA. */
  photo(index: number): PixelImage;
  /** [32, 32, 3]. */
  rgb(index: number): Uint8Array;
}

/** `data` is the folder of shared data. The files are sprites, one image a row. */
export async function readCifar10(data: string, batch: number): Promise<Cifar10Batch> {
  const folder = join(data, "datasets/cifar10");
  const { bitmap } = await Jimp.read(join(folder, `cifar10_batch_${batch}.png`));
  const text = await readFile(join(folder, "cifar10_labels.js"), "utf8");
  const all = JSON.parse(text.slice(text.indexOf("["), text.indexOf("]") + 1)) as number[];
  const rgba = (index: number) => bitmap.data.subarray(4 * PIXELS * index, 4 * PIXELS * (index + 1));
  return {
    classes: all.slice(COUNT * batch, COUNT * (batch + 1)),
    photo: (index) => ({ width: SIDE, height: SIDE, data: rgba(index) }),
    rgb: (index) => rgba(index).filter((_, i) => i % 4 < 3),
  };
}
