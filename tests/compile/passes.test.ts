// Every pass on small graphs: it does what it says, leaves alone what it must, and the results stay.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import { cancelLayoutTransposes } from "../../src/compile/passes/cancel_layout_transposes.ts";
import { dropIdentities } from "../../src/compile/passes/drop_identities.ts";
import { eliminateDead } from "../../src/compile/passes/eliminate_dead.ts";
import { expandBatchNormalization } from "../../src/compile/passes/expand_batch_normalization.ts";
import { foldConstants } from "../../src/compile/passes/fold_constants.ts";
import { foldScaleAndShift } from "../../src/compile/passes/fold_scale_and_shift.ts";
import { fuseActivations } from "../../src/compile/passes/fuse_activations.ts";
import { fusePads } from "../../src/compile/passes/fuse_pads.ts";
import { PASSES } from "../../src/compile/passes/index.ts";
import { mergeReshapes } from "../../src/compile/passes/merge_reshapes.ts";
import { mergeTransposes } from "../../src/compile/passes/merge_transposes.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";
import { assertBecomes, assertKeeps } from "./rewrites.ts";

const Q = perTensor(0.05, 3);
const OTHER = perTensor(0.04, -7);
const I8 = { dtype: "i8", quantization: Q } as const;
const IMAGE = [1, 4, 5, 3];
const PLAIN = { strides: [1, 1], pads: [0, 0, 0, 0] };

/** A graph of one chain that begins at an input. */
function chain(
  shape: readonly number[],
  type: Parameters<GraphBuilder["input"]>[1],
  ...links: ((g: GraphBuilder, x: number) => number)[]
): Graph {
  const g = new GraphBuilder();
  return g.graph(links.reduce((x, link) => link(g, x), g.input(shape, type)));
}

const op =
  (name: string, attributes = {}, options = {}) =>
  (g: GraphBuilder, x: number) =>
    g.op(name, [x], attributes, options);

/** x with a constant of `shape` on its right, or on its left. */
const withConstant =
  (
    name: string,
    shape: readonly number[],
    { isLeft = false, range = [0.5, 2] }: { isLeft?: boolean; range?: readonly [number, number] } = {},
  ) =>
  (g: GraphBuilder, x: number) => {
    const c = g.constant(shape, randomData({ dtype: "f32", shape, range }, random(3)));
    return g.op(name, isLeft ? [c, x] : [x, c]);
  };

/** A convolution or matrix with random weights; `hasBias` as in half of all models. */
const layer =
  (name: string, weights: readonly number[], outputs: number, attributes = {}, hasBias = true) =>
  (g: GraphBuilder, x: number) => {
    const next = random(9);
    const w = g.constant(weights, randomData({ dtype: "f32", shape: weights }, next));
    const bias = hasBias ? [g.constant([outputs], randomData({ dtype: "f32", shape: [outputs] }, next))] : [];
    return g.op(name, [x, w, ...bias], attributes);
  };
const CONV = layer("conv_2d", [6, 2, 2, 3], 6, PLAIN);

const suites = new Map(PASSES.map((pass) => [pass.name, suite(pass.name)]));
const suiteOf = ({ name }: { readonly name: string }) => suites.get(name)!;

{
  const test = suiteOf(cancelLayoutTransposes); // layout.test.ts has more
  const transpose = (...perm: number[]) => op("transpose", { perm });
  test("what lies between two that undo each other works in the other layout", () => {
    const { run } = cancelLayoutTransposes;
    const between = [transpose(0, 3, 1, 2), op("softmax", {}), op("relu"), transpose(0, 2, 3, 1)];
    assertKeeps(run, chain(IMAGE, {}, CONV, ...between));
    const pad = op("pad", { pads: [0, 0, 0, 0, 1, 0, 2, 0] });
    const graph = chain(IMAGE, I8, transpose(0, 3, 1, 2), op("relu"), pad, transpose(0, 2, 3, 1), op("neg"));
    const after = assertBecomes(run, graph, ["relu", "pad", "neg"]);
    assert.equal(after.nodes[1].attributes.pads, [0, 0, 1, 0, 2, 0, 0, 0]);
  });
}

