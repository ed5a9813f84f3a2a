// The bytes of a .wren file: a header, then three sections, each beginning at a multiple of 16. All little-endian.
//
//    0  "WREN"
//    4  u32 format version
//    8  u32 bytes of the file
//   12  u32 checksum of everything from byte 16 on
//   16  u32 offset, u32 bytes    plan: JSON text, UTF-8 (`Plan` in types.ts)
//   24  u32 offset, u32 bytes    data: image of wasm memory from MEMORY_BASE on
//   32  u32 offset, u32 bytes    golden: stored inputs and outputs
//   40  zero up to 48
//
// The sections come in this order, so that a reader that sees every byte once knows where the data goes before it comes.

import { checkPlan } from "./check.ts";
import { WrenError } from "./errors.ts";
import { TRANSFERRED } from "./transferred.ts";
import { FORMAT_VERSION, type ModelFile, type Plan } from "./types.ts";

const MAGIC = 0x4e455257; // "WREN"
const HEADER_BYTES = 48;
const CHECKED_FROM = 16;
const SECTIONS = ["plan", "data", "golden"] as const;
/** Files are read in pieces of this size; a multiple of four. */
const PIECE_BYTES = 65536;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const align16 = (n: number) => Math.ceil(n / 16) * 16;

/** FNV-1a over little-endian 32-bit words (a last partial word is filled with zeros): finds every change of a single word. */
export function checksum(bytes: Uint8Array): number {
  return lastHash(hashWords(FNV_OFFSET, bytes), bytes);
}

/** Over the whole words of `bytes`. */
function hashWords(hash: number, bytes: Uint8Array): number {
  const { buffer, byteOffset, length }: Uint8Array = bytes.byteOffset & 3 ? bytes.slice() : bytes;
  // Fifteen times as fast as a DataView before the engine has optimised it. Hosts are little-endian, as wasm is.
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], FNV_PRIME);
  return hash;
}

function lastHash(hash: number, bytes: Uint8Array): number {
  let rest = 0;
  for (let i = bytes.length & ~3; i < bytes.length; i++) rest |= bytes[i] << ((i & 3) << 3);
  return Math.imul(hash ^ rest, FNV_PRIME) >>> 0;
}

export function writeModel(model: ModelFile): Uint8Array {
  const sections = [new TextEncoder().encode(JSON.stringify(model.plan)), model.data, model.golden];
  let size = HEADER_BYTES;
  for (const section of sections) size = align16(size) + section.length;
  const file = new Uint8Array(align16(size));
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT_VERSION, true);
  view.setUint32(8, file.length, true);
  let at = HEADER_BYTES;
  sections.forEach((section, i) => {
    at = align16(at);
    view.setUint32(16 + 8 * i, at, true);
    view.setUint32(20 + 8 * i, section.length, true);
    file.set(section, at);
    at += section.length;
  });
  view.setUint32(12, checksum(file.subarray(16)), true);
  return file;
}

/**
 * Reads a file that lies in memory; data and golden are views of it. Throws WrenError: NOT_A_MODEL, HTML_INSTEAD_OF_MODEL,
 * UNSUPPORTED_VERSION, CORRUPT_MODEL.
 */
export function readModel(file: Uint8Array): ModelFile {
  const header = readHeader(file.subarray(0, HEADER_BYTES));
  if (header.bytes !== file.length) throw wrongLength(header, `has ${file.length}`);
  if (header.checksum !== checksum(file.subarray(CHECKED_FROM))) throw wrongChecksum();
  const [plan, data, golden] = header.sections.map(({ offset, bytes }) => file.subarray(offset, offset + bytes));
  return { plan: readPlan(plan, header), data, golden };
}

/**
 * Reads a file in one pass and keeps of it what the runtime needs. `read` fills an array with the next bytes, or as much of it
 * as there are, and says how many; `rest`, how many more there are, as far as that is known. `place` returns where the data section
 * goes, rounded up to 16 bytes. Throws as readModel does, and what the three throw.
 */
