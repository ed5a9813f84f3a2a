// Lowerings by themselves, over memory with guards: whatever range a kernel is given in parts, results are the same, nothing
// is written outside the outputs and scratch, and outputs may lie over the inputs that the operator names.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allocate, elementCount, type TensorData } from "../../src/graph/tensor.ts";
import { constant } from "../../src/kernels/call.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { availableBuilds, random, randomData } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";

const NAMES = ["matmul", "reduce_max", "reduce_prod", "resample", "sum", "top_k", "where"];
/** Samples whose buffers fit the test's memory. */
const MOST_ELEMENTS = 2000;

const operator = (name: string): Operator => {
  const op = OPS.get(name);
  if (op === undefined) throw new Error(`no operator ${name}`);
  return op;
};

const bytesOf = (data: TensorData) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();

interface Options {
  /** Fractions of every call's range at which it is split; the parts run last one first. */
  readonly cuts?: readonly number[];
  /** The input that output 0 lies over. */
  readonly over?: number;
}

/** All outputs of an operator's kernel calls. */
function runCalls(memory: KernelMemory, op: Operator, sample: Sample, data: readonly TensorData[], options: Options) {
  const flip = (x: TensorData) => (x instanceof Int8Array ? memory.flipped(x) : x);
  const inputs = data.map((x) => flip(x.slice()));
  const targets = sample.outputs.map((y, i) =>
    i === 0 && options.over !== undefined ? inputs[options.over] : allocate(y.dtype, elementCount(y.shape)),
  );
  const scratch: number[] = [];
  const calls = op.lower({
    attributes: sample.attributes,
    inputs: sample.inputs.map((type, i) => type && { ...type, buffer: constant(inputs[i]) }),
    outputs: sample.outputs.map((type, i) => ({ ...type, buffer: constant(targets[i]) })),
    scratch: (bytes) => ({ kind: "scratch", id: scratch.push(bytes) - 1, offset: 0 }),
  });
  memory.clear();
  memory.place(calls, scratch);
  for (const call of calls) {
    const points = [0, ...(options.cuts ?? []).map((cut) => Math.floor(cut * call.end)), call.end];
    const parts = points.slice(1).map((end, i) => [points[i], end] as const);
    memory.run(call, parts.reverse());
  }
  assert.equal(memory.spoiltGuards(), [], `${op.name} writes outside its buffers`);
  return targets.map((target) => flip(memory.read(target)));
}

for (const build of await availableBuilds()) {
  const test = suite(`lowerings on ${build.name}`);
  const memory = await KernelMemory.of(build);

  for (const name of NAMES) {
    test(`${name}: any split, and in place`, () => {
      const op = operator(name);
      const next = random(7);
      let tried = 0;
      for (const sample of op.samples()) {
        const types = [...sample.inputs.map((input) => input!), ...sample.outputs];
        if (types.some(({ shape }) => elementCount(shape) > MOST_ELEMENTS)) continue;
        const data = sample.inputs.map((input) => randomData(input!, next));
        const run = (options: Options) => runCalls(memory, op, sample, data, options).map(bytesOf);
        const whole = run({});
        const cuts = [next(), next(), next()].sort((a, b) => a - b);
        assert.equal(run({ cuts }), whole, `${sample.title} split at ${cuts}`);
        for (const over of op.inPlace ?? []) {
          if (data[over].byteLength === whole[0].length) assert.equal(run({ over }), whole, `over ${over}`);
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
