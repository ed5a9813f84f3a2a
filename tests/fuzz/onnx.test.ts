// The ONNX importer under fire: whatever the bytes, a legal graph or an ImportError, soon and in little memory.
//
// Half of the mutations change bytes of files, the others a record before it is written, so that the file stays whole.
// WREN_FUZZ=20000 sets their number; a failure names the file and the number of the mutation, which repeat it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verifyGraph } from "../../src/graph/verify.ts";
import { ImportError } from "../../src/import/diagnostics.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { type OnnxSpec, writeOnnx } from "../import/onnx_file.ts";
import { SAMPLES } from "../import/onnx_samples.ts";
import { readSharedFiles } from "../shared_data.ts";
import { random } from "../support.ts";

const MUTATIONS = Number(process.env.WREN_FUZZ ?? 2000);
/** Of processor time: the machine may be busy. */
const MAX_MS = 1000;
const MAX_BYTES = 512 * 2 ** 20;
/** Larger files spend their time copying weights. */
const MAX_FILE_BYTES = 60_000;

type Next = () => number;
const below = (next: Next, limit: number) => Math.floor(next() * limit);
const pick = <T>(next: Next, items: readonly T[]): T => items[below(next, items.length)];

type Mutation = (bytes: Uint8Array, next: Next, others: readonly Uint8Array[]) => Uint8Array;

const BYTE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  flipBits(bytes, next) {
    for (let n = 1 + below(next, 3); n > 0; n--) bytes[below(next, bytes.length)] ^= 1 << below(next, 8);
    return bytes;
  },
  overwriteBytes(bytes, next) {
    for (let n = 1 + below(next, 3); n > 0; n--) {
      bytes[below(next, bytes.length)] = pick(next, [0, 1, 2, 127, 128, 255, below(next, 256)]);
    }
    return bytes;
  },
  truncate: (bytes, next) => bytes.slice(0, below(next, bytes.length)),
  splice(bytes, next, others) {
    const source = next() < 0.5 ? bytes : pick(next, others);
    const length = Math.min(1 + below(next, 64), source.length, bytes.length);
    const from = below(next, source.length - length + 1);
    bytes.set(source.slice(from, from + length), below(next, bytes.length - length + 1));
    return bytes;
  },
  removeBytes(bytes, next) {
    const from = below(next, bytes.length);
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + 1 + below(next, 16))]);
  },
  repeatBytes(bytes, next) {
    const from = below(next, bytes.length);
    const to = from + 1 + below(next, 200);
    return Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]);
  },
};

const NUMBERS = [
  0,
  1,
  -1,
  2,
  3,
  7,
  64,
  255,
  1000,
  65536,
  2 ** 20,
  2 ** 28,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 40,
  -(2 ** 53),
];

interface Leaf {
  readonly value: unknown;
  set(value: unknown): void;
}

/** Every number and text of a record, and every list. */
function leavesOf(record: object): Leaf[] {
  return Object.entries(record).flatMap(([key, value]): Leaf[] => {
    const leaf: Leaf = { value, set: (other) => void Object.assign(record, { [key]: other }) };
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [leaf];
    return Array.isArray(value) ? [leaf, ...leavesOf(value)] : leavesOf(value);
  });
}

/** Another number, the text of another leaf, or a list without an item or with one twice. */
function mutateRecord(spec: OnnxSpec, next: Next): Uint8Array {
  const copy = structuredClone(spec);
  for (let n = 1 + below(next, 2); n > 0; n--) {
    const leaves = leavesOf(copy);
    const { value, set } = pick(next, leaves);
    if (typeof value === "number") set(next() < 0.5 ? pick(next, NUMBERS) : value + below(next, 5) - 2);
    else if (typeof value === "string") set(pick(next, leaves.map((leaf) => leaf.value).filter(isText)));
    else if (Array.isArray(value)) {
      const at = below(next, value.length);
      set(next() < 0.5 ? value.toSpliced(at, 1) : value.toSpliced(at, 0, ...value.slice(at, at + 1)));
    }
  }
  try {
    return writeOnnx(copy);
  } catch {
    // A text where a type or a number belongs, or one too large to write: not a file.
    return writeOnnx(spec);
  }
}

const isText = (value: unknown) => typeof value === "string";

const test = suite("fuzz onnx");

test(`${MUTATIONS} mutations of small files`, () => {
  const own = SAMPLES.map(({ name, spec }) => ({ name, bytes: writeOnnx(spec) }));
  const real = readSharedFiles(["conformance/onnx_node"], /\.onnx$/).filter(
    ({ bytes }) => bytes.length <= MAX_FILE_BYTES,
  );
  const files = [...own, ...real];
  const kinds = Object.entries(BYTE_MUTATIONS);
  for (const { name, bytes } of own) verifyGraph(importOnnx(bytes, { name }));
  const startRss = process.resourceUsage().maxRSS * 1024;
  const count = { graphs: 0, errors: 0 };
  for (let i = 0; i < MUTATIONS; i++) {
    const next = random(i);
    const [kind, mutate] = pick(next, kinds);
    const file = next() < 0.5 ? pick(next, own) : pick(next, files);
    const sample = pick(next, SAMPLES);
    const ofRecord = i % 2 === 0;
    const others = files.map(({ bytes }) => bytes);
    const bytes = ofRecord ? mutateRecord(sample.spec, next) : mutate(new Uint8Array(file.bytes), next, others);
    const where = ofRecord ? `${sample.name}, mutation ${i}` : `${file.name}, mutation ${i} (${kind})`;
    const start = process.cpuUsage();
    try {
      verifyGraph(importOnnx(bytes, { name: "fuzz" }));
      count.graphs++;
    } catch (error) {
      assert.ok(error instanceof ImportError, `${where}: ${(error as Error).stack}`);
      count.errors++;
    }
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system <= MAX_MS * 1000, `${where} took ${Math.round((user + system) / 1000)} ms`);
  }
  const grown = process.resourceUsage().maxRSS * 1024 - startRss;
  assert.ok(grown <= MAX_BYTES, `memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
  assert.ok(count.graphs > MUTATIONS / 10, `only ${count.graphs} of ${MUTATIONS} mutations were imported`);
  assert.ok(count.errors > MUTATIONS / 10, `only ${count.errors} of ${MUTATIONS} mutations were refused`);
  console.log(`  ${files.length} files: ${count.graphs} mutations still import, ${count.errors} are refused`);
});

test.run();