{
  const test = suiteOf(dropIdentities);
  const { run } = dropIdentities;
  const identities: readonly [string, object][] = [
    ["reshape", { shape: IMAGE }],
    ["transpose", { perm: [0, 1, 2, 3] }],
    ["slice", { begin: [0, 0, 0, 0], strides: [1, 1, 1, 1], size: IMAGE }],
    ["pad", { pads: [0, 0, 0, 0, 0, 0, 0, 0] }],
    ["mirror_pad", { pads: [0, 0, 0, 0, 0, 0, 0, 0], mode: "reflect" }],
    ["tile", { multiples: [1, 1, 1, 1] }],
    ["broadcast_to", { shape: IMAGE }],
    ["concat", { axis: 3 }],
    ["split", { axis: 3, sizes: [3] }],
    ["resize_nearest", { size: [4, 5], alignCorners: false, halfPixelCenters: true }],
    ["resize_bilinear", { size: [4, 5], alignCorners: false, halfPixelCenters: true }],
    ["max_pool_2d", { kernel: [1, 1], ...PLAIN }],
    ["average_pool_2d", { kernel: [1, 1], ...PLAIN }],
    ["clip", {}],
  ];
  for (const [name, attributes] of identities) {
    test(`${name} that changes nothing`, () => {
      for (const type of [{}, I8]) {
        const between = chain(IMAGE, type, op("relu"), op(name, attributes), op("neg"));
        assertBecomes(run, between, ["relu", "neg"]);
        assertBecomes(run, chain(IMAGE, type, op("relu"), op(name, attributes)), ["relu"]); // its output is the graph's
        assertBecomes(run, chain(IMAGE, type, op(name, attributes)), []); // the graph's input is its output
      }
    });
  }
  test("casts to the same type, and quantisations that return", () => {
    assertBecomes(run, chain([5], {}, op("cast", { to: "f32" }), op("relu")), ["relu"]);
    const there = op("dequantize", {}, { dtype: "f32" });
    const back = (quantization: typeof Q) => op("quantize", {}, { dtype: "i8", quantization });
    assertBecomes(run, chain([256], I8, there, back(Q), op("relu")), ["dequantize", "relu"]);
    assertKeeps(run, chain([256], I8, there, back(OTHER)));
    assertBecomes(run, chain([256], I8, op("quantize", {}, { quantization: Q }), op("relu")), ["relu"]);
    assertKeeps(run, chain([256], I8, op("quantize", {}, { quantization: OTHER })));
  });
  test("activations that a quantisation cannot exceed", () => {
    const positive = { dtype: "i8", quantization: perTensor(6 / 255, -128) } as const;
    assertBecomes(run, chain([256], positive, op("neg"), op("relu")), ["neg"]);
    assertBecomes(run, chain([256], positive, op("neg"), op("relu6")), ["neg"]);
    assertKeeps(run, chain([256], positive, op("relu_n1_to_1")));
    assertKeeps(run, chain([256], I8, op("relu")));
    assertKeeps(run, chain([256], {}, op("relu")));
  });
  test("what changes something stays", () => {
    assertKeeps(run, chain([3, 3], {}, op("transpose", { perm: [1, 0] })));
    assertKeeps(run, chain([3], {}, op("slice", { begin: [2], strides: [-1], size: [3] })));
    assertKeeps(run, chain(IMAGE, {}, op("max_pool_2d", { kernel: [1, 1], ...PLAIN, max: 0.5 })));
    assertKeeps(run, chain([3], {}, op("clip", { min: 0 })));
  });
}

{
  const test = suiteOf(eliminateDead);
  test("nodes and constants that nothing depends on", () => {
    const g = new GraphBuilder();
    const x = g.input([4]);
    const y = g.op("relu", [x]);
    g.op("add", [g.op("exp", [x]), g.constant([1], Float32Array.of(1))]);
    const after = assertBecomes(eliminateDead.run, g.graph(y), ["relu"]);
    assert.is(after.tensors.length, 2);
  });
  test("inputs nobody reads, and nodes of which one output is used, stay", () => {
    const g = new GraphBuilder();
    g.input([2]);
    const [, second] = g.ops("split", [g.input([4])], { axis: 0, sizes: [1, 3] });
    const after = assertBecomes(eliminateDead.run, g.graph(second), ["split"]);
    assert.is(after.inputs.length, 2);
  });
}

