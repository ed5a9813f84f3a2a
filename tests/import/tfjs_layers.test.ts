// Keras layers of TensorFlow.js models against their formulas.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/import/tfjs/json.ts";
import {
  type LayerSpec,
  layer,
  load,
  near,
  ramp,
  resultFor,
  type SequentialOptions,
  sequential,
  shapeOf,
  weight,
} from "./tfjs_writer.ts";

const test = suite("import tfjs layers");

const XS = [-7, -3.5, -2, -1, -0.4, 0, 0.3, 1, 2.5, 3, 6, 8];
const rows = (values: readonly number[], spec: LayerSpec, options?: SequentialOptions) =>
  resultFor(sequential([null, values.length], [spec], options), ...values);

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(x));
const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);
const elu = (alpha: number) => (x: number) => (x < 0 ? alpha * Math.expm1(x) : x);

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => clamp(x, 0, 6),
  elu: elu(1),
  selu: (x) => 1.0507009873554805 * elu(1.6732632423543772)(x),
  sigmoid,
  tanh: Math.tanh,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  swish: (x) => x * sigmoid(x),
  silu: (x) => x * sigmoid(x),
  hard_swish: (x) => (x * clamp(x + 3, 0, 6)) / 6,
  hard_silu: (x) => (x * clamp(x + 3, 0, 6)) / 6,
  mish: (x) => x * Math.tanh(softplus(x)),
  exponential: Math.exp,
  leaky_relu: (x) => (x < 0 ? 0.2 * x : x),
  hard_tanh: (x) => clamp(x, -1, 1),
  tanh_shrink: (x) => x - Math.tanh(x),
  log_sigmoid: (x) => -softplus(-x),
  gelu_new: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

for (const [name, f] of Object.entries(FUNCTIONS)) {
  test(`the activation ${name}`, () => {
    const tolerance = name === "exponential" ? 1e-3 : 1e-5;
    near(rows(XS, layer("Activation", { activation: name })), XS.map(f), tolerance, name);
  });
}

test("gelu is exact", () => {
  near(rows([-1, 0, 2], layer("Activation", { activation: "gelu" })), [-0.15865525, 0, 1.9544997]);
});

test("hard_sigmoid is what the version of Keras says", () => {
  const spec = layer("Activation", { activation: "hard_sigmoid" });
  near(
    rows(XS, spec),
    XS.map((x) => clamp(0.2 * x + 0.5, 0, 1)),
  );
  near(
    rows(XS, spec, { kerasVersion: "3.4.1" }),
    XS.map((x) => clamp(x + 3, 0, 6) / 6),
  );
  near(
    rows(XS, spec, { kerasVersion: "tfjs-layers 4.22.0" }),
    XS.map((x) => clamp(0.2 * x + 0.5, 0, 1)),
  );
});

test("activations may be objects", () => {
  const asFunction = { module: "builtins", class_name: "function", config: "relu", registered_name: "function" };
  near(rows([-1, 2], layer("Activation", { activation: asFunction })), [0, 2]);
  const asLayer = { module: "keras.layers", class_name: "ReLU", config: { max_value: 1, negative_slope: 0.5 } };
  near(rows([-1, 0.5, 2], layer("Activation", { activation: asLayer })), [-0.5, 0.5, 1]);
  near(rows([-1, 2], layer("Activation", { activation: { class_name: "relu6", config: {} } })), [0, 2]);
});

test("softmax along an axis", () => {
  const softmax = (values: readonly number[]) => {
    const terms = values.map(Math.exp);
    return terms.map((term) => term / terms.reduce((a, b) => a + b));
  };
  near(rows([1, 2, 3], layer("Softmax")), softmax([1, 2, 3]));
  const columns = resultFor(sequential([null, 2, 2], [layer("Softmax", { axis: 1 })]), 1, 2, 3, 5);
  const [left, right] = [softmax([1, 3]), softmax([2, 5])];
  near(columns, [left[0], right[0], left[1], right[1]]);
});

