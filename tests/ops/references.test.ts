// References against a second definition, where the first is a rearrangement that could be wrong with its kernels.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Attributes } from "../../src/graph/op_def.ts";
import { elementCount, type TensorData, type TensorType } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";

const test = suite("references");

interface Value {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

const typeOf = ({ shape, data }: Value): TensorType => ({
  dtype: data instanceof Float32Array ? "f32" : data instanceof Int8Array ? "i8" : "i32",
  shape,
});

/** Output 0 of an operator by its own reference. */
function run(name: string, inputs: readonly Value[], attributes: Attributes): Value {
  const op = OPS.get(name);
  if (op === undefined) throw new Error(`no operator ${name}`);
  const types = inputs.map(typeOf);
  const outputs = op.infer(types, attributes);
  const [data] = op.reference(
    inputs.map(({ data }, i) => ({ type: types[i], data })),
    outputs,
    attributes,
  );
  return { shape: outputs[0].shape, data };
}

/** Small whole numbers: sums of products are exact in any order. */
function counting(shape: readonly number[]): Value {
  return { shape, data: Float32Array.from({ length: elementCount(shape) }, (_, i) => ((i * 7) % 11) - 5) };
}

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

test("transposed convolution scatters every pixel, times the weights, over its window", () => {
  const cases = fc.record({ image: pair(1, 4), kernel: pair(1, 3), strides: pair(1, 3), dilations: pair(1, 3) });
  fc.assert(
    fc.property(cases, pair(0, 1), pair(0, 2), ({ image, kernel, strides, dilations }, before, after) => {
      const full = [0, 1].map((a) => (image[a] - 1) * strides[a] + (kernel[a] - 1) * dilations[a] + 1);
      const size = [full[0] - before[0] - after[0], full[1] - before[1] - after[1]] as const;
      fc.pre(size[0] > 0 && size[1] > 0);
      const x = counting([1, ...image, 2]);
      const w = counting([3, ...kernel, 2]);
      const expected = new Float32Array(size[0] * size[1] * 3);
      for (const [iy, ix, ky, kx] of indices([...image, ...kernel])) {
        const oy = iy * strides[0] + ky * dilations[0] - before[0];
        const ox = ix * strides[1] + kx * dilations[1] - before[1];
        if (oy < 0 || oy >= size[0] || ox < 0 || ox >= size[1]) continue;
        for (const [o, c] of indices([3, 2])) {
          const weight = w.data[((o * kernel[0] + ky) * kernel[1] + kx) * 2 + c];
          expected[(oy * size[1] + ox) * 3 + o] += x.data[(iy * image[1] + ix) * 2 + c] * weight;
        }
      }
      const attributes = { strides, dilations, pads: [...before, ...after], size };
      assert.equal(run("conv_2d_transpose", [x, w], attributes), { shape: [1, ...size, 3], data: expected });
    }),
  );
});

test("an average that counts its pads is one of the padded image", () => {
  const cases = fc.record({ image: pair(2, 6), kernel: pair(2, 3), strides: pair(1, 3), dilations: pair(1, 2) });
  fc.assert(
    fc.property(cases, pair(0, 1), pair(0, 1), pair(0, 1), (geometry, before, after, overhang) => {
      const { image, kernel, strides, dilations } = geometry;
      const x = counting([1, ...image, 1]);
      const pads = [...before, ...after];
      const attributes = { kernel, strides, dilations, pads, overhang, countPads: true };
      const op = OPS.get("average_pool_2d");
      fc.pre(accepts(() => op?.infer([typeOf(x)], attributes)));
      const padded = [image[0] + before[0] + after[0], image[1] + before[1] + after[1]];
      const { shape, data } = run("average_pool_2d", [x], attributes);
      for (const [at, [oy, ox]] of indices(shape.slice(1, 3)).entries()) {
        let sum = 0;
        let count = 0;
        for (const [ky, kx] of indices(kernel)) {
          const [py, px] = [oy * strides[0] + ky * dilations[0], ox * strides[1] + kx * dilations[1]];
          if (py >= padded[0] || px >= padded[1]) continue;
          count++;
          const [iy, ix] = [py - before[0], px - before[1]];
          if (iy >= 0 && iy < image[0] && ix >= 0 && ix < image[1]) sum += x.data[iy * image[1] + ix];
        }
        assert.is(data[at], Math.fround(sum / count));
      }
      for (const axis of [0, 1] as const) {
        const room = padded[axis] + overhang[axis] - (kernel[axis] - 1) * dilations[axis] - 1;
        assert.is(shape[axis + 1], Math.floor(room / strides[axis]) + 1);
      }
    }),
  );
});

test("resampling with two taps an axis is bilinear resizing", () => {
  fc.assert(
    fc.property(pair(1, 5), pair(1, 7), ([height, width], size) => {
      const x = counting([1, height, width, 2]);
      const along = (axis: number, value: Value, count: number) =>
        run("resample", [value], { axis, taps: 2, ...bilinearTaps(value.shape[axis], count) });
      const { shape, data } = along(2, along(1, x, size[0]), size[1]);
      const expected = run("resize_bilinear", [x], { size, alignCorners: false, halfPixelCenters: true });
      assert.equal(shape, expected.shape);
      for (const [i, value] of data.entries()) assert.ok(Math.abs(value - expected.data[i]) < 1e-4, `${i}: ${value}`);
    }),
  );
});

function bilinearTaps(from: number, to: number) {
  const at = Array.from({ length: to }, (_, i) => Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1));
  const lower = at.map(Math.floor);
  return {
    indices: lower.flatMap((index) => [index, Math.min(index + 1, from - 1)]),
    weights: at.flatMap((position, i) => [1 - position + lower[i], position - lower[i]]),
  };
}

test("matrices multiply row by column, broadcast like NumPy's", () => {
  const [a, b] = [counting([2, 1, 2, 3]), counting([4, 3, 2])];
  const { shape, data } = run("matmul", [a, b], {});
  assert.equal(shape, [2, 4, 2, 2]);
  for (const [at, [i, j, m, n]] of indices(shape).entries()) {
    let sum = 0;
    for (let k = 0; k < 3; k++) sum += a.data[(i * 2 + m) * 3 + k] * b.data[(j * 3 + k) * 2 + n];
    assert.is(data[at], sum);
  }
});

function accepts(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** Every index of a shape, the last dimension fastest. */
function indices(shape: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const size of shape) all = all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i]));
  return all;
}

test.run();
