// Zip archives for tests, good and bad: every field of an entry may be falsified.

import { deflateSync } from "fflate";

export interface ZipFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Default: deflated. */
  readonly stored?: boolean;
  /** What the headers say in the place of the truth. */
  readonly claims?: Partial<Readonly<Record<"flags" | "method" | "crc" | "packed" | "size" | "offset", number>>>;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Little-endian numbers, each with its count of bytes. */
function fields(...values: readonly (readonly [value: number, bytes: number])[]): number[] {
  return values.flatMap(([value, bytes]) =>
    Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256),
  );
}

/** The archive; `comment` stands at its end. */
export function writeZip(files: readonly ZipFile[], comment = ""): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: number[] = [];
  let offset = 0;
  for (const { path, content, stored = false, claims = {} } of files) {
    const name = Array.from(new TextEncoder().encode(path));
    const packed = stored ? content : deflateSync(content);
    const { flags = 0, method = stored ? 0 : 8, crc = crc32(content) } = claims;
    const sizes = [claims.packed ?? packed.length, claims.size ?? content.length];
    const shared = fields([20, 2], [flags, 2], [method, 2], [0, 4], [crc, 4], [sizes[0], 4], [sizes[1], 4]);
    const local = [...fields([0x04034b50, 4]), ...shared, ...fields([name.length, 2], [0, 2]), ...name];
    const rest = fields([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [claims.offset ?? offset, 4]);
    directory.push(...fields([0x02014b50, 4], [20, 2]), ...shared, ...rest, ...name);
    parts.push(Uint8Array.from(local), packed);
    offset += local.length + packed.length;
  }
  const text = Array.from(new TextEncoder().encode(comment));
  const count = files.length;
  const end = fields(
    [0x06054b50, 4],
    [0, 4],
    [count, 2],
    [count, 2],
    [directory.length, 4],
    [offset, 4],
    [text.length, 2],
  );
  parts.push(Uint8Array.from(directory), Uint8Array.from([...end, ...text]));
  const archive = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}
