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
// Reading copies nothing: sections are views of the file's bytes.

import { checkPlan } from "./check.ts";
import { WrenError } from "./errors.ts";
import { FORMAT_VERSION, type ModelFile, type Plan } from "./types.ts";

const MAGIC = 0x4e455257; // "WREN"
const HEADER_BYTES = 48;
const SECTIONS = ["plan", "data", "golden"] as const;

const align16 = (n: number) => (n + 15) & ~15;

/** FNV-1a over little-endian 32-bit words (a last partial word is filled with zeros): finds every change of a single word. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  const words = bytes.length >> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < words; i++) hash = Math.imul(hash ^ view.getUint32(i << 2, true), 0x01000193);
  let rest = 0;
  for (let i = words << 2; i < bytes.length; i++) rest |= bytes[i] << ((i & 3) << 3);
  return Math.imul(hash ^ rest, 0x01000193) >>> 0;
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

/** Throws WrenError: NOT_A_MODEL, HTML_INSTEAD_OF_MODEL, UNSUPPORTED_VERSION, CORRUPT_MODEL. */
export function readModel(file: Uint8Array): ModelFile {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  checkHeader(file, view);
  const sections = SECTIONS.map((name, i) => {
    const offset = view.getUint32(16 + 8 * i, true);
    const bytes = view.getUint32(20 + 8 * i, true);
    if (offset < HEADER_BYTES || offset % 16 !== 0 || offset + bytes > file.length) {
      throw new WrenError("CORRUPT_MODEL", `the ${name} section (${bytes} bytes at ${offset}) lies outside the file`);
    }
    return file.subarray(offset, offset + bytes);
  });
  const [planText, data, golden] = sections;
  let plan: unknown;
  try {
    plan = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(planText));
  } catch (cause) {
    throw new WrenError("CORRUPT_MODEL", "the plan section is not JSON", { cause });
  }
  checkPlan(plan, data.length, golden.length);
  return { plan: plan as Plan, data, golden };
}

function checkHeader(file: Uint8Array, view: DataView): void {
  if (file.length >= 2 && file[0] === 0x3c && (file[1] === 0x21 || file[1] === 0x68)) {
    throw new WrenError(
      "HTML_INSTEAD_OF_MODEL",
      "these bytes are an HTML page, not a .wren file: check the model's address",
    );
  }
  if (file.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new WrenError(
      "NOT_A_MODEL",
      "not a .wren file (it does not begin with WREN): make one with `bitwren compile`",
    );
  }
  const version = view.getUint32(4, true);
  if (version !== FORMAT_VERSION) {
    throw new WrenError(
      "UNSUPPORTED_VERSION",
      `the file has format ${version}, this runtime reads ${FORMAT_VERSION}: compile the model again`,
    );
  }
  const bytes = view.getUint32(8, true);
  if (bytes !== file.length) {
    throw new WrenError("CORRUPT_MODEL", `the file should have ${bytes} bytes and has ${file.length}: fetch it again`);
  }
  if (view.getUint32(12, true) !== checksum(file.subarray(16))) {
    throw new WrenError("CORRUPT_MODEL", "the checksum is wrong, the file was damaged: fetch it again");
  }
}
