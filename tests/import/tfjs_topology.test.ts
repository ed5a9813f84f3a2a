// How Keras models of several versions connect their layers, and which weight belongs to which.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json, JsonObject } from "../../src/import/tfjs/json.ts";
import {
  keras,
  type LayerSpec,
  layer,
  load,
  near,
  problemsOf,
  resultFor,
  resultOf,
  sequential,
  shapeOf,
  type WeightSpecs,
  weight,
} from "./tfjs_writer.ts";

const test = suite("import tfjs topology");

/** A layer of a functional model with its calls. */
type Node = JsonObject;

const input = (name: string, shape: readonly (number | null)[], more: JsonObject = {}): Node => ({
  class_name: "InputLayer",
  name,
  config: { batch_input_shape: shape, name, ...more },
  inbound_nodes: [],
});

/** Keras 2: each call is a list of [layer, call, tensor, options]. */
const node = (
  className: string,
  name: string,
  calls: readonly (readonly string[])[],
  config: JsonObject = {},
): Node => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: calls.map((reads) => reads.map((from) => reference(from))),
});

/** "a", or "a/1" for call 1, or "a/0/1" for output 1 of call 0. */
function reference(from: string): Json[] {
  const [name, call = "0", tensor = "0"] = from.split("/");
  return [name, Number(call), Number(tensor), {}];
}

const functional = (layers: readonly Node[], inputs: readonly string[], outputs: readonly string[]): JsonObject => ({
  class_name: "Functional",
  config: {
    name: "model",
    layers,
    input_layers: inputs.map((name) => reference(name).slice(0, 3)),
    output_layers: outputs.map((name) => reference(name).slice(0, 3)),
  },
});

const dense = (name: string, calls: readonly (readonly string[])[] = []): Node =>
  node("Dense", name, calls, { units: 1, use_bias: false });
const times = (factor: number) => weight([1, 1], factor);

test("sequential models: with an input layer, without, and as a bare list", () => {
  const layers = [layer("Dense", { name: "d", units: 1, use_bias: false, batch_input_shape: [null, 1] })];
  const weights = { "d/kernel": times(3) };
  const asList = keras({ class_name: "Sequential", config: layers as unknown as Json }, weights, "1.2.0");
  near(resultFor(asList, 2), [6]);
  const withConfig = keras({ class_name: "Sequential", config: { layers: layers as unknown as Json } }, weights);
  near(resultFor(withConfig, 2), [6]);
  assert.is(load(withConfig).inputs[0].name, "d_input");
  const built = { layers: [dense("d")] as Json, build_input_shape: [null, 1] };
  near(resultFor(keras({ class_name: "Sequential", config: built }, weights), 2), [6]);
  assert.is(load(sequential([null, 1], [dense("d") as unknown as LayerSpec], { weights })).inputs[0].name, "x");
});

test("the topology may be the model itself", () => {
  const { modelTopology, ...rest } = JSON.parse(sequential([null, 2], [layer("ReLU")]).model);
  const bare = { ...modelTopology.model_config, keras_version: "tfjs-layers 1.3.1", backend: "tensor_flow.js" };
  const weights = new Map([["w.bin", new Uint8Array()]]);
  near(resultFor({ model: JSON.stringify({ ...rest, modelTopology: bare }), weights }, -1, 2), [0, 2]);
  const asText = { ...modelTopology, model_config: JSON.stringify(modelTopology.model_config) };
  near(resultFor({ model: JSON.stringify({ ...rest, modelTopology: asText }), weights }, -1, 2), [0, 2]);
});

test("functional models in any order, with several inputs and outputs", () => {
  const layers = [
    node("Subtract", "difference", [["relu", "b"]]),
    node("ReLU", "relu", [["a"]]),
    input("a", [null, 2]),
    input("b", [null, 2]),
    node("Add", "sum", [["difference", "a", "a"]]),
  ];
  const graph = load(keras(functional(layers, ["b", "a"], ["difference", "sum"])));
  assert.equal(
    graph.inputs.map(({ name }) => name),
    ["b", "a"],
  );
  assert.equal(
    graph.outputs.map(({ name }) => name),
    ["difference", "sum"],
  );
  near(resultOf(graph, Float32Array.of(1, 2), Float32Array.of(-5, 5)), [-1, 3]);
});

