// Keras layers over images and sequences against the definitions of convolution and pooling.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/import/tfjs/json.ts";
import { convolved, convolvedBack, convolvedDepthwise, type Image, pooled, type WindowSpec } from "./tfjs_formulas.ts";
import {
  layer,
  load,
  near,
  problemsOf,
  ramp,
  resultFor,
  type SequentialOptions,
  sequential,
  shapeOf,
  type WeightSpecs,
  weight,
} from "./tfjs_writer.ts";

const test = suite("import tfjs image layers");

const image = (height: number, width: number, channels: number): Image => ({
  shape: [height, width, channels],
  values: ramp(height, width, channels).values,
});

/** One layer called "l" over an image. */
function over(x: Image, className: string, config: JsonObject, weights: WeightSpecs = {}): number[] {
  const files = sequential([null, ...x.shape], [layer(className, { name: "l", ...config })], { weights });
  return resultFor(files, ...x.values);
}

const SPECS: readonly WindowSpec[] = (["same", "valid"] as const).flatMap((padding) => [
  { padding, kernel: [1, 1], strides: [2, 2] },
  { padding, kernel: [2, 3], strides: [1, 1] },
  { padding, kernel: [3, 2], strides: [2, 3] },
  { padding, kernel: [2, 2], strides: [1, 1], dilations: [2, 2] },
]);

const configOf = ({ padding, kernel, strides = [1, 1], dilations = [1, 1] }: WindowSpec): JsonObject => ({
  padding,
  kernel_size: kernel,
  strides,
  dilation_rate: dilations,
});
const plus = (values: readonly number[], bias: readonly number[]) => values.map((v, i) => v + bias[i % bias.length]);

for (const spec of SPECS) {
  const title = `${spec.padding} [${spec.kernel}] strides [${spec.strides}] dilations [${spec.dilations ?? [1, 1]}]`;
  const x = image(6, 5, 4);
  const [kh, kw] = spec.kernel;

  test(`Conv2D ${title}`, () => {
    const weights = { "l/kernel": ramp(kh, kw, 4, 3), "l/bias": weight([3], 1, 2, -3) };
    const expected = plus(convolved(x, spec, weights["l/kernel"].values), [1, 2, -3]);
    near(over(x, "Conv2D", configOf(spec), weights), expected, 1e-4);
    const grouped = { "l/kernel": ramp(kh, kw, 2, 6) };
    const groups = over(x, "Conv2D", { ...configOf(spec), groups: 2, use_bias: false }, grouped);
    near(groups, convolved(x, spec, grouped["l/kernel"].values, 2), 1e-4);
  });

  test(`DepthwiseConv2D and SeparableConv2D ${title}`, () => {
    const weights = { "l/depthwise_kernel": ramp(kh, kw, 4, 2), "l/bias": ramp(8) };
    const between = convolvedDepthwise(x, spec, weights["l/depthwise_kernel"].values);
    near(over(x, "DepthwiseConv2D", configOf(spec), weights), plus(between, weights["l/bias"].values), 1e-4);
    const pointwise = ramp(1, 1, 8, 3);
    const separable = { ...weights, "l/pointwise_kernel": pointwise, "l/bias": ramp(3) };
    const pixels: Image = { shape: [between.length / 8, 1, 8], values: between };
    const expected = convolved(pixels, { kernel: [1, 1], padding: "valid" }, pointwise.values);
    const actual = over(x, "SeparableConv2D", configOf(spec), separable);
    near(actual, plus(expected, separable["l/bias"].values), 1e-3);
  });

  if (spec.dilations !== undefined) continue;
  test(`pooling ${title}`, () => {
    const config = { padding: spec.padding, pool_size: spec.kernel, strides: spec.strides ?? null };
    near(over(x, "MaxPooling2D", config), pooled(x, spec, "max"));
    near(over(x, "AveragePooling2D", config), pooled(x, spec, "average"));
  });

  test(`Conv2DTranspose ${title}`, () => {
    const [sh, sw] = spec.strides ?? [1, 1];
    const weights = { "l/kernel": ramp(kh, kw, 3, 4), "l/bias": weight([3], 1, 2, -3) };
    const isSame = spec.padding === "same";
    const size = (dim: number, k: number, s: number) => dim * s + (isSame ? 0 : Math.max(k - s, 0));
    const before = (k: number, s: number) => (isSame ? Math.floor(Math.max(k - s, 0) / 2) : 0);
    const frame = { top: before(kh, sh), left: before(kw, sw), size: [size(6, kh, sh), size(5, kw, sw)] } as const;
    const expected = convolvedBack(x, spec, weights["l/kernel"].values, frame);
    near(over(x, "Conv2DTranspose", configOf(spec), weights), plus(expected, [1, 2, -3]), 1e-4);
  });
}

test("Conv2DTranspose with output padding", () => {
  const x = image(2, 2, 1);
  const weights = { "l/kernel": ramp(3, 3, 1, 1) };
  const config = { kernel_size: [3, 3], strides: [2, 2], padding: "same", use_bias: false };
  const frame = (extra: number) => ({ top: 1, left: 1, size: [3 + extra, 3 + extra] as const });
  for (const extra of [0, 1]) {
    const result = over(x, "Conv2DTranspose", { ...config, output_padding: [extra, extra] }, weights);
    // The odd pad of SAME lies behind, so that with one row more nothing is cut off in front.
    const top = extra === 0 ? 1 : 0;
    const expected = { ...frame(extra), top, left: top };
    near(
      result,
      convolvedBack(x, { kernel: [3, 3], strides: [2, 2] }, weights["l/kernel"].values, expected),
      1e-5,
      `${extra}`,
    );
  }
});

