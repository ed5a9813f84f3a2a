// ONNX's convolutions and poolings against their definitions over channels-first tensors of one to three spatial dimensions.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { elementCount, perTensor } from "../../src/graph/tensor.ts";
import { Problem } from "../../src/import/diagnostics.ts";
import { CONVOLUTION } from "../../src/import/onnx/operators/convolution.ts";
import { POOLING } from "../../src/import/onnx/operators/pooling.ts";
import {
  distance,
  importNode,
  indicesOf,
  isInside,
  type NodeInput,
  type NodeSpec,
  operatorsOf,
  pattern,
  reader,
  runNode,
  tensorOf,
  windowAt,
} from "./onnx_image_support.ts";

const test = suite("ONNX operators on images: windows");

const AUTO = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"] as const;

interface Case {
  readonly image: number[];
  readonly kernel: number[];
  readonly strides: number[];
  readonly dilations: number[];
  /** Before and after every dimension. */
  readonly pads: number[];
  readonly auto: (typeof AUTO)[number];
  readonly ceil: boolean;
}

/** Windows that fit their images. */
function cases(options: { readonly dilated: boolean }): fc.Arbitrary<Case> {
  return fc.integer({ min: 1, max: 3 }).chain((rank) => {
    const list = (min: number, max: number, length = rank) =>
      fc.array(fc.integer({ min, max }), { minLength: length, maxLength: length });
    return fc
      .record({
        image: list(1, 5),
        kernel: list(1, 3),
        strides: list(1, 3),
        dilations: options.dilated ? list(1, 2) : fc.constant(Array.from({ length: rank }, () => 1)),
        pads: list(0, 2, 2 * rank),
        auto: fc.constantFrom(...AUTO),
        ceil: fc.boolean(),
      })
      .map((c) => ({ ...c, pads: c.pads.map((pad, i) => Math.min(pad, c.kernel[i % rank] - 1)) }))
      .filter(({ image, kernel, dilations, pads, auto }) =>
        image.every((size, i) => {
          const padded = auto === "NOTSET" ? size + pads[i] + pads[i + rank] : size;
          return auto.startsWith("SAME") || padded >= (kernel[i] - 1) * dilations[i] + 1;
        }),
      );
  });
}

