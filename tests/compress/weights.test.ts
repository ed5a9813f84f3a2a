// Weights and biases in int8 and int32, and weights rounded so that their errors cancel.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compensatedRounding, inverseFactor, roundRow, type WeightRounding } from "../../src/compress/rounding.ts";
import type { Samples } from "../../src/compress/samples.ts";
import { dequantizedWeights, quantizeWeights } from "../../src/compress/weights.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Attributes } from "../../src/graph/op_def.ts";
import { GraphBuilder } from "../graphs.ts";
import { random } from "../support.ts";

const test = suite("quantised weights");

const uniform = (count: number, next: () => number) => Float32Array.from({ length: count }, () => 2 * next() - 1);

test("channels of zeros have a scale, and a large bias coarsens its channel", () => {
  const zeros = quantizeWeights(new Float32Array(4), Float32Array.of(0, 0), { axis: 0, inputScale: 0.1 });
  assert.equal([...zeros.weights], [0, 0, 0, 0]);
  assert.ok(zeros.weightsQuantization.scale.every((scale) => scale > 0));
  const tiny = Float32Array.of(1e-6, 1e-6);
  const { bias, biasQuantization } = quantizeWeights(tiny, Float32Array.of(5, 0), { axis: 0, inputScale: 1e-6 });
  assert.ok(Math.abs(bias[0] * biasQuantization.scale[0] - 5) < 1e-6 && Math.abs(bias[0]) <= 2 ** 30);
});

test("weights go to their nearest step unless something else rounds them", () => {
  const weights = Float32Array.of(1, -0.5, 0.251, 0.126);
  const setting = { axis: 0, inputScale: 0.1 };
  const nearest = quantizeWeights(weights, Float32Array.of(0), setting);
  assert.equal([...nearest.weights], [127, -64, 32, 16]);
  const zeros = quantizeWeights(weights, Float32Array.of(0), setting, () => new Int8Array(4));
  assert.equal([...zeros.weights], [0, 0, 0, 0]);
  assert.equal(
    quantizeWeights(weights, Float32Array.of(0), setting, () => undefined),
    nearest,
  );
});

/** A random symmetric matrix of the form A Aᵀ + I. */
function positiveDefinite(size: number, seed: number): Float64Array {
  const a = uniform(size * size, random(seed));
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < size; k++) sum += a[i * size + k] * a[j * size + k];
    return sum;
  });
}

test("U is upper triangular and Uᵀ U the inverse of the matrix", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (size, seed) => {
      const matrix = positiveDefinite(size, seed);
      const u = inverseFactor(matrix.slice(), size);
      const at = (m: Float64Array, i: number, j: number) => m[i * size + j];
      const range = Array.from({ length: size }, (_, i) => i);
      const inverse = (i: number, j: number) => range.reduce((sum, k) => sum + at(u, k, i) * at(u, k, j), 0);
      for (const i of range) {
        for (const j of range) {
          if (j < i) assert.is(at(u, i, j), 0);
          const product = range.reduce((sum, k) => sum + at(matrix, i, k) * inverse(k, j), 0);
          assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-8, `${product} at ${i}, ${j}`);
        }
      }
    }),
  );
});

test("of independent inputs each weight goes to its nearest step", () => {
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  assert.equal([...roundRow(Float64Array.of(0.26, -0.74, 40), 0.25, inverseFactor(identity, 3))], [1, -3, 127]);
});

test("of equal inputs the second weight makes up for the first", () => {
  const equal = Float64Array.of(1.001, 1, 1, 1.001);
  assert.equal([...roundRow(Float64Array.of(0.4, 0.4), 1, inverseFactor(equal, 2))], [0, 1]);
});

interface Layer {
  readonly name: string;
  /** Axis of the output channels in the weights. */
  readonly axis: number;
  readonly shape: readonly number[];
  readonly attributes: Attributes;
  readonly input: readonly number[];
}

const window = { strides: [1, 1], pads: [1, 1, 1, 1] };
const LAYERS: readonly Layer[] = [
  { name: "conv_2d", axis: 0, shape: [8, 3, 3, 4], attributes: window, input: [1, 6, 7, 4] },
  { name: "conv_2d", axis: 0, shape: [8, 1, 1, 6], attributes: { ...window, pads: [0, 0, 0, 0] }, input: [1, 6, 7, 6] },
  {
    ...{ name: "conv_2d", axis: 0, shape: [6, 2, 3, 4], input: [1, 9, 12, 4] },
    attributes: { strides: [2, 1], pads: [0, 1, 2, 1], dilations: [2, 3] },
  },
  { name: "depthwise_conv_2d", axis: 3, shape: [1, 3, 3, 5], attributes: window, input: [1, 6, 7, 5] },
  { name: "depthwise_conv_2d", axis: 3, shape: [1, 3, 3, 6], attributes: window, input: [1, 6, 7, 2] },
  { name: "depthwise_conv_2d", axis: 3, shape: [1, 3, 3, 3], attributes: window, input: [1, 6, 7, 1] },
  { name: "fully_connected", axis: 0, shape: [10, 40], attributes: {}, input: [1, 40] },
];

