// The epilogue: accumulators of every size become int8 by the formula of src/graph/rounding.ts. Weights are zero here, so
// the accumulators are the biases.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { requantize } from "../../src/graph/rounding.ts";
import { kernelBuilds } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";
import { int8Product, plainWeights } from "./products.ts";

const INT32 = { low: -(2 ** 31), high: 2 ** 31 - 1 };

interface Case {
  readonly biases: readonly number[];
  readonly scales: readonly number[];
  readonly zeroPoint: number;
  readonly low: number;
  readonly high: number;
}

/** Rows of one activation times zero weights: y[m, n] is the requantised bias n, in every row. */
function check(memory: KernelMemory, rows: number, c: Case): void {
  const outputs = c.biases.length;
  const size = { rows, depth: 1, outputs };
  const weights = {
    ...plainWeights(size, new Int8Array(outputs)),
    bias: Int32Array.from(c.biases),
    scales: Float32Array.from(c.scales),
    yZeroPoint: c.zeroPoint,
  };
  const bounds = { low: c.low, high: c.high };
  const { y, spoilt } = int8Product(memory, size, new Int8Array(rows), weights, { bounds });
  y.forEach((value, i) => {
    const n = i % outputs;
    const expected = requantize(c.biases[n], weights.scales[n], c.zeroPoint, c.low, c.high);
    assert.is(value, expected, `${c.biases[n]} · ${weights.scales[n]} + ${c.zeroPoint} in [${c.low}, ${c.high}]`);
  });
  assert.equal(spoilt, []);
}

const accumulators = fc.oneof(
  fc.integer({ min: -400, max: 400 }),
  fc.integer({ min: INT32.low, max: INT32.high }),
  fc.constantFrom(INT32.low, INT32.high, 0, -1, 2 ** 24 + 1, -(2 ** 24) - 1),
);
const scales = fc.oneof(
  fc.constantFrom(0.5, 0.25, 1, 2, 255.9, 2 ** -30, 1e-30),
  fc.double({ min: 1e-6, max: 2, noNaN: true }),
);
const cases = fc
  .tuple(
    fc.array(fc.tuple(accumulators, scales), { minLength: 1, maxLength: 40 }),
    fc.integer({ min: -128, max: 127 }),
    fc.oneof(
      fc.constant([-128, 127] as const),
      fc.tuple(fc.integer({ min: -128, max: 127 }), fc.integer({ min: -128, max: 127 })),
    ),
  )
  .map(([outputs, zeroPoint, bounds]): Case => {
    const [low, high] = [...bounds].sort((a, b) => a - b);
    return { biases: outputs.map(([acc]) => acc), scales: outputs.map(([, s]) => s), zeroPoint, low, high };
  });

for (const build of await kernelBuilds()) {
  const memory = await KernelMemory.of(build);
  const test = suite(`epilogue on ${build.title}`);

  test("halves go to the even neighbour", () => {
    const biases = [-7, -5, -3, -1, 1, 3, 5, 7, 253, 255, -255, -257];
    const whole = { low: -128, high: 127 };
    check(memory, 5, { biases, scales: biases.map(() => 0.5), zeroPoint: 0, ...whole });
    // The same in plain sight: 0.5 -> 0, 1.5 -> 2, 2.5 -> 2.
    assert.equal(
      [1, 3, 5].map((acc) => requantize(acc, 0.5, 0)),
      [0, 2, 2],
    );
  });

  test("the ends of int32 saturate", () => {
    for (const zeroPoint of [-128, 0, 127]) {
      for (const scale of [255.9, 1, 2 ** -8, 2 ** -24, 2 ** -31]) {
        const biases = [
          INT32.low,
          INT32.low + 1,
          INT32.high,
          INT32.high - 1,
          2 ** 22,
          -(2 ** 22),
          2 ** 30,
          -(2 ** 30),
          0,
        ];
        const scales = biases.map(() => scale);
        check(memory, 3, { biases, scales, zeroPoint, low: -128, high: 127 });
        check(memory, 3, { biases, scales, zeroPoint, low: -100, high: 90 });
      }
    }
  });

  test("any accumulator, scale, zero point and bounds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), cases, (rows, c) => check(memory, rows, c)),
      { numRuns: 150 },
    );
  });

  test.run();
}
