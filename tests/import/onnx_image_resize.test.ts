// ONNX's Resize and Upsample: taps against the words of the specification's own implementation (onnx/reference/ops/
// op_resize.py), the choice of operators, and whole nodes.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { perTensor } from "../../src/graph/tensor.ts";
import { Problem } from "../../src/import/diagnostics.ts";
import {
  COORDINATE_MODES,
  type Filter,
  NEAREST_MODES,
  nearestPixels,
  positionsOf,
  type ResizedAxis,
  tapsOf,
} from "../../src/import/onnx/operators/resampling.ts";
import { RESIZE } from "../../src/import/onnx/operators/resize.ts";
import {
  distance,
  importNode,
  type NodeInput,
  type NodeSpec,
  operatorsOf,
  pattern,
  runNode,
} from "./onnx_image_support.ts";

const test = suite("ONNX operators on images: resizing");

const axes: fc.Arbitrary<ResizedAxis> = fc
  .record({
    input: fc.integer({ min: 1, max: 12 }),
    scale: fc.double({ min: 0.2, max: 4, noNaN: true }).map(Math.fround),
    coordinates: fc.constantFrom(...COORDINATE_MODES),
    roi: fc.tuple(fc.constantFrom(0, 0.25, -0.5), fc.constantFrom(1, 0.75, 1.5)),
  })
  .filter(({ input, scale }) => input * scale >= 1)
  .map(({ input, scale, coordinates, roi }) => {
    const length = Math.fround(scale * input);
    return { input, scale, coordinates, roi, length, output: Math.floor(length) };
  });

const filters: fc.Arbitrary<Filter> = fc.record({
  shape: fc.constantFrom("linear", "cubic"),
  antialias: fc.boolean(),
  excludeOutside: fc.boolean(),
  cubicA: fc.constantFrom(-0.75, -0.5),
});

/** interpolate_1d_with_x of the specification, without its rounding to f32. */
function originalPosition({ input, output, scale, length, coordinates, roi }: ResizedAxis, x: number): number {
  if (coordinates === "asymmetric") return x / scale;
  if (coordinates === "tf_crop_and_resize") {
    if (output === 1) return ((roi[1] - roi[0]) * (input - 1)) / 2 + roi[0] * (input - 1);
    return (x * (roi[1] - roi[0]) * (input - 1)) / (length - 1) + roi[0] * (input - 1);
  }
  if (coordinates === "align_corners") return output === 1 ? 0 : (x * (input - 1)) / (length - 1);
  if (coordinates === "tf_half_pixel_for_nn") return (x + 0.5) / scale;
  if (coordinates === "pytorch_half_pixel" && output === 1) return 0;
  if (coordinates === "half_pixel_symmetric") {
    const center = input / 2;
    return center - (center * output) / length + (x + 0.5) / scale - 0.5;
  }
  return (x + 0.5) / scale - 0.5;
}

/** Sums over all pixels near enough, those outside having the value of the edge, over the sum of their weights. */
function interpolate(data: ArrayLike<number>, axis: ResizedAxis, filter: Filter, x: number): number {
  const position = originalPosition(axis, x);
  const step = filter.antialias ? Math.min(axis.scale, 1) : 1;
  const a = filter.cubicA;
  const weight = (d: number) => {
    const t = Math.abs(d * step);
    if (filter.shape === "linear") return Math.max(1 - t, 0);
    if (t <= 1) return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
    return t < 2 ? a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a : 0;
  };
  let [sum, total] = [0, 0];
  for (let pixel = -60; pixel < 60; pixel++) {
    const isOutside = pixel < 0 || pixel >= axis.input;
    if (isOutside && filter.excludeOutside) continue;
    const w = weight(pixel - position);
    total += w;
    sum += w * data[Math.min(Math.max(pixel, 0), axis.input - 1)];
  }
  return total === 0 ? 0 : sum / total;
}

test("positions are those of the specification", () => {
  fc.assert(
    fc.property(axes, (axis) => {
      const positions = positionsOf(axis);
      assert.is(positions.length, axis.output);
      positions.forEach((x, i) => {
        assert.ok(Math.abs(x - originalPosition(axis, i)) < 1e-4, `${x}`);
      });
    }),
  );
});

test("taps are the filter at their distances, normalised", () => {
  fc.assert(
    fc.property(axes, filters, (axis, filter) => {
      // A sum of few weights left inside the image divides by almost nothing.
      fc.pre(!(filter.excludeOutside && axis.coordinates === "tf_crop_and_resize"));
      const data = pattern([axis.input]);
      const { taps, indices, weights } = tapsOf(positionsOf(axis), axis.input, filter, axis.scale);
      assert.is(indices.length, taps * axis.output);
      assert.ok(indices.every((i) => Number.isInteger(i) && i >= 0 && i < axis.input));
      for (let i = 0; i < axis.output; i++) {
        let y = 0;
        for (let t = 0; t < taps; t++) y += weights[i * taps + t] * data[indices[i * taps + t]];
        const expected = interpolate(data, axis, filter, i);
        assert.ok(Math.abs(y - expected) < 1e-3, `${y} instead of ${expected}`);
      }
    }),
  );
});

