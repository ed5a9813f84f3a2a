// The TFLite importer under fire: whatever the bytes, a graph or an ImportError, soon and in little memory.
//
// WREN_FUZZ=20000 sets the number of mutations; a failure names the file and the number of the mutation, which repeat it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ImportError } from "../../src/import/diagnostics.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { SAMPLE_MODELS } from "../import/sample_models.ts";
import { readSharedFiles } from "../shared_data.ts";
import { random } from "../support.ts";

const MUTATIONS = Number(process.env.WREN_FUZZ ?? 4000);
const MAX_MS = 1000;
const MAX_BYTES = 512 * 2 ** 20;
/** Larger files spend their time copying weights. */
const MAX_FILE_BYTES = 120_000;

interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Mutation = (bytes: Uint8Array, next: () => number, others: readonly Subject[]) => Uint8Array;

const EXTREMES = [
  0,
  1,
  2,
  4,
  127,
  255,
  0x7fff,
  0xffff,
  0x10000,
  2 ** 20,
  2 ** 28,
  0x7fffffff,
  0x80000000,
  0xfffffffe,
  0xffffffff,
];
const below = (next: () => number, limit: number) => Math.floor(next() * limit);

/** A place where a 32-bit number stands that could be an offset or a count: structure rather than weights. */
function structuralPlace(view: DataView, next: () => number): number {
  let at = 0;
  for (let attempt = 0; attempt < 16; attempt++) {
    at = below(next, Math.max(1, (view.byteLength >> 2) - 1)) * 4;
    const value = view.getUint32(at, true);
    if (value !== 0 && value < view.byteLength) break;
  }
  return at;
}

const MUTATIONS_BY_NAME: Readonly<Record<string, Mutation>> = {
  flipBits(bytes, next) {
    for (let n = 1 + below(next, 3); n > 0; n--) bytes[below(next, bytes.length)] ^= 1 << below(next, 8);
    return bytes;
  },
  overwriteWords(bytes, next) {
    const view = new DataView(bytes.buffer);
    for (let n = 1 + below(next, 3); n > 0; n--) {
      const at = structuralPlace(view, next);
      const near = view.getUint32(at, true) + below(next, 65) - 32;
      const value = next() < 0.5 ? EXTREMES[below(next, EXTREMES.length)] : near;
      view.setUint32(at, value, true);
    }
    return bytes;
  },
  overwriteBytes(bytes, next) {
    bytes[structuralPlace(new DataView(bytes.buffer), next) + below(next, 4)] = below(next, 256);
    return bytes;
  },
  truncate: (bytes, next) => bytes.slice(0, below(next, bytes.length)),
  splice(bytes, next, others) {
    const source = next() < 0.5 ? bytes : others[below(next, others.length)].bytes;
    const length = Math.min(4 * (1 + below(next, 64)), source.length, bytes.length);
    const from = below(next, source.length - length + 1) & ~3;
    const to = below(next, bytes.length - length + 1) & ~3;
    bytes.set(source.slice(from, from + length), to);
    return bytes;
  },
  removeBytes(bytes, next) {
    const from = below(next, bytes.length) & ~3;
    const count = 4 * (1 + below(next, 8));
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + count)]);
  },
  exchangeWords(bytes, next) {
    const view = new DataView(bytes.buffer);
    const [a, b] = [structuralPlace(view, next), structuralPlace(view, next)];
    const value = view.getUint32(a, true);
    view.setUint32(a, view.getUint32(b, true), true);
    view.setUint32(b, value, true);
    return bytes;
  },
};

const test = suite("fuzz tflite");

/** Files that import come first: mutations of the others mostly stop at what they lack anyway. */
function subjects(): { readonly files: readonly Subject[]; readonly good: number } {
  const own = SAMPLE_MODELS.map(({ name, bytes }) => ({ name, bytes }));
  const real = readSharedFiles(["models", "conformance/tflite_op/models"], /\.(tflite|bin)$/).filter(
    ({ bytes }) => bytes.length <= MAX_FILE_BYTES,
  );
  const isGood = ({ name, bytes }: Subject) => {
    try {
      importTflite(bytes, { name });
      return true;
    } catch {
      return false;
    }
  };
  const files = [...own, ...real];
  const good = files.filter(isGood);
  return { files: [...good, ...files.filter((file) => !good.includes(file))], good: good.length };
}

test(`${MUTATIONS} mutations of small files`, () => {
  const { files, good } = subjects();
  const kinds = Object.entries(MUTATIONS_BY_NAME);
  const startRss = process.resourceUsage().maxRSS * 1024;
  const count = { graphs: 0, errors: 0 };
  for (let i = 0; i < MUTATIONS; i++) {
    const next = random(i);
    const file = files[next() < 0.9 ? i % good : i % files.length];
    const [kind, mutate] = kinds[below(next, kinds.length)];
    const bytes = mutate(file.bytes.slice(), next, files);
    const where = `${file.name}, mutation ${i} (${kind})`;
    const start = performance.now();
    try {
      importTflite(bytes, { name: file.name });
      count.graphs++;
    } catch (error) {
      assert.ok(error instanceof ImportError, `${where}: ${(error as Error).stack}`);
      count.errors++;
    }
    const ms = performance.now() - start;
    assert.ok(ms <= MAX_MS, `${where} took ${Math.round(ms)} ms`);
  }
  const grown = process.resourceUsage().maxRSS * 1024 - startRss;
  assert.ok(grown <= MAX_BYTES, `memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
  assert.ok(count.graphs > MUTATIONS / 50, `only ${count.graphs} of ${MUTATIONS} mutations were imported`);
  assert.ok(count.errors > MUTATIONS / 10, `only ${count.errors} of ${MUTATIONS} mutations were refused`);
  console.log(`  ${files.length} files: ${count.graphs} mutations still import, ${count.errors} are refused`);
});

test.run();