{
  const test = suiteOf(expandBatchNormalization);
  const normalization = (g: GraphBuilder, x: number) => {
    const next = random(4);
    const constant = (low: number, high: number) =>
      g.constant([3], randomData({ dtype: "f32", shape: [3], range: [low, high] }, next));
    const parameters = [constant(-1, 2), constant(-1, 1), constant(-1, 1), constant(0.1, 2)];
    return g.op("batch_normalization", [x, ...parameters], { epsilon: 1e-3 });
  };
  test("a multiplication and an addition", () => {
    const close = { exact: false };
    assertBecomes(expandBatchNormalization.run, chain(IMAGE, {}, normalization), ["mul", "add"], close);
  });
  test("all the way into the convolution before it", () => {
    const conv = layer("conv_2d", [3, 2, 2, 3], 3, PLAIN, false);
    const graph = chain(IMAGE, {}, conv, normalization, op("relu6"));
    const after = assertBecomes(optimizeGraph, graph, ["conv_2d"], { exact: false });
    assert.is(after.nodes[0].attributes.max, 6);
    assert.is(after.tensors.length, 4, "input, weights, bias, output");
  });
}

{
  const test = suiteOf(foldConstants);
  test("nodes of constants alone, one after the other", () => {
    const g = new GraphBuilder();
    const c = g.constant([2, 2], Float32Array.of(1, 2, 3, 4));
    const turned = g.op("transpose", [g.op("neg", [c])], { perm: [1, 0] });
    const after = assertBecomes(foldConstants.run, g.graph(g.op("add", [g.input([2, 2]), turned])), ["add"]);
    assert.equal(after.tensors[after.nodes[0].inputs[1]].data, Float32Array.of(-1, -3, -2, -4));
  });
  test("every output of a node, as a graph output too", () => {
    const g = new GraphBuilder();
    const parts = g.ops("split", [g.constant([4], Int32Array.of(1, 2, 3, 4))], { axis: 0, sizes: [1, 3] });
    assertBecomes(foldConstants.run, g.graph(...parts), []);
  });
  test("a broadcast that would fill the file stays", () => {
    const big = (size: number) => {
      const g = new GraphBuilder();
      const wide = g.op("broadcast_to", [g.constant([1], Float32Array.of(2))], { shape: [size] });
      return g.graph(g.op("add", [g.input([1]), wide]));
    };
    assertBecomes(foldConstants.run, big(16384), ["add"]);
    assertKeeps(foldConstants.run, big(16385));
  });
  test("a node with one computed input stays", () => {
    assertKeeps(foldConstants.run, chain([3], {}, withConstant("add", [3])));
  });
}