test("Keras 3 spells it otherwise", () => {
  const tensor = (name: string, call = 0): Json => ({
    class_name: "__keras_tensor__",
    config: { shape: [null, 2], dtype: "float32", keras_history: [name, call, 0] },
  });
  const call = (...tensors: Json[]): Json => ({ args: tensors, kwargs: {} });
  const policy = { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null };
  const layers: Node[] = [
    {
      class_name: "InputLayer",
      name: "a",
      config: { batch_shape: [null, 2], dtype: "float32", name: "a" },
      inbound_nodes: [],
    },
    {
      ...{ module: "keras.layers", class_name: "ReLU", registered_name: null, name: "r" },
      ...{ config: { name: "r", dtype: policy }, inbound_nodes: [call(tensor("a")), call(tensor("s"))] },
    },
    {
      ...{ class_name: "Subtract", name: "s", config: { name: "s" } },
      inbound_nodes: [call([tensor("r"), tensor("a")])],
    },
  ];
  const config = { name: "model", layers, input_layers: ["a", 0, 0], output_layers: [["r", 1, 0]] };
  near(resultFor(keras({ class_name: "Functional", config }, {}, "3.4.1"), -3, 2), [3, 0]);
});

test("shared layers share their weights", () => {
  const layers = [input("a", [null, 1]), dense("d", [["a"], ["d"], ["d/1"]])];
  const graph = load(keras(functional(layers, ["a"], ["d/2"]), { "d/kernel": times(3) }));
  near(resultOf(graph, Float32Array.of(2)), [54]);
  assert.is(graph.tensors.filter(({ data }) => data !== undefined).length, 1);
});

/** A model of layers "twice" (times two) that is called like a layer. */
const inner = (name: string, calls: readonly (readonly string[])[], factor = "f"): Node => ({
  ...functional([input("in", [null, 1]), dense(factor, [["in"]])], ["in"], [factor]),
  name,
  inbound_nodes: calls.map((reads) => reads.map(reference)),
});

test("nested models, called more than once, counted from 0 or from 1", () => {
  const weights = { "f/kernel": times(2) };
  for (const first of [0, 1]) {
    const layers = [input("a", [null, 1]), inner("m", [["a"], [`m/${first}`]])];
    const model = functional(layers, ["a"], [`m/${first + 1}`]);
    near(resultFor(keras(model, weights), 3), [12], 1e-6, `from ${first}`);
  }
});

test("sequential models of models take the shape of the innermost first layer", () => {
  const body = { class_name: "Sequential", config: { name: "body", layers: [inner("m", [])] as Json } };
  const head = { class_name: "Sequential", config: { name: "head", layers: [dense("h")] as Json } };
  const outer = { class_name: "Sequential", config: { name: "outer", layers: [body, head] as Json } };
  const graph = load(keras(outer, { "f/kernel": times(2), "h/kernel": times(5) }));
  near(resultOf(graph, Float32Array.of(3)), [30]);
  assert.equal(graph.tensors[graph.inputs[0].tensor].shape, [1, 1]);
});

test("models with several inputs and outputs inside others", () => {
  const swap = functional(
    [input("p", [null, 1]), input("q", [null, 1]), node("Subtract", "s", [["p", "q"]])],
    ["p", "q"],
    ["s", "p"],
  );
  const nested: Node = { ...swap, name: "m", inbound_nodes: [[reference("a"), reference("b")]] };
  const layers = [input("a", [null, 1]), input("b", [null, 1]), nested, node("Concatenate", "c", [["m", "m/0/1"]])];
  const graph = load(keras(functional(layers, ["a", "b"], ["c"])));
  near(resultOf(graph, Float32Array.of(5), Float32Array.of(3)), [2, 5]);
});

test("weights are found by layer, whatever stands around the name", () => {
  const names = ["d/kernel", "model/d/kernel", "model/d/kernel:0", "a/b/d/cell/kernel", "d/0", "d/vars/0", "_d/vars/0"];
  for (const name of names) {
    near(
      resultFor(sequential([null, 1], [dense("d") as unknown as LayerSpec], { weights: { [name]: times(4) } }), 1),
      [4],
      0,
      name,
    );
  }
});

test("layers of one name in two models are told apart by the models", () => {
  const layers = [
    input("a", [null, 1]),
    inner("m", [["a"]]),
    inner("n", [["m"]]),
    node("Concatenate", "c", [["m", "n"]]),
  ];
  const model = functional(layers, ["a"], ["c"]);
  const weights: WeightSpecs = { "m/f/kernel": times(2), "n/f/kernel": times(7) };
  near(resultFor(keras(model, weights), 1), [2, 14]);
  const top: WeightSpecs = { "x/m/f/kernel": times(2), "x/n/f/kernel": times(7) };
  near(resultFor(keras(model, top), 1), [2, 14]);
  const unclear: WeightSpecs = { "x/f/kernel": times(2), "y/f/kernel": times(7) };
  assert.match(problemsOf(keras(model, unclear))[0].what, /may be "x\/f\/kernel", "y\/f\/kernel"/);
});

