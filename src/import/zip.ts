// Zip archives of model files. An archive may come from anywhere: what it says of itself is checked before memory is taken,
// and inflating stops where more comes out than it said.
// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { Inflate } from "fflate";
import { type Diagnostic, ensure, ImportError, Problem, quote } from "./diagnostics.ts";

export interface ZipOptions {
  /** What messages call the archive. */
  readonly name?: string;
  /** Of all files together, unpacked. */
  readonly maxBytes?: number;
}

/** One file as the central directory describes it. */
interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header stands. */
  readonly offset: number;
}

const DEFAULT_MAX_BYTES = 256 * 2 ** 20;
const MAX_ENTRIES = 4096;
/** Deflate cannot do better than 1032; models do not come near. */
const MAX_RATIO = 1000;
/** Inflated at a time: this may become 1032 times as much before it is counted. */
const CHUNK = 16384;

const END = { signature: 0x06054b50, bytes: 22, maxComment: 65535 } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 1;
/** Stands in 32-bit fields whose value is in a ZIP64 record. */
const ZIP64 = 0xffffffff;

const DAMAGED = "The archive is damaged or was not fetched completely; fetch it again";

/** The files of an archive by path; folders and what macOS adds are left out. Throws ImportError. */
export function readZip(
  bytes: Uint8Array,
  { name = "archive", maxBytes = DEFAULT_MAX_BYTES }: ZipOptions = {},
): Map<string, Uint8Array> {
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, Uint8Array>();
  const attempt = <T>(where: string, action: () => T): T | undefined => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      diagnostics.push({ where, what: error.message, hint: error.hint });
      return undefined;
    }
  };
  const entries = attempt("zip", () => readDirectory(bytes, maxBytes));
  for (const entry of entries ?? []) {
    const file = attempt(`zip entry ${quote(entry.path)}`, () => unpack(bytes, entry));
    if (file !== undefined) files.set(entry.path, file);
    if (diagnostics.length > 0) break;
  }
  if (diagnostics.length > 0) throw new ImportError(name, diagnostics);
  return files;
}

/** The files of the central directory, none of which is dangerous. Throws Problem. */
function readDirectory(bytes: Uint8Array, maxBytes: number): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  ensure(
    count <= MAX_ENTRIES,
    () => `has ${count} entries`,
    `At most ${MAX_ENTRIES} are read: pack the model's files alone`,
  );
  const entries: Entry[] = [];
  const paths = new Set<string>();
  let total = 0;
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    ensure(
      at + CENTRAL.bytes <= bytes.length && view.getUint32(at, true) === CENTRAL.signature,
      () => `has no directory entry ${i} at byte ${at}`,
      DAMAGED,
    );
    const entry = readEntry(bytes, view, at);
    at += CENTRAL.bytes + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (isLeftOut(entry.path)) continue;
    checkEntry(entry);
    ensure(!paths.has(entry.path), () => `has two entries ${quote(entry.path)}`, DAMAGED);
    paths.add(entry.path);
    total += entry.size;
    ensure(
      total <= maxBytes,
      () => `unpacks to more than ${Number((maxBytes / 1e6).toPrecision(3))} MB`,
      "Pack the model's files alone",
    );
    entries.push(entry);
  }
  return entries;
}

/** Where the record stands that ends every archive; a comment may follow it. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= 0 && at >= last - END.maxComment; at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  throw new Problem(
    "has no directory at its end",
    "It is no zip archive, or was not fetched completely; fetch it again",
  );
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): Entry {
  const nameLength = view.getUint16(at + 28, true);
  const start = at + CENTRAL.bytes;
  ensure(start + nameLength <= bytes.length, () => "ends within a name of its directory", DAMAGED);
  return {
    path: new TextDecoder().decode(bytes.subarray(start, start + nameLength)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
}

function isLeftOut(path: string): boolean {
  return path.endsWith("/") || /(^|\/)(__MACOSX\/|\.DS_Store$)/.test(path);
}

/** Throws Problem where the entry cannot or should not be unpacked. */
function checkEntry({ path, flags, method, packed, size, offset }: Entry): void {
  const named = quote(path);
  const parts = path.split(/[/\\]/);
  ensure(
    path !== "" && !parts.includes("..") && parts[0] !== "" && !/^[A-Za-z]:/.test(path) && !path.includes("\0"),
    () => `has the entry ${named}, a path that leaves the archive`,
    "Pack the model's files again, by relative paths",
  );
  ensure(
    (flags & IS_ENCRYPTED) === 0,
    () => `has the entry ${named}, which is encrypted`,
    "Pack it without a password",
  );
  ensure(
    method === STORED || method === DEFLATED,
    () => `has the entry ${named}, which is packed by method ${method}`,
    "Pack it again as a plain zip (deflate)",
  );
  ensure(
    packed !== ZIP64 && size !== ZIP64 && offset !== ZIP64,
    () => `has the entry ${named} in the form ZIP64`,
    "Pack it again as a plain zip; models beyond 4 GB cannot be run",
  );
  ensure(
    size <= MAX_RATIO * packed && (method === DEFLATED || size === packed),
    () => `has the entry ${named}, which unpacks from ${packed} to ${size} bytes`,
    "No model packs so well: the archive is damaged or hostile",
  );
}

/** Throws Problem. */
function unpack(bytes: Uint8Array, { method, crc, packed, size, offset }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  ensure(
    offset + LOCAL.bytes <= bytes.length && view.getUint32(offset, true) === LOCAL.signature,
    () => `has no header at byte ${offset}`,
    DAMAGED,
  );
  const start = offset + LOCAL.bytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  ensure(
    start + packed <= bytes.length,
    () => `takes bytes ${start} to ${start + packed} of an archive of ${bytes.length}`,
    DAMAGED,
  );
  const content = bytes.subarray(start, start + packed);
  const file = method === STORED ? new Uint8Array(content) : inflate(content, size);
  ensure(crc32(file) === crc, () => "does not have its checksum", DAMAGED);
  return file;
}

/** Exactly `size` bytes; stops as soon as more come. Throws Problem. */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    ensure(filled + piece.length <= size, () => `unpacks to more than the ${size} bytes it states`, DAMAGED);
    result.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let at = 0; at < packed.length; at += CHUNK) {
      stream.push(packed.subarray(at, at + CHUNK), at + CHUNK >= packed.length);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`cannot be unpacked (${(error as Error).message})`, DAMAGED);
  }
  ensure(filled === size, () => `unpacks to ${filled} of the ${size} bytes it states`, DAMAGED);
  return result;
}

/** CRC-32 of ISO 3309, as zip has it. */
function crc32(bytes: Uint8Array): number {
  const table = Int32Array.from({ length: 256 }, (_, i) => {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
