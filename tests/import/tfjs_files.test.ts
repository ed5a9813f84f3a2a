// Teachable Machine's download and other folders: which file is the model, and what stands beside it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { choosePreprocessing, inputPort } from "../../src/compile/preprocessing.ts";
import { findTfjs } from "../../src/import/tfjs/files.ts";
import type { TfjsFiles } from "../../src/import/tfjs/import.ts";
import type { Json } from "../../src/import/tfjs/json.ts";
import { readZip } from "../../src/import/zip.ts";
import { keras, layer, load, near, problemsOf, ramp, resultOf, sequential, weight } from "./tfjs_writer.ts";
import { writeZip } from "./zip_writer.ts";

const test = suite("import tfjs files");

const text = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const bytesOf = ({ weights }: TfjsFiles) => (weights as ReadonlyMap<string, Uint8Array>).get("w.bin")!;

const METADATA = {
  ...{
    tfjsVersion: "1.3.1",
    tmVersion: "2.4.10",
    packageVersion: "0.8.4-alpha2",
    packageName: "@teachablemachine/image",
  },
  ...{ timeStamp: "2024-05-05T10:00:00.000Z", userMetadata: {}, modelName: "tm-my-image-model" },
  ...{ labels: ["cat", "dog"], imageSize: 32 },
};

/** What Teachable Machine exports: a model of a feature extractor and a head, each a model itself. */
function teachable(): TfjsFiles {
  const spec = (className: string, name: string, config: Record<string, Json>): Json => ({
    class_name: className,
    config: { name, ...config },
  });
  const sub = (name: string, ...layers: Json[]): Json => ({ class_name: "Sequential", config: { name, layers } });
  const convolution = { filters: 4, kernel_size: [3, 3], strides: [2, 2], use_bias: false };
  const features = sub(
    "sequential_1",
    sub("model1", spec("Conv2D", "Conv1", { ...convolution, batch_input_shape: [null, 32, 32, 3] })),
    spec("GlobalAveragePooling2D", "pool", {}),
  );
  const head = sub(
    "sequential_3",
    spec("Dense", "dense_Dense1", { units: 3, activation: "relu", batch_input_shape: [null, 4] }),
    spec("Dense", "dense_Dense2", { units: 2, activation: "softmax", use_bias: false }),
  );
  const model = { class_name: "Sequential", config: { name: "sequential_4", layers: [features, head] } };
  const weights = {
    ...{ "Conv1/kernel": ramp(3, 3, 3, 4), "dense_Dense1/kernel": ramp(4, 3), "dense_Dense1/bias": ramp(3) },
    "dense_Dense2/kernel": ramp(3, 2),
  };
  return keras(model, weights, "tfjs-layers 1.3.1");
}

function download(folder: string): Uint8Array {
  const model = teachable();
  return writeZip([
    { path: `${folder}model.json`, content: text(model.model) },
    { path: `${folder}w.bin`, content: bytesOf(model) },
    { path: `${folder}metadata.json`, content: text(METADATA) },
  ]);
}

test("Teachable Machine's download, in a folder or not", () => {
  const direct = resultOf(load(teachable()), Float32Array.from(ramp(1, 32, 32, 3).values));
  for (const folder of ["", "my_model/", "downloads/my_model/"]) {
    const files = findTfjs(readZip(download(folder)));
    assert.ok(files !== undefined);
    const graph = load(files);
    assert.equal(graph.labels, ["cat", "dog"]);
    near(resultOf(graph, Float32Array.from(ramp(1, 32, 32, 3).values)), direct, 0);
  }
});

test("Teachable Machine's photos are cut square, resized and computed as pixel / 127 - 1", () => {
  const graph = load({ ...teachable(), metadata: JSON.stringify(METADATA) });
  const { preprocessing, notes } = choosePreprocessing(inputPort(graph), graph.preprocessing);
  assert.equal(notes, []);
  assert.equal(preprocessing, {
    ...{ fit: "square", resizeTo: 32, filter: "antialias", color: "rgb", mean: [127], std: [127] },
  });
});

test("metadata of others has labels alone; nonsense is left out", () => {
  const model = sequential([null, 2], [layer("ReLU")]);
  const read = (metadata: unknown) => load({ ...model, metadata: JSON.stringify(metadata) });
  assert.equal(read({ labels: ["a", "b"] }).labels, ["a", "b"]);
  assert.is(read({ labels: ["a", "b"] }).preprocessing, undefined);
  for (const metadata of [[], 7, { labels: "a" }, { labels: [1, 2] }, { labels: [] }, { imageSize: "big" }]) {
    assert.is(read(metadata).labels, undefined);
  }
  assert.match(problemsOf({ ...model, metadata: "{" })[0].where, /^metadata.json/);
});

test("the model may have another name, and its weights lie beside it", () => {
  const model = sequential([null, 1], [layer("Dense", { name: "d", use_bias: false })], {
    weights: { "d/kernel": weight([1, 1], 3) },
  });
  const elsewhere = model.model.replace("w.bin", "./w.bin");
  const files = findTfjs(
    new Map([
      ["x/mine.json", text(elsewhere)],
      ["x/w.bin", bytesOf(model)],
      ["x/package.json", text({ name: "x" })],
    ]),
  );
  assert.ok(files !== undefined);
  near(resultOf(load(files), Float32Array.of(2)), [6]);
  assert.is(findTfjs(new Map([["labels.txt", text("a")]])), undefined);
  const nested = new Map([
    ["a/b/model.json", text("{}")],
    ["a/model.json", text(model.model)],
    ["a/w.bin", bytesOf(model)],
  ]);
  assert.is(findTfjs(nested)?.model, model.model);
});

test.run();
