// The TensorFlow.js importer and the zip reader under fire: whatever the text and the bytes, a graph that is legal or an
// ImportError, soon and in little memory.
//
// WREN_FUZZ=20000 sets the number of mutations; a failure names the model and the number of the mutation, which repeat it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verifyGraph } from "../../src/graph/verify.ts";
import { ImportError } from "../../src/import/diagnostics.ts";
import { findTfjs } from "../../src/import/tfjs/files.ts";
import { importTfjs, type TfjsFiles } from "../../src/import/tfjs/import.ts";
import { readZip } from "../../src/import/zip.ts";
import { random } from "../support.ts";
import { archive, models, type Subject } from "./tfjs_subjects.ts";

const MUTATIONS = Number(process.env.WREN_FUZZ ?? 3000);
const MAX_MS = 1000;
const MAX_BYTES = 512 * 2 ** 20;

type Next = () => number;
const below = (next: Next, limit: number) => Math.floor(next() * limit);
const pick = <T>(next: Next, items: readonly T[]): T => items[below(next, items.length)];

/** JSON as it can be changed. */
type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
interface Slot {
  readonly holder: Value[] | { [name: string]: Value };
  readonly key: string;
}

const EXTREMES: readonly Value[] = [
  ...[0, -1, 1, 2, 3, 0.5, 1e9, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e-300, null, true, false, "", "x", "NaN"],
  ...["__proto__", "constructor", "1", "-1", "4294967296", "^x", "a:9", [], {}, [[]], [0, 0, 0, 0], [-1, 2 ** 31]],
];

/** Every place of a JSON value, without recursion. */
function slotsOf(root: Value): Slot[] {
  const slots: Slot[] = [];
  const open: Value[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const key of Object.keys(value)) {
      slots.push({ holder: value, key });
      open.push((value as Record<string, Value>)[key]);
    }
  }
  return slots;
}