test("nearest pixels are rounded as asked, halves too, and stay inside", () => {
  const positions = Float32Array.of(-0.75, 0.5, 1.5, 1.25, 1.75, 9);
  const expected = {
    round_prefer_floor: [0, 0, 1, 1, 2, 3],
    round_prefer_ceil: [0, 1, 2, 1, 2, 3],
    floor: [0, 0, 1, 1, 1, 3],
    ceil: [0, 1, 2, 2, 2, 3],
  };
  for (const mode of NEAREST_MODES) assert.equal([...nearestPixels(positions, 4, mode)], expected[mode], mode);
});

function image(shape: readonly number[]): NodeInput {
  return { shape, data: pattern(shape) };
}

function list(...values: number[]): NodeInput {
  return { shape: [values.length], data: Float32Array.from(values), constant: true };
}

function sizes(...values: number[]): NodeInput {
  return { shape: [values.length], data: Int32Array.from(values), constant: true };
}

function resizeTo(size: readonly number[], attributes: NodeSpec["attributes"], x: NodeInput): NodeSpec {
  return { op: "Resize", opset: 19, attributes: attributes ?? {}, inputs: [x, undefined, undefined, sizes(...size)] };
}

test("TFLite's operators are taken where they find the same pixels, and only there", () => {
  const x = image([1, 3, 4, 6]);
  const cases: [Record<string, string>, string][] = [
    [{ mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }, "resize_nearest"],
    [{ mode: "linear" }, "resize_bilinear"],
    [{ mode: "linear", coordinate_transformation_mode: "align_corners" }, "resize_bilinear"],
    [{ mode: "linear", coordinate_transformation_mode: "asymmetric" }, "resize_bilinear"],
    [{ mode: "linear", coordinate_transformation_mode: "pytorch_half_pixel" }, "resize_bilinear"],
    [{ mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "ceil" }, "gather"],
    [{ mode: "cubic" }, "resample"],
  ];
  for (const [attributes, op] of cases) {
    const { graph } = importNode(RESIZE, resizeTo([1, 3, 8, 9], attributes, x));
    const found = operatorsOf(graph).filter((name) => name !== "transpose");
    assert.ok(found.length > 0 && found.every((name) => name === op), `${JSON.stringify(attributes)}: ${found}`);
  }
});

/** Resize by the formulas above, one axis after the other. */
function expectedResize(
  x: NodeInput,
  output: readonly number[],
  axisOf: (input: number, output: number) => ResizedAxis,
  filter: Filter,
) {
  let { shape, data }: { shape: number[]; data: ArrayLike<number> } = { shape: [...x.shape], data: x.data };
  output.forEach((size, axis) => {
    if (size === shape[axis]) return;
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const outer = shape.slice(0, axis).reduce((a, b) => a * b, 1);
    const rule = axisOf(shape[axis], size);
    const result = new Float32Array(outer * size * inner);
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < inner; k++) {
        const line = Array.from({ length: shape[axis] }, (_, i) => data[(o * shape[axis] + i) * inner + k]);
        for (let i = 0; i < size; i++) result[(o * size + i) * inner + k] = interpolate(line, rule, filter, i);
      }
    }
    shape = shape.with(axis, size);
    data = result;
  });
  return data;
}

test("images, volumes and batches are resized by every mode", () => {
  const plain: Filter = { shape: "linear", antialias: false, excludeOutside: false, cubicA: -0.75 };
  const shapes: [number[], number[]][] = [
    [
      [1, 2, 4, 6],
      [1, 2, 7, 3],
    ],
    [
      [1, 2, 6, 4],
      [1, 2, 3, 4],
    ],
    [
      [2, 2, 3, 4],
      [3, 4, 5, 2],
    ],
    [
      [1, 2, 3, 4, 5],
      [1, 2, 5, 3, 4],
    ],
    [
      [1, 2, 6],
      [1, 2, 9],
    ],
  ];
  for (const [shape, output] of shapes) {
    for (const coordinates of ["half_pixel", "align_corners", "asymmetric"] as const) {
      for (const filter of [plain, { ...plain, shape: "cubic" }, { ...plain, antialias: true }] as Filter[]) {
        const x = image(shape);
        const attributes = {
          mode: filter.shape,
          antialias: Number(filter.antialias),
          coordinate_transformation_mode: coordinates,
        };
        const axisOf = (input: number, size: number): ResizedAxis => {
          return { input, output: size, scale: size / input, length: size, coordinates, roi: [0, 1] };
        };
        const [y] = runNode(RESIZE, resizeTo(output, attributes, x));
        assert.equal(y.shape, output);
        const expected = expectedResize(x, output, axisOf, filter);
        assert.ok(distance(y.data, expected) < 1e-4, `[${shape}] to [${output}], ${JSON.stringify(attributes)}`);
      }
    }
  }
});

