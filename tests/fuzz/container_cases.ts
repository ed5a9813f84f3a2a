// Damaged .wren files, the same for the same seed.

import { checksum, readModel, writeModel } from "../../src/format/container.ts";
import { MEMORY_BASE, type Plan } from "../../src/format/types.ts";
import { random } from "../support.ts";

export interface DamagedFile {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Size and checksum were made right again: only the other checks can find the damage. */
  readonly sealed: boolean;
}

type Next = () => number;
type Damage = (file: Uint8Array, next: Next) => DamagedFile;

const HEADER_BYTES = 48;
const NASTY_WORDS = [0, 1, 2, 15, 16, 47, 48, 64, 255, 65536, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];
const NASTY_VALUES = [
  ...[
    0,
    1,
    -1,
    2,
    0.5,
    3,
    16,
    48,
    63,
    64,
    65,
    255,
    65535,
    1e6,
    2 ** 28,
    2 ** 31,
    2 ** 32 - 16,
    2 ** 32,
    2 ** 53,
    1e300,
  ],
  ...[null, true, "", "f32", "i64", "__proto__", [], {}, [0], [1, 1, 1], [1e9, 1e9], [null], { length: 1 }],
];

const below = (next: Next, limit: number) => Math.floor(next() * limit);
const pick = <T>(next: Next, from: readonly T[]): T => from[below(next, from.length)];

/** Writes the size and checksum that belong to the bytes. */
function seal(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length >= 12) view.setUint32(8, bytes.length, true);
  if (bytes.length >= 16) view.setUint32(12, checksum(bytes.subarray(16)), true);
  return bytes;
}

function flipBytes(file: Uint8Array, next: Next, from: number): { what: string; bytes: Uint8Array } {
  const bytes = file.slice();
  const places = Array.from({ length: 1 + below(next, 4) }, () => from + below(next, bytes.length - from));
  for (const at of places) bytes[at] ^= 1 + below(next, 255);
  return { what: `bytes ${places} changed`, bytes };
}

function resize(file: Uint8Array, next: Next): { what: string; bytes: Uint8Array } {
  const length = next() < 0.8 ? below(next, file.length) : file.length + 1 + below(next, 64);
  const bytes = new Uint8Array(length);
  bytes.set(file.subarray(0, length));
  return { what: `cut or filled to ${length} bytes`, bytes };
}

const DAMAGES: readonly Damage[] = [
  (file, next) => ({ ...flipBytes(file, next, 0), sealed: false }),
  (file, next) => ({ ...resize(file, next), sealed: false }),
  (file, next) => {
    const { what, bytes } = flipBytes(file, next, 16);
    return { what, bytes: seal(bytes), sealed: true };
  },
  (file, next) => {
    const { what, bytes } = resize(file, next);
    return { what, bytes: seal(bytes), sealed: true };
  },
  (file, next) => {
    const bytes = file.slice();
    const at = 16 + 4 * below(next, (HEADER_BYTES - 16) / 4);
    const word = pick(next, NASTY_WORDS);
    new DataView(bytes.buffer).setUint32(at, word, true);
    return { what: `header word at ${at} is ${word}`, bytes: seal(bytes), sealed: true };
  },
  replaceField,
  replaceField,
  changeWordOfData,
];

/** One value somewhere in the plan is another one, or gone. */
function replaceField(file: Uint8Array, next: Next): DamagedFile {
  const model = readModel(file);
  const plan: unknown = JSON.parse(JSON.stringify(model.plan));
  let holder = plan as Record<string, unknown>;
  let path = "";
  for (;;) {
    const key = pick(next, Object.keys(holder));
    path += `.${key}`;
    const value = holder[key];
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0 && next() < 0.9) {
      holder = value as Record<string, unknown>;
      continue;
    }
    const replacement = next() < 0.1 ? undefined : pick(next, NASTY_VALUES);
    holder[key] = replacement;
    const bytes = writeModel({ ...model, plan: plan as Plan });
    return { what: `plan${path} is ${JSON.stringify(replacement)}`, bytes, sealed: true };
  }
}

/** One word of the data, of parameter blocks most of all, is another one. */
function changeWordOfData(file: Uint8Array, next: Next): DamagedFile {
  const model = readModel(file);
  const data = model.data.slice();
  const blocks = [...model.plan.run, ...model.plan.load].map(([, block]) => block - MEMORY_BASE);
  const at = Math.min((blocks.length > 0 ? pick(next, blocks) : 0) + 4 * below(next, 24), data.length - 4);
  const word = pick(next, NASTY_WORDS);
  new DataView(data.buffer).setUint32(at, word, true);
  return { what: `data word at ${at} is ${word}`, bytes: writeModel({ ...model, data }), sealed: true };
}

export function damagedFile(sources: readonly Uint8Array[], seed: number): DamagedFile {
  const next = random(seed);
  return pick(next, DAMAGES)(pick(next, sources), next);
}
