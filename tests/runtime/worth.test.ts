// Whether runs are shared follows what they take, whatever the machine does.

import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Worth } from "../../src/runtime/worth.ts";
import { random } from "../support.ts";

interface Share {
  /** Runs that were shared, and milliseconds of all. */
  readonly shared: number;
  readonly ms: number;
}

/** `count` runs of what takes so long alone and shared. */
function runs(worth: Worth, count: number, times: { alone: () => number; shared: () => number }): Share {
  let shared = 0;
  let ms = 0;
  for (let i = 0; i < count; i++) {
    if (worth.shares) shared++;
    const took = worth.shares ? times.shared() : times.alone();
    worth.took(took);
    ms += took;
  }
  return { shared, ms };
}

const steady = (alone: number, shared: number) => ({ alone: () => alone, shared: () => shared });

const test = suite("worth");

test("the first run is shared", () => {
  assert.is(new Worth().shares, true);
});

test("whichever is faster takes nearly all runs, whatever they take", () => {
  const ms = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(ms, fc.double({ min: 0.3, max: 3, noNaN: true }), (alone, factor) => {
      const { shared } = runs(new Worth(), 3000, steady(alone, factor * alone));
      if (factor < 0.89) assert.ok(shared > 2700, `${shared} of 3000 shared`);
      if (factor > 0.91) assert.ok(shared < 400, `${shared} of 3000 shared`);
    }),
  );
});

test("runs that are worth it only now and then lose little", () => {
  const next = random(7);
  // A helper that is put aside in one run of ten.
  const { shared, ms } = runs(new Worth(), 5000, { alone: () => 0.2, shared: () => (next() < 0.1 ? 4 : 0.12) });
  assert.ok(shared < 500, `${shared} of 5000 shared`);
  assert.ok(ms < 1.2 * 5000 * 0.2, `${ms} ms, ${5000 * 0.2} alone`);
});

test("a machine that becomes busy is noticed within some runs, one that becomes idle within 250 ms of runs", () => {
  const worth = new Worth();
  const idle = steady(2, 1.1);
  const busy = steady(2, 6);
  runs(worth, 2000, idle);
  assert.is(worth.shares, true);
  assert.ok(runs(worth, 100, busy).ms < 100 * 2 + 16 * 4, "busy");
  runs(worth, 1000, busy);
  runs(worth, 150, idle);
  assert.ok(runs(worth, 200, idle).shared > 150, "idle again");
});

test("first runs of code that is not optimised yet decide little", () => {
  const worth = new Worth();
  let run = 0;
  const cold = (ms: number) => () => ms * (run++ < 15 ? 4 : 1);
  assert.ok(runs(worth, 1000, { alone: cold(1), shared: cold(1.2) }).shared < 60);
});

test.run();
