// The micro-kernels: sums of products over every combination of tile edges, nothing written outside the result, and the
// same result however the range is divided.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kernelBuilds, random } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";
import { floatProduct, int8Product, type Parts, plainWeights, type Size } from "./products.ts";

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 14 }),
  depth: fc.integer({ min: 1, max: 40 }),
  outputs: fc.integer({ min: 1, max: 70 }),
});

const RUNS = { numRuns: 60 };

/** Weight (n, k) is 1 where k is n modulo depth: the product picks activations. */
function picking<T extends Int8Array | Float32Array>(weights: T, { depth, outputs }: Size): T {
  for (let n = 0; n < outputs; n++) weights[n * depth + (n % depth)] = 1;
  return weights;
}

/** The range cut at `cuts`, the last part first. */
function backwards(cuts: readonly number[]): Parts {
  return (range) => {
    const edges = [...new Set([0, ...cuts.map((cut) => cut % range), range])].sort((a, b) => a - b);
    return edges
      .slice(1)
      .map((end, i): [number, number] => [edges[i], end])
      .reverse();
  };
}

for (const build of await kernelBuilds()) {
  const memory = await KernelMemory.of(build);
  const test = suite(`matrix products on ${build.title}`);

  test("int8: weights that pick one activation return it", () => {
    fc.assert(
      fc.property(sizes, fc.integer(), (size, seed) => {
        const next = random(seed);
        const x = Int8Array.from({ length: size.rows * size.depth }, () => next() * 256 - 128);
        const weights = plainWeights(size, picking(new Int8Array(size.outputs * size.depth), size));
        const { y, spoilt } = int8Product(memory, size, x, weights);
        y.forEach((value, i) => {
          const m = Math.floor(i / size.outputs);
          assert.is(value, x[m * size.depth + ((i % size.outputs) % size.depth)], `row ${m}, output ${i}`);
        });
        assert.equal(spoilt, []);
      }),
      RUNS,
    );
  });

  test("int8: sums of the largest products are exact", () => {
    for (const [xValue, wValue] of [
      [-128, -128],
      [-128, 127],
      [127, -128],
      [127, 127],
    ]) {
      // biome-ignore format: a table
      for (const depth of [1, 4, 7, 64, 129]) {
        const size = { rows: 3, depth, outputs: 41 };
        const sum = xValue * wValue * depth;
        // The bias takes all of the sum but 5 away again.
        const weights = { ...plainWeights(size, new Int8Array(41 * depth).fill(wValue)), bias: new Int32Array(41).fill(5 - sum) };
        const { y } = int8Product(memory, size, new Int8Array(3 * depth).fill(xValue), weights);
        assert.ok(y.every((value) => value === 5), `${xValue} · ${wValue}, ${depth} times`);
      }
    }
  });

  test("int8: a weight zero point is taken off every weight", () => {
    for (const zero of [-128, -3, 127]) {
      const size = { rows: 7, depth: 37, outputs: 19 };
      // All weights equal the zero point, so nothing but the folded part of the bias and the row's own term remain.
      const x = Int8Array.from({ length: 7 * 37 }, (_, i) => ((i * 31) % 256) - 128);
      const weights = { ...plainWeights(size, new Int8Array(19 * 37).fill(zero)), wZeroPoint: zero };
      const { y } = int8Product(memory, size, x, weights);
      assert.ok(
        y.every((value) => value === 0),
        `zero point ${zero}`,
      );
    }
  });

  test("int8: any division of the range, in any order, gives the same", () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(13), { maxLength: 3 }), fc.integer(), (size, cuts, seed) => {
        const next = random(seed);
        const x = Int8Array.from({ length: size.rows * size.depth }, () => next() * 256 - 128);
        const w = Int8Array.from({ length: size.outputs * size.depth }, () => next() * 256 - 128);
        const weights = plainWeights(size, w);
        weights.scales.fill(0.001);
        const whole = int8Product(memory, size, x, weights);
        const divided = int8Product(memory, size, x, weights, { parts: backwards(cuts) });
        assert.equal(divided.y, whole.y);
      }),
      RUNS,
    );
  });

  test("f32: weights that pick one activation return it", () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(13), { maxLength: 3 }), (size, cuts) => {
        const x = Float32Array.from({ length: size.rows * size.depth }, (_, i) => i - 100);
        const weights = picking(new Float32Array(size.outputs * size.depth), size);
        const { y, spoilt } = floatProduct(memory, size, x, weights, { parts: backwards(cuts) });
        y.forEach((value, i) => {
          const m = Math.floor(i / size.outputs);
          assert.is(value, x[m * size.depth + ((i % size.outputs) % size.depth)], `row ${m}, output ${i}`);
        });
        assert.equal(spoilt, []);
      }),
      RUNS,
    );
  });

  test("f32: sums of whole numbers are exact", () => {
    const size = { rows: 13, depth: 50, outputs: 43 };
    const x = Float32Array.from({ length: 13 * 50 }, (_, i) => (i % 17) - 8);
    const w = Float32Array.from({ length: 43 * 50 }, (_, i) => (i % 13) - 6);
    const { y } = floatProduct(memory, size, x, w, { bounds: { low: -100, high: 50 } });
    y.forEach((value, i) => {
      const [m, n] = [Math.floor(i / 43), i % 43];
      let sum = 0;
      for (let k = 0; k < 50; k++) sum += x[m * 50 + k] * w[n * 50 + k];
      assert.is(value, Math.min(Math.max(sum, -100), 50));
    });
  });

  test.run();
}
