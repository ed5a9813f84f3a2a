// Operators whose options or inputs need translation: what the importer makes of them.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { TensorData } from "../../src/graph/tensor.ts";
import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { f32, i8, i32, i32s, type Table, table, u8 } from "./flatbuffer_writer.ts";
import { ints, load, problemsOf, scalar, single } from "./import_support.ts";
import type { ModelSpec, TensorSpec } from "./tflite_writer.ts";

const test = suite("import tflite operators");

const f32Tensor = (name: string, ...shape: number[]): TensorSpec => ({ name, shape });
const options = (of: { readonly type: number }, fields: Table["fields"]) => ({ type: of.type, table: table(fields) });
const opNames = (graph: Graph) => graph.nodes.map(({ op }) => op.name);
const attributesOf = (spec: ModelSpec) => load(spec).nodes[0].attributes;
const resultOf = (graph: Graph, ...inputs: TensorData[]) =>
  Array.from(executeGraph(graph, inputs).get(graph.outputs[0].tensor) ?? []);

test("activations that operators take as a clamp", () => {
  const spec = (code: number) =>
    single(
      "ADD",
      [f32Tensor("x", 4), f32Tensor("b", 4), f32Tensor("y", 4)],
      options(OPTIONS.add, { [OPTIONS.add.activation]: i8(code) }),
    );
  assert.equal(attributesOf(spec(0)), {});
  assert.equal(attributesOf(spec(1)), { min: 0 });
  assert.equal(attributesOf(spec(2)), { min: -1, max: 1 });
  assert.equal(attributesOf(spec(3)), { min: 0, max: 6 });
  assert.equal(opNames(load(spec(4))), ["add", "tanh"]);
  assert.match(problemsOf(spec(6))[0].what, /activation 6/);
});

test("activations behind operators without a clamp become nodes", () => {
  const { concatenation } = OPTIONS;
  const graph = load(
    single(
      "CONCATENATION",
      [f32Tensor("x", 1, 2), f32Tensor("b", 1, 1), f32Tensor("y", 1, 3)],
      options(concatenation, { [concatenation.axis]: i32(-1), [concatenation.activation]: i8(3) }),
    ),
  );
  assert.equal(opNames(graph), ["concat", "clip"]);
  assert.equal(resultOf(graph, Float32Array.of(-1, 7), Float32Array.of(3)), [0, 6, 3]);
});

test("an int8 operator with a fused tanh is refused", () => {
  const tensor = { type: "int8", shape: [4], scale: [1] };
  const spec = single(
    "ADD",
    [
      { name: "x", ...tensor },
      { name: "b", ...tensor },
      { name: "y", ...tensor },
    ],
    options(OPTIONS.add, { [OPTIONS.add.activation]: i8(4) }),
  );
  assert.match(problemsOf(spec)[0].what, /TANH into the quantised "y"/);
});

test("a quantised output is int8 even where the file says float", () => {
  const tensor = { type: "int8", shape: [4], scale: [1] };
  const graph = load(
    single("ADD", [
      { name: "x", ...tensor },
      { name: "b", ...tensor },
      { name: "y", ...tensor, type: "float32" },
    ]),
  );
  assert.is(graph.outputs[0].dtype, "i8");
});

test("CAST of plain bytes gives their values", () => {
  const spec = (type: string) =>
    single("CAST", [
      { name: "x", type: "uint8", shape: [3] },
      { name: "y", type, shape: [3] },
    ]);
  const bytes = Int8Array.of(0 - 128, 200 - 128, 255 - 128);
  assert.equal(resultOf(load(spec("float32")), bytes), [0, 200, 255]);
  assert.equal(resultOf(load(spec("int32")), bytes), [0, 200, 255]);
  const quantized = single("CAST", [{ name: "x", type: "uint8", shape: [3], scale: [2] }, f32Tensor("y", 3)]);
  assert.match(problemsOf(quantized)[0].what, /casts the quantised "x"/);
});

test("PADV2 gives its value as a real number", () => {
  const tensor = { type: "uint8", scale: [0.5], zeroPoint: [10] };
  const spec = single("PADV2", [
    { name: "x", shape: [1, 2], ...tensor },
    { name: "p", type: "int32", shape: [2, 2], data: Int32Array.of(0, 0, 1, 2) },
    { name: "v", shape: [], data: Uint8Array.of(30), ...tensor },
    { name: "y", shape: [1, 5], ...tensor },
  ]);
  assert.equal(attributesOf(spec), { pads: [0, 0, 1, 2], value: 10 });
});

