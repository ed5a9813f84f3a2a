// Is all of a photo there? Decoders fill what is missing with gray or zeros, loop on it or fail with words about their own
// insides, so files cut short are found here, before.

import { type PhotoHeader, readTiffTags } from "./header.ts";

const EARLY = "it ends early";

/** Why the file cannot be the whole picture its header promises; undefined if it can. */
export function findGap(bytes: Uint8Array, { format, size }: PhotoHeader): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (format) {
    case "JPEG":
      return jpegGap(bytes);
    case "GIF":
      return gifGap(bytes, view, size ?? [0, 0]);
    case "BMP":
      return bmpGap(view, size ?? [0, 0]);
    case "TIFF":
      return tiffGap(view);
    case "PNG": // its decoder checks every chunk
      return undefined;
  }
}

/** An end-of-image marker stands behind the start of the last scan. */
function jpegGap(bytes: Uint8Array): string | undefined {
  for (let i = bytes.length - 2; i >= 0; i--) {
    if (bytes[i] !== 0xff) continue;
    if (bytes[i + 1] === 0xd9) return undefined;
    if (bytes[i + 1] === 0xda) return EARLY;
  }
  return EARLY;
}

/** Rows of uncompressed pixels take a known number of bytes. */
function bmpGap(view: DataView, [width, height]: readonly [number, number]): string | undefined {
  if (view.byteLength < 34) return EARLY;
  const isCompressed = view.getUint32(14, true) >= 40 && ![0, 3].includes(view.getUint32(30, true));
  if (isCompressed) return undefined;
  const rowBytes = Math.ceil((width * view.getUint16(28, true)) / 32) * 4;
  return view.getUint32(10, true) + rowBytes * height > view.byteLength ? EARLY : undefined;
}

/** The first frame lies on the screen and its codes make up all of its pixels (GIF89a, 17 to 22). */
function gifGap(bytes: Uint8Array, view: DataView, [width, height]: readonly [number, number]): string | undefined {
  const colors = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13 + colors(bytes[10]);
  while (bytes[at] === 0x21) {
    at += 2;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at];
    at++;
  }
  if (at + 11 > bytes.length) return EARLY;
  if (bytes[at] !== 0x2c) return "it has no picture";
  const [left, top, columns, rows] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true));
  if (left + columns > width || top + rows > height) return "its first picture lies outside the frame";
  at += 10 + colors(bytes[at + 9]);
  const codeBits = bytes[at];
  if (codeBits < 1 || codeBits > 8) return `its codes have ${codeBits} bits`;
  const pixels = countGifPixels(dataBlocks(bytes, at + 1), codeBits);
  if (pixels === undefined) return "a code refers to nothing";
  return pixels === columns * rows ? undefined : `${pixels} of its ${columns * rows} pixels are there`;
}

/** The bytes of a chain of data blocks. */
function* dataBlocks(bytes: Uint8Array, start: number): Generator<number> {
  for (let at = start; at < bytes.length && bytes[at] !== 0; at += 1 + bytes[at]) {
    yield* bytes.subarray(at + 1, at + 1 + bytes[at]);
  }
}

/** Walks the codes (variable-length LZW, appendix F) and adds up what they stand for; undefined if one is undefined. */
function countGifPixels(stream: Iterable<number>, codeBits: number): number | undefined {
  const clear = 1 << codeBits;
  const lengths = new Int32Array(4096).fill(1);
  let [next, size, previous, pixels, buffer, bits] = [clear + 2, codeBits + 1, -1, 0, 0, 0];
  for (const byte of stream) {
    buffer |= byte << bits;
    bits += 8;
    while (bits >= size) {
      const code = buffer & ((1 << size) - 1);
      buffer >>= size;
      bits -= size;
      if (code === clear + 1) return pixels;
      if (code === clear) {
        [next, size, previous] = [clear + 2, codeBits + 1, -1];
        continue;
      }
      if (code > next || (code === next && previous < 0)) return undefined;
      if (previous >= 0 && next < 4096) {
        lengths[next++] = lengths[previous] + 1;
        if (next === 1 << size && size < 12) size++;
      }
      pixels += lengths[code];
      previous = code;
    }
  }
  return pixels;
}

/** Bytes of a value of each TIFF type, 1 (byte) to 13 (directory). */
const TIFF_TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const MAX_DIRECTORIES = 1000;

/** Every directory and its values, and every strip (tags 273, 279) or tile (324, 325), lie in the file. */
function tiffGap(view: DataView): string | undefined {
  const little = view.getUint8(0) === 0x49;
  let directory = view.getUint32(4, little);
  for (let i = 0; directory !== 0; i++) {
    const entries = directory + 2 <= view.byteLength ? view.getUint16(directory, little) : 0;
    const end = directory + 2 + 12 * entries;
    if (entries === 0 || end + 4 > view.byteLength) return "a directory is cut";
    if (i === MAX_DIRECTORIES) return "its directories do not end";
    for (let at = directory + 2; at < end; at += 12) {
      const bytes = (TIFF_TYPE_BYTES[view.getUint16(at + 2, little)] ?? 0) * view.getUint32(at + 4, little);
      if (bytes === 0 || (bytes > 4 && view.getUint32(at + 8, little) + bytes > view.byteLength)) {
        return "a directory has a value outside the file";
      }
    }
    directory = view.getUint32(end, little);
  }
  const tags = readTiffTags(view, little);
  const offsets = tags.get(273) ?? tags.get(324);
  const counts = tags.get(279) ?? tags.get(325);
  if (offsets === undefined || counts === undefined || offsets.length !== counts.length)
    return "its pixels are missing";
  return offsets.some((offset, i) => offset + counts[i] > view.byteLength) ? EARLY : undefined;
}
