// How much of a step the loading thread takes follows the threads' speeds, and is never all or nothing.

import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Balance } from "../../src/runtime/balance.ts";

const STEP = { end: 1000, tile: 1, parts: 2 };

/** Shares `count` steps of STEP's range between threads, of which each takes so many milliseconds for a whole step. */
function share(balance: Balance, count: number, ownMs: number, helperMs: number, threads = 2): void {
  for (let i = 0; i < count; i++) {
    const own = balance.firstEnd({ ...STEP, parts: threads }) / STEP.end;
    balance.took(own, own * ownMs, (1 - own) * helperMs);
  }
}

const test = suite("balance");

test("threads of the same speed take the same", () => {
  for (const threads of [2, 3, 5]) {
    const balance = new Balance(threads);
    share(balance, 10, 1, 1, threads);
    assert.is(balance.firstEnd({ ...STEP, parts: threads }), Math.round(STEP.end / threads));
  }
});

test("threads of other speeds end at the same time, within some dozen steps", () => {
  for (const threads of [2, 3, 5]) {
    for (const slower of [0.5, 1.6, 3]) {
      const balance = new Balance(threads);
      share(balance, 30, 1, slower, threads);
      const own = balance.firstEnd({ ...STEP, parts: threads }) / STEP.end;
      const helper = ((1 - own) / (threads - 1)) * slower;
      assert.ok(Math.abs(own / helper - 1) < 0.06, `${threads} threads: ${own} and ${helper} ms`);
    }
  }
});

test("one step that was held up changes little", () => {
  const balance = new Balance(2);
  balance.took(0.5, 0.1, 50);
  assert.ok(balance.firstEnd(STEP) < 0.6 * STEP.end);
});

test("steps without two threads' times change nothing", () => {
  const balance = new Balance(2);
  balance.took(1, 5, 0);
  balance.took(0.5, 0.005, 0.01);
  balance.took(0.5, 0, 0);
  assert.is(balance.firstEnd(STEP), STEP.end / 2);
});

test("steps of more or fewer parts than threads are cut into like parts", () => {
  const balance = new Balance(2);
  share(balance, 50, 1, 4);
  assert.is(balance.firstEnd({ ...STEP, parts: 10 }), STEP.end / 10);
});

test("every thread has a tile at least, whatever the clocks say", () => {
  const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
  const cuts = fc.record({ threads: fc.integer({ min: 2, max: 8 }), tile: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(
      cuts,
      fc.integer({ min: 0, max: 500 }),
      fc.array(fc.tuple(ms, ms)),
      ({ threads, tile }, more, times) => {
        const balance = new Balance(threads);
        for (const [ownMs, helpersMs] of times) balance.took(0.5, ownMs, helpersMs);
        const cut = { end: threads * tile + more, tile, parts: threads };
        const firstEnd = balance.firstEnd(cut);
        assert.is(firstEnd % tile, 0);
        assert.ok(firstEnd >= tile && cut.end - firstEnd >= (threads - 1) * tile, `${firstEnd} of ${cut.end}`);
      },
    ),
  );
});

test.run();
