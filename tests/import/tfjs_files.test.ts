// Teachable Machine's download and other folders: which file is the model, and what stands beside it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { choosePreprocessing, inputPort } from "../../src/compile/preprocessing.ts";
import { findTfjs } from "../../src/import/tfjs/files.ts";
import type { TfjsFiles } from "../../src/import/tfjs/import.ts";
import { readZip } from "../../src/import/zip.ts";
import { download, METADATA, teachable } from "./teachable_machine.ts";
import { layer, load, near, problemsOf, ramp, resultOf, sequential, weight } from "./tfjs_writer.ts";

const test = suite("import tfjs files");

const text = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const bytesOf = ({ weights }: TfjsFiles) => (weights as ReadonlyMap<string, Uint8Array>).get("w.bin")!;

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