test("SPLIT and SPLIT_V become parts by size", () => {
  const outputs = [f32Tensor("a", 1, 2), f32Tensor("b", 1, 4)];
  const tensors = [f32Tensor("x", 1, 6), ints("sizes", 2, -1), scalar("axis", -1), ...outputs];
  const operator = { kind: "SPLIT_V", inputs: ["x", "sizes", "axis"], outputs: ["a", "b"] };
  const ports = { inputs: ["x"], outputs: ["a", "b"] };
  assert.equal(attributesOf({ tensors, operators: [operator], ...ports }), { axis: 1, sizes: [2, 4] });
  const halves = [f32Tensor("x", 1, 6), scalar("axis", 1), f32Tensor("a", 1, 3), f32Tensor("b", 1, 3)];
  const split = { kind: "SPLIT", inputs: ["axis", "x"], outputs: ["a", "b"] };
  assert.equal(attributesOf({ tensors: halves, operators: [split], ...ports }), { axis: 1, sizes: [3, 3] });
});

test("UNPACK with another number of outputs is refused before anything is made of it", () => {
  const spec = single("UNPACK", [f32Tensor("x", 2 ** 20, 2), f32Tensor("y", 2)]);
  assert.match(problemsOf(spec)[0].what, /has 1 outputs, axis 0 of \[1048576,2\] has 1048576/);
});

test("TRANSPOSE_CONV: pads are those of a window over the output", () => {
  const { transposeConv } = OPTIONS;
  const spec = (padding: number, height: number) =>
    single(
      "TRANSPOSE_CONV",
      [
        ints("shape", 1, height, height, 1),
        { name: "w", shape: [1, 3, 3, 2], data: new Float32Array(18) },
        f32Tensor("x", 1, 4, 4, 2),
        f32Tensor("y", 1, height, height, 1),
      ],
      options(transposeConv, {
        [transposeConv.padding]: i8(padding),
        [transposeConv.strideH]: i32(2),
        [transposeConv.strideW]: i32(2),
      }),
    );
  assert.equal(attributesOf(spec(0, 8)), { strides: [2, 2], pads: [0, 0, 1, 1], size: [8, 8] });
  assert.equal(attributesOf(spec(1, 9)), { strides: [2, 2], pads: [0, 0, 0, 0], size: [9, 9] });
});

test("grouped and dilated convolution", () => {
  const { conv2d } = OPTIONS;
  const spec = single(
    "CONV_2D",
    [
      f32Tensor("x", 1, 9, 9, 4),
      { name: "w", shape: [6, 3, 3, 2], data: new Float32Array(108) },
      f32Tensor("y", 1, 5, 5, 6),
    ],
    options(conv2d, {
      [conv2d.padding]: i8(1),
      [conv2d.strideH]: i32(1),
      [conv2d.strideW]: i32(1),
      [conv2d.dilationH]: i32(2),
      [conv2d.dilationW]: i32(2),
    }),
  );
  assert.equal(attributesOf(spec), { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [2, 2], groups: 2 });
});

test("space and batch", () => {
  const margins = { name: "m", type: "int32", shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) };
  const spec = single("SPACE_TO_BATCH_ND", [
    f32Tensor("x", 1, 3, 5, 1),
    ints("block", 2, 3),
    margins,
    f32Tensor("y", 6, 3, 4, 1),
  ]);
  assert.equal(attributesOf(spec), { block: [2, 3], pads: [1, 3, 2, 4] });
});

test("options with defaults: soft-max, leaky relu, resize, squeeze, gather", () => {
  const { leakyRelu, resizeBilinear, squeeze } = OPTIONS;
  const pair = [f32Tensor("x", 1, 4), f32Tensor("y", 1, 4)];
  assert.equal(attributesOf(single("LEAKY_RELU", pair, options(leakyRelu, { [leakyRelu.alpha]: f32(0.25) }))), {
    alpha: 0.25,
  });
  assert.equal(attributesOf(single("ELU", pair)), { alpha: 1 });
  const resize = single(
    "RESIZE_BILINEAR",
    [f32Tensor("x", 1, 2, 2, 1), ints("size", 4, 6), f32Tensor("y", 1, 4, 6, 1)],
    options(resizeBilinear, { [resizeBilinear.halfPixelCenters]: u8(1) }),
  );
  assert.equal(attributesOf(resize), { size: [4, 6], alignCorners: false, halfPixelCenters: true });
  const squeezed = (dims: number[], shape: number[]) =>
    single(
      "SQUEEZE",
      [f32Tensor("x", 1, 4, 1), f32Tensor("y", ...shape)],
      options(squeeze, { [squeeze.dims]: i32s(dims) }),
    );
  assert.equal(attributesOf(squeezed([], [4])), { shape: [4] });
  assert.equal(attributesOf(squeezed([-1], [1, 4])), { shape: [1, 4] });
  assert.match(problemsOf(squeezed([1], [1, 1]))[0].what, /removes axis 1 of \[1,4,1\]/);
  const gather = single("GATHER", [f32Tensor("x", 2, 3), ints("i", 2, 0), f32Tensor("y", 2, 3)]);
  assert.equal(attributesOf(gather), { axis: 0 });
});

test.run();