/** Padding and output size by the words of ONNX's specification. */
function resolve({ image, kernel, strides, dilations, pads, auto, ceil }: Case, ceils: boolean) {
  const rank = image.length;
  const extent = kernel.map((size, i) => (size - 1) * dilations[i] + 1);
  if (auto.startsWith("SAME")) {
    const output = image.map((size, i) => Math.ceil(size / strides[i]));
    const total = output.map((count, i) => Math.max((count - 1) * strides[i] + extent[i] - image[i], 0));
    const half = auto === "SAME_UPPER" ? Math.floor : Math.ceil;
    return { output, begin: total.map((pad) => half(pad / 2)), end: total.map((pad) => pad - half(pad / 2)) };
  }
  const begin = auto === "VALID" ? image.map(() => 0) : pads.slice(0, rank);
  const end = auto === "VALID" ? image.map(() => 0) : pads.slice(rank);
  const output = image.map((size, i) => {
    const steps = (size + begin[i] + end[i] - extent[i]) / strides[i];
    const count = (ceils && ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    return ceils && (count - 1) * strides[i] >= size + begin[i] ? count - 1 : count; // no window in the padding alone
  });
  return { output, begin, end };
}

function attributesOf({ strides, dilations, pads, auto }: Case) {
  return { strides, dilations, auto_pad: auto, ...(auto === "NOTSET" ? { pads } : {}) };
}

test("Conv is the sum over each window and its group's channels", () => {
  const groups = fc.record({ groups: fc.integer({ min: 1, max: 3 }), inputs: fc.integer({ min: 1, max: 2 }) });
  fc.assert(
    fc.property(
      cases({ dilated: true }),
      groups,
      fc.integer({ min: 1, max: 2 }),
      fc.boolean(),
      (c, g, outputs, biased) => {
        const x: NodeInput = tensorShape([2, g.groups * g.inputs, ...c.image]);
        const w = { ...tensorShape([g.groups * outputs, g.inputs, ...c.kernel], 5), constant: true };
        const b = { ...tensorShape([g.groups * outputs], 9), constant: true };
        const { output, begin } = resolve(c, false);
        const [readX, readW] = [reader(x), reader(w)];
        const expected = tensorOf([2, g.groups * outputs, ...output], ([n, o, ...at]) => {
          const group = Math.floor(o / outputs);
          let sum = biased ? b.data[o] : 0;
          const taps = indicesOf(c.kernel);
          windowAt({ ...c, begin }, at).forEach((pixel, tap) => {
            if (!isInside(pixel, c.image)) return;
            for (let i = 0; i < g.inputs; i++) {
              sum += readX([n, group * g.inputs + i, ...pixel]) * readW([o, i, ...taps[tap]]);
            }
          });
          return sum;
        });
        const attributes = { ...attributesOf(c), group: g.groups };
        const [y] = runNode(CONVOLUTION, { op: "Conv", attributes, inputs: biased ? [x, w, b] : [x, w] });
        assert.equal(y.shape, expected.shape);
        assert.ok(distance(y.data, expected.data) < 1e-5);
      },
    ),
  );
});

test("ConvTranspose adds a kernel times every pixel to a window of the output", () => {
  const groups = fc.record({ groups: fc.integer({ min: 1, max: 2 }), inputs: fc.integer({ min: 1, max: 2 }) });
  const added = fc.integer({ min: 0, max: 1 });
  fc.assert(
    fc.property(cases({ dilated: true }), groups, added, fc.boolean(), (c, g, extra, biased) => {
      const rank = c.image.length;
      const outputs = 2;
      const isSame = c.auto.startsWith("SAME");
      const pads = c.auto === "NOTSET" ? c.pads : c.pads.map(() => 0);
      const full = c.image.map((size, i) => c.strides[i] * (size - 1) + (c.kernel[i] - 1) * c.dilations[i] + 1 + extra);
      const output = isSame
        ? c.image.map((size, i) => size * c.strides[i])
        : full.map((size, i) => size - pads[i] - pads[i + rank]);
      fc.pre(output.every((size) => size > 0));
      const total = full.map((size, i) => Math.max(0, size - output[i]));
      const half = c.auto === "SAME_UPPER" ? Math.floor : Math.ceil;
      const begin = isSame ? total.map((pad) => half(pad / 2)) : pads.slice(0, rank);
      const x = tensorShape([1, g.groups * g.inputs, ...c.image]);
      const w = { ...tensorShape([g.groups * g.inputs, outputs, ...c.kernel], 5), constant: true };
      const b = { ...tensorShape([g.groups * outputs], 9), constant: true };
      const sums = new Map<string, number>();
      const [readX, readW] = [reader(x), reader(w)];
      for (const [channel, ...at] of indicesOf([g.groups * g.inputs, ...c.image])) {
        for (const [o, ...tap] of indicesOf([outputs, ...c.kernel])) {
          const to = at.map((value, i) => value * c.strides[i] + tap[i] * c.dilations[i] - begin[i]);
          const key = [Math.floor(channel / g.inputs) * outputs + o, ...to].join();
          sums.set(key, (sums.get(key) ?? 0) + readX([0, channel, ...at]) * readW([channel, o, ...tap]));
        }
      }
      const expected = tensorOf([1, g.groups * outputs, ...output], ([, ...at]) => {
        return (sums.get(at.join()) ?? 0) + (biased ? b.data[at[0]] : 0);
      });
      const attributes = { ...attributesOf(c), group: g.groups, output_padding: c.image.map(() => extra) };
      const [y] = runNode(CONVOLUTION, { op: "ConvTranspose", attributes, inputs: biased ? [x, w, b] : [x, w] });
      assert.equal(y.shape, expected.shape);
      assert.ok(distance(y.data, expected.data) < 1e-5);
    }),
  );
});

test("ConvTranspose reaches the output_shape it is given", () => {
  const x = tensorShape([1, 1, 3, 3]);
  const w = { ...tensorShape([1, 2, 3, 3]), constant: true };
  const attributes = { strides: [3, 2], output_shape: [10, 8] };
  const [y] = runNode(CONVOLUTION, { op: "ConvTranspose", attributes, inputs: [x, w] });
  assert.equal(y.shape, [1, 2, 10, 8]);
  // Pixel (0, 0) times tap (0, 0) is all that meets output (0, 0): nothing is cut off in front.
  assert.ok(Math.abs(y.data[0] - x.data[0] * w.data[0]) < 1e-6);
});

/** Mean of what counts: pixels inside, and the file's pads if asked. */
function averageOf(
  pixels: readonly number[][],
  read: (pixel: number[]) => number,
  counts: (pixel: number[]) => boolean,
) {
  const counted = pixels.filter(counts);
  return counted.reduce((sum, pixel) => sum + read(pixel), 0) / counted.length;
}

test("poolings are the largest value, the mean and the norm of each window", () => {
  fc.assert(
    fc.property(cases({ dilated: true }), fc.boolean(), fc.integer({ min: 1, max: 3 }), (c, countsPads, p) => {
      const x = tensorShape([2, 3, ...c.image]);
      const read = reader(x);
      const { output, begin, end } = resolve(c, true);
      const pool = (f: (pixels: number[][], value: (pixel: number[]) => number) => number) =>
        tensorOf([2, 3, ...output], ([n, channel, ...at]) =>
          f(windowAt({ ...c, begin }, at), (pixel) => read([n, channel, ...pixel])),
        );
      const inside = (pixel: readonly number[]) => isInside(pixel, c.image);
      const padded = (pixel: readonly number[]) => pixel.every((v, i) => v >= -begin[i] && v < c.image[i] + end[i]);
      const expected = {
        MaxPool: pool((pixels, value) => Math.max(...pixels.filter(inside).map(value))),
        AveragePool: pool((pixels, value) => averageOf(pixels, value, countsPads ? padded : inside)),
        LpPool: pool(
          (pixels, value) =>
            pixels.filter(inside).reduce((sum, pixel) => sum + Math.abs(value(pixel)) ** p, 0) ** (1 / p),
        ),
      };
      fc.pre(expected.MaxPool.data.every(Number.isFinite));
      const common = { ...attributesOf(c), kernel_shape: c.kernel, ceil_mode: Number(c.ceil) };
      const attributes = { MaxPool: {}, AveragePool: { count_include_pad: Number(countsPads) }, LpPool: { p } };
      for (const op of ["MaxPool", "AveragePool", "LpPool"] as const) {
        const [y] = runNode(POOLING, { op, opset: 22, attributes: { ...common, ...attributes[op] }, inputs: [x] });
        assert.equal(y.shape, expected[op].shape, op);
        assert.ok(distance(y.data, expected[op].data) < 1e-5, op);
      }
    }),
  );
});

test("MaxPool says where it found each value", () => {
  fc.assert(
    fc.property(cases({ dilated: true }), fc.boolean(), (c, columnMajor) => {
      const x = tensorShape([2, 2, ...c.image]);
      const attributes = {
        ...attributesOf(c),
        kernel_shape: c.kernel,
        ceil_mode: Number(c.ceil),
        storage_order: Number(columnMajor),
      };
      fc.pre(everyWindowMeets(c));
      const [y, indices] = runNode(POOLING, { op: "MaxPool", opset: 12, attributes, inputs: [x], outputs: 2 });
      assert.equal(indices.shape, y.shape);
      assert.is(indices.type, "INT64");
      const pixels = elementCount(c.image);
      const spatial = indicesOf(c.image);
      const place = (at: number[]) => at.reduce((sum, v, i) => sum + v * elementCount(c.image.slice(0, i)), 0);
      y.data.forEach((value, i) => {
        const plane = Math.floor(indices.data[i] / pixels);
        const inPlane = indices.data[i] % pixels;
        const found = columnMajor ? spatial.findIndex((at) => place(at) === inPlane) : inPlane;
        assert.is(x.data[plane * pixels + found], value);
        assert.is(plane, Math.floor(i / (y.data.length / 4)));
      });
    }),
  );
});

/** No window lies in the padding altogether, where a maximum would have no meaning. */
function everyWindowMeets(c: Case): boolean {
  const { output, begin } = resolve(c, true);
  return indicesOf(output).every((at) => windowAt({ ...c, begin }, at).some((pixel) => isInside(pixel, c.image)));
}

test("uint8 tensors are pooled as they are stored", () => {
  const data = Int8Array.of(-128, 5, 127, -3);
  const x: NodeInput = { shape: [1, 1, 2, 2], data, type: "UINT8", quantization: perTensor(1, -128) };
  const attributes = { kernel_shape: [2, 2], strides: [1, 1], pads: [1, 1, 0, 0] };
  const [y, indices] = runNode(POOLING, { op: "MaxPool", attributes, inputs: [x], outputs: 2 });
  assert.equal([...y.data], [-128, 5, 127, 127]);
  assert.equal([...indices.data], [0, 1, 2, 2]);
  assert.is(y.type, "UINT8");
});

test("whole images are reduced to one value a channel", () => {
  const x = tensorShape([2, 3, 4, 5]);
  const planes = Array.from({ length: 6 }, (_, i) => [...x.data.subarray(i * 20, i * 20 + 20)]);
  const expected: Record<string, number[]> = {
    GlobalAveragePool: planes.map((plane) => plane.reduce((a, b) => a + b) / 20),
    GlobalMaxPool: planes.map((plane) => Math.max(...plane)),
    GlobalLpPool: planes.map((plane) => Math.sqrt(plane.reduce((sum, v) => sum + v * v, 0))),
  };
  for (const [op, values] of Object.entries(expected)) {
    const [y] = runNode(POOLING, { op, inputs: [x] });
    assert.equal(y.shape, [2, 3, 1, 1]);
    assert.ok(distance(y.data, values) < 1e-5, op);
  }
});

test("a group for every channel is a depthwise convolution; one group in two dimensions is transposed directly", () => {
  const x = tensorShape([1, 4, 5, 5]);
  const depthwise = { ...tensorShape([8, 1, 3, 3]), constant: true };
  const conv = importNode(CONVOLUTION, { op: "Conv", attributes: { group: 4 }, inputs: [x, depthwise] });
  assert.equal(operatorsOf(conv.graph), ["transpose", "depthwise_conv_2d", "transpose"]);
  const w = { ...tensorShape([4, 2, 3, 3]), constant: true };
  const transposed = importNode(CONVOLUTION, { op: "ConvTranspose", inputs: [x, w] });
  assert.equal(operatorsOf(transposed.graph), ["transpose", "conv_2d_transpose", "transpose"]);
});

test("weights may be dequantised constants: their nodes stay for the passes that make int8 of them", () => {
  const x = tensorShape([1, 4, 5, 5]);
  const data = Int8Array.from({ length: 288 }, (_, i) => ((i * 37) % 255) - 127);
  const int8 = { shape: [8, 4, 3, 3], data, constant: true, quantization: perTensor(0.5, 0) };
  const real = { ...int8, data: Float32Array.from(data, (q) => q / 2), quantization: undefined };
  for (const op of ["Conv", "ConvTranspose"]) {
    const images = op === "Conv" ? x : tensorShape([1, 8, 5, 5]);
    const quantized: NodeSpec = { op, inputs: [images, { ...int8, dequantized: true }] };
    assert.ok(operatorsOf(importNode(CONVOLUTION, quantized).graph).includes("dequantize"));
    const [y] = runNode(CONVOLUTION, quantized);
    const [expected] = runNode(CONVOLUTION, { op, inputs: [images, real] });
    assert.equal(y, expected);
  }
});

test("weights that callers give are refused, and the message says how to give them", () => {
  const inputs = [tensorShape([1, 4, 5, 5]), tensorShape([8, 4, 3, 3])];
  for (const op of ["Conv", "ConvTranspose"]) {
    try {
      importNode(CONVOLUTION, { op, inputs: op === "Conv" ? inputs : [tensorShape([1, 8, 5, 5]), inputs[1]] });
      assert.unreachable();
    } catch (error) {
      assert.instance(error, Problem);
      assert.match((error as Problem).message, /weights.*"x1"/);
      assert.match((error as Problem).hint, /--set x1=/);
    }
  }
});

test("windows and weights that do not fit are refused with what was seen", () => {
  const x = tensorShape([1, 4, 5, 5]);
  const w = { ...tensorShape([8, 4, 3, 3]), constant: true };
  const bad: [string, Record<string, number | string | number[]>, RegExp][] = [
    ["Conv", { group: 3 }, /3 groups/],
    ["Conv", { kernel_shape: [5, 5] }, /kernel_shape is \[5,5\]/],
    ["Conv", { strides: [0, 1] }, /strides is \[0,1\]/],
    ["Conv", { pads: [1, 1] }, /pads is \[1,1\]/],
    ["Conv", { auto_pad: "SAME" }, /auto_pad is "SAME"/],
    ["Conv", { dilations: [3, 3] }, /does not fit \[5,5\]/],
    ["ConvTranspose", { output_shape: [0, 1] }, /output_shape is \[0,1\]/],
    ["MaxPool", {}, /kernel_shape is \[\]/],
    ["MaxPool", { kernel_shape: [2] }, /kernel_shape is \[2\]/],
    ["AveragePool", { kernel_shape: [6, 6] }, /does not fit/],
  ];
  for (const [op, attributes, message] of bad) {
    const inputs = op === "ConvTranspose" ? [tensorShape([1, 8, 5, 5]), w] : op === "Conv" ? [x, w] : [x];
    assert.throws(
      () => importNode({ ...CONVOLUTION, ...POOLING }, { op, attributes, inputs }),
      (error: Error) => error instanceof Problem && message.test(error.message),
      `${op} ${JSON.stringify(attributes)}`,
    );
  }
});

function tensorShape(shape: readonly number[], seed = 1): NodeInput & { readonly data: Float32Array } {
  return { shape, data: pattern(shape, seed) };
}

test.run();
