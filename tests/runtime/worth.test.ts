// Whether runs are shared follows what they take, whatever the machine does.

import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Worth } from "../../src/runtime/worth.ts";
import { random } from "../support.ts";

/** Runs one right after the other, as `worth` says. */
class Caller {
  readonly worth = new Worth();
  now = 0;

  /** `count` runs of what takes so long alone and shared: how many were shared, and milliseconds of all. */
  run(count: number, times: { alone: () => number; shared: () => number }): { shared: number; ms: number } {
    const start = this.now;
    let shared = 0;
    for (let i = 0; i < count; i++) {
      const { shares } = this.worth;
      if (shares) shared++;
      const ms = shares ? times.shared() : times.alone();
      this.now += ms;
      this.worth.took(ms, this.now);
    }
    return { shared, ms: this.now - start };
  }
}

/** A caller who has settled on sharing: it times no run alone. */
function sharing(times: { alone: () => number; shared: () => number }): Caller {
  const caller = new Caller();
  caller.run(2000, times);
  for (let i = 0; i < 10 && !caller.worth.shares; i++) caller.run(1, times);
  assert.ok(caller.worth.shares);
  return caller;
}

const steady = (alone: number, shared: number) => ({ alone: () => alone, shared: () => shared });

const test = suite("worth");

test("the first run is shared", () => {
  assert.is(new Worth().shares, true);
});

test("runs take little longer than with what is faster, whatever they take", () => {
  const ms = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(ms, fc.double({ min: 0.3, max: 3, noNaN: true }), (alone, factor) => {
      const taken = new Caller().run(3000, steady(alone, factor * alone)).ms / (3000 * alone);
      // A gain of less than a tenth is not worth a second core.
      const most = factor < 0.9 ? 1.03 * factor : 1.12;
      assert.ok(taken < most, `${taken} of the time alone`);
    }),
  );
});

test("short runs stay shared although one in hundreds is held up for milliseconds, and not if one in ten is", () => {
  const heldUp = (rate: number) => {
    const next = random(7);
    return { alone: () => 0.35, shared: () => (next() < rate ? 4 : 0.25) };
  };
  const rarely = new Caller().run(20_000, heldUp(1 / 400));
  assert.ok(rarely.shared > 0.8 * 20_000, `${rarely.shared} of 20,000 shared`);
  const often = new Caller().run(20_000, heldUp(1 / 10));
  assert.ok(often.shared < 0.1 * 20_000, `${often.shared} of 20,000 shared`);
  assert.ok(often.ms < 1.1 * 20_000 * 0.35, `${often.ms} ms, ${20_000 * 0.35} alone`);
});

test("a machine that becomes busy is noticed within some runs, one that becomes idle within 200 ms", () => {
  const idle = steady(2, 1.1);
  const busy = steady(2, 6);
  const caller = sharing(idle);
  assert.ok(caller.run(100, busy).ms < 100 * 2 + 10 * 4, "busy");
  caller.run(1000, busy);
  caller.run(110, idle);
  assert.ok(caller.run(200, idle).shared > 190, "idle again");
});

test("a core that becomes faster alone, and worse to share, is noticed soon, sooner after a pause", () => {
  const before = steady(0.55, 0.3);
  const after = steady(0.35, 0.5);
  const rest = (pause: number) => {
    const caller = sharing(before);
    caller.now += pause;
    return caller.run(300, after).shared;
  };
  assert.ok(rest(0) < 240, `${rest(0)} of 300 shared`);
  assert.ok(rest(1000) < 100, `${rest(1000)} of 300 shared after a pause`);
});

test("a pause counts as time spent alone", () => {
  const runsAlone = (pause: number) => {
    const caller = new Caller();
    const busy = steady(1, 3);
    caller.run(500, busy);
    while (!caller.worth.shares) caller.run(1, busy);
    while (caller.worth.shares) caller.run(1, busy);
    let count = 0;
    for (; !caller.worth.shares; caller.now += pause) count += 1 - caller.run(1, busy).shared;
    return count;
  };
  const turn = 3;
  assert.is(runsAlone(0), turn + 200);
  assert.is(runsAlone(10), turn + Math.ceil(200 / 11));
});

test("first runs of code that is not optimised yet decide little", () => {
  let run = 0;
  const cold = (ms: number) => () => ms * (run++ < 15 ? 4 : 1);
  assert.ok(new Caller().run(1000, { alone: cold(1), shared: cold(1.2) }).shared < 60);
});

test.run();
