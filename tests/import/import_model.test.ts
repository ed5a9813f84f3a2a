// The one way in: the same classifier from every format, files beside it, what is assumed, and what is refused.

import { zipSync } from "fflate";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  executeGraph,
  FormatError,
  type Graph,
  ImportError,
  importModel,
  type SourceFile,
  verifyGraph,
} from "../../src/tools.ts";
import {
  onnxWithExternalData,
  SMALL_ONNX,
  smallOnnx,
  smallTfjs,
  smallTflite,
  teachableZip,
  zipBomb,
} from "./small_models.ts";

const test = suite("import any model");

/** Scores of an image of one colour. */
function scoresOf(graph: Graph, color: readonly number[]): number[] {
  verifyGraph(graph);
  const { shape } = graph.tensors[graph.inputs[0].tensor];
  const isNhwc = shape[3] === 3;
  const image = Float32Array.from({ length: 3072 }, (_, i) => color[isNhwc ? i % 3 : Math.floor(i / 1024)]);
  return Array.from(executeGraph(graph, [image]).get(graph.outputs[0].tensor) ?? [], (score) => Math.round(score));
}

async function refuses(
  bytes: Uint8Array,
  file: SourceFile,
  kind: typeof FormatError | typeof ImportError,
  what: RegExp,
) {
  try {
    await importModel(bytes, file);
  } catch (error) {
    assert.instance(error, kind);
    assert.match((error as Error).message, what);
    return;
  }
  assert.unreachable(`${file.name} was imported`);
}

const from = (files: ReadonlyMap<string, Uint8Array>) => (path: string) => files.get(path);

test("the same scores from every format", async () => {
  const tfjs = smallTfjs();
  const models: readonly (readonly [string, string, Uint8Array, readonly number[]])[] = [
    ["a/net.tflite", "TFLite", smallTflite(), [10, 20, 30]],
    ["a/net.onnx", "ONNX", smallOnnx(), [10, 20, 30]],
    ["net/model.json", "TensorFlow.js", tfjs.get("model.json")!, [10, 40, 90]],
    ["net.zip", "TensorFlow.js", teachableZip(), [10, 40, 90]],
  ];
  for (const [name, format, bytes, scores] of models) {
    const imported = await importModel(bytes, { name, sibling: from(tfjs) });
    assert.is(imported.format, format);
    assert.is(imported.graph.name, "net");
    assert.equal(scoresOf(imported.graph, [10, 20, 30]), scores, name);
    assert.equal(imported.graph.tensors[imported.graph.inputs[0].tensor].shape, [1, 32, 32, 3], name);
  }
});

test("Teachable Machine's archive brings labels and preprocessing", async () => {
  const { graph, notes } = await importModel(teachableZip(), { name: "converted_keras.zip" });
  assert.equal(graph.labels, ["red", "green", "blue"]);
  assert.equal(graph.preprocessing?.mean, [127]);
  assert.is(graph.preprocessing?.color, "rgb");
  assert.equal(notes, []);
});

test("labels.txt in an archive or beside a model.json counts if it fits", async () => {
  const list = new TextEncoder().encode("0 rot\n1 gruen\n2 blau\n");
  const archive = zipSync({ "export/model.tflite": smallTflite(), "export/labels.txt": list });
  assert.equal((await importModel(archive, { name: "m.zip" })).graph.labels, ["rot", "gruen", "blau"]);
  const tfjs = smallTfjs().set("labels.txt", list);
  const model = tfjs.get("model.json")!;
  assert.equal((await importModel(model, { name: "m.json", sibling: from(tfjs) })).graph.labels?.length, 3);
  tfjs.set("labels.txt", new TextEncoder().encode("one\n"));
  assert.is((await importModel(model, { name: "m.json", sibling: from(tfjs) })).graph.labels, undefined);
});

