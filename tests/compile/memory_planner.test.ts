// The memory planner on random sets of lifetimes.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALIGNMENT, type Lifetime, lowerBound, planMemory } from "../../src/compile/memory_planner.ts";

const test = suite("memory planner");

const lifetime = fc
  .record({ bytes: fc.integer({ min: 0, max: 300 }), first: fc.nat(20), span: fc.nat(8) })
  .map(({ bytes, first, span }): Lifetime => ({ bytes, first, last: first + span }));
const lifetimes = fc.array(lifetime, { maxLength: 24 });

const lives = (a: Lifetime, b: Lifetime) => a.first <= b.last && b.first <= a.last;

test("buffers alive together never overlap, are aligned and lie inside the arena", () => {
  fc.assert(
    fc.property(lifetimes, (buffers) => {
      const { offsets, bytes } = planMemory(buffers);
      assert.is(offsets.length, buffers.length);
      buffers.forEach((a, i) => {
        assert.is(offsets[i] % ALIGNMENT, 0);
        assert.ok(offsets[i] >= 0 && offsets[i] + a.bytes <= bytes);
        buffers.slice(0, i).forEach((b, j) => {
          if (a.bytes === 0 || b.bytes === 0 || !lives(a, b)) return;
          assert.ok(offsets[i] + a.bytes <= offsets[j] || offsets[j] + b.bytes <= offsets[i], `${i} overlaps ${j}`);
        });
      });
    }),
    { numRuns: 500 },
  );
});

test("the arena is between the lower bound and the sum", () => {
  fc.assert(
    fc.property(lifetimes, (buffers) => {
      const { bytes } = planMemory(buffers);
      const sum = buffers.reduce((total, b) => total + Math.ceil(b.bytes / ALIGNMENT) * ALIGNMENT, 0);
      assert.ok(lowerBound(buffers) <= bytes && bytes <= sum);
    }),
    { numRuns: 500 },
  );
});

test("the lower bound is the fullest step", () => {
  fc.assert(
    fc.property(lifetimes, (buffers) => {
      const fullest = Array.from({ length: 30 }, (_, step) =>
        buffers
          .filter((b) => b.first <= step && step <= b.last)
          .reduce((total, b) => total + Math.ceil(b.bytes / ALIGNMENT) * ALIGNMENT, 0),
      );
      assert.is(lowerBound(buffers), Math.max(...fullest));
    }),
  );
});

test("the order in which buffers are given changes nothing but ties", () => {
  const chain = [900, 400, 1600, 160, 800].map((bytes, i) => ({ bytes, first: i, last: i + 1 }));
  const bound = lowerBound(chain);
  assert.is(bound, 400 + 1600);
  assert.is(planMemory(chain).bytes, bound);
  assert.is(planMemory([...chain].reverse()).bytes, bound);
});

test("nothing needs nothing", () => {
  assert.equal(planMemory([]), { offsets: [], bytes: 0 });
});

test("a residual net of bottlenecks is planned at its lower bound", () => {
  // Each block: narrow in -> wide -> wide -> narrow out, the narrow input alive until the addition.
  const buffers: Lifetime[] = [];
  for (let block = 0; block < 12; block++) {
    const size = 9408 >> Math.floor(block / 4);
    const start = 4 * block;
    buffers.push({ bytes: size, first: start, last: start + 4 });
    buffers.push({ bytes: 6 * size, first: start + 1, last: start + 2 });
    buffers.push({ bytes: 6 * size, first: start + 2, last: start + 3 });
    buffers.push({ bytes: size, first: start + 3, last: start + 3 });
  }
  assert.is(planMemory(buffers).bytes, lowerBound(buffers));
});

test.run();
