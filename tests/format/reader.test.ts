// A reader of .wren files written from docs/format.md alone, on the wasm files of the build: it must get the stored
// answers of the model that ships.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { availableBuilds, ROOT } from "../support.ts";

interface Port {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly address: number;
}

interface Plan {
  readonly memory: { readonly bytes: number };
  readonly kernels: readonly string[];
  readonly load: readonly (readonly [number, number, number])[];
  readonly run: readonly (readonly [number, number, number])[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly goldens: number;
}

type Kernel = (params: number, begin: number, end: number) => void;

const test = suite("a reader of its own");
const wasm = (name: string) => readFileSync(join(ROOT, `build/wasm/${name}.wasm`));

/** What the relaxed build stores bytes xor; undefined where it must not be used. */
function flipOfThisMachine(): number | undefined {
  if (!WebAssembly.validate(wasm("probe"))) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm("probe")));
  const dot = exports.dot as (a: number, b: number, sum: number) => number;
  const answer = dot(-128, -1, 0);
  if (dot(-128, -1, 1000) !== answer + 1000 || dot(-128, 127, 0) !== -128 * 127 * 4) return undefined;
  return answer === -128 * 255 * 4 ? 0x80 : answer === 128 * 4 ? 0 : undefined;
}

/** Runs every stored case with calls split at the middle of each range; returns how many bytes were compared. */
function runStoredCases(file: Buffer, build: string, flip: number): number {
  assert.is(file.toString("latin1", 0, 4), "WREN");
  assert.is(file.readUInt32LE(4), 2);
  assert.is(file.readUInt32LE(8), file.length);
  const section = (at: number) =>
    file.subarray(file.readUInt32LE(at), file.readUInt32LE(at) + file.readUInt32LE(at + 4));
  const plan = JSON.parse(section(16).toString("utf8")) as Plan;
  const golden = section(32);

  const pages = Math.ceil(plan.memory.bytes / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = new Uint8Array(memory.buffer);
  const module = new WebAssembly.Module(wasm(build));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, flip } });
  bytes.set(section(24), 64);
  const call = ([kernel, params, end]: Plan["run"][number]) => {
    const f = exports[plan.kernels[kernel]] as Kernel;
    f(params, 0, end >> 1);
    f(params, end >> 1, end);
  };
  plan.load.forEach(call);

  let at = 0;
  const next = ({ dtype, shape }: Port) => {
    assert.ok(dtype === "i8" || dtype === "u8", "the model that ships has bytes at its ends");
    const length = shape.reduce((product, dim) => product * dim, 1);
    const mask = dtype === "u8" ? 0x80 ^ flip : flip;
    at += length;
    return golden.subarray(at - length, at).map((byte) => byte ^ mask);
  };
  let compared = 0;
  for (let i = 0; i < plan.goldens; i++) {
    for (const port of plan.inputs) bytes.set(next(port), port.address);
    plan.run.forEach(call);
    for (const port of plan.outputs) {
      const expected = next(port);
      assert.equal([...bytes.subarray(port.address, port.address + expected.length)], [...expected]);
      compared += expected.length;
    }
  }
  assert.is(at, golden.length);
  return compared;
}

const file = readFileSync(join(ROOT, "models/cifar10_wren9/model.wren"));
for (const { name, flip } of await availableBuilds()) {
  test(`gets the stored answers from ${name}.wasm`, () => {
    if (name === "relaxed") assert.is(flipOfThisMachine(), flip);
    assert.ok(runStoredCases(file, name, flip) >= 10);
  });
}

test.run();
