// The wasm inside the JavaScript comes out of every way to unpack it as it went in.

import { readFile } from "node:fs/promises";
import { constants, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BUILD_NAMES } from "../../src/index.ts";
import { inflate } from "../../src/runtime/inflate.ts";
import { BINARIES } from "../../src/runtime/wasm_inline.ts";
import { ROOT } from "../support.ts";

const test = suite("inflate");

test("what zlib deflated, by every strategy and level, comes out again", () => {
  const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];
  const letter = fc.integer({ min: 0, max: 3 });
  const bytes = fc.oneof(fc.array(letter, { maxLength: 5000 }), fc.uint8Array({ maxLength: 70_000 }));
  fc.assert(
    fc.property(bytes, fc.constantFrom(...strategies), fc.integer({ min: 0, max: 9 }), (values, strategy, level) => {
      const wanted = Uint8Array.from(values);
      assert.equal(inflate(deflateRawSync(wanted, { strategy, level }), wanted.length), wanted);
    }),
    { numRuns: 300 },
  );
});

test("repetitions of every length and distance come out again", () => {
  const wanted = new Uint8Array(200_000);
  for (let i = 0, at = 0; at < wanted.length; i++) {
    for (let k = 0; k < (i % 300) + 1; k++, at++)
      wanted[at] = i & 1 ? at >> 3 : (wanted[at - 1 - ((i * 997) % 32768)] ?? i);
  }
  const packed = deflateRawSync(wanted, { level: 9 });
  assert.ok(packed.length < wanted.length / 2);
  assert.equal(inflate(packed, wanted.length), wanted);
});

/** With these globals taken away for the time of `action`. */
async function without<T>(names: readonly string[], action: () => Promise<T>): Promise<T> {
  const kept = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)!);
  for (const name of names) Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
  try {
    return await action();
  } finally {
    names.forEach((name, i) => {
      Object.defineProperty(globalThis, name, kept[i]);
    });
  }
}

test("Node's library, the stream of pages and our own code unpack the same builds", async () => {
  const host = process;
  for (const name of BUILD_NAMES) {
    const wanted = new Uint8Array(await readFile(`${ROOT}build/wasm/${name}.wasm`));
    assert.equal(await BINARIES.read(name), wanted, `${name} by zlib`);
    assert.equal(await without(["process"], () => BINARIES.read(name)), wanted, `${name} by a stream`);
    const bare = await without(["process", "DecompressionStream"], () => BINARIES.read(name));
    assert.equal(bare, wanted, `${name} by our own`);
  }
  assert.is(process, host);
});

test.run();
