// Real TensorFlow.js models: a MobileNet of Google's, and three that have twins in TFLite.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Graph } from "../../src/graph/graph.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { loadModel } from "../../src/index.ts";
import { compileGraph, importTfjs, importTflite, OPS } from "../../src/tools.ts";
import { random, sharedData } from "../support.ts";
import { near } from "./tfjs_writer.ts";

const test = suite("import tfjs models");

const root = sharedData();
const models = root === undefined ? undefined : join(root, "models");

function open(folder: string): Graph {
  const read = (name: string) => readFileSync(join(folder, name));
  const metadata = existsSync(join(folder, "metadata.json")) ? read("metadata.json").toString() : undefined;
  const graph = importTfjs({ model: read("model.json").toString(), weights: read, metadata }, { name: "model" });
  verifyGraph(graph);
  return graph;
}

async function run(graph: Graph, input: Float32Array): Promise<Float32Array> {
  const model = await loadModel(compileGraph(graph, { goldens: 0 }));
  const outputs = model.run({ [graph.inputs[0].name]: input });
  model.dispose();
  return outputs[graph.outputs[0].name] as Float32Array;
}

/** Folder of the TensorFlow.js model -> the same weights in TFLite. */
const TWINS = { resnet8_f32_tfjs: "peers/resnet8_f32.tflite", vww_f32_tfjs: "mlperf_tiny/vww/vww_96_float.tflite" };

for (const [folder, twin] of models === undefined ? [] : Object.entries(TWINS)) {
  test(`${folder} agrees with its twin in TFLite`, async () => {
    const graph = open(join(models!, "peers", folder));
    const other = importTflite(readFileSync(join(models!, twin)), { name: "twin" });
    const shape = graph.tensors[graph.inputs[0].tensor].shape;
    const next = random(3);
    const input = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next());
    const [actual, expected] = [await run(graph, input), await run(other, input)];
    const range = Math.max(...expected) - Math.min(...expected);
    near(Array.from(actual), Array.from(expected), 1e-4 * range);
  });
}

if (models !== undefined) {
  test("MobileNet's layers and labels", () => {
    const graph = open(join(models, "tfjs_mobilenet_v1_0.75_224"));
    const [input, output] = [graph.inputs[0], graph.outputs[0]];
    assert.equal(graph.tensors[input.tensor].shape, [1, 224, 224, 3]);
    assert.equal(graph.tensors[output.tensor].shape, [1, 1000]);
    assert.is(graph.labels?.length, 1000);
    assert.is(graph.nodes.filter(({ op }) => op === OPS.get("batch_normalization")).length, 27);
  });

  test("every weight file of MobileNet is needed", () => {
    const folder = join(models, "tfjs_mobilenet_v1_0.75_224");
    const shards = readdirSync(folder).filter((name) => name.startsWith("group"));
    const files = new Map(shards.map((name) => [name, readFileSync(join(folder, name))]));
    files.delete(shards[7]);
    const model = readFileSync(join(folder, "model.json"), "utf8");
    assert.throws(() => importTfjs({ model, weights: files }, { name: "m" }), new RegExp(`"${shards[7]}" is missing`));
  });
}

test.run();