test("ONNX: tensors in files beside it, read asynchronously", async () => {
  const { model, files } = onnxWithExternalData();
  const asked: string[] = [];
  const sibling = async (path: string) => {
    asked.push(path);
    return files.get(path);
  };
  const { graph } = await importModel(model, { name: "m.onnx", sibling });
  assert.equal(scoresOf(graph, [10, 10, 10]), [10, 20, 30]);
  assert.equal(asked, ["gains.bin"]);
  await refuses(model, { name: "m.onnx" }, ImportError, /gains\.bin/);
  await refuses(model, { name: "m.onnx", sibling: () => undefined }, ImportError, /gains\.bin/);
});

test("ONNX: images have their channels last, unless they are to stay as in the file", async () => {
  const turned = await importModel(smallOnnx(), { name: "m.onnx" });
  assert.is(turned.notes.length, 1);
  assert.match(turned.notes[0], /"image" is \[1,32,32,3\] here and \[1,3,32,32\] in the file; .*--layout nchw/);
  assert.equal((await importModel(smallOnnx(), { name: "m.onnx", layout: "nhwc" })).notes, []);
  const kept = await importModel(smallOnnx(), { name: "m.onnx", layout: "nchw" });
  assert.equal(kept.graph.tensors[kept.graph.inputs[0].tensor].shape, [1, 3, 32, 32]);
  assert.equal(kept.notes, []);
  assert.equal(scoresOf(kept.graph, [10, 20, 30]), [10, 20, 30]);
});

test("ONNX: open sizes are assumed and said, or given", async () => {
  const open = smallOnnx({ inputs: [{ name: "image", shape: ["batch", 3, "h", "w"] }] });
  const layout = "nhwc";
  const assumed = await importModel(open, { name: "m.onnx", layout });
  assert.is(assumed.notes.length, 1);
  assert.match(assumed.notes[0], /\[1,3,224,224\].*--shape image=/);
  for (const name of ["", "image"]) {
    const given = await importModel(open, { name: "m.onnx", layout, shapes: { [name]: [1, 3, 32, 32] } });
    assert.equal(given.notes, []);
    assert.equal(given.graph.tensors[given.graph.inputs[0].tensor].shape, [1, 32, 32, 3]);
  }
  await refuses(open, { name: "m.onnx", shapes: { "": [1, 3, 32] } }, ImportError, /not \[1,3,32\]/);
  await refuses(open, { name: "m.onnx", shapes: { picture: [1] } }, ImportError, /no input "picture".*"image"/);
});

test("ONNX: inputs become constants of their own type and shape", async () => {
  const [pool, flatten] = SMALL_ONNX.nodes;
  const reshape = { op: "Reshape", inputs: ["flat", "target"], outputs: ["shaped"] };
  const mul = { op: "Mul", inputs: ["shaped", "gains"], outputs: ["scores"] };
  const model = smallOnnx({
    nodes: [pool, flatten, reshape, mul],
    inputs: [
      ...SMALL_ONNX.inputs,
      { name: "target", type: "INT64", shape: [2] },
      { name: "gains", type: "FLOAT", shape: [1, 3] },
    ],
    initializers: [],
  });
  const target = { shape: [2], numbers: [1, 3] };
  const gains = { shape: [3], numbers: [1, 2, 3] };
  const name = "m.onnx";
  const { graph } = await importModel(model, { name, values: { target, gains } });
  assert.equal(
    graph.inputs.map((port) => port.name),
    ["image"],
  );
  assert.equal(scoresOf(graph, [10, 10, 10]), [10, 20, 30]);
  // One input is left, so that its name may be left out.
  await importModel(model, { name, values: { target, gains }, shapes: { "": [1, 3, 32, 32] } });
  await refuses(model, { name, values: { target }, shapes: { "": [1] } }, ImportError, /names none of 2 inputs/);
  await refuses(model, { name }, ImportError, /--set target=/);
  await refuses(model, { name, values: { ...{ target, gains }, other: gains } }, ImportError, /no input "other"/);
  const short = { shape: [2], numbers: [1, 2] };
  await refuses(
    model,
    { name, values: { target, gains: short } },
    ImportError,
    /\[1,3\], the value given for it \[2\]/,
  );
  const half = { shape: [2], numbers: [0.5, 6] };
  await refuses(model, { name, values: { target: half, gains } }, ImportError, /integers, the value given for it 0\.5/);
});

