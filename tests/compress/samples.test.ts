// Photos as values of a graph's input: what the runtime would make of them, in each element type.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { QuantizeError } from "../../src/compress/errors.ts";
import { photoReader } from "../../src/compress/samples.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { loadModel } from "../../src/index.ts";
import { GraphBuilder, type OpOptions } from "../graphs.ts";
import { random } from "../support.ts";

const SIDE = 16;
const FLOAT: OpOptions = { dtype: "f32" };
const INT8: OpOptions = { dtype: "i8", quantization: perTensor(1 / 64, 3) };

/** Answers with three pixels of its input, as they are. */
function network(type: Parameters<GraphBuilder["input"]>[1]): Graph {
  const b = new GraphBuilder();
  const corner = b.op("slice", [b.input([1, SIDE, SIDE, 3], type)], {
    begin: [0, 0, 0, 0],
    size: [1, 1, 1, 3],
    strides: [1, 1, 1, 1],
  });
  const graph = b.graph(b.op("reshape", [corner], { shape: [1, 3] }));
  const as = type?.as;
  return as === undefined ? graph : { ...graph, outputs: graph.outputs.map((port) => ({ ...port, dtype: as })) };
}

const photo = (() => {
  const next = random(4);
  const data = Uint8Array.from({ length: 4 * SIDE * SIDE }, () => Math.floor(256 * next()));
  return { width: SIDE, height: SIDE, data };
})();

const test = suite("samples");

test("photos become f32 and i8 inputs as the source says, else as a compiled model takes them", async () => {
  const preprocessing = { mean: [100], std: [50], color: "rgb", fit: "stretch" } as const;
  const float = { ...network(FLOAT), preprocessing };
  const values = await photoReader(float)(photo);
  assert.instance(values, Float32Array);
  assert.equal(values[1], Math.fround((photo.data[1] - 100) / 50));
  const int8 = { ...network(INT8), preprocessing };
  const bytes = await photoReader(int8)(photo);
  assert.instance(bytes, Int8Array);
  const wanted = Math.round(((photo.data[1] - 100) / 50) * 64) + 3;
  assert.ok(Math.abs(bytes[1] - Math.max(-128, Math.min(127, wanted))) <= 1);
});

test("i8 and u8 inputs hold the bytes that the runtime puts there", async () => {
  for (const type of [INT8, { ...INT8, as: "u8" as const }]) {
    const graph = network(type);
    const bytes = [...(await photoReader(graph)(photo)).subarray(0, 3)];
    const model = await loadModel(compileGraph(graph, { goldens: 0 }));
    const [{ scale = 0, zeroPoint = 0 }] = model.info().outputs;
    const ranked = (await model.classify(photo, { topK: 3 })).sort((a, b) => a.index - b.index);
    const shift = type === INT8 ? 0 : 128;
    assert.equal(
      ranked.map(({ score }) => Math.round(score / scale) + zeroPoint - shift),
      bytes,
    );
  }
});

test("a model that takes no image is refused", () => {
  const b = new GraphBuilder();
  const graph = b.graph(b.op("relu", [b.input([1, 4])]));
  const two = new GraphBuilder();
  const sum = two.op("add", [two.input([1, SIDE, SIDE, 3]), two.input([1, SIDE, SIDE, 3])]);
  for (const other of [graph, two.graph(sum)]) {
    assert.throws(
      () => photoReader(other),
      (error: Error) => error instanceof QuantizeError && /one image as input/.test(error.message),
    );
  }
});

test.run();
