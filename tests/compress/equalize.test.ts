// Equalisation: another set of weights for the same function, with channels of like size.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import { channelMagnitudes, equalize, scaleChannels } from "../../src/compress/equalize.ts";
import { findLinks } from "../../src/compress/links.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { GraphBuilder } from "../graphs.ts";
import { random } from "../support.ts";

interface Shape {
  readonly channels: number;
  readonly multiplier: number;
  readonly groups: number;
  readonly bound: "relu" | "relu6" | "none";
  readonly seed: number;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  channels: fc.constantFrom(2, 4, 6),
  multiplier: fc.constantFrom(1, 2),
  groups: fc.constantFrom(1, 2),
  bound: fc.constantFrom("relu", "relu6", "none"),
  seed: fc.nat(1000),
});

/** Values of very different size from channel to channel. */
function noise(count: number, next: () => number, scale = 1): Float32Array {
  return Float32Array.from({ length: count }, () => (next() * 2 - 1) * scale * 10 ** (2 * next() - 1));
}

/** conv -> depthwise -> conv (in groups, perhaps) -> pool -> two convs -> their sum -> mean -> matrix. */
function network({ channels, multiplier, groups, bound, seed }: Shape): Graph {
  const next = random(seed);
  const b = new GraphBuilder();
  const image = { strides: [1, 1], pads: [1, 1, 1, 1] };
  const activate = (x: number) => (bound === "none" ? x : b.op(bound, [x]));
  const weights = (shape: number[]) =>
    b.constant(
      shape,
      noise(
        shape.reduce((p, d) => p * d, 1),
        next,
        0.5,
      ),
    );
  const wide = channels * multiplier;
  let x = b.input([1, 5, 6, 3]);
  x = activate(b.op("conv_2d", [x, weights([channels, 3, 3, 3]), weights([channels])], image));
  x = activate(b.op("depthwise_conv_2d", [x, weights([1, 3, 3, wide]), weights([wide])], image));
  x = activate(b.op("conv_2d", [x, weights([wide, 3, 3, wide / groups])], { ...image, groups }));
  x = b.op("max_pool_2d", [x], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] });
  const one = { strides: [1, 1], pads: [0, 0, 0, 0] };
  const left = activate(b.op("conv_2d", [x, weights([4, 1, 1, wide]), weights([4])], one));
  const right = activate(b.op("conv_2d", [x, weights([4, 1, 1, wide]), weights([4])], one));
  x = b.op("conv_2d", [b.op("add", [left, right]), weights([channels, 1, 1, 4])], one);
  x = b.op("mean", [activate(x)], { axes: [1, 2] });
  return optimizeGraph(b.graph(b.op("fully_connected", [x, weights([3, channels]), weights([3])])));
}

function inputs(count: number, seed: number): Float32Array[] {
  const next = random(seed);
  return Array.from({ length: count }, () => Float32Array.from({ length: 90 }, () => next() * 2 - 1));
}

function output(graph: Graph, input: Float32Array): Float32Array {
  return executeGraph(graph, [input]).get(graph.outputs[0].tensor) as Float32Array;
}

function assertAlike(a: Graph, b: Graph, values: readonly Float32Array[]): void {
  for (const input of values) {
    const [expected, actual] = [output(a, input), output(b, input)];
    const size = Math.max(...expected.map(Math.abs), 1e-6);
    for (const [i, value] of expected.entries()) {
      assert.ok(Math.abs(value - actual[i]) < 1e-3 * size, `${value} and ${actual[i]}`);
    }
  }
}

const links = (bound: Shape["bound"]) =>
  findLinks(network({ channels: 4, multiplier: 1, groups: 1, bound, seed: 1 })).map(({ readers, max }) => [
    readers.map(({ node }) => node.op.name),
    max,
  ]);

const test = suite("cross-layer equalisation");

test("links lead from weights to weights, through pools and means, not through sums", () => {
  assert.equal(links("relu"), [
    [["depthwise_conv_2d"], undefined],
    [["conv_2d"], undefined],
    [["conv_2d", "conv_2d"], undefined],
    [["fully_connected"], undefined],
  ]);
  assert.equal(
    links("relu6").map(([, max]) => max),
    [6, 6, 6, 6],
  );
});

test("by weights alone: the same function, and channels are as large where they are read as where they are written", () => {
  const property = fc.property(shapes, (shape) => {
    const graph = network(shape);
    assertAlike(graph, equalize(graph), inputs(3, shape.seed));
  });
  fc.assert(property, { numRuns: 60 });
});

test("by activations: the same function on the calibration data, relu6 included", async () => {
  const property = fc.asyncProperty(shapes, async (shape) => {
    const graph = network(shape);
    const values = inputs(6, shape.seed);
    const magnitudes = await channelMagnitudes(graph, { count: values.length, read: (i) => [values[i]] });
    assertAlike(graph, equalize(graph, { magnitudes }), values);
  });
  await fc.assert(property, { numRuns: 30 });
});

test("what a rescaling spoils, equalisation mends", async () => {
  const graph = network({ channels: 6, multiplier: 1, groups: 1, bound: "relu", seed: 5 });
  const values = inputs(6, 1);
  const samples = { count: values.length, read: (i: number) => [values[i]] };
  const next = random(3);
  let spoiled = graph;
  for (const link of findLinks(graph)) {
    spoiled = scaleChannels(
      spoiled,
      link,
      Float64Array.from({ length: link.channels }, () => 1000 ** (2 * next() - 1)),
    );
  }
  assertAlike(graph, spoiled, values);
  const mended = equalize(spoiled, { magnitudes: await channelMagnitudes(spoiled, samples) });
  const spread = async (g: Graph) => {
    const all = [...(await channelMagnitudes(g, samples)).values()].map((sizes) => sizes.filter((s) => s > 0));
    return Math.max(...all.map((sizes) => Math.max(...sizes) / Math.min(...sizes)));
  };
  const [before, after] = [await spread(spoiled), await spread(mended)];
  assert.ok(before > 1000 && after < before / 20, `largest over smallest channel: ${before}, then ${after}`);
});

test("a channel that is silent on the calibration data does not keep large weights behind it", async () => {
  const b = new GraphBuilder();
  const one = { strides: [1, 1], pads: [0, 0, 0, 0] };
  const writer = Float32Array.of(1, 0.5, 0.7, 1e-3); // of the last channel, all weights are small
  const bias = Float32Array.of(0, 0, 0, -1);
  const x = b.op("conv_2d", [b.input([1, 1, 6, 1]), b.constant([4, 1, 1, 1], writer), b.constant([4], bias)], one);
  const reader = Float32Array.of(1, 1, 1, 1000);
  const y = b.op("conv_2d", [b.op("relu6", [x]), b.constant([1, 1, 1, 4], reader)], one);
  const graph = optimizeGraph(b.graph(y));
  const samples = { count: 1, read: () => [Float32Array.of(0.1, 0.2, 0.5, 1, 2, 3)] };
  const equal = equalize(graph, { magnitudes: await channelMagnitudes(graph, samples) });
  const weights = equal.tensors[equal.nodes[1].inputs[1]].data as Float32Array;
  assert.ok(weights[3] < 3 * weights[0], `${weights}`);
});

test("weights with two readers stay", () => {
  const b = new GraphBuilder();
  const one = { strides: [1, 1], pads: [0, 0, 0, 0] };
  const w = b.constant([3, 1, 1, 3], noise(9, random(1)));
  const x = b.op("conv_2d", [b.op("conv_2d", [b.input([1, 2, 2, 3]), w], one), w], one);
  assert.equal(findLinks(b.graph(x)), []);
});

test.run();
