// The tables of a resize: Pillow's weights worked out by hand, and where photos are cut.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Preprocessing } from "../../src/index.ts";
import { type Axis, planAxes, tabulate, WEIGHT_BITS } from "../../src/input/axis.ts";

const ONE = 1 << WEIGHT_BITS;

function whole(size: number, scaled: number, filter: Preprocessing["filter"]): Axis {
  return tabulate({ from: 0, size, scaled, skip: 0, length: scaled }, filter);
}

/** [first source pixel, its weights …] of kept pixel `i`, weights as parts of 1. */
function weightsOf({ taps, stride }: Axis, i: number): number[] {
  const [first, count, ...weights] = taps.subarray(i * stride, (i + 1) * stride);
  return [first, ...weights.slice(0, count).map((weight) => weight / ONE)];
}

function near(actual: readonly number[], expected: readonly number[]): void {
  assert.is(actual.length, expected.length, `${actual} has another length than ${expected}`);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i] - value) < 2 / ONE, `${actual} is not ${expected}`);
}

const preprocessing = (fit: Preprocessing["fit"], resizeTo: number): Preprocessing => ({
  fit,
  resizeTo,
  filter: "antialias",
  color: "rgb",
  mean: [0],
  std: [1],
});

const test = suite("input axis");

test("antialias halves with a triangle as wide as the reduction", () => {
  const axis = whole(4, 2, "antialias");
  near(weightsOf(axis, 0), [0, 3 / 7, 3 / 7, 1 / 7]);
  near(weightsOf(axis, 1), [1, 1 / 7, 3 / 7, 3 / 7]);
});

test("enlarging takes two neighbours at half-pixel centres", () => {
  for (const filter of ["antialias", "bilinear"] as const) {
    const axis = whole(2, 4, filter);
    near(weightsOf(axis, 0), [0, 1]);
    near(weightsOf(axis, 1), [0, 0.75, 0.25]);
    near(weightsOf(axis, 2), [0, 0.25, 0.75]);
    near(weightsOf(axis, 3), [1, 1]);
  }
});

test("bilinear looks at two neighbours however much it shrinks", () => {
  near(weightsOf(whole(8, 2, "bilinear"), 0), [1, 0.5, 0.5]);
  near(weightsOf(whole(9, 3, "bilinear"), 1), [4, 1, 0]);
});

test("nearest takes the pixel under the centre", () => {
  near(weightsOf(whole(4, 2, "nearest"), 0), [1, 1]);
  near(weightsOf(whole(4, 2, "nearest"), 1), [3, 1]);
  near(weightsOf(whole(3, 7, "nearest"), 6), [2, 1]);
});

test("the same size copies", () => {
  for (const filter of ["antialias", "bilinear", "nearest"] as const) {
    const axis = whole(5, 5, filter);
    for (let i = 0; i < 5; i++) near(weightsOf(axis, i).slice(0, 2), [i, 1]);
  }
});

test("weights sum to one, and no pixel outside the photo is read", () => {
  for (const [size, scaled] of [
    [1, 9],
    [7, 3],
    [500, 224],
    [333, 334],
    [4000, 32],
  ]) {
    for (const filter of ["antialias", "bilinear", "nearest"] as const) {
      const axis = whole(size, scaled, filter);
      for (let i = 0; i < scaled; i++) {
        const [first, ...weights] = weightsOf(axis, i);
        assert.ok(first >= 0 && first + weights.length <= size && weights.length <= axis.stride - 2);
        const sum = weights.reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - 1) <= weights.length / ONE, `${size} -> ${scaled} ${filter}: ${sum}`);
      }
    }
  }
});

test("shorter: the short side first, then the centre", () => {
  const [across, down] = planAxes([500, 375], [224, 224], preprocessing("shorter", 256));
  assert.equal(across, { from: 0, size: 500, scaled: 341, skip: 58, length: 224 });
  assert.equal(down, { from: 0, size: 375, scaled: 256, skip: 16, length: 224 });
});

test("shorter: odd remainders are floored", () => {
  const [across, down] = planAxes([256, 257], [224, 224], preprocessing("shorter", 256));
  assert.equal([across.scaled, across.skip, down.scaled, down.skip], [256, 16, 257, 16]);
});

test("square: the centre first, then its size", () => {
  const [across, down] = planAxes([320, 213], [32, 32], preprocessing("square", 32));
  assert.equal(across, { from: 53, size: 213, scaled: 32, skip: 0, length: 32 });
  assert.equal(down, { from: 0, size: 213, scaled: 32, skip: 0, length: 32 });
});

test("inputs that are not square are covered with the same margin", () => {
  const [across, down] = planAxes([400, 400], [200, 100], preprocessing("shorter", 110));
  assert.equal([across.scaled, across.skip, across.length], [220, 10, 200]);
  assert.equal([down.scaled, down.skip, down.length], [220, 60, 100]);
});

test("stretch keeps all of the photo", () => {
  const [across, down] = planAxes([640, 10], [96, 96], preprocessing("stretch", 96));
  assert.equal([across.size, across.scaled, across.skip], [640, 96, 0]);
  assert.equal([down.size, down.scaled, down.skip], [10, 96, 0]);
});

test.run();
