// Photo file -> RGBA pixels: PNG, BMP, GIF (its first frame), TIFF (its first page) and rare kinds of JPEG by Jimp, the usual
// JPEGs by jpeg.ts. Photos are turned as their orientation (EXIF, or the TIFF tag) says. Everything that is no such photo is a
// PhotoError of one line.

import { readFile, stat } from "node:fs/promises";
import { findGap } from "./complete.ts";
import { nameOther, orientationOf, type PhotoHeader, readHeader } from "./header.ts";
import { decodeJpeg } from "./jpeg.ts";
import { type Picture, turnUpright } from "./orient.ts";

/** A file that cannot be read as a photo; the message names it, says why and what to do. */
export class PhotoError extends Error {
  override readonly name = "PhotoError";
}

const MAX_BYTES = 256 * 2 ** 20;
const MAX_PIXELS = 80e6;
/** What the JPEG decoder needs at most for that many pixels: 22 bytes each. */
const JPEG_MEGABYTES = 2048;

/** Throws PhotoError. */
export async function readPhoto(path: string): Promise<Picture> {
  let bytes: Uint8Array;
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw new PhotoError(`${path} is a folder: give photos, for example ${path}/*.jpg`);
    if (info.size > MAX_BYTES) throw new PhotoError(`${path} has ${info.size} bytes: photos may have ${MAX_BYTES}`);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof PhotoError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new PhotoError(
      missing ? `there is no photo ${path}` : `cannot read the photo ${path}: ${(error as Error).message}`,
    );
  }
  return decodePhoto(bytes, path);
}

/** `name` is for messages. Throws PhotoError. */
export async function decodePhoto(bytes: Uint8Array, name: string): Promise<Picture> {
  if (bytes.length === 0) throw new PhotoError(`${name} is empty: give a photo`);
  const header = readHeader(bytes);
  if (header === undefined) {
    const what = nameOther(bytes);
    throw new PhotoError(`${name} is ${what ?? "no photo"}: give a JPEG, PNG, BMP, GIF or TIFF file`);
  }
  const { format, size } = header;
  const damaged = (why: string) => new PhotoError(`${name} is a damaged or truncated ${format} file (${why})`);
  if (size === undefined) throw damaged("its header is incomplete");
  const [width, height] = size;
  if (width < 1 || height < 1) throw damaged(`its size is ${width}x${height}`);
  if (width * height > MAX_PIXELS) {
    throw new PhotoError(`${name} has ${width}x${height} pixels: scale it down below ${MAX_PIXELS / 1e6} megapixels`);
  }
  const gap = findGap(bytes, header);
  if (gap !== undefined) throw damaged(gap);
  let decoded: Picture;
  try {
    decoded = (format === "JPEG" ? decodeJpeg(bytes) : undefined) ?? (await decodeWithJimp(bytes, format));
  } catch (error) {
    // Decoders throw strings, too.
    throw damaged(oneLine(error instanceof Error ? error.message : String(error)));
  }
  if (!(decoded.width > 0) || decoded.data.length !== decoded.width * decoded.height * 4) {
    throw damaged("its pixels are incomplete");
  }
  return decoded;
}

/** Jimp itself turns JPEGs upright, and nothing else. */
async function decodeWithJimp(bytes: Uint8Array, format: PhotoHeader["format"]): Promise<Picture> {
  const { Jimp } = await import("jimp");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const options = { "image/jpeg": { maxMemoryUsageInMB: JPEG_MEGABYTES } };
  const { data, width, height } = (await Jimp.fromBuffer(buffer, options)).bitmap;
  const orientation = format === "TIFF" || format === "PNG" ? orientationOf(bytes, format) : 1;
  return turnUpright({ data, width, height }, orientation);
}

function oneLine(message: string): string {
  return message.split("\n")[0].slice(0, 200);
}