{
  const test = suiteOf(foldScaleAndShift);
  const { run } = foldScaleAndShift;
  const close = { exact: false };
  const layers: readonly [string, ReturnType<typeof layer>, readonly number[]][] = [
    ["conv_2d", CONV, IMAGE],
    ["conv_2d", layer("conv_2d", [6, 1, 1, 3], 6, PLAIN, false), IMAGE],
    ["depthwise_conv_2d", layer("depthwise_conv_2d", [1, 2, 2, 6], 6, PLAIN), IMAGE],
    ["conv_2d_transpose", layer("conv_2d_transpose", [6, 2, 2, 3], 6, { ...PLAIN, size: [5, 6] }), IMAGE],
    ["fully_connected", layer("fully_connected", [6, 3], 6, {}), [4, 3]],
  ];
  layers.forEach(([name, make, shape], i) => {
    test(`into ${name}, ${i}`, () => {
      for (const arithmetic of ["mul", "div", "add", "sub"]) {
        for (const constant of [[6], [1]]) {
          assertBecomes(run, chain(shape, {}, make, withConstant(arithmetic, constant)), [name], close);
          const left = withConstant(arithmetic, constant, { isLeft: true });
          const expected = arithmetic === "div" ? [name, "div"] : [name];
          assertBecomes(run, chain(shape, {}, make, left), expected, close);
        }
      }
      assertBecomes(run, chain(shape, {}, make, withConstant("mul", [6]), withConstant("add", [6])), [name], close);
    });
  });
  test("bounds of the folded operator become the layer's", () => {
    const add = (g: GraphBuilder, x: number) =>
      g.op("add", [x, g.constant([6], Float32Array.of(1, 2, 3, 4, 5, 6))], { min: 0, max: 4 });
    const after = assertBecomes(run, chain(IMAGE, {}, CONV, add), ["conv_2d"], close);
    assert.equal([after.nodes[0].attributes.min, after.nodes[0].attributes.max], [0, 4]);
  });
  test("not behind a clamp, by pixel, by zero, or where the layer is read elsewhere", () => {
    const clamped = layer("conv_2d", [6, 2, 2, 3], 6, { ...PLAIN, min: 0 });
    assertKeeps(run, chain(IMAGE, {}, clamped, withConstant("mul", [6])));
    assertKeeps(run, chain(IMAGE, {}, CONV, withConstant("mul", [3, 4, 6])));
    assertKeeps(run, chain(IMAGE, {}, CONV, withConstant("mul", [2, 1, 1, 1]))); // makes the output larger
    const g = new GraphBuilder();
    const y = CONV(g, g.input(IMAGE));
    assertKeeps(run, g.graph(withConstant("mul", [6])(g, y), y));
    const h = new GraphBuilder();
    const divided = h.op("div", [CONV(h, h.input(IMAGE)), h.constant([1], Float32Array.of(0))]);
    const after = run(h.graph(divided));
    assert.is(after.nodes.length, 2);
  });
}

{
  const test = suiteOf(fuseActivations);
  const { run } = fuseActivations;
  test("into layers, poolings and arithmetic", () => {
    const pool = (name: string) => op(name, { kernel: [2, 2], ...PLAIN });
    const before: readonly [string, ReturnType<typeof op>][] = [
      ["conv_2d", CONV],
      ["max_pool_2d", pool("max_pool_2d")],
      ["average_pool_2d", pool("average_pool_2d")],
      ["add", withConstant("add", [3], { range: [-1, 1] })],
      ["mul", withConstant("mul", [3])],
      ["sub", withConstant("sub", [3])],
      ["div", withConstant("div", [3])],
    ];
    for (const [name, make] of before) {
      for (const activation of ["relu", "relu6", "relu_n1_to_1"]) {
        assertBecomes(run, chain(IMAGE, {}, make, op(activation)), [name]);
      }
      assertBecomes(run, chain(IMAGE, {}, make, op("clip", { min: -0.5, max: 0.25 })), [name]);
    }
  });
  test("bounds narrow each other, also to a single value", () => {
    const bounds = (...activations: ReturnType<typeof op>[]) => {
      const after = assertBecomes(run, chain(IMAGE, {}, CONV, ...activations), ["conv_2d"]);
      return [after.nodes[0].attributes.min, after.nodes[0].attributes.max];
    };
    assert.equal(bounds(op("relu")), [0, undefined]);
    assert.equal(bounds(op("relu"), op("clip", { max: 2 })), [0, 2]);
    assert.equal(bounds(op("relu6"), op("relu_n1_to_1")), [0, 1]);
    assert.equal(bounds(op("clip", { max: -1 }), op("relu")), [0, 0]);
  });
  test("int8 where the bits stay the same", () => {
    const byteConv = (g: GraphBuilder, x: number) => {
      const w = g.constant(
        [4, 1, 1, 3],
        Int8Array.from({ length: 12 }, (_, i) => 20 * i - 110),
        perTensor(0.02, 0),
      );
      return g.op("conv_2d", [x, w], PLAIN, { quantization: Q });
    };
    assertBecomes(run, chain(IMAGE, I8, byteConv, op("relu6")), ["conv_2d"]);
    assertBecomes(run, chain(IMAGE, I8, byteConv, op("relu6", {}, { quantization: Q })), ["conv_2d"]);
    assertKeeps(run, chain(IMAGE, I8, byteConv, op("relu6", {}, { quantization: OTHER })));
  });
  test("not where others read the layer, nor into what takes no bounds", () => {
    const g = new GraphBuilder();
    const y = CONV(g, g.input(IMAGE));
    assertKeeps(run, g.graph(g.op("relu", [y]), y));
    assertKeeps(run, chain(IMAGE, {}, op("neg"), op("relu")));
    assertKeeps(run, chain(IMAGE, {}, op("relu")));
  });
}

