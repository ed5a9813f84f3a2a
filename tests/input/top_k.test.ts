// Ranking of scores.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { topK, WrenError } from "../../src/index.ts";
import { random } from "../support.ts";

const indices = (scores: ArrayLike<number>, k: number) => topK(scores, k).map(({ index }) => index);

const test = suite("top k");

test("best first, and no more than there are", () => {
  assert.equal(topK([1, 3, 2], 2), [
    { index: 1, score: 3 },
    { index: 2, score: 2 },
  ]);
  assert.equal(indices([1, 3, 2], 9), [1, 2, 0]);
});

test("of equal scores the lower index comes first", () => {
  assert.equal(indices([5, 7, 7, 5, 7], 4), [1, 2, 4, 0]);
  assert.equal(indices(Int8Array.of(0, 0, 0), 2), [0, 1]);
});

test("agrees with sorting", () => {
  const next = random(3);
  for (let round = 0; round < 50; round++) {
    const scores = Array.from({ length: 1 + Math.floor(next() * 40) }, () => Math.floor(next() * 12) - 6);
    const sorted = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
    for (const k of [1, 3, 5]) assert.equal(indices(scores, k), sorted.slice(0, k));
  }
});

test("scores that are not finite are reported, never ranked", () => {
  for (const bad of [Number.NaN, Infinity, -Infinity]) {
    for (const scores of [
      [bad, 1, 2],
      [3, 2, 1, bad],
    ]) {
      assert.throws(
        () => topK(scores, 1),
        (error: unknown) => error instanceof WrenError && error.code === "NOT_FINITE",
      );
    }
  }
});

test.run();