export async function streamModel(
  read: (into: Uint8Array) => Promise<number>,
  rest: () => number,
  place: (plan: Plan) => Uint8Array,
): Promise<{ readonly plan: Plan; readonly dataBytes: number }> {
  const start = new Uint8Array(HEADER_BYTES);
  const header = readHeader(start.subarray(0, await read(start)));
  const { bytes, sections } = header;
  const [planSection, data] = sections;
  let at = HEADER_BYTES;
  let last: Uint8Array = start.subarray(CHECKED_FROM);
  let hash = hashWords(FNV_OFFSET, last);
  // In pieces, so that what is here is summed up while the next bytes are on their way.
  const take = async (into: Uint8Array) => {
    for (let from = 0; from < into.length; from += PIECE_BYTES) {
      last = into.subarray(from, from + PIECE_BYTES);
      const count = await read(last);
      at += count;
      if (count < last.length) throw wrongLength(header, `has ${at}`);
      hash = hashWords(hash, last);
    }
  };

  const front = allocate(data.offset - HEADER_BYTES);
  await take(front);
  let plan: Plan | undefined;
  let problem: unknown;
  try {
    const begin = planSection.offset - HEADER_BYTES;
    plan = readPlan(front.subarray(begin, begin + planSection.bytes), header);
    // Up to a multiple of 16, behind which the golden section begins at the earliest.
    await take(place(plan).subarray(0, align16(data.bytes)));
  } catch (error) {
    // A damaged file fails anywhere; that it is damaged is what people need to know, so the rest is read all the same.
    if (plan !== undefined) throw error;
    problem = error;
  }
  const piece = new Uint8Array(PIECE_BYTES);
  while (at < bytes) await take(piece.subarray(0, bytes - at));
  if (rest() > 0) throw wrongLength(header, "is longer");
  if (header.checksum !== lastHash(hash, last)) throw wrongChecksum();
  if (plan === undefined) throw problem;
  return { plan, dataBytes: data.bytes };
}

interface Section {
  readonly offset: number;
  readonly bytes: number;
}

interface Header {
  /** Of the whole file. */
  readonly bytes: number;
  readonly checksum: number;
  /** Plan, data, golden. */
  readonly sections: readonly Section[];
}

/** `start`: the first 48 bytes, or all if there are fewer. */
function readHeader(start: Uint8Array): Header {
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  if (start.length === 0) throw new WrenError("NOT_A_MODEL", `the file is empty, or ${TRANSFERRED}`);
  // Behind spaces and a byte order mark, as servers write it.
  if (new TextDecoder().decode(start).trimStart().startsWith("<")) {
    throw new WrenError(
      "HTML_INSTEAD_OF_MODEL",
      "the server sent an HTML page instead of a .wren file, as many do for files that are not there: check the address",
    );
  }
  if (start.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new WrenError(
      "NOT_A_MODEL",
      "not a .wren file (it does not begin with WREN): make one with `bitwren compile`",
    );
  }
  const [version, bytes, checksum] = [4, 8, 12].map((at) => view.getUint32(at, true));
  if (version !== FORMAT_VERSION) {
    throw new WrenError(
      "UNSUPPORTED_VERSION",
      `the file has format ${version}, this runtime reads ${FORMAT_VERSION}: compile the model again`,
    );
  }
  let end = HEADER_BYTES;
  const sections = SECTIONS.map((name, i) => {
    const section = { offset: view.getUint32(16 + 8 * i, true), bytes: view.getUint32(20 + 8 * i, true) };
    if (section.offset < end || section.offset % 16 !== 0 || section.offset + section.bytes > bytes) {
      throw corrupt(`the ${name} section (${section.bytes} bytes at ${section.offset}) lies outside its place`);
    }
    end = section.offset + section.bytes;
    return section;
  });
  return { bytes, checksum, sections };
}

function readPlan(text: Uint8Array, { sections: [, data, golden] }: Header): Plan {
  let plan: unknown;
  try {
    plan = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (cause) {
    throw new WrenError("CORRUPT_MODEL", "the plan section is not JSON", { cause });
  }
  checkPlan(plan, data.bytes, golden.bytes);
  return plan;
}

/** What the header says cannot be trusted before the checksum. */
function allocate(bytes: number): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch {
    throw corrupt(`the host refused ${bytes} bytes for its plan`);
  }
}

function corrupt(what: string): WrenError {
  return new WrenError("CORRUPT_MODEL", `${what}: the file was damaged, fetch it again`);
}

function wrongLength({ bytes }: Header, what: string): WrenError {
  return corrupt(`the file should have ${bytes} bytes and ${what}`);
}

function wrongChecksum(): WrenError {
  return corrupt("the checksum is wrong");
}