test("axes, scales and the policy on the ratio of sides decide the size", () => {
  const x = image([1, 1, 4, 6]);
  const shapeOf = (spec: NodeSpec) => runNode(RESIZE, spec)[0].shape;
  const some = (attributes: NodeSpec["attributes"]) => shapeOf(resizeTo([8, 8], { ...attributes, axes: [2, -1] }, x));
  assert.equal(some({}), [1, 1, 8, 8]);
  assert.equal(some({ keep_aspect_ratio_policy: "not_larger" }), [1, 1, 5, 8]);
  assert.equal(some({ keep_aspect_ratio_policy: "not_smaller" }), [1, 1, 8, 12]);
  const scaled = (opset: number, inputs: NodeSpec["inputs"]) => shapeOf({ op: "Resize", opset, inputs });
  // 0.7 in f32 is below 0.7; the product of ten is 7 all the same.
  assert.equal(scaled(13, [image([1, 1, 10, 10]), undefined, list(1, 1, 0.7, 1.25)]), [1, 1, 7, 12]);
  assert.equal(scaled(10, [x, list(1, 1, 2, 0.5)]), [1, 1, 8, 3]);
});

test("Upsample takes its scales from an attribute or an input and repeats pixels", () => {
  const x: NodeInput = { shape: [1, 1, 1, 2], data: Float32Array.of(1, 2) };
  const [seven] = runNode(RESIZE, { op: "Upsample", opset: 7, attributes: { scales: [1, 1, 2, 2] }, inputs: [x] });
  const [nine] = runNode(RESIZE, { op: "Upsample", opset: 9, inputs: [x, list(1, 1, 2, 2)] });
  assert.equal([...seven.data], [1, 1, 2, 2, 1, 1, 2, 2]);
  assert.equal(seven, nine);
});

test("a region reaches beyond the image: pixels there have the extrapolation value", () => {
  const x: NodeInput = { shape: [1, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
  const attributes = { mode: "linear", coordinate_transformation_mode: "tf_crop_and_resize", extrapolation_value: 10 };
  const roi = list(0, 0, 0, -1, 1, 1, 1, 1);
  const [y] = runNode(RESIZE, { op: "Resize", attributes, inputs: [x, roi, undefined, sizes(1, 1, 2, 3)] });
  assert.equal([...y.data], [10, 1, 2, 10, 3, 4]);
});

test("int8 images keep their type: nearest pixels as they are stored, others by their real values", () => {
  const data = Int8Array.of(-128, 127);
  const x: NodeInput = { shape: [1, 1, 1, 2], data, type: "UINT8", quantization: perTensor(1, -128) };
  const size = [1, 1, 1, 4];
  const nearest = { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
  const [stored] = runNode(RESIZE, resizeTo(size, nearest, x));
  assert.equal([...stored.data], [-128, -128, 127, 127]);
  assert.is(stored.type, "UINT8");
  const [blended] = runNode(RESIZE, resizeTo(size, { mode: "linear" }, x));
  assert.equal([...blended.data], [-128, -64, 63, 127]); // 0, 63.75, 191.25, 255
  const plain = { ...x, type: "INT8" as const, quantization: undefined };
  assert.equal([...runNode(RESIZE, resizeTo(size, { mode: "linear" }, plain))[0].data], [-128, -64, 63, 127]);
});

test("sizes must be known and sensible", () => {
  const x = image([1, 1, 4, 4]);
  const bad: [NodeSpec, RegExp][] = [
    [{ op: "Resize", inputs: [x, undefined, { ...list(1, 1, 2, 2), constant: false }] }, /the scales.*run time/],
    [{ op: "Resize", inputs: [x, undefined, list(1, 2)] }, /2 numbers for 4 axes/],
    [{ op: "Resize", inputs: [x, undefined, list(1, 1, 0, 2)] }, /a scale is 0/],
    [{ op: "Resize", inputs: [x, undefined, list(1, 1, 1e9, 1)] }, /becomes 4000000000/],
    [{ op: "Resize", inputs: [x, undefined, list(1, 1, 0.1, 1)] }, /becomes 0/],
    [resizeTo([1, 1, 2, 2], { mode: "bicubic" }, x), /mode is "bicubic"/],
  ];
  for (const [spec, message] of bad) {
    assert.throws(
      () => importNode(RESIZE, spec),
      (error: Error) => error instanceof Problem && message.test(error.message),
      `${message}`,
    );
  }
});

test.run();
