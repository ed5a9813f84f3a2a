// Lowerings by themselves, over memory with guards: whatever range a kernel is given in parts, results are the same, nothing
// is written outside the outputs and scratch, and outputs may lie over the inputs that the operator names.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { elementCount, type TensorData } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { kernelBuilds, random, randomData } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";
import { type Options, runCalls } from "./lowered_calls.ts";

const NAMES = [
  "conv_2d",
  "depthwise_conv_2d",
  "matmul",
  "reduce_max",
  "reduce_prod",
  "resample",
  "sum",
  "top_k",
  "where",
];
/** Samples whose buffers fit the test's memory. */
const MOST_ELEMENTS = 2000;

const operator = (name: string): Operator => {
  const op = OPS.get(name);
  if (op === undefined) throw new Error(`no operator ${name}`);
  return op;
};

const bytesOf = (data: TensorData) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();

for (const build of await kernelBuilds()) {
  const test = suite(`lowerings on ${build.title}`);
  const memory = await KernelMemory.of(build);

  for (const name of NAMES) {
    test(`${name}: any split, and in place`, () => {
      const op = operator(name);
      const next = random(7);
      let tried = 0;
      for (const sample of op.samples()) {
        const types = [...sample.inputs, ...sample.outputs];
        if (types.some((type) => type && elementCount(type.shape) > MOST_ELEMENTS)) continue;
        const data = sample.inputs.map((input) => input && randomData(input, next));
        const run = (options: Options) => runCalls(memory, op, sample, data, options).map(bytesOf);
        const whole = run({});
        const cuts = [next(), next(), next()].sort((a, b) => a - b);
        assert.equal(run({ cuts }), whole, `${sample.title} split at ${cuts}`);
        for (const over of op.inPlace ?? []) {
          if (data[over]?.byteLength === whole[0].length) assert.equal(run({ over }), whole, `over ${over}`);
        }
        tried++;
      }
      assert.ok(tried > 5, `only ${tried} samples fit`);
    });
  }

  test("zeros are equal and NaN is above infinity in the order of the largest", () => {
    const x = Float32Array.of(-0, Number.NaN, 1, 0, -Infinity, -Number.NaN, Infinity, -1e-45);
    const rank = (largest: boolean) => {
      const shape = [x.length];
      const outputs = [
        { dtype: "f32", shape },
        { dtype: "i32", shape },
      ] as const;
      const attributes = { k: x.length, largest };
      const sample: Sample = { title: "", inputs: [{ dtype: "f32", shape }], outputs, attributes };
      return [...runCalls(memory, operator("top_k"), sample, [x], {})[1]];
    };
    assert.equal(rank(true), [1, 5, 6, 2, 0, 3, 7, 4]);
    assert.equal(rank(false), [4, 7, 0, 3, 2, 6, 1, 5]);
  });

  test.run();
}
