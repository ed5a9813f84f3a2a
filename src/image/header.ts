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
  if (view.byteLength < 8) return {};
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return {};
  const sizes: number[] = [];
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > view.byteLength) break;
    const tag = view.getUint16(at, little);
    const isShort = view.getUint16(at + 2, little) === 3;
    if (tag === 256 || tag === 257) {
      sizes[tag - 256] = isShort ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
    }
  }
  return sizes[0] !== undefined && sizes[1] !== undefined ? { size: [sizes[0], sizes[1]] } : {};
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

/** A JPEG cut short has no end-of-image marker behind its scan; decoders would fill the rest with gray. */
export function isCutJpeg(bytes: Uint8Array): boolean {
  for (let i = bytes.length - 2; i >= 0; i--) {
    if (bytes[i] !== 0xff) continue;
    if (bytes[i + 1] === 0xd9) return false;
    if (bytes[i + 1] === 0xda) return true; // the start of the last scan
  }
  return true;
}
