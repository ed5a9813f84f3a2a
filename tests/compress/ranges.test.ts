// The four ways of choosing a range, on histograms whose answer is known.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chooseRange, type Histogram, quantizationOf, RANGE_METHODS } from "../../src/compress/ranges.ts";
import { dequantizeValue, quantizeValue } from "../../src/graph/rounding.ts";

const BINS = 2048;

/** `density` of the middle of each bin. */
function histogram(low: number, high: number, density: (x: number) => number, zeros = 0): Histogram {
  const width = (high - low) / BINS;
  return { low, high, counts: Float64Array.from({ length: BINS }, (_, i) => density(low + (i + 0.5) * width)), zeros };
}

const bell = (x: number) => 1e6 * Math.exp(-x * x);
const width = ({ low, high }: { low: number; high: number }) => high - low;

const test = suite("ranges of activations");

test("min-max keeps all, and 0", () => {
  assert.equal(
    chooseRange(
      histogram(-3, 5, () => 1),
      "minmax",
    ),
    { low: -3, high: 5 },
  );
  assert.equal(
    chooseRange(
      histogram(2, 5, () => 1),
      "minmax",
    ),
    { low: 0, high: 5 },
  );
});

test("percentile cuts one in ten thousand off each end, and counts zeros", () => {
  const counts = new Float64Array(BINS);
  counts[0] = 1;
  counts[1000] = 9998;
  counts[BINS - 1] = 1;
  const range = chooseRange({ low: -1024, high: 1024, counts, zeros: 0 }, "percentile");
  assert.ok(range.low >= -25 && range.low <= -23, `${range.low}`);
  assert.is(range.high, 0);
  counts[BINS - 1] = 3;
  assert.is(chooseRange({ low: -1024, high: 1024, counts, zeros: 0 }, "percentile").high, 1024);
  assert.is(chooseRange({ low: -1024, high: 1024, counts, zeros: 30000 }, "percentile").high, 0);
});

for (const method of ["mse", "entropy"] as const) {
  test(`${method} keeps the whole of a uniform distribution`, () => {
    const range = chooseRange(
      histogram(-1, 3, () => 100),
      method,
    );
    assert.ok(width(range) > 3.8, `${range.low} … ${range.high}`);
  });

  test(`${method} cuts a lone outlier off a bell`, () => {
    const outlier = (x: number) => bell(x) + (x > 79.9 ? 1 : 0);
    const range = chooseRange(histogram(-4, 80, outlier), method);
    assert.ok(range.high < 40 && range.high > 2, `${range.low} … ${range.high}`);
    assert.ok(range.low < -1.5, `${range.low} … ${range.high}`);
  });

  test(`${method} keeps a lone outlier that must be kept, and cuts the other end`, () => {
    const outliers = (x: number) => bell(x) + (Math.abs(x) > 79.9 ? 1 : 0);
    const range = chooseRange(histogram(-80, 80, outliers), method, true);
    assert.is(range.high, 80);
    assert.ok(range.low > -40, `${range.low}`);
  });

  test(`${method} does not cut values that are many`, () => {
    const two = (x: number) => (x < 1 || x > 9 ? 1000 : 0);
    assert.ok(chooseRange(histogram(0, 10, two), method).high > 9.5);
  });
}

test("mse minimises the error of quantised values, measured on the values themselves", () => {
  const density = (x: number) => Math.round(1e4 * Math.exp(-Math.abs(x) * 3));
  const given = histogram(-12, 12, density);
  const error = (range: { low: number; high: number }) => {
    const { scale, zeroPoint } = quantizationOf(range);
    const square = (x: number) =>
      (x - dequantizeValue(quantizeValue(x, scale[0], zeroPoint[0]), scale[0], zeroPoint[0])) ** 2;
    const within = [0.1, 0.3, 0.5, 0.7, 0.9]; // a bin's values are not all in its middle
    return given.counts.reduce((sum, count, i) => {
      return sum + count * within.reduce((mean, at) => mean + square(-12 + (i + at) * (24 / BINS)) / 5, 0);
    }, 0);
  };
  const best = error(chooseRange(given, "mse"));
  assert.ok(best < 0.7 * error({ low: -12, high: 12 }));
  for (const bound of [2, 3, 4, 6, 8]) assert.ok(best < 1.1 * error({ low: -bound, high: bound }), `±${bound}`);
});

test("every range lies within the values' bounds and holds 0", () => {
  const bounds = fc.tuple(
    fc.double({ min: -100, max: 100, noNaN: true }),
    fc.double({ min: 1e-3, max: 100, noNaN: true }),
  );
  const property = fc.property(
    bounds,
    fc.array(fc.nat(1000), { minLength: 8, maxLength: 64 }),
    ([low, size], counts) => {
      const given = { low, high: low + size, counts: Float64Array.from(counts), zeros: 3 };
      for (const method of RANGE_METHODS) {
        const range = chooseRange(given, method);
        assert.ok(range.low <= 0 && range.high >= 0, method);
        assert.ok(range.low >= Math.min(low, 0) && range.high <= Math.max(low + size, 0), method);
      }
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test("int8 covers its range to half a step, and 0 exactly", () => {
  const number = fc.double({ min: 0, max: 1e6, noNaN: true });
  const property = fc.property(number, number, (below, above) => {
    const { scale, zeroPoint } = quantizationOf({ low: -below, high: above });
    assert.is(dequantizeValue(quantizeValue(0, scale[0], zeroPoint[0]), scale[0], zeroPoint[0]), 0);
    if (below + above < 1e-30) return;
    assert.ok(scale[0] * (-128 - zeroPoint[0]) <= -below + 0.51 * scale[0]);
    assert.ok(scale[0] * (127 - zeroPoint[0]) >= above - 0.51 * scale[0]);
  });
  fc.assert(property);
});

test.run();
