// Labelled photos whose names begin with the WordNet id of their class: two of nine calibrate, the others judge.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPhoto } from "../../image/decode.ts";
import type { PixelImage } from "../../index.ts";

export interface Photo {
  readonly pixels: PixelImage;
  /** In the order of ImageNet's 1000 classes. */
  readonly label: number;
}

export interface Photos {
  readonly calibration: readonly Photo[];
  readonly rest: readonly Photo[];
}

/** Of nine photos in the order of their names, so many calibrate: 100 of 450. */
const CALIBRATES = 2;
const OF = 9;

export async function readPhotos(data: string): Promise<Photos> {
  const folder = join(data, "images/imagenet_256");
  const text = await readFile(join(data, "labels/imagenet_1000_wnids.txt"), "utf8");
  const ids = text
    .trim()
    .split("\n")
    .map((line) => line.split(/\s/)[0]);
  const files = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();
  const photos: Photo[] = [];
  for (const file of files) {
    photos.push({ pixels: await readPhoto(join(folder, file)), label: ids.indexOf(file.slice(0, 9)) });
  }
  return {
    calibration: photos.filter((_, i) => i % OF < CALIBRATES),
    rest: photos.filter((_, i) => i % OF >= CALIBRATES),
  };
}
