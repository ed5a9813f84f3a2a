// The kernels of windows that are 3x3, over images, pads, strides and channels of any size, against the reference. Floats
// are whole and small, so that every order of adding them gives the same bits; int8 takes all values.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { elementCount, perTensor, type TensorType } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Sample } from "../../src/ops/operator.ts";
import { kernelBuilds, random } from "../support.ts";
import { KernelMemory } from "./kernel_memory.ts";
import { runCalls } from "./lowered_calls.ts";

interface Window {
  readonly batch: number;
  readonly image: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pads: readonly [number, number, number, number];
}

const extent = fc.integer({ min: 1, max: 12 });
const pad = fc.integer({ min: 0, max: 2 });
const stride = fc.integer({ min: 1, max: 3 });

const windows: fc.Arbitrary<Window> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    image: fc.tuple(extent, fc.oneof({ weight: 5, arbitrary: extent }, fc.integer({ min: 13, max: 70 }))),
    strides: fc.oneof(fc.constant([1, 1] as const), fc.constant([2, 2] as const), fc.tuple(stride, stride)),
    pads: fc.oneof(fc.constant([1, 1, 1, 1] as const), fc.tuple(pad, pad, pad, pad)),
  })
  .filter(({ image, pads }) => [0, 1].every((axis) => image[axis] + pads[axis] + pads[axis + 2] >= 3));

interface Numbers {
  readonly seed: number;
  readonly cuts: readonly number[];
  readonly step?: number;
}

/** Values of a type: from −limit on, to limit − 1 (i8, i32) or limit (f32, odd). */
const ARRAYS = { f32: [Float32Array, 9], i8: [Int8Array, 128], i32: [Int32Array, 4096] } as const;

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });

function outputOf({ image, strides, pads }: Window, axis: 0 | 1): number {
  return Math.floor((image[axis] + pads[axis] + pads[axis + 2] - 3) / strides[axis]) + 1;
}

for (const build of await kernelBuilds()) {
  const test = suite(`3x3 windows on ${build.title}`);
  const memory = await KernelMemory.of(build);

  /** Kernels and reference agree to the bit on whole numbers, weights divisible by `step`, however the range is cut. */
  function agree(name: string, sample: Sample, { seed, cuts, step = 1 }: Numbers): void {
    const next = random(seed);
    const whole = ({ dtype, shape }: TensorType, unit: number) => {
      const [Values, limit] = ARRAYS[dtype as keyof typeof ARRAYS];
      const data = new Values(elementCount(shape));
      for (let i = 0; i < data.length; i++) data[i] = unit * (Math.floor(next() * 2 * limit) - limit + (limit & 1));
      return data;
    };
    const op = OPS.get(name)!;
    const data = sample.inputs.map((input, i) => whole(input!, i === 1 ? step : 1));
    const inputs = sample.inputs.map((type, i) => ({ type: type!, data: data[i] }));
    const [expected] = op.reference(inputs, sample.outputs, sample.attributes);
    const sorted = [...cuts].sort((a, b) => a - b);
    assert.equal(runCalls(memory, op, sample, data, { cuts: sorted })[0], expected);
  }

  test("depthwise_conv_2d", () => {
    const channels = fc.oneof(fc.constantFrom(4, 8, 12, 16), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(windows, channels, cuts, fc.integer(), (window, channels, cuts, seed) => {
        const { batch, image, strides, pads } = window;
        const sample: Sample = {
          title: "",
          inputs: [
            { dtype: "f32", shape: [batch, ...image, channels] },
            { dtype: "f32", shape: [1, 3, 3, channels], constant: true },
            { dtype: "f32", shape: [channels], constant: true },
          ],
          outputs: [{ dtype: "f32", shape: [batch, outputOf(window, 0), outputOf(window, 1), channels] }],
          attributes: { strides, pads, dilations: [1, 1], min: -150, max: 200 },
        };
        agree("depthwise_conv_2d", sample, { seed, cuts });
      }),
      { numRuns: 300 },
    );
  });

  test("conv_2d", () => {
    const channels = fc.oneof(fc.constantFrom(12, 16, 20), fc.integer({ min: 1, max: 9 }));
    const outputs = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(windows, channels, outputs, cuts, fc.integer(), (window, channels, outputs, cuts, seed) => {
        const { batch, image, strides, pads } = window;
        const sample: Sample = {
          title: "",
          inputs: [
            { dtype: "f32", shape: [batch, ...image, channels] },
            { dtype: "f32", shape: [outputs, 3, 3, channels], constant: true },
            { dtype: "f32", shape: [outputs], constant: true },
          ],
          outputs: [{ dtype: "f32", shape: [batch, outputOf(window, 0), outputOf(window, 1), outputs] }],
          attributes: { strides, pads, dilations: [1, 1], groups: 1, min: -900, max: 1100 },
        };
        // Winograd's transformed weights hold quarters.
        agree("conv_2d", sample, { seed, cuts, step: 4 });
      }),
      { numRuns: 300 },
    );
  });

  /** x, weights, bias -> y, of int8 with the zero points of x and y given, and how fine the steps of y are. */
  function int8Sample(
    window: Window,
    channels: number,
    weights: readonly number[],
    [xZero, yZero, steps]: readonly [number, number, number],
  ): Sample {
    const { batch, image, strides, pads } = window;
    const outputs = weights[0] === 1 ? channels : weights[0];
    const type = (shape: readonly number[], scale: number, zeroPoint: number): TensorType => ({
      dtype: "i8",
      shape,
      quantization: perTensor(scale, zeroPoint),
    });
    return {
      title: "",
      inputs: [
        type([batch, ...image, channels], 1 / 32, xZero),
        { ...type(weights, 1 / 64, 0), constant: true },
        { dtype: "i32", shape: [outputs], constant: true },
      ],
      outputs: [
        type([batch, outputOf(window, 0), outputOf(window, 1), outputs], Math.sqrt(channels) / 8 / steps, yZero),
      ],
      attributes: { strides, pads, dilations: [1, 1], groups: 1, min: -60, max: 50 },
    };
  }

  const zeroPoint = fc.integer({ min: -128, max: 127 });
  // With the last nearly every result lies far outside int8, beyond 2^22.
  const grid = fc.tuple(zeroPoint, zeroPoint, fc.constantFrom(1, 8, 2 ** 18));

  test("int8 depthwise_conv_2d", () => {
    fc.assert(
      fc.property(
        windows,
        fc.constantFrom(8, 16, 24),
        grid,
        cuts,
        fc.integer(),
        (window, channels, grid, cuts, seed) => {
          agree("depthwise_conv_2d", int8Sample(window, channels, [1, 3, 3, channels], grid), { seed, cuts });
        },
      ),
      { numRuns: 120 },
    );
  });

  test("int8 conv_2d", () => {
    const channels = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(16, 20, 32));
    const outputs = fc.integer({ min: 2, max: 35 });
    fc.assert(
      fc.property(
        windows,
        channels,
        outputs,
        grid,
        cuts,
        fc.integer(),
        (window, channels, outputs, grid, cuts, seed) => {
          agree("conv_2d", int8Sample(window, channels, [outputs, 3, 3, channels], grid), { seed, cuts });
        },
      ),
      { numRuns: 80 },
    );
  });

  test.run();
}