const elements = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function layerGraph({ name, shape, attributes, input }: Layer, weights: Float32Array): Graph {
  const b = new GraphBuilder();
  return b.graph(b.op(name, [b.input([...input]), b.constant([...shape], weights)], attributes));
}

/** Neighbouring values resemble each other, as those of photos do; their mean is far from 0. */
function smoothSamples(input: readonly number[], count: number): Samples {
  const values = Array.from({ length: count }, (_, i) => {
    const next = random(i + 7);
    let value = 0;
    return Float32Array.from({ length: elements(input) }, () => {
      value = 0.9 * value + 0.4 * (2 * next() - 1);
      return value + 3;
    });
  });
  return { count, read: (i) => [values[i]] };
}

/** Variance of what rounding changes in the outputs, in squared steps. The mean, which bias correction takes off, is left out. */
async function noise(
  layer: Layer,
  weights: Float32Array,
  samples: Samples,
  rounding?: WeightRounding,
): Promise<number> {
  const graph = layerGraph(layer, weights);
  const channels = layer.shape[layer.axis];
  const quantized = quantizeWeights(weights, new Float32Array(channels), { axis: layer.axis, inputScale: 1 }, (w, s) =>
    rounding?.(graph.nodes[0], w, s),
  );
  const rounded = layerGraph(layer, dequantizedWeights(quantized));
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  let count = 0;
  for (let i = 0; i < samples.count; i++) {
    const inputs = await samples.read(i);
    const [a, b] = [graph, rounded].map((g) => executeGraph(g, inputs).get(g.outputs[0].tensor) as Float32Array);
    for (let k = 0; k < a.length; k++) {
      const error = (a[k] - b[k]) / quantized.weightsQuantization.scale[k % channels];
      sums[k % channels] += error;
      squares[k % channels] += error * error;
    }
    count += a.length / channels;
  }
  return squares.reduce((total, square, c) => total + square / count - (sums[c] / count) ** 2, 0) / channels;
}

for (const layer of LAYERS) {
  test(`compensated rounding of ${layer.name} ${layer.shape.join(" x ")} leaves less noise than rounding to nearest`, async () => {
    const weights = uniform(elements(layer.shape), random(3));
    const samples = smoothSamples(layer.input, 60);
    const graph = layerGraph(layer, weights);
    const rounding = await compensatedRounding(graph, samples);
    const [plain, compensated] = [
      await noise(layer, weights, samples),
      await noise(layer, weights, samples, (_, w, s) => rounding(graph.nodes[0], w, s)),
    ];
    assert.ok(compensated < 0.75 * plain, `${compensated} of ${plain}`);
  });
}

test("nothing is known of inputs in groups, such as a grouped convolution has", async () => {
  const b = new GraphBuilder();
  const x = b.input([1, 4, 4, 4]);
  const grouped = b.op("conv_2d", [x, b.constant([4, 1, 1, 2], uniform(8, random(1)))], {
    ...{ strides: [1, 1], pads: [0, 0, 0, 0], groups: 2 },
  });
  const graph = b.graph(grouped);
  const rounding = await compensatedRounding(graph, smoothSamples([1, 4, 4, 4], 2));
  assert.is(rounding(graph.nodes[0], new Float32Array(8), new Float32Array(4).fill(1)), undefined);
});

test("silent inputs leave weights at their nearest step", async () => {
  const layer = LAYERS[6];
  const weights = uniform(elements(layer.shape), random(5));
  const graph = layerGraph(layer, weights);
  const silent: Samples = { count: 3, read: () => [new Float32Array(40)] };
  const rounding = await compensatedRounding(graph, silent);
  const scale = new Float32Array(10).fill(1 / 127);
  const rounded = rounding(graph.nodes[0], weights, scale)!;
  assert.equal(
    [...rounded],
    [...weights].map((w) => Math.max(-127, Math.min(127, Math.round(w / scale[0])))),
  );
});

test.run();