{
  const test = suiteOf(fusePads);
  const border = { pads: [0, 0, 1, 2, 0, 1, 0, 0] };
  const pool = op("max_pool_2d", { kernel: [3, 3], ...PLAIN });
  test("the results stay, and the pad goes when nobody else reads it", () => {
    const run = (graph: Graph) => eliminateDead.run(fusePads.run(graph));
    assertBecomes(run, chain(IMAGE, {}, op("pad", border), CONV), ["conv_2d"], { exact: false });
    assertBecomes(run, chain(IMAGE, {}, op("relu"), op("pad", border), pool), ["relu", "max_pool_2d"]);
    assertKeeps(run, chain(IMAGE, {}, op("pad", border), pool)); // zero may win against negative values
    const lowest = op("pad", { ...border, value: (-128 - Q.zeroPoint[0]) * Q.scale[0] });
    assertBecomes(run, chain(IMAGE, I8, lowest, pool), ["max_pool_2d"]);
    for (const pads of [
      [0, 0, 3, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 3, 0, 0],
    ]) {
      assertKeeps(run, chain(IMAGE, {}, op("relu"), op("pad", { pads }), pool)); // a window in the border has no value
    }
    const g = new GraphBuilder();
    const padded = op("pad", border)(g, g.input(IMAGE));
    assertBecomes(run, g.graph(CONV(g, padded), padded), ["pad", "conv_2d"], { exact: false });
  });
}

{
  const test = suiteOf(mergeReshapes);
  const run = (graph: Graph) => eliminateDead.run(mergeReshapes.run(graph));
  const reshape = (...shape: number[]) => op("reshape", { shape });
  test("of a chain the last counts", () => {
    const graph = chain([2, 3, 4], {}, op("neg"), reshape(6, 4), reshape(24), reshape(4, 6), op("abs"));
    assertBecomes(run, graph, ["neg", "reshape", "abs"]);
  });
  test("one that is read between stays for its reader", () => {
    const g = new GraphBuilder();
    const flat = reshape(24)(g, g.input([2, 3, 4]));
    assertBecomes(run, g.graph(flat, reshape(8, 3)(g, flat)), ["reshape", "reshape"]);
  });
}

{
  const test = suiteOf(mergeTransposes);
  const run = (graph: Graph) => eliminateDead.run(mergeTransposes.run(graph));
  const transpose = (...perm: number[]) => op("transpose", { perm });
  test("two in a row are one", () => {
    for (const type of [{}, I8]) {
      const graph = chain([2, 3, 4], type, transpose(1, 2, 0), transpose(1, 0, 2));
      const after = assertBecomes(run, graph, ["transpose"]);
      assert.equal(after.nodes[0].attributes.perm, [2, 1, 0]);
    }
  });
  test("two that undo each other, or move only ones, are a reshape", () => {
    assertBecomes(run, chain([2, 3, 4], {}, transpose(1, 2, 0), transpose(2, 0, 1)), ["reshape"]);
    assertBecomes(run, chain([1, 3, 1, 4], {}, transpose(0, 2, 1, 3)), ["reshape"]);
    assertBecomes(run, chain([1, 3, 1, 4], {}, transpose(1, 3, 0, 2)), ["reshape"]);
    assertKeeps(run, chain([1, 3, 1, 4], {}, transpose(3, 1, 0, 2)));
  });
  test("all passes leave nothing of a round trip", () => {
    const nchw = chain(IMAGE, {}, op("relu"), transpose(0, 3, 1, 2), transpose(0, 2, 3, 1), op("neg"));
    assertBecomes(optimizeGraph, nchw, ["relu", "neg"]);
  });
}

for (const test of suites.values()) test.run();