test("open sizes: the batch is one, images have a usual size or the one asked for", () => {
  const open = sequential([null, null, null, 3], [layer("GlobalAveragePooling2D")]);
  const notes: string[] = [];
  const graph = load(open, { onNote: (sentence) => notes.push(sentence) });
  assert.equal(graph.tensors[graph.inputs[0].tensor].shape, [1, 224, 224, 3]);
  assert.match(notes.join(), /the size of input "x" is open: taking \[1,224,224,3\]/);
  const asked = load(open, { shapes: { x: [2, 8, 9, 3] } });
  assert.equal(asked.tensors[asked.inputs[0].tensor].shape, [2, 8, 9, 3]);
  assert.match(
    problemsOf(open, { shapes: { x: [1, 8, 9, 4] } })[0].what,
    /the shape \[1,8,9,4\] is asked for, the file says \[\?,\?,\?,3\]/,
  );
  const sized = load({ ...open, metadata: JSON.stringify({ labels: ["a", "b", "c"], imageSize: 96 }) });
  assert.equal(sized.tensors[sized.inputs[0].tensor].shape, [1, 96, 96, 3]);
  const rows = problemsOf(sequential([null, null], [layer("ReLU")]));
  assert.match(rows[0].what, /its shape is \[\?,\?\]/);
  assert.match(rows[0].hint, /--shape x=/);
});

test("integer inputs become floats; embeddings look rows up", () => {
  const embedding = node("Embedding", "e", [["a"]], { input_dim: 3, output_dim: 2 });
  const model = functional([input("a", [null, 2], { dtype: "int32" }), embedding], ["a"], ["e"]);
  const graph = load(keras(model, { "e/embeddings": weight([3, 2], 1, 2, 3, 4, 5, 6) }));
  assert.is(graph.inputs[0].dtype, "i32");
  near(resultOf(graph, Int32Array.of(2, 0)), [5, 6, 1, 2]);
});

test("shape layers", () => {
  const run = (shape: readonly (number | null)[], spec: LayerSpec, ...values: number[]) => {
    const files = sequential(shape, [spec]);
    return { shape: shapeOf(load(files)), values: resultFor(files, ...values) };
  };
  const six = [1, 2, 3, 4, 5, 6];
  assert.equal(run([null, 2, 3], layer("Flatten"), ...six), { shape: [1, 6], values: six });
  const first = run([null, 2, 3], layer("Flatten", { data_format: "channels_first" }), ...six);
  assert.equal(first, { shape: [1, 6], values: [1, 4, 2, 5, 3, 6] });
  assert.equal(run([null, 2, 3], layer("Reshape", { target_shape: [3, -1] }), ...six).shape, [1, 3, 2]);
  assert.equal(run([null, 2, 3], layer("Reshape", { target_shape: [null] }), ...six).shape, [1, 6]);
  assert.equal(run([null, 2, 3], layer("Permute", { dims: [2, 1] }), ...six), {
    shape: [1, 3, 2],
    values: [1, 4, 2, 5, 3, 6],
  });
  assert.equal(run([null, 2], layer("RepeatVector", { n: 2 }), 1, 2), { shape: [1, 2, 2], values: [1, 2, 1, 2] });
  for (const name of ["Dropout", "SpatialDropout2D", "GaussianNoise", "ActivityRegularization", "RandomFlip"]) {
    assert.equal(load(sequential([null, 2], [layer(name, { rate: 0.5 })])).nodes.length, 0, name);
  }
});

test("merging layers", () => {
  const values: Readonly<Record<string, readonly number[]>> = {
    ...{ Add: [5, 3], Multiply: [4, 2], Average: [2.5, 1.5], Maximum: [4, 2], Minimum: [1, 1] },
    ...{ Subtract: [-3, 1], Concatenate: [1, 2, 4, 1], Dot: [6] },
  };
  for (const [name, expected] of Object.entries(values)) {
    const merge = node(name, "m", [["a", "b"]], { axes: 1 });
    const graph = load(keras(functional([input("a", [null, 2]), input("b", [null, 2]), merge], ["a", "b"], ["m"])));
    near(resultOf(graph, Float32Array.of(1, 2), Float32Array.of(4, 1)), expected, 1e-6, name);
  }
  const scale = node("Multiply", "m", [["a", "b"]]);
  const spread = load(
    keras(functional([input("a", [null, 2, 1, 2]), input("b", [null, 2]), scale], ["a", "b"], ["m"])),
  );
  near(resultOf(spread, Float32Array.of(1, 2, 3, 4), Float32Array.of(10, 100)), [10, 200, 30, 400]);
});

