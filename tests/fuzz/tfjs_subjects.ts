// Small TensorFlow.js models and archives that the fuzz test begins with: every layer and operator family in a few nodes.

import type { Json, JsonObject } from "../../src/import/tfjs/json.ts";
import { attr, feed, floats, GraphFile, integer, integers, matrix } from "../import/graph_writer.ts";
import { keras, layer, ramp, sequential, type WeightSpecs, weight } from "../import/tfjs_writer.ts";
import { writeZip } from "../import/zip_writer.ts";

export interface Subject {
  readonly name: string;
  readonly model: string;
  readonly weights: Uint8Array;
}

const zeros = (...shape: number[]) => feed(shape, ...new Array(shape.reduce((a, b) => a * b, 1)).fill(0));

function subject(name: string, { model, weights }: ReturnType<typeof sequential>): Subject {
  return { name, model, weights: (weights as ReadonlyMap<string, Uint8Array>).get("w.bin") ?? new Uint8Array() };
}

function images(): Subject {
  const weights: WeightSpecs = {
    ...{ "c/kernel": ramp(3, 3, 3, 4), "c/bias": ramp(4), "d/depthwise_kernel": ramp(3, 3, 4, 1), "d/bias": ramp(4) },
    ...{
      "b/gamma": ramp(4),
      "b/beta": ramp(4),
      "b/moving_mean": ramp(4),
      "b/moving_variance": weight([4], 1, 2, 3, 4),
    },
    ...{
      "t/kernel": ramp(2, 2, 3, 4),
      "t/bias": ramp(3),
      "p/alpha": ramp(1, 1, 3),
      "l/gamma": ramp(3),
      "l/beta": ramp(3),
    },
    ...{ "f/kernel": { ...ramp(3, 2), dtype: "float32" }, "f/bias": ramp(2) },
  };
  const layers = [
    layer("Rescaling", { scale: 0.01, offset: -1 }),
    layer("Conv2D", {
      name: "c",
      filters: 4,
      kernel_size: [3, 3],
      strides: [2, 2],
      padding: "same",
      activation: "relu",
    }),
    layer("DepthwiseConv2D", { name: "d", kernel_size: [3, 3], dilation_rate: [2, 2], padding: "same" }),
    layer("BatchNormalization", { name: "b", axis: [3], epsilon: 0.001 }),
    layer("ReLU", { max_value: 6, negative_slope: 0, threshold: 0 }),
    layer("Conv2DTranspose", { name: "t", kernel_size: 2, strides: 2, output_padding: null }),
    layer("PReLU", { name: "p", shared_axes: [1, 2] }),
    layer("LayerNormalization", { name: "l", axis: -1, epsilon: 0.001 }),
    layer("ZeroPadding2D", {
      padding: [
        [1, 0],
        [0, 1],
      ],
    }),
    layer("MaxPooling2D", { pool_size: [2, 2], strides: null, padding: "valid" }),
    layer("UpSampling2D", { size: [2, 2], interpolation: "bilinear" }),
    layer("GlobalAveragePooling2D", { keepdims: false }),
    layer("Dropout", { rate: 0.5 }),
    layer("Dense", { name: "f", units: 2, activation: "softmax" }),
  ];
  return subject("image layers", sequential([null, 12, 12, 3], layers, { weights }));
}

function connected(): Subject {
  const node = (className: string, name: string, reads: readonly string[], config: JsonObject = {}): Json => ({
    ...{ class_name: className, name, config: { name, ...config } },
    inbound_nodes: [reads.map((from) => [from, 0, 0, {}])],
  });
  const input = (name: string): Json => ({
    ...{ class_name: "InputLayer", name, inbound_nodes: [] },
    config: { batch_input_shape: [null, 4, 2], dtype: "float32", name },
  });
  const inner: Json = {
    class_name: "Functional",
    config: {
      ...{ name: "m", layers: [input("i"), node("Dense", "d", ["i"], { use_bias: false })] },
      ...{ input_layers: [["i", 0, 0]], output_layers: [["d", 0, 0]] },
    },
    ...{ name: "m", inbound_nodes: [[["a", 0, 0, {}]], [["s", 0, 0, {}]]] },
  };
  const history: Json = { class_name: "__keras_tensor__", config: { keras_history: ["m", 1, 0] } };
  const layers: Json = [
    ...[input("a"), input("b"), inner, node("Add", "s", ["a", "b"]), node("Permute", "p", ["s"], { dims: [2, 1] })],
    node("Reshape", "r", ["p"], { target_shape: [4, -1] }),
    {
      class_name: "Concatenate",
      name: "c",
      config: { axis: -1 },
      inbound_nodes: [{ args: [[history, history]], kwargs: {} }],
    },
    node("Multiply", "y", ["c", "c"]),
    node("Flatten", "f", ["r"]),
  ];
  const config: JsonObject = {
    ...{
      name: "outer",
      layers,
      input_layers: [
        ["a", 0, 0],
        ["b", 0, 0],
      ],
    },
    output_layers: [
      ["y", 0, 0],
      ["f", 0, 0],
    ],
  };
  return subject("connected layers", keras({ class_name: "Functional", config }, { "d/kernel": ramp(2, 2) }, "3.4.1"));
}

