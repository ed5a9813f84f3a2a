// Whole classifiers with a learnt last layer: what is cut and put in, int8 bits, determinism, and what is refused.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { quantizeGraph } from "../../src/compress/quantize.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor, type TensorData } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { loadModel } from "../../src/index.ts";
import { LearnError } from "../../src/learn/errors.ts";
import { bodyOf, withHead } from "../../src/learn/head.ts";
import { type LearnOptions, learnClasses } from "../../src/learn/transfer.ts";
import { verifyModel } from "../../src/verify.ts";
import { GraphBuilder } from "../graphs.ts";
import { kernelBuilds, random, runBoth } from "../support.ts";
import { asBytes, HEADS, images, LABELS, network } from "./networks.ts";

async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    assert.instance(error, LearnError);
    return (error as Error).message;
  }
  assert.unreachable("nothing was refused");
  return "";
}

/** The network in int8, whose bytes are 127 times the float values. */
async function int8Network(): Promise<Graph> {
  const { graph } = await quantizeGraph(network("matrix"), images(12, 5), {
    preprocessing: { fit: "stretch", resizeTo: 8, filter: "antialias", color: "rgb", mean: [128], std: [127] },
  });
  assert.equal(graph.tensors[graph.inputs[0].tensor].quantization, perTensor(1 / 127, 0));
  return graph;
}

function weightsOf(graph: Graph): TensorData[] {
  return graph.tensors.filter(({ name }) => name.startsWith("learnt")).flatMap(({ data }) => data ?? []);
}

const test = suite("transfer learning");

for (const kind of HEADS) {
  test(`the head "${kind}" becomes the given layer on its features and a soft-max`, () => {
    const next = random(3);
    const body = bodyOf(network(kind));
    assert.is(body.depth, kind === "whole map" ? 48 : 12);
    const layer = {
      weights: Float32Array.from({ length: 3 * body.depth }, () => next() - 0.5),
      bias: Float32Array.from({ length: 3 }, () => next() - 0.5),
    };
    const { graph } = withHead(body, layer, { low: -1, high: 1 }, LABELS);
    verifyGraph(graph);
    assert.equal([graph.labels, graph.outputs[0].name, graph.outputs[0].dtype], [LABELS, "y0", "f32"]);
    const [input] = images(1).values;
    const features = executeGraph(body.graph, [input]).get(body.features) as Float32Array;
    const terms = Array.from(layer.bias, (bias, k) => {
      const sum = features.reduce((total, x, j) => total + x * layer.weights[k * body.depth + j], bias);
      return Math.exp(sum);
    });
    const total = terms.reduce((a, b) => a + b);
    const scores = executeGraph(graph, [input]).get(graph.outputs[0].tensor)!;
    assert.is(scores.length, 3);
    for (const [k, term] of terms.entries()) assert.ok(Math.abs(scores[k] - term / total) < 1e-5, `class ${k}`);
  });

  test(`a network with the head "${kind}" is taught other classes`, async () => {
    const { graph, report } = await learnClasses(network(kind), images(60), { labels: LABELS });
    assert.ok(report.converged && report.gap <= 1e-4 && report.loss < Math.log(3));
    assert.equal([report.learning.count, report.heldOut?.count, report.split.heldOut.length], [48, 12, 12]);
    assert.is(report.heldOut?.accuracy, 1);
    const bytes = compileGraph(graph);
    assert.ok((await verifyModel(bytes)).pass);
    const model = await loadModel(bytes);
    assert.equal(model.info().labels, LABELS);
    const { values, classes } = images(9, 77);
    for (const [i, image] of values.entries()) {
      const scores = [...(model.run(image).y0 as Float32Array)];
      assert.is(scores.indexOf(Math.max(...scores)), classes[i]);
    }
  });
}

test("on an int8 network layer and scores are int8, and reference and all builds agree on every bit", async () => {
  const { graph, report } = await learnClasses(await int8Network(), asBytes(images(60)), { labels: LABELS });
  assert.is(report.heldOut?.accuracy, 1);
  const { tensor, dtype } = graph.outputs[0];
  assert.equal([dtype, graph.tensors[tensor].quantization], ["i8", perTensor(1 / 256, -128)]);
  assert.ok(graph.nodes.every(({ outputs }) => graph.tensors[outputs[0]].dtype === "i8"));
  const fresh = asBytes(images(6, 78));
  for (const build of await kernelBuilds()) {
    for (let i = 0; i < fresh.count; i++) {
      const [{ expected, actual }] = await runBoth(graph, build, await fresh.read(i));
      assert.equal([...actual], [...expected], build.title);
      assert.is(actual.indexOf(Math.max(...actual)), fresh.classes[i]);
    }
  }
});

test("the int8 layer says what the float one says on the same features, and all sums fit", async () => {
  const source = await int8Network();
  const body = bodyOf(source);
  const { graph } = await learnClasses(source, asBytes(images(60)), { labels: LABELS, holdOut: 0 });
  const layer = graph.nodes.find(({ op }) => op.name === "fully_connected")!;
  const sums: number[] = [];
  for (let i = 0; i < 9; i++) {
    const values = executeGraph(graph, await asBytes(images(60)).read(i));
    sums.push(...values.get(layer.outputs[0])!);
  }
  // The range is that of the sums of all examples: used, and not cut off but at its ends.
  assert.ok(Math.max(...sums) - Math.min(...sums) > 150);
  assert.is(graph.tensors[layer.inputs[1]].quantization?.scale.length, 3);
  assert.equal(graph.tensors[layer.inputs[0]].quantization, body.graph.tensors[body.features].quantization);
});

