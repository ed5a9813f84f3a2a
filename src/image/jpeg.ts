// JPEG files (ITU-T T.81, JFIF, EXIF): Huffman-coded, sequential or progressive, 8 bits, gray or three components, decoded
// to the very pixels libjpeg gives, and turned upright. The rest (CMYK, arithmetic coding, 12 bits) is left to Jimp.

import { readTiffTags } from "./header.ts";
import { buildHuffman, type Huffman } from "./jpeg_bits.ts";
import { type Component, decodeScan, ZIGZAG } from "./jpeg_scan.ts";
import { inverseTransform, toRgb, writePlane } from "./jpeg_transform.ts";
import { type Picture, turnUpright } from "./orient.ts";

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  readonly units: readonly [number, number];
}

/** Undefined for the kinds that are left to others. Throws Error where the file is damaged. */
export function decodeJpeg(bytes: Uint8Array): Picture | undefined {
  const file = new JpegFile(bytes);
  return file.read() ? file.picture() : undefined;
}

class JpegFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #quantization = new Map<number, Uint16Array>();
  readonly #huffman = new Map<number, Huffman>();
  #restartInterval = 0;
  #orientation = 1;
  #adobe: number | undefined;
  #hasJfif = false;
  #frame: Frame | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Walks the segments to the end of the image; false for a kind of JPEG that is not ours. */
  read(): boolean {
    for (let at = 2; ; ) {
      while (!(this.#bytes[at] === 0xff && this.#bytes[at + 1] > 0 && this.#bytes[at + 1] < 0xff)) {
        if (++at >= this.#bytes.length) throw new Error("it ends early");
      }
      const marker = this.#bytes[at + 1];
      if (marker === 0xd9) return this.#frame !== undefined;
      if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
        continue;
      }
      const end = at + 2 + this.#view.getUint16(at + 2);
      if (end > this.#bytes.length) throw new Error("it ends early");
      const body = this.#bytes.subarray(at + 4, end);
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame && !this.#readFrame(body, marker)) return false;
      this.#readTables(body, marker);
      at = marker === 0xda ? this.#readScan(body, end) : end;
    }
  }

  picture(): Picture {
    const { width, height, components } = this.#frame as Frame;
    const data = new Uint8Array(width * height * 4).fill(255);
    const [maxH, maxV] = [Math.max(...components.map(({ h }) => h)), Math.max(...components.map(({ v }) => v))];
    components.forEach((component, channel) => {
      const ratio = [maxH / component.h, maxV / component.v] as const;
      const plane = inverseTransform(component, Math.ceil(width / ratio[0]), Math.ceil(height / ratio[1]));
      const channels = components.length === 1 ? [0, 1, 2] : [channel];
      for (const to of channels) writePlane(plane, { data, width, height, channel: to }, ratio);
    });
    const ids = String.fromCharCode(...components.map(({ id }) => id));
    const isYcc = this.#hasJfif || (this.#adobe === undefined ? ids !== "RGB" : this.#adobe !== 0);
    if (components.length === 3 && isYcc) toRgb(data);
    return turnUpright({ data, width, height }, this.#orientation);
  }

  #readTables(body: Uint8Array, marker: number): void {
    const starts = (word: string) => [...word].every((c, i) => body[i] === c.charCodeAt(0));
    if (marker === 0xdb) this.#readQuantization(body);
    else if (marker === 0xc4) this.#readHuffman(body);
    else if (marker === 0xdd && body.length >= 2) this.#restartInterval = body[0] * 256 + body[1];
    else if (marker === 0xe0 && starts("JFIF")) this.#hasJfif = true;
    else if (marker === 0xee && starts("Adobe")) this.#adobe = body[11];
    else if (marker === 0xe1 && starts("Exif\0\0") && body.length >= 14) {
      const exif = body.slice(6);
      this.#orientation = readTiffTags(new DataView(exif.buffer), exif[0] === 0x49).get(274)?.[0] ?? 1;
    }
  }

  #readQuantization(body: Uint8Array): void {
    for (let at = 0; at < body.length; ) {
      const [isWide, id] = [body[at] >> 4 !== 0, body[at] & 15];
      at++;
      if (at + (isWide ? 128 : 64) > body.length) throw new Error("a quantisation table is cut");
      const table = new Uint16Array(64);
      for (const place of ZIGZAG) {
        table[place] = isWide ? body[at] * 256 + body[at + 1] : body[at];
        at += isWide ? 2 : 1;
      }
      this.#quantization.set(id, table);
    }
  }

  #readHuffman(body: Uint8Array): void {
    for (let at = 0; at + 17 <= body.length; ) {
      const lengths = body.subarray(at + 1, at + 17);
      const count = lengths.reduce((sum, n) => sum + n, 0);
      if (at + 17 + count > body.length) throw new Error("a code table is cut");
      this.#huffman.set(body[at], buildHuffman(lengths, body.subarray(at + 17, at + 17 + count)));
      at += 17 + count;
    }
  }

  #readFrame(body: Uint8Array, marker: number): boolean {
    const count = body[5];
    if (marker > 0xc2 || body[0] !== 8 || !(count === 1 || count === 3)) return false;
    if (this.#frame !== undefined || body.length < 6 + 3 * count) throw new Error("its frame header is wrong");
    const [height, width] = [body[1] * 256 + body[2], body[3] * 256 + body[4]];
    const factors = Array.from({ length: count }, (_, i) => body.subarray(6 + 3 * i, 9 + 3 * i));
    const sizes = factors.map(([, factor]) => [factor >> 4, factor & 15]);
    if (height === 0 || sizes.flat().some((n) => n < 1 || n > 4)) throw new Error("its frame header is wrong");
    // One component alone has no use for its factors.
    const [maxH, maxV] = count === 1 ? sizes[0] : [0, 1].map((side) => Math.max(...sizes.map((size) => size[side])));
    const units = [Math.ceil(width / (8 * maxH)), Math.ceil(height / (8 * maxV))] as const;
    const components = factors.map(([id, , tableId], i): Component => {
      const [h, v] = sizes[i];
      const stride = units[0] * h;
      return {
        ...{ id, h, v, tableId, stride },
        columns: Math.ceil(Math.ceil((width * h) / maxH) / 8),
        rows: Math.ceil(Math.ceil((height * v) / maxV) / 8),
        coefficients: new Int16Array(stride * units[1] * v * 64),
      };
    });
    this.#frame = { width, height, isProgressive: marker === 0xc2, components, units };
    return true;
  }

  /** `end` is where the scan's bits begin; returns where they end. */
  #readScan(body: Uint8Array, end: number): number {
    const frame = this.#frame;
    const count = body[0];
    if (frame === undefined || count < 1 || body.length < 4 + 2 * count) throw new Error("a scan header is wrong");
    const empty: Huffman = new Uint16Array(65536);
    const components = Array.from({ length: count }, (_, i) => {
      const component = frame.components.find(({ id }) => id === body[1 + 2 * i]);
      if (component === undefined) throw new Error("a scan names no component");
      const table = this.#quantization.get(component.tableId);
      if (component.quantization === undefined && table !== undefined) component.quantization = table;
      const tables = body[2 + 2 * i];
      const dc = this.#huffman.get(tables >> 4) ?? empty;
      const ac = this.#huffman.get(0x10 | (tables & 15)) ?? empty;
      return { component, dc, ac };
    });
    const [first, last, bits] = body.subarray(1 + 2 * count);
    const { units, isProgressive } = frame;
    if (last > 63 || first > last || (bits & 15) > 13) throw new Error("a scan header is wrong");
    if (isProgressive && first > 0 && count > 1) throw new Error("a scan header is wrong");
    const restartInterval = this.#restartInterval;
    const range = { first, last, high: bits >> 4, low: bits & 15 };
    return decodeScan(this.#bytes, end, { components, units, restartInterval, isProgressive, ...range });
  }
}
