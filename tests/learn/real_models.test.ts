// Classifiers as they are published, taught a few classes of CIFAR-10; and where their last layers are found.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { importModel } from "../../src/import/import_model.ts";
import { loadModel } from "../../src/index.ts";
import { bodyOf } from "../../src/learn/head.ts";
import { type Examples, learnClasses } from "../../src/learn.ts";
import { photoReader } from "../../src/tools.ts";
import { verifyModel } from "../../src/verify.ts";
import { CIFAR10_LABELS, type Cifar10Batch, readCifar10 } from "../cifar10.ts";
import { ROOT, sharedData } from "../support.ts";

/** The first photos of some classes, which are numbered anew. */
function choose({ photo, classes }: Cifar10Batch, wanted: readonly number[], count: number) {
  const indices = [...classes.keys()].filter((i) => wanted.includes(classes[i])).slice(0, count);
  return { pixels: indices.map(photo), classes: indices.map((i) => wanted.indexOf(classes[i])) };
}

const open = async (path: string) => (await importModel(new Uint8Array(await readFile(path)), { name: path })).graph;

const test = suite("learning, real models");
const data = sharedData();

if (data !== undefined) {
  const [learning, testing] = [await readCifar10(data, 0), await readCifar10(data, 50)];

  /** Learns `wanted` from so many photos; the share of 100 others that the compiled file names rightly. */
  const accuracyOn = async (path: string, wanted: readonly number[], count: number): Promise<number> => {
    const graph = await open(path);
    const read = photoReader(graph);
    const { pixels, classes } = choose(learning, wanted, count);
    const examples: Examples = { count, classes, read: async (i) => [await read(pixels[i])] };
    const labels = wanted.map((k) => CIFAR10_LABELS[k]);
    const { graph: learnt, report } = await learnClasses(graph, examples, { labels, holdOut: 0 });
    assert.ok(report.converged && report.iterations < 60);
    const bytes = compileGraph(learnt);
    assert.ok((await verifyModel(bytes)).pass);
    const model = await loadModel(bytes);
    const others = choose(testing, wanted, 100);
    let right = 0;
    for (const [i, photo] of others.pixels.entries()) {
      const [{ index, label }] = await model.classify(photo, { topK: 1 });
      assert.is(label, labels[index]);
      if (index === others.classes[i]) right++;
    }
    return right / 100;
  };

  test("the model that ships relearns three of its classes from ten photos each", async () => {
    const accuracy = await accuracyOn(`${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`, [1, 6, 8], 30);
    assert.ok(accuracy > 0.9, String(accuracy));
  });

  test("MobileNets for ImageNet, uint8 and float, learn four classes from some photos each", async () => {
    const quantised = join(data, "models/coral/mobilenet_v1_0.25_128_quant.tflite");
    const float = join(data, "models/tflite_support/mobilenet_v1_0.25_224_1_default_1.tflite");
    for (const path of [quantised, float]) {
      const accuracy = await accuracyOn(path, [0, 1, 6, 7], 100);
      assert.ok(accuracy > 0.8, `${path}: ${accuracy}`);
    }
  });

  test("the features of published classifiers are found", async () => {
    const depths = {
      "coral/tf2_mobilenet_v2_1.0_224_ptq.tflite": 1280,
      "tflite_support/automl_labeler_model.tflite": 1280,
      "mlperf_tiny/ic/pretrainedResnet_quant.tflite": 64,
      "tflite_micro/person_detect.tflite": 256,
      "onnx/mobilenet_v1_0.25_224_f32.onnx": 256,
      "onnx/mlperf_resnet8_int8_qdq.onnx": 64,
    };
    for (const [path, depth] of Object.entries(depths)) {
      assert.is(bodyOf(await open(join(data, "models", path))).depth, depth, path);
    }
  });
}

test.run();