test("callers see the element type that they saw before", async () => {
  const int8 = await int8Network();
  const asU8 = { ...int8, outputs: int8.outputs.map((port) => ({ ...port, dtype: "u8" as const })) };
  const learnt = await learnClasses(asU8, asBytes(images(12)), { labels: LABELS });
  assert.is(learnt.graph.outputs[0].dtype, "u8");

  const b = new GraphBuilder();
  const x = b.input([1, 4], { dtype: "i8", quantization: perTensor(0.1, 0) });
  const weights = b.constant([7, 4], new Int8Array(28).fill(3), perTensor(0.1, 0));
  const sums = b.op("fully_connected", [x, weights], {}, { quantization: perTensor(0.2, 0) });
  const scores = b.op("softmax", [sums], {}, { quantization: perTensor(1 / 256, -128) });
  const source = b.graph(b.op("dequantize", [scores]));
  // The features are the model's input itself here.
  const rows = { count: 4, classes: [0, 1, 0, 1], read: (i: number) => [Int8Array.of(i % 2 ? 50 : -50, 1, 2, 3)] };
  const { graph, report } = await learnClasses(source, rows, { labels: ["low", "high"], holdOut: 0 });
  assert.equal([graph.outputs[0].dtype, report.learning.accuracy, report.heldOut], ["f32", 1, undefined]);
});

test("the same seed gives the same weights, another one others", async () => {
  const weights = async (seed: number) =>
    weightsOf((await learnClasses(network("matrix"), images(30), { labels: LABELS, seed })).graph);
  const first = await weights(1);
  assert.is(first.length, 2);
  assert.equal(await weights(1), first);
  assert.not.equal(await weights(2), first);
});

test("a few photos a class are enough, and classes may be of different size", async () => {
  const all = images(24, 9);
  const chosen = [0, 1, 2, 3, 4, 6, 9, 12, 15, 18, 21];
  const few = {
    count: chosen.length,
    classes: chosen.map((i) => all.classes[i]),
    read: (i: number) => [all.values[chosen[i]]],
  };
  const { report } = await learnClasses(network("matrix"), few, { labels: LABELS, holdOut: 0 });
  assert.equal([report.learning.accuracy, report.learning.confusion.map((row) => row[0])], [1, [8, 0, 0]]);
});

test("progress comes by phases; an aborted signal ends the work with its reason", async () => {
  const phases = new Set<string>();
  const source = network("matrix");
  await learnClasses(source, images(12), { labels: LABELS, onProgress: (phase) => phases.add(phase) });
  assert.equal([...phases], ["computing features", "learning"]);
  for (const last of phases) {
    const controller = new AbortController();
    const reason = new Error("the user left");
    const onProgress = (phase: string) => void (phase === last && controller.abort(reason));
    const options = { labels: LABELS, signal: controller.signal, onProgress };
    const error = await learnClasses(source, images(12), options).catch((error) => error);
    assert.is(error, reason, last);
  }
});

test("models without a last layer that could be replaced are refused, with the place", async () => {
  const graphs = new GraphBuilder();
  const map = graphs.input([1, 8, 8, 3]);
  const mean = graphs.op("mean", [map], { axes: [1, 2] });
  assert.match(await refusal(() => bodyOf(graphs.graph(mean))), /output "y0" comes from an input or a constant/);
  const squared = graphs.op("square", [mean]);
  assert.match(await refusal(() => bodyOf(graphs.graph(squared))), /comes from #1 square \(square\), not from a fully/);
  assert.match(await refusal(() => bodyOf(graphs.graph(mean, squared))), /has 2 outputs \("y0", "y1"\)/);
  const weights = graphs.constant([7, 1, 1, 3], new Float32Array(21));
  const places = graphs.op("conv_2d", [map, weights], { strides: [1, 1], pads: [0, 0, 0, 0] });
  assert.match(await refusal(() => bodyOf(graphs.graph(graphs.op("softmax", [places])))), /to 448 scores, not one row/);
  const rows = graphs.op("fully_connected", [map, graphs.constant([2, 3], new Float32Array(6))], { keepDims: true });
  assert.match(await refusal(() => bodyOf(graphs.graph(rows))), /give a classifier of whole images/);
});

test("examples and options that do not fit are refused, with the place", async () => {
  const learn = (changes: object, options: Partial<LearnOptions> = {}) =>
    refusal(() => learnClasses(network("matrix"), { ...images(12), ...changes }, { labels: LABELS, ...options }));
  const names = Array.from({ length: 12 }, (_, i) => `photo${i}.png`);
  const infinite = { names, read: (i: number) => [images(12).values[i].with(0, i === 4 ? Infinity : 0)] };
  assert.match(await learn(infinite), /^feature \d+ of photo4\.png is (NaN|-?Infinity), .*check .* mean and std/);
  assert.match(await learn({ read: () => [new Float32Array(192)] }), /12 features are the same for all 9 examples/);
  assert.match(await learn({}, { labels: ["one"] }), /at least two/);
  assert.match(await learn({}, { holdOut: 1 }), /holdOut is 1: give a share/);
  assert.match(await learn({}, { weightDecay: 0 }), /weightDecay is 0: give a number above 0/);
  assert.match(await learn({}, { tolerance: Number.NaN }), /tolerance is NaN/);
  assert.match(await learn({}, { maxIterations: 0.5 }), /maxIterations is 0.5: give a whole number/);
});

test.run();