test("normalising layers", () => {
  const run = (spec: LayerSpec, values: readonly number[], weights: WeightSpecs = {}) =>
    resultFor(sequential([null, values.length], [spec], { weights }), ...values);
  const root = Math.sqrt(2 / 3 + 1);
  const normal = { name: "n", epsilon: 1 };
  const learnt = { "n/gamma": weight([3], 1, 2, 3), "n/beta": weight([3], 0, 0, 5) };
  near(run(layer("LayerNormalization", normal), [1, 2, 3], learnt), [-1 / root, 0, 3 / root + 5]);
  const bare = { ...normal, scale: false, center: false };
  near(run(layer("LayerNormalization", bare), [1, 2, 3]), [-1 / root, 0, 1 / root]);
  const groups = layer("GroupNormalization", { ...bare, groups: 2 });
  const half = 0.5 / Math.sqrt(0.25 + 1);
  near(run(groups, [1, 2, 5, 6]), [-half, half, -half, half]);
  near(run(layer("UnitNormalization"), [3, 4]), [0.6, 0.8]);
  near(run(layer("Rescaling", { scale: 1 / 127.5, offset: -1 }), [0, 255]), [-1, 1]);
  near(run(layer("Rescaling", { scale: [1, 2], offset: [3, 4] }), [1, 1]), [4, 6]);
  near(run(layer("Normalization", { axis: -1, mean: [1, 2], variance: [4, 9] }), [3, 5]), [1, 1]);
  near(run(layer("Normalization", { axis: null, mean: 1, variance: 4 }), [3, 5]), [1, 2]);
  near(run(layer("Normalization", { axis: -1, invert: true, mean: [1, 2], variance: [4, 9] }), [1, 1]), [3, 5]);
  const adapted = { "n/mean": weight([2], 1, 2), "n/variance": weight([2], 4, 9), "n/count": weight([], 7) };
  near(run(layer("Normalization", { name: "n", axis: [-1] }), [3, 5], adapted), [1, 1]);
});

test("every problem of a model is reported at once, with its place", () => {
  const layers = [
    input("a", [null, 2]),
    node("Lambda", "lambda", [["a"]]),
    node("LSTM", "lstm", [["lambda"]]),
    node("MyLayer", "mine", [["lstm"]]),
    node("Activation", "act", [["a"]], { activation: "wobble" }),
    node("Dense", "d", [["a"]]),
  ];
  const problems = problemsOf(keras(functional(layers, ["a"], ["mine", "act", "d"])));
  const lines = problems.map(({ where, what, hint }) => `${where}: ${what}. ${hint}`);
  assert.is(lines.length, 5, lines.join("\n"));
  assert.match(lines[0], /^#0 Lambda "lambda": the layer "Lambda" is not supported\. .*Rescaling/);
  assert.ok(lines.some((line) => /LSTM.*Recurrent layers cannot be run/.test(line)));
  assert.ok(lines.some((line) => /"MyLayer" is not supported\. .*graph model/.test(line)));
  assert.ok(lines.some((line) => /the activation "wobble" is not supported/.test(line)));
  assert.ok(lines.some((line) => /Dense "d": there is no weight "d\/kernel"/.test(line)));
});

test("what cannot be connected is refused", () => {
  const what = (layers: readonly Node[], outputs = ["r"]) =>
    problemsOf(keras(functional(layers, ["a"], outputs)))
      .map((problem) => `${problem.where}: ${problem.what}`)
      .join("\n");
  const a = input("a", [null, 2]);
  assert.match(
    what([a, node("ReLU", "r", [["s"]]), node("ReLU", "s", [["r"]])]),
    /layer "r": reads "s", which is never/,
  );
  assert.match(what([a, node("ReLU", "r", [["nobody"]])]), /reads "nobody", which is never computed/);
  assert.match(what([a, node("ReLU", "r", [["a/0/1"]])]), /reads "a" \(output 1\), which no layer computes/);
  assert.match(what([a, node("ReLU", "r", [["a"]])], ["q"]), /reads "q", which no layer computes/);
  assert.match(
    what([a, node("ReLU", "r", [["a"]]), node("ReLU", "r", [["a"]])]),
    /two layers of a model are called "r"/,
  );
  assert.match(what([a, node("Subtract", "r", [["a"]])]), /subtracts 1 tensors/);
  assert.match(problemsOf(keras({ class_name: "MyModel", config: {} }))[0].what, /of the class "MyModel"/);
});

test.run();
