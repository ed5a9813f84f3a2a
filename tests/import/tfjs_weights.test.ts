// Weight files of TensorFlow.js: shards, element types, quantisation, and what is wrong with them.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { importTfjs, tfjsWeightPaths } from "../../src/import/tfjs/import.ts";
import type { Json, JsonObject } from "../../src/import/tfjs/json.ts";
import { attr } from "./graph_writer.ts";
import { load, near, problemsOf, resultOf, type WeightSpec, withWeights } from "./tfjs_writer.ts";

const test = suite("import tfjs weights");

/** A graph that gives out its constant "c". */
const GRAPH: JsonObject = {
  format: "graph-model",
  modelTopology: {
    node: [
      { name: "c", op: "Const", attr: { dtype: attr.type("DT_FLOAT") } },
      { name: "y", op: "Identity", input: ["c"] },
    ],
  },
};

const valuesOf = (spec: WeightSpec) => resultOf(load(withWeights(GRAPH, { c: spec })));
const whatOf = (spec: WeightSpec) => problemsOf(withWeights(GRAPH, { c: spec }))[0].what;

/** The same graph with a manifest of its own. */
const withManifest = (weightsManifest: Json, files: Readonly<Record<string, Uint8Array>>) => ({
  model: JSON.stringify({ ...GRAPH, weightsManifest }),
  weights: new Map(Object.entries(files)),
});

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

test("element types", () => {
  assert.equal(valuesOf({ shape: [2], values: [1.5, -2] }), [1.5, -2]);
  assert.equal(valuesOf({ shape: [2], values: [7, -(2 ** 31)], dtype: "int32" }), [7, -(2 ** 31)]);
  assert.equal(valuesOf({ shape: [3], values: [0, 200, 255], dtype: "uint8" }), [0, 200, 255]);
  assert.equal(valuesOf({ shape: [2], values: [0, 1], dtype: "bool" }), [0, 1]);
  const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7bff).buffer);
  const real = [1, -2.5, 2 ** -24, 65504];
  near(valuesOf({ shape: [4], values: [], dtype: "float16", bytes: halves }), real, 0);
  const stored = { shape: [4], values: [], bytes: halves, quantization: { dtype: "float16" } };
  near(valuesOf(stored), real, 0);
  for (const dtype of ["complex64", "string", "toString"]) {
    assert.match(whatOf({ shape: [1], values: [0], dtype }), new RegExp(`the weight "c" is "${dtype}"`));
  }
});

test("quantised weights", () => {
  const quantization = { dtype: "uint8", scale: 0.5, min: -3, original_dtype: "float32" };
  const bytes = Uint8Array.of(0, 1, 255);
  assert.equal(valuesOf({ shape: [3], values: [], bytes, quantization }), [-3, -2.5, 124.5]);
  const words = new Uint8Array(Uint16Array.of(0, 65535).buffer);
  const wide = { dtype: "uint16", scale: 2, min: 1 };
  assert.equal(valuesOf({ shape: [2], values: [], bytes: words, quantization: wide }), [1, 131071]);
  const whole = { shape: [2], values: [], dtype: "int32", bytes: Uint8Array.of(1, 4), quantization };
  assert.equal(valuesOf(whole), [Math.round(-2.5), -1]);
  assert.match(
    whatOf({ shape: [1], values: [1], quantization: { dtype: "uint4", scale: 1, min: 0 } }),
    /dtype is "uint4"/,
  );
  assert.match(
    whatOf({ shape: [1], values: [1], bytes, quantization: { dtype: "uint8" } }),
    /scale is missing, not a number/,
  );
});

test("weights begin in one shard and end in another", () => {
  const bytes = floats(1, 2, 3, 4);
  const weights: Json = [
    { name: "other", shape: [], dtype: "float32" },
    { name: "c", shape: [3], dtype: "float32" },
  ];
  const cuts = [0, 3, 4, 5, 9, 16];
  const files = Object.fromEntries(cuts.slice(1).map((end, i) => [`shard${i}`, bytes.subarray(cuts[i], end)]));
  const model = withManifest([{ paths: Object.keys(files), weights }], files);
  near(resultOf(load(model)), [2, 3, 4], 0);
  assert.equal(tfjsWeightPaths(model.model), Object.keys(files));
});

test("several groups; a function may give the files", () => {
  const group = (path: string, name: string) => ({ paths: [path], weights: [{ name, shape: [1], dtype: "float32" }] });
  const { model } = withManifest([group("a", "x"), group("b", "c")], {});
  const files: Readonly<Record<string, Uint8Array>> = { a: floats(1), b: floats(2) };
  const graph = importTfjs({ model, weights: (path) => files[path] }, { name: "test" });
  near(resultOf(graph), [2], 0);
});

test("files that are too short, too long or missing are named with numbers", () => {
  const manifest: Json = [{ paths: ["w"], weights: [{ name: "c", shape: [2, 2], dtype: "float32" }] }];
  const [short] = problemsOf(withManifest(manifest, { w: floats(1, 2, 3) }));
  assert.is(short.where, "weightsManifest[0]");
  assert.match(short.what, /the weight "c" \[2, 2\] takes bytes 0 to 16 of its group, whose files have 12/);
  const [long] = problemsOf(withManifest(manifest, { w: floats(1, 2, 3, 4, 5) }));
  assert.match(long.what, /its 1 files have 20 bytes, its weights take 16/);
  const [missing] = problemsOf(withManifest(manifest, {}));
  assert.match(missing.what, /the weight file "w" is missing/);
});

test("damaged manifests", () => {
  const what = (weightsManifest: Json) => problemsOf(withManifest(weightsManifest, { w: floats(1) }))[0].what;
  assert.match(what({}), /model.json.weightsManifest is an object, not a list/);
  assert.match(what([7]), /weightsManifest\[0\] is 7, not an object/);
  assert.match(what([{ paths: [3], weights: [] }]), /paths has 3, not a text/);
  assert.match(
    what([{ paths: ["w"], weights: [{ name: "c", dtype: "float32", shape: [-1] }] }]),
    /has the shape \[-1\]/,
  );
  assert.match(
    what([{ paths: ["w"], weights: [{ name: "c", dtype: "float32", shape: [2 ** 40, 2 ** 40] }] }]),
    /takes bytes/,
  );
  const twice = { name: "c", dtype: "float32", shape: [] };
  assert.match(what([{ paths: ["w", "w"], weights: [twice, twice] }]), /"c" is listed twice/);
  assert.match(problemsOf({ model: "{", weights: new Map() })[0].what, /is not JSON/);
  assert.match(problemsOf({ model: "[]", weights: new Map() })[0].what, /model.json is \[\], not an object/);
  assert.match(problemsOf({ model: "{}", weights: new Map() })[0].what, /has no modelTopology/);
  assert.throws(() => tfjsWeightPaths("nothing"), /is not JSON/);
});

test("small files cannot fill the memory", () => {
  const tensor = { dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "250000" }] }, floatVal: [1] };
  const many = Array.from({ length: 100 }, (_, i) => ({ name: `k${i}`, op: "Const", attr: { value: { tensor } } }));
  const nodes: Json = [...many, { name: "y", op: "AddN", input: many.map(({ name }) => name) }];
  const [problem] = problemsOf(withWeights({ modelTopology: { node: nodes } }));
  assert.match(problem.what, /the constants up to here take \d+ MiB, far more than the file/);
});

test.run();
