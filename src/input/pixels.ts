// Where pixels come from: raw bytes on every host, anything a canvas can draw in browsers.

import { WrenError } from "../format/errors.ts";
import { TRANSFERRED } from "../format/transferred.ts";

/** 8-bit pixels, row by row, 1 (gray), 3 (RGB) or 4 (RGBA, alpha ignored) bytes each; ImageData is one. */
export interface PixelImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What classify takes: pixels, a browser's image element, bitmap, canvas, video or frame, or a Blob of an encoded photo. */
export type ImageSource = PixelImage | CanvasImageSource | Blob;

/** Bytes a pixel. Throws WrenError BAD_INPUT unless the sizes agree. */
export function channelsOf({ data, width, height }: PixelImage): number {
  if (data.length === 0) throw new WrenError("BAD_INPUT", `the image has no bytes: ${TRANSFERRED}`);
  const channels = data.length / (width * height);
  if (!(width > 0 && height > 0) || !(channels === 1 || channels === 3 || channels === 4)) {
    throw new WrenError(
      "BAD_INPUT",
      `the image is ${width}x${height} with ${data.length} bytes: give 1, 3 or 4 bytes for every pixel`,
    );
  }
  return channels;
}

/** Draws browser images on a canvas of its own, kept for the next image. */
export class PixelReader {
  #canvas: OffscreenCanvas | undefined;

  /** Throws WrenError BAD_INPUT for what is no image, or cannot be drawn here. */
  async read(source: ImageSource): Promise<PixelImage> {
    if (isPixels(source)) return source;
    if (typeof source !== "object" || source === null || typeof OffscreenCanvas === "undefined") {
      const isFile = typeof Blob !== "undefined" && (source as unknown) instanceof Blob;
      const what = isFile ? "this host cannot decode photos, use a decoder such as Jimp" : "not an image";
      throw new WrenError("BAD_INPUT", `${what}: give {data, width, height} with 8-bit gray, RGB or RGBA pixels`);
    }
    if (!(source instanceof Blob)) return this.#draw(source);
    const bitmap = await createImageBitmap(source).catch((cause) => {
      const what = `${source.type || "unknown type"}, ${source.size} bytes`;
      throw new WrenError("BAD_INPUT", `the browser cannot decode this photo (${what}): give JPEG, PNG or WebP`, {
        cause,
      });
    });
    try {
      return this.#draw(bitmap);
    } finally {
      bitmap.close();
    }
  }

  #draw(source: CanvasImageSource): PixelImage {
    const sizes = source as unknown as Readonly<Record<string, unknown>>;
    const width = sizes.naturalWidth ?? sizes.videoWidth ?? sizes.displayWidth ?? sizes.width;
    const height = sizes.naturalHeight ?? sizes.videoHeight ?? sizes.displayHeight ?? sizes.height;
    if (typeof width !== "number" || typeof height !== "number" || !(width > 0 && height > 0)) {
      throw new WrenError("BAD_INPUT", "the image has no size: it is not loaded yet, or was closed or transferred");
    }
    this.#canvas ??= new OffscreenCanvas(width, height);
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (context === null)
      throw new WrenError("BAD_INPUT", "this browser cannot draw on an OffscreenCanvas: give ImageData");
    try {
      context.drawImage(source, 0, 0, width, height);
      return context.getImageData(0, 0, width, height);
    } catch (cause) {
      // A canvas that has held such an image stays unreadable.
      this.#canvas = undefined;
      throw new WrenError(
        "BAD_INPUT",
        `the browser does not give the image's pixels away (${(cause as Error).message}): images of other origins need ` +
          'crossOrigin="anonymous" and a server that allows it (CORS)',
        { cause },
      );
    }
  }
}

function isPixels(source: ImageSource): source is PixelImage {
  // By name: arrays of other realms are as good.
  const data = (source as PixelImage | undefined)?.data;
  return ArrayBuffer.isView(data) && /^Uint8(Clamped)?Array$/.test(data[Symbol.toStringTag]);
}
