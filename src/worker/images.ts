// Images on their way to a worker.

import { WrenError } from "../format/errors.ts";
import type { ImageSource } from "../index.ts";

export interface Sendable {
  readonly image: unknown;
  readonly transfer: readonly Transferable[];
}

/** What belongs to a document is taken as a bitmap; the rest is copied, or handed over if the caller says so. */
export async function sendable(image: ImageSource, handOver: boolean): Promise<Sendable> {
  if (isDrawable(image)) {
    const bitmap = await createImageBitmap(image as HTMLImageElement).catch((cause) => {
      throw new WrenError("BAD_INPUT", `the image has no pixels yet, or cannot be read: ${(cause as Error).message}`, {
        cause,
      });
    });
    return { image: bitmap, transfer: [bitmap] };
  }
  if (isPixels(image)) {
    const { data, width, height } = image;
    // Not the object itself: it may be of a class with more in it.
    return { image: { data, width, height }, transfer: handOver ? [data.buffer as ArrayBuffer] : [] };
  }
  const isHandle = is("ImageBitmap", image) || is("VideoFrame", image);
  return { image, transfer: handOver && isHandle ? [image as ImageBitmap] : [] };
}

function isPixels(image: ImageSource): image is Extract<ImageSource, { data: unknown }> {
  return typeof image === "object" && image !== null && "data" in image;
}

function isDrawable(image: unknown): boolean {
  return is("Element", image) || is("OffscreenCanvas", image);
}

function is(name: string, value: unknown): boolean {
  const type = (globalThis as Record<string, unknown>)[name];
  return typeof type === "function" && value instanceof type;
}