const windows = { strides: attr.ints(1, 2, 2, 1), padding: attr.text("SAME"), data_format: attr.text("NHWC") };

function network(): Subject {
  const file = new GraphFile();
  const convolved = file.add(
    "_FusedConv2D",
    [zeros(1, 8, 8, 3), { constant: ramp(3, 3, 3, 4) }, floats([4], 1, 2, 3, 4)],
    {
      ...{ ...windows, fused_ops: attr.texts("BiasAdd", "Relu6"), dilations: attr.ints(1, 1, 1, 1) },
    },
  );
  const depthwise = file.add("DepthwiseConv2dNative", [convolved, { constant: ramp(3, 3, 4, 1) }], windows);
  const pooled = file.add("MaxPool", [depthwise], { ...windows, ksize: attr.ints(1, 2, 2, 1) });
  const resized = file.add("ResizeBilinear", [pooled, integers(4, 4)], { half_pixel_centers: attr.bool(true) });
  const mean = file.add("Mean", [resized, integers(1, 2)], { keep_dims: attr.bool(false) });
  const product = file.add("MatMul", [mean, { constant: ramp(4, 3) }], { transpose_b: attr.bool(false) });
  return subject("graph network", file.file(file.add("Softmax", [product])));
}

function moves(): Subject {
  const file = new GraphFile();
  const x = file.add("Pad", [zeros(2, 3, 4), matrix([3, 2], 0, 0, 1, 0, 0, 1)]);
  const shape = file.add("Shape", [x]);
  const batch = file.add("StridedSlice", [shape, integers(0), integers(1), integers(1)], {
    shrink_axis_mask: attr.int(1),
  });
  const target = file.add("Pack", [batch, integer(-1)], { axis: attr.int(0) });
  const flat = file.add("Reshape", [x, target], {});
  const split = file.add("Split", [integer(1), flat], { num_split: attr.int(2) });
  const joined = file.add("ConcatV2", [`${split}:1`, split, integer(-1)]);
  const top = file.add("TopKV2", [joined, integer(3)]);
  const picked = file.add("GatherV2", [joined, integers(0, 2), integer(1)], { batch_dims: attr.int(0) });
  const tiled = file.add("Tile", [picked, integers(1, 2)]);
  const range = file.add("Cast", [file.add("Range", [integer(0), integer(4), integer(1)])], {
    DstT: attr.type("DT_FLOAT"),
  });
  const chosen = file.add("SelectV2", [file.add("Greater", [tiled, range]), tiled, range]);
  const tensor = { dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "1" }] }, floatVal: [2] };
  file.nodes.push({ name: "k", op: "Const", attr: { value: { tensor } } });
  const last = file.add("Pow", [file.add("Fill", [integers(2, 1), "k"]), "k"]);
  const outputs = Object.fromEntries([chosen, `${top}:1`, last].map((name, i) => [`y${i}`, { name }]));
  return subject("graph moves", file.file(undefined, { signature: { outputs } }));
}

function quantized(): Subject {
  const quantization = { dtype: "uint8", scale: 0.01, min: -1, original_dtype: "float32" };
  const half = { dtype: "float16" };
  const weights: WeightSpecs = {
    "d/kernel": { shape: [4, 3], values: [], bytes: Uint8Array.from({ length: 12 }, (_, i) => 17 * i), quantization },
    "d/bias": { shape: [3], values: [], bytes: Uint8Array.from([0, 60, 0, 64, 0, 66]), quantization: half },
  };
  return subject(
    "quantised",
    sequential([null, 4], [layer("Dense", { name: "d", activation: "hard_sigmoid" })], { weights }),
  );
}

export function models(): Subject[] {
  return [images(), connected(), network(), moves(), quantized()];
}

/** One model as an archive, partly stored and partly deflated. */
export function archive(): Uint8Array {
  const { model, weights } = images();
  return writeZip([
    { path: "model/model.json", content: new TextEncoder().encode(model) },
    { path: "model/w.bin", content: weights, stored: true },
    { path: "model/metadata.json", content: new TextEncoder().encode('{"labels":["a","b"],"imageSize":12}') },
  ]);
}