test("rectifying layers", () => {
  const cases: [string, JsonObject, (x: number) => number][] = [
    ["ReLU", {}, (x) => Math.max(x, 0)],
    ["ReLU", { max_value: 6 }, (x) => clamp(x, 0, 6)],
    ["ReLU", { max_value: 2 }, (x) => clamp(x, 0, 2)],
    ["ReLU", { max_value: null, negative_slope: 0.25 }, (x) => (x < 0 ? x / 4 : x)],
    ["LeakyReLU", {}, (x) => (x < 0 ? 0.3 * x : x)],
    ["LeakyReLU", { alpha: 0.1 }, (x) => (x < 0 ? 0.1 * x : x)],
    ["LeakyReLU", { negative_slope: 0.4 }, (x) => (x < 0 ? 0.4 * x : x)],
    ["ELU", { alpha: 0.7 }, elu(0.7)],
  ];
  for (const [name, config, f] of cases) near(rows(XS, layer(name, config)), XS.map(f), 1e-5, name);
});

test("PReLU has a slope for each channel, or shares it", () => {
  const x = [-1, -2, 3, -4];
  const spec = (config: JsonObject) => [layer("PReLU", { name: "p", ...config })];
  const image = (weights: SequentialOptions["weights"]) =>
    resultFor(sequential([null, 2, 1, 2], spec({ shared_axes: [1, 2] }), { weights: weights ?? {} }), ...x);
  near(image({ "p/alpha": weight([1, 1, 2], 0.5, 0.25) }), [-0.5, -0.5, 3, -1]);
});

test("Dense multiplies rows", () => {
  const weights = { "d/kernel": weight([2, 3], 1, 2, 3, 4, 5, 6), "d/bias": weight([3], 0.5, -20, 1) };
  const dense = (config: JsonObject) => [layer("Dense", { name: "d", units: 3, ...config })];
  near(resultFor(sequential([null, 2], dense({ activation: "relu" }), { weights }), 1, 2), [9.5, 0, 16]);
  const noBias = sequential([null, 2, 2], dense({ use_bias: false }), { weights: { "d/kernel": weights["d/kernel"] } });
  near(resultFor(noBias, 1, 0, 0, 1), [1, 2, 3, 4, 5, 6]);
  assert.equal(shapeOf(load(noBias)), [1, 2, 3]);
});

test("BatchNormalization, with and without scale and center, along any axis", () => {
  const moments = { "b/moving_mean": weight([2], 1, 2), "b/moving_variance": weight([2], 3, 8) };
  const all = { "b/gamma": weight([2], 2, 3), "b/beta": weight([2], 5, 7), ...moments };
  const run = (config: JsonObject, weights: SequentialOptions["weights"], shape = [null, 2, 2]) =>
    resultFor(
      sequential(shape, [layer("BatchNormalization", { name: "b", epsilon: 1, ...config })], {
        weights: weights ?? {},
      }),
      ...[3, 5, 1, 2],
    );
  near(run({ axis: -1 }, all), [2 + 5, 3 + 7, 5, 7]);
  near(run({ axis: [2], scale: false }, { "b/beta": all["b/beta"], ...moments }), [1 + 5, 1 + 7, 5, 7]);
  near(run({ axis: [2], center: false }, { "b/gamma": all["b/gamma"], ...moments }), [2, 3, 0, 0]);
  near(run({ axis: 1 }, all), [2 + 5, 4 + 5, -1 + 7, 7]);
});

test("layers over images in either data format", () => {
  const weights = { "c/kernel": ramp(3, 3, 2, 3), "c/bias": ramp(3) };
  const config = { name: "c", filters: 3, kernel_size: [3, 3], padding: "same", strides: [2, 2] };
  const last = sequential([null, 5, 4, 2], [layer("Conv2D", config)], { weights });
  const first = sequential([null, 2, 5, 4], [layer("Conv2D", { ...config, data_format: "channels_first" })], {
    weights,
  });
  const x = ramp(1, 5, 4, 2).values;
  const turned = Array.from({ length: 40 }, (_, i) => x[(i % 20) * 2 + Math.floor(i / 20)]);
  const y = resultFor(last, ...x);
  const z = resultFor(first, ...turned);
  assert.equal(shapeOf(load(last)), [1, 3, 2, 3]);
  assert.equal(shapeOf(load(first)), [1, 3, 3, 2]);
  near(
    z,
    Array.from({ length: 18 }, (_, i) => y[(i % 6) * 3 + Math.floor(i / 6)]),
  );
});

test.run();
