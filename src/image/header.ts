// What a file is and how large its picture, read from its first bytes: the decoders are only let near files that are photos
// of a reasonable size, and the others get a sentence that says what they are.

export interface PhotoHeader {
  readonly format: "JPEG" | "PNG" | "BMP" | "GIF" | "TIFF";
  /** Absent where the header does not reach that far. */
  readonly size?: readonly [width: number, height: number];
}

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Undefined for anything but the five formats. */
export function readHeader(bytes: Uint8Array): PhotoHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const long = (n: number) => bytes.length >= n;
  if (text(bytes, 1, 4) === "PNG") {
    return { format: "PNG", ...(long(24) && { size: [view.getUint32(16), view.getUint32(20)] as const }) };
  }
  if (text(bytes, 0, 4) === "GIF8") {
    return { format: "GIF", ...(long(10) && { size: [view.getUint16(6, true), view.getUint16(8, true)] as const }) };
  }
  if (text(bytes, 0, 2) === "BM") {
    const size = long(26) ? ([view.getInt32(18, true), Math.abs(view.getInt32(22, true))] as const) : undefined;
    return { format: "BMP", ...(size && { size }) };
  }
  if (long(3) && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { format: "JPEG", ...jpeg(view) };
  const order = text(bytes, 0, 4);
  if (order === "II*\0" || order === "MM\0*") return { format: "TIFF", ...tiff(view, order === "II*\0") };
  return undefined;
}

/** Walks the segments up to the frame header (SOF0..SOF15 but DHT, JPG and DAC). */
function jpeg(view: DataView): Pick<PhotoHeader, "size"> {
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return {};
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // a fill byte
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { size: [view.getUint16(at + 7), view.getUint16(at + 5)] };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return {};
}

/** ImageWidth (256) and ImageLength (257) of the first directory. */
function tiff(view: DataView, little: boolean): Pick<PhotoHeader, "size"> {
  const tags = readTiffTags(view, little);
  const [width, height] = [tags.get(256)?.[0], tags.get(257)?.[0]];
  return width !== undefined && height !== undefined ? { size: [width, height] } : {};
}

/** The stored orientation of a TIFF (tag 274) or a PNG (the same tag in its eXIf chunk), 1 if it says none. */
export function orientationOf(bytes: Uint8Array, format: "TIFF" | "PNG"): number {
  const tags = (view: DataView) => readTiffTags(view, view.byteLength > 0 && view.getUint8(0) === 0x49);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (format === "TIFF") return tags(view).get(274)?.[0] ?? 1;
  // Chunks: u32 length, four letters, data, u32 checksum.
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (text(bytes, at + 4, at + 8) !== "eXIf") continue;
    const length = Math.min(view.getUint32(at), bytes.length - at - 8);
    return tags(new DataView(bytes.buffer, bytes.byteOffset + at + 8, length)).get(274)?.[0] ?? 1;
  }
  return 1;
}

/** The values of the first directory's whole-number tags, as far as they lie inside the file. */
export function readTiffTags(view: DataView, little: boolean): Map<number, number[]> {
  const tags = new Map<number, number[]>();
  const directory = view.byteLength < 8 ? view.byteLength : view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return tags;
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > view.byteLength) break;
    const type = view.getUint16(at + 2, little);
    const bytes = type === 3 ? 2 : 4;
    const count = view.getUint32(at + 4, little);
    const start = count * bytes <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if ((type !== 3 && type !== 4) || start + count * bytes > view.byteLength) continue;
    const read = (k: number) =>
      type === 3 ? view.getUint16(start + 2 * k, little) : view.getUint32(start + 4 * k, little);
    tags.set(
      view.getUint16(at, little),
      Array.from({ length: count }, (_, k) => read(k)),
    );
  }
  return tags;
}

/** Names what is often mistaken for a photo we can read; undefined for the unknown. */
export function nameOther(bytes: Uint8Array): string | undefined {
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") return "a WebP image";
  if (text(bytes, 4, 8) === "ftyp") {
    const brand = text(bytes, 8, 12);
    if (brand.startsWith("avi")) return "an AVIF image";
    return /^(hei|hev|mif|msf)/.test(brand) ? "a HEIF image" : "a video";
  }
  if (text(bytes, 0, 4) === "%PDF") return "a PDF";
  if (text(bytes, 0, 2) === "PK") return "a ZIP archive";
  if (text(bytes, 0, 4) === "WREN" || text(bytes, 4, 8) === "TFL3") return "a model";
  return bytes[0] === 0x3c ? "HTML or SVG text" : undefined;
}
