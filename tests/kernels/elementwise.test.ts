// The elementwise kernels by themselves: a range split anywhere, output over an input, what surrounds the buffers, and the
// values at which functions saturate; and int8 answers of the real TFLite interpreter.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allocate, elementCount, perTensor, type TensorData, type TensorType } from "../../src/graph/tensor.ts";
import { constant } from "../../src/kernels/call.ts";
import { broadcastBlock } from "../../src/ops/broadcast.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { availableBuilds, random, randomData } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";

const UNARY = (
  "abs ceil clip cos elu erf exp floor gelu hard_sigmoid hard_swish leaky_relu log neg relu relu6 " +
  "relu_n1_to_1 round rsqrt sigmoid sign silu sin softplus sqrt square tanh"
).split(" ");
const BINARY = "add div equal less less_equal maximum minimum mul pow prelu squared_difference sub".split(" ");
const OTHERS = "cast dequantize l2_normalization log_softmax quantize softmax".split(" ");

const operator = (name: string): Operator => {
  const op = OPS.get(name);
  if (op === undefined) throw new Error(`no operator ${name}`);
  return op;
};

const bytesOf = (data: TensorData) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();

interface Options {
  /** Fractions of the range at which it is split; the parts run last one first. */
  readonly cuts?: readonly number[];
  /** The input that the output lies over. */
  readonly over?: number;
}

/** One operator's kernels over constants; returns output 0. */
function runKernels(memory: KernelMemory, op: Operator, sample: Sample, data: readonly TensorData[], options: Options) {
  const [y] = sample.outputs;
  const stored = data.map((x) => (x instanceof Int8Array ? memory.flipped(x) : x.slice()));
  const target = options.over === undefined ? allocate(y.dtype, elementCount(y.shape)) : stored[options.over];
  const scratch: number[] = [];
  const calls = op.lower({
    attributes: sample.attributes,
    inputs: sample.inputs.map((type, i) => type && { ...type, buffer: constant(stored[i]) }),
    outputs: [{ ...y, buffer: constant(target) }],
    scratch: (bytes) => ({ kind: "scratch", id: scratch.push(bytes) - 1, offset: 0 }),
  });
  memory.clear();
  memory.place(calls, scratch);
  for (const call of calls) {
    const points = [0, ...(options.cuts ?? []).map((cut) => Math.floor(cut * call.end)), call.end];
    memory.run(
      call,
      points
        .slice(1)
        .map((end, i) => [points[i], end] as const)
        .reverse(),
    );
  }
  assert.equal(memory.spoiltGuards(), [], `${op.name} writes outside its buffers`);
  const result = memory.read(target);
  return result instanceof Int8Array ? memory.flipped(result) : result;
}

function unarySample(op: Operator, x: TensorType, y: TensorType, attributes: Sample["attributes"]): Sample {
  return { title: op.name, inputs: [x], outputs: [y], attributes };
}

function applyFloats(memory: KernelMemory, name: string, values: readonly number[], attributes = {}): number[] {
  const op = operator(name);
  const type = { dtype: "f32", shape: [values.length] } as const;
  return [...runKernels(memory, op, unarySample(op, type, type, attributes), [Float32Array.from(values)], {})];
}