test("sequences are images of one row", () => {
  const x = image(1, 7, 2);
  const run = (className: string, config: JsonObject, weights: WeightSpecs = {}) =>
    resultFor(sequential([null, 7, 2], [layer(className, { name: "l", ...config })], { weights }), ...x.values);
  const kernel = ramp(3, 2, 3);
  const spec: WindowSpec = { kernel: [1, 3], strides: [1, 2], padding: "same" };
  const config = { kernel_size: 3, strides: [2], padding: "same", use_bias: false };
  near(run("Conv1D", config, { "l/kernel": kernel }), convolved(x, spec, kernel.values));
  const depthwise = ramp(3, 2, 1);
  near(
    run("DepthwiseConv1D", config, { "l/depthwise_kernel": depthwise }),
    convolvedDepthwise(x, spec, depthwise.values),
  );
  const pools = { pool_size: [3], strides: [2], padding: "same" };
  near(run("MaxPooling1D", pools), pooled(x, spec, "max"));
  near(run("AveragePooling1D", pools), pooled(x, spec, "average"));
  near(run("ZeroPadding1D", { padding: [1, 0] }), [0, 0, ...x.values]);
  near(run("ZeroPadding1D", { padding: 1 }), [0, 0, ...x.values, 0, 0]);
  near(run("Cropping1D", { cropping: [2, 1] }), x.values.slice(4, 12));
  near(run("UpSampling1D", { size: 2 }).slice(0, 6), [...x.values.slice(0, 2), ...x.values.slice(0, 4)]);
  const means = [0, 1].map((c) => x.values.filter((_, i) => i % 2 === c).reduce((a, b) => a + b) / 7);
  near(run("GlobalAveragePooling1D", {}), means);
});

test("causal padding sees the past only", () => {
  const config = { kernel_size: [2], dilation_rate: [2], padding: "causal", use_bias: false, name: "c" };
  const weights = { "c/kernel": weight([2, 1, 1], 10, 1) };
  near(resultFor(sequential([null, 4, 1], [layer("Conv1D", config)], { weights }), 1, 2, 3, 4), [1, 2, 13, 24]);
});

test("global pooling keeps dimensions where asked", () => {
  const x = image(2, 3, 2);
  const channel = (c: number) => x.values.filter((_, i) => i % 2 === c);
  near(
    over(x, "GlobalAveragePooling2D", {}),
    [0, 1].map((c) => channel(c).reduce((a, b) => a + b) / 6),
  );
  near(
    over(x, "GlobalMaxPooling2D", { keepdims: true }),
    [0, 1].map((c) => Math.max(...channel(c))),
  );
  const shape = (keepdims: boolean) =>
    shapeOf(load(sequential([null, 2, 3, 2], [layer("GlobalMaxPooling2D", { keepdims })])));
  assert.equal(
    [shape(true), shape(false)],
    [
      [1, 1, 1, 2],
      [1, 2],
    ],
  );
});

test("padding and cropping take one number, two, or four", () => {
  const shape = (className: string, config: JsonObject) =>
    shapeOf(load(sequential([null, 5, 6, 1], [layer(className, config)])));
  assert.equal(shape("ZeroPadding2D", { padding: 2 }), [1, 9, 10, 1]);
  assert.equal(shape("ZeroPadding2D", { padding: [1, 2] }), [1, 7, 10, 1]);
  assert.equal(
    shape("Cropping2D", {
      cropping: [
        [1, 2],
        [0, 3],
      ],
    }),
    [1, 2, 3, 1],
  );
  const x = image(2, 2, 1);
  const padded = over(x, "ZeroPadding2D", {
    padding: [
      [1, 0],
      [0, 1],
    ],
  });
  near(padded, [0, 0, 0, x.values[0], x.values[1], 0, x.values[2], x.values[3], 0]);
  near(
    over(image(3, 3, 1), "Cropping2D", {
      cropping: [
        [1, 0],
        [0, 1],
      ],
    }),
    [3, 4, 6, 7].map((i) => image(3, 3, 1).values[i]),
  );
  near(
    over(image(4, 3, 1), "CenterCrop", { height: 2, width: 1 }),
    [4, 7].map((i) => image(4, 3, 1).values[i]),
  );
});

test("upsampling: nearest, and bilinear between the centres that the version has", () => {
  const x: Image = { shape: [1, 2, 1], values: [0, 4] };
  near(over(x, "UpSampling2D", { size: [2, 2] }), [0, 0, 4, 4, 0, 0, 4, 4]);
  const bilinear = (kerasVersion: string) => {
    const options: SequentialOptions = { kerasVersion };
    const spec = layer("UpSampling2D", { size: [1, 2], interpolation: "bilinear" });
    return resultFor(sequential([null, 1, 2, 1], [spec], options), ...x.values);
  };
  near(bilinear("2.15.0"), [0, 1, 3, 4]);
  near(bilinear("3.4.1"), [0, 1, 3, 4]);
  near(bilinear("2.1.6"), [0, 2, 4, 4]);
  near(bilinear("tfjs-layers 4.22.0"), [0, 2, 4, 4]);
  near(over(x, "Resizing", { height: 1, width: 4 }), [0, 1, 3, 4]);
  const stretched = sequential(
    [null, 4, 6, 1],
    [layer("Resizing", { height: 2, width: 2, crop_to_aspect_ratio: true })],
  );
  assert.match(problemsOf(stretched)[0].what, /crop_to_aspect_ratio/);
});

test.run();