const get = ({ holder, key }: Slot) => (holder as Record<string, Value>)[key];
function set({ holder, key }: Slot, value: Value): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Changes of a parsed model.json at random places. */
const JSON_MUTATIONS: Readonly<Record<string, (root: Value, next: Next) => void>> = {
  extreme: (root, next) => set(pick(next, slotsOf(root)), structuredClone(pick(next, EXTREMES))),
  number(root, next) {
    const numbers = slotsOf(root).filter((slot) => typeof get(slot) === "number" || /^-?\d+$/.test(String(get(slot))));
    const slot = pick(next, numbers);
    const value = Number(get(slot)) + pick(next, [-1, 1, 2, -2, 1000, 2 ** 20, 2 ** 32]);
    set(slot, typeof get(slot) === "number" ? value : String(value));
  },
  remove(root, next) {
    const { holder, key } = pick(next, slotsOf(root));
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  exchange(root, next) {
    const slots = slotsOf(root);
    const [a, b] = [pick(next, slots), pick(next, slots)];
    const [left, right] = [structuredClone(get(a)), structuredClone(get(b))];
    set(a, right);
    set(b, left);
  },
  copyText(root, next) {
    const texts = slotsOf(root).filter((slot) => typeof get(slot) === "string");
    set(pick(next, texts), get(pick(next, texts)));
  },
  repeat(root, next) {
    const lists = slotsOf(root).filter((slot) => Array.isArray(get(slot)) && (get(slot) as Value[]).length > 0);
    const list = get(pick(next, lists)) as Value[];
    const item = pick(next, list);
    const count = pick(next, [1, 2, 300]);
    for (let i = 0; i < count; i++) list.push(structuredClone(item));
  },
  nest(root, next) {
    const slot = pick(next, slotsOf(root));
    let value = get(slot);
    for (let i = pick(next, [1, 3, 200]); i > 0; i--) value = [value];
    set(slot, value);
  },
};

function mutateJson({ model }: Subject, next: Next): string {
  const root = JSON.parse(model) as Value;
  for (let n = 1 + below(next, 2); n > 0; n--) JSON_MUTATIONS[pick(next, Object.keys(JSON_MUTATIONS))](root, next);
  return JSON.stringify(root);
}

function mutateText({ model }: Subject, next: Next): string {
  const at = below(next, model.length);
  const kind = below(next, 4);
  if (kind === 0) return model.slice(0, at);
  if (kind === 1) return model.slice(0, at) + model.slice(at + 1 + below(next, 40));
  const replacement =
    kind === 2 ? String.fromCharCode(32 + below(next, 96)) : pick(next, ["9", "-", "[", '"', "e9", "\u0000", "}"]);
  return model.slice(0, at) + replacement + model.slice(at + 1);
}

function mutateBytes(bytes: Uint8Array, next: Next): Uint8Array {
  const kind = below(next, 4);
  if (bytes.length === 0 || kind === 0) return bytes.slice(0, below(next, bytes.length + 1));
  if (kind === 1) return Uint8Array.from([...bytes, ...new Array(1 + below(next, 9)).fill(7)]);
  const copy = bytes.slice();
  if (kind === 2) {
    for (let n = 1 + below(next, 4); n > 0; n--)
      copy[below(next, copy.length)] = pick(next, [0, 1, 127, 128, 255, below(next, 256)]);
  } else {
    const at = below(next, Math.max(1, copy.length - 3));
    for (let i = 0; i < 4; i++) copy[at + i] = pick(next, [0, 255]);
  }
  return copy;
}

function mutated(subject: Subject, next: Next): TfjsFiles {
  const chance = next();
  const model = chance < 0.7 ? mutateJson(subject, next) : chance < 0.9 ? mutateText(subject, next) : subject.model;
  const weights = chance < 0.9 ? subject.weights : mutateBytes(subject.weights, next);
  return { model, weights: (path) => (path === "w.bin" ? weights : undefined) };
}

/** Runs `load` many times; whatever it does must be an ImportError or nothing, soon and in little memory. */
function bombard(count: number, load: (i: number, next: Next) => () => void): { good: number; refused: number } {
  const start = process.resourceUsage().maxRSS * 1024;
  const result = { good: 0, refused: 0 };
  for (let i = 0; i < count; i++) {
    const action = load(i, random(i));
    const begin = performance.now();
    try {
      action();
      result.good++;
    } catch (error) {
      assert.ok(error instanceof ImportError, `mutation ${i}: ${(error as Error).stack}`);
      assert.ok((error as ImportError).diagnostics.length > 0, `mutation ${i} is refused without a problem`);
      result.refused++;
    }
    const ms = performance.now() - begin;
    assert.ok(ms <= MAX_MS, `mutation ${i} took ${Math.round(ms)} ms`);
  }
  const grown = process.resourceUsage().maxRSS * 1024 - start;
  assert.ok(grown <= MAX_BYTES, `memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
  return result;
}

const test = suite("fuzz tfjs");

test("the models import as they are", () => {
  for (const { name, model, weights } of models()) {
    verifyGraph(importTfjs({ model, weights: new Map([["w.bin", weights]]) }, { name }));
  }
  assert.ok(findTfjs(readZip(archive())) !== undefined);
});

test(`${MUTATIONS} mutations of model.json and weights`, () => {
  const subjects = models();
  const { good, refused } = bombard(MUTATIONS, (i, next) => {
    const subject = subjects[i % subjects.length];
    const files = mutated(subject, next);
    return () => verifyGraph(importTfjs(files, { name: subject.name }));
  });
  assert.ok(good > MUTATIONS / 20, `only ${good} of ${MUTATIONS} mutations were imported`);
  assert.ok(refused > MUTATIONS / 10, `only ${refused} of ${MUTATIONS} mutations were refused`);
  console.log(`  ${good} mutations still import, ${refused} are refused`);
});

test(`${MUTATIONS} mutations of an archive`, () => {
  const whole = archive();
  const { good, refused } = bombard(MUTATIONS, (_, next) => {
    const bytes = mutateBytes(whole, next);
    return () => {
      const files = findTfjs(readZip(bytes));
      if (files !== undefined) importTfjs(files, { name: "archive" });
    };
  });
  assert.ok(refused > MUTATIONS / 4, `only ${refused} of ${MUTATIONS} mutations were refused`);
  console.log(`  ${good} mutations still import, ${refused} are refused`);
});

test.run();