for (const build of await availableBuilds()) {
  const test = suite(`elementwise kernels on ${build.name}`);
  const memory = await KernelMemory.of(build);

  for (const opName of [...UNARY, ...BINARY, ...OTHERS]) {
    test(`${opName}: any split, and in place`, () => {
      const op = operator(opName);
      const next = random(5);
      for (const sample of op.samples()) {
        const data = sample.inputs.map((input) => randomData(input!, next));
        const whole = bytesOf(runKernels(memory, op, sample, data, {}));
        const cuts = [next(), next(), next()].sort((a, b) => a - b);
        assert.equal(
          bytesOf(runKernels(memory, op, sample, data, { cuts })),
          whole,
          `${sample.title} split at ${cuts}`,
        );
        for (const over of op.inPlace ?? []) {
          if (data[over].byteLength !== whole.length) continue;
          assert.equal(bytesOf(runKernels(memory, op, sample, data, { over })), whole, `${sample.title} over ${over}`);
        }
      }
    });
  }

  test("NaN in gives NaN out, at every place of a vector", () => {
    for (const opName of UNARY) {
      const attributes = operator(opName).samples()[0].attributes;
      for (let at = 0; at < 5; at++) {
        const result = applyFloats(memory, opName, [1, 1, 1, 1, 1].with(at, Number.NaN), attributes);
        result.forEach((value, i) => {
          assert.is(Number.isNaN(value), i === at, `${opName} gives ${value} at ${i}`);
        });
      }
    }
  });

  test("comparisons of NaN, zeros and infinities", () => {
    const [nan, inf] = [Number.NaN, Infinity];
    const a = [nan, nan, 1, 0, -0, inf, -inf, 1, 2, 1e-45, 3];
    const b = [nan, 1, nan, -0, 0, inf, inf, 2, 1, 0, 3];
    const type = { dtype: "f32", shape: [a.length] } as const;
    const compare = (name: string) => {
      const y = { dtype: "i32", shape: type.shape } as const;
      const sample: Sample = { title: name, inputs: [type, type], outputs: [y], attributes: {} };
      return [...runKernels(memory, operator(name), sample, [Float32Array.from(a), Float32Array.from(b)], {})];
    };
    assert.equal(compare("equal"), [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1]);
    assert.equal(compare("less"), [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
    assert.equal(compare("less_equal"), [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1]);
  });

  test("whole numbers are divided towards zero and never trap", () => {
    const a = [7, -7, 7, -7, -2147483648, -2147483648, 2147483647, 5, 0, -1];
    const b = [2, 2, -2, -2, -1, 1, -1, 0, 0, 2147483647];
    const type = { dtype: "i32", shape: [a.length] } as const;
    const sample: Sample = { title: "div", inputs: [type, type], outputs: [type], attributes: {} };
    const quotients = runKernels(memory, operator("div"), sample, [Int32Array.from(a), Int32Array.from(b)], {});
    assert.equal([...quotients], [3, -3, -3, 3, -2147483648, -2147483648, -2147483647, 0, 0, 0]);
  });

  test("functions saturate", () => {
    const near = (actual: number[], expected: number[], absolute: number) =>
      actual.forEach((value, i) => {
        const same = Object.is(value, expected[i]) || Math.abs(value - expected[i]) <= absolute;
        assert.ok(same, `${value} instead of ${expected[i]}`);
      });
    const ends = [-Infinity, -1e30, -100, 100, 1e30, Infinity];
    near(applyFloats(memory, "exp", ends), [0, 0, Math.fround(Math.exp(-100)), Infinity, Infinity, Infinity], 0);
    near(applyFloats(memory, "sigmoid", ends), [0, 0, 0, 1, 1, 1], 2e-38);
    near(applyFloats(memory, "tanh", ends), [-1, -1, -1, 1, 1, 1], 0);
    near(applyFloats(memory, "erf", ends), [-1, -1, -1, 1, 1, 1], 0);
    near(applyFloats(memory, "elu", ends), [-1, -1, -1, 100, Math.fround(1e30), Infinity], 0);
    near(applyFloats(memory, "softplus", ends), [0, 0, 0, 100, Math.fround(1e30), Infinity], 2e-38);
    near(applyFloats(memory, "gelu", [-1e30, -100, 100]), [0, 0, 100], 0);
    near(applyFloats(memory, "log", [0, -0, Infinity]), [-Infinity, -Infinity, Infinity], 0);
    assert.ok(applyFloats(memory, "log", [-1, -Infinity]).every(Number.isNaN));
    near(applyFloats(memory, "log", [1e-45]), [Math.log(1.401298464324817e-45)], 1e-5);
    near(applyFloats(memory, "tanh", [0, -0]), [0, -0], 0);
  });

  test("powers follow IEEE 754", () => {
    const bases = [0, -0, 1, -1, 2, -2, 0.5, Infinity, -Infinity, NaN];
    const exponents = [0, 1, -1, 2, 3, 0.5, -2.5, Infinity, -Infinity, NaN];
    const op = operator("pow");
    const [a, b, y] = [[10, 1], [10], [10, 10]].map((shape): TensorType => ({ dtype: "f32", shape }));
    const sample = { title: "", inputs: [a, b], outputs: [y], attributes: {} };
    const result = runKernels(memory, op, sample, [Float32Array.from(bases), Float32Array.from(exponents)], {});
    bases.forEach((base, i) => {
      exponents.forEach((exponent, j) => {
        const [expected] = op.reference([f32(base), f32(exponent)], [scalar], {})[0];
        const actual = result[i * 10 + j];
        const same = Object.is(actual, expected) || Math.abs(actual - expected) < 1e-7;
        assert.ok(same, `${base} ** ${exponent} is ${actual}, not ${expected}`);
      });
    });
  });

  test("int8 answers of TFLite with XNNPACK", () => {
    const cases = [
      // name, attributes, scale and zero point of x, of y, then pairs of x and y
      ["hard_swish", {}, [0.05, 3], [0.03, -100], [-51, -105, 9, -95, 21, -81, 57, -15]],
      ["leaky_relu", { alpha: 0.1 }, [0.013, 100], [0.013, 100], [-125, 77, -121, 78, -114, 78]],
      ["leaky_relu", { alpha: 0.2 }, [0.05, 3], [0.035, -6], [-125, -42, 67, 86, 88, 116]],
      ["quantize", {}, [0.05, 3], [0.0305, 0], [-65, -112, -40, -71, 35, 53, 60, 94]],
      ["quantize", {}, [0.013, 100], [0.02093, 103], [-28, 24]],
    ] as const;
    for (const [opName, attributes, [sx, zx], [sy, zy], pairs] of cases) {
      const x = Int8Array.from(pairs.filter((_, i) => i % 2 === 0));
      const op = operator(opName);
      const type = (scale: number, zeroPoint: number) =>
        ({ dtype: "i8", shape: [x.length], quantization: perTensor(scale, zeroPoint) }) as const;
      const result = runKernels(memory, op, unarySample(op, type(sx, zx), type(sy, zy), attributes), [x], {});
      assert.equal(
        [...result],
        pairs.filter((_, i) => i % 2 === 1),
        opName,
      );
    }
  });

  test.run();
}

const scalar: TensorType = { dtype: "f32", shape: [1] };
const f32 = (value: number) => ({ type: scalar, data: Float32Array.of(value) });

const blocks = suite("shape blocks of broadcasting");

blocks("dimensions without a jump are one", () => {
  assert.equal([...broadcastBlock([2, 3, 4], [2, 3, 4], [2, 3, 4])], [24, 1, 1, 0]);
  assert.equal([...broadcastBlock([2, 3, 4], [], [2, 3, 4])], [24, 1, 0, 0]);
  assert.equal([...broadcastBlock([1, 5, 6, 8], [8], [1, 5, 6, 8])], [8, 1, 1, 1, 30, 8, 0]);
  assert.equal([...broadcastBlock([2, 5, 6, 8], [2, 1, 1, 8], [2, 5, 6, 8])], [8, 1, 1, 2, 30, 8, 0, 2, 240, 8]);
  assert.equal([...broadcastBlock([2, 5, 1], [2, 1, 7], [2, 5, 7])], [7, 0, 1, 2, 5, 1, 0, 2, 5, 7]);
  assert.equal([...broadcastBlock([1], [1], [1])], [1, 1, 1, 0]);
});

blocks.run();