test("a model.json without its weights names the missing file", async () => {
  const tfjs = smallTfjs();
  const model = tfjs.get("model.json")!;
  await refuses(model, { name: "net/model.json" }, ImportError, /weights\.bin/);
  tfjs.set("weights.bin", new Uint8Array(20));
  await refuses(
    model,
    { name: "net/model.json", sibling: from(tfjs) },
    ImportError,
    /takes bytes 0 to 36 .* files have 20/,
  );
});

test("TensorFlow.js: open sizes are assumed and said, or given", async () => {
  const open = smallTfjs(null);
  const file = { name: "net/model.json", sibling: from(open) };
  const model = open.get("model.json")!;
  assert.match((await importModel(model, file)).notes.join(), /input "image" is open: taking \[1,224,224,3\].*--shape/);
  for (const name of ["", "image"]) {
    const given = await importModel(model, { ...file, shapes: { [name]: [1, 32, 32, 3] } });
    assert.equal(given.notes, []);
    assert.equal(scoresOf(given.graph, [10, 20, 30]), [10, 40, 90]);
  }
  await refuses(model, { ...file, shapes: { picture: [1, 32, 32, 3] } }, ImportError, /no input "picture".*"image"/);
});

test("options for ONNX are refused elsewhere", async () => {
  const values = { x: { shape: [], numbers: [1] } };
  await refuses(smallTflite(), { name: "m.tflite", values }, FormatError, /TFLite model: --set is for ONNX/);
  await refuses(smallTflite(), { name: "m.tflite", layout: "nchw" }, FormatError, /--layout nchw is for ONNX/);
  await refuses(smallTfjs().get("model.json")!, { name: "m", values }, FormatError, /TensorFlow\.js model: --set/);
  const shapes = { picture: [1, 32, 32, 3] };
  await refuses(smallTflite(), { name: "m.tflite", shapes }, ImportError, /no input "picture".*"image"/);
  await refuses(smallTflite(), { name: "m", shapes: { "": [1, 16, 16, 3] } }, ImportError, /leaves open/);
});

test("archives that hold no model, several, a bomb, or are damaged", async () => {
  const name = "a.zip";
  await refuses(
    zipSync({ "photo.jpg": new Uint8Array(9) }),
    { name },
    FormatError,
    /archive without a model: known are/,
  );
  await refuses(zipSync({ "net/data.pkl": new Uint8Array(9) }), { name }, FormatError, /PyTorch.*torch\.onnx\.export/);
  const two = zipSync({ "a.tflite": smallTflite(), "b.onnx": smallOnnx() });
  await refuses(two, { name }, FormatError, /an archive of 2 models, "a\.tflite", "b\.onnx": unpack it/);
  await refuses(zipSync({ "a.onnx": teachableZip() }), { name }, FormatError, /archive in an archive/);
  const bomb = zipBomb();
  assert.ok(bomb.length < 1e6);
  const start = process.cpuUsage();
  await refuses(bomb, { name }, ImportError, /unpacks from \d+ to 40000000 bytes\. No model packs so well/);
  assert.ok(process.cpuUsage(start).user < 2e6, "microseconds");
  const whole = teachableZip();
  await refuses(whole.subarray(0, 300), { name }, ImportError, /no directory at its end.*not fetched completely/);
  await refuses(whole.subarray(0, 20), { name }, ImportError, /not fetched completely/);
});

test("a .wren file is no source", async () => {
  await refuses(new TextEncoder().encode("WREN...."), { name: "a.wren" }, FormatError, /compiled already/);
});

test.run();
