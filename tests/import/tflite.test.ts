// What the importer makes of small files written for the purpose: values, attributes, types, and diagnostics.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import { ABSENT, type Graph, type GraphNode } from "../../src/graph/graph.ts";
import { halfToFloat } from "../../src/import/half.ts";
import { operatorName } from "../../src/import/tflite/operator_names.ts";
import { DIMENSION, OPTIONS, SPARSITY } from "../../src/import/tflite/schema.ts";
import { i8, i32, i32s, type Table, table, tables, u8, u8s } from "./flatbuffer_writer.ts";
import { ints, load, problemsOf, scalar, single } from "./import_support.ts";
import { CLASSIFIER } from "./sample_models.ts";
import type { ModelSpec, TensorSpec } from "./tflite_writer.ts";

const test = suite("import tflite");

const onlyNode = (graph: Graph): GraphNode => {
  assert.is(graph.nodes.length, 1);
  return graph.nodes[0];
};
const constantOf = (graph: Graph, node: GraphNode, input: number) => graph.tensors[node.inputs[input]];
const LINEAR: ModelSpec = {
  ...CLASSIFIER,
  operators: CLASSIFIER.operators.filter(({ kind }) => kind !== "SOFTMAX"),
  outputs: ["logits"],
};

test("a quantised classifier: windows, fused activation, reshape, absent bias", () => {
  const graph = load(LINEAR);
  assert.equal(
    graph.nodes.map(({ origin }) => origin),
    ['#0 CONV_2D "features"', '#1 RESHAPE "flat"', '#2 FULLY_CONNECTED "logits"'],
  );
  const [conv, reshape, dense] = graph.nodes;
  assert.equal(conv.attributes, { strides: [2, 2], pads: [0, 0, 1, 1], min: 0, max: 6 });
  assert.equal(
    [...(constantOf(graph, conv, 1).quantization?.scale ?? [])],
    [...Float32Array.of(0.01, 0.02, 0.03, 0.04)],
  );
  assert.is(constantOf(graph, conv, 1).quantization?.axis, 0);
  assert.equal(reshape.attributes, { shape: [1, 64] });
  assert.is(dense.inputs[2], ABSENT);
  assert.equal(graph.inputs, [{ tensor: 0, name: "image", dtype: "i8" }]);
  assert.is(graph.tensors.length, 7, "the shape of the reshape and the scores are left out");
});

test("constants outside the flatbuffer", () => {
  const inside = load(LINEAR);
  const outside = load({ ...LINEAR, external: true });
  assert.equal(outside.tensors, inside.tensors);
});

test("uint8 becomes int8: values and zero points move by 128, ports stay uint8", () => {
  const graph = load(
    single("FULLY_CONNECTED", [
      { name: "x", type: "uint8", shape: [1, 2], scale: [0.5], zeroPoint: [128] },
      { name: "w", type: "uint8", shape: [1, 2], scale: [0.25], zeroPoint: [130], data: Uint8Array.of(0, 255) },
      { name: "y", type: "uint8", shape: [1, 1], scale: [1], zeroPoint: [0] },
    ]),
  );
  const weights = constantOf(graph, onlyNode(graph), 1);
  assert.equal([...(weights.data ?? [])], [-128, 127]);
  assert.equal([...(weights.quantization?.zeroPoint ?? [])], [2]);
  assert.equal([...(graph.tensors[graph.outputs[0].tensor].quantization?.zeroPoint ?? [])], [-128]);
  assert.is(graph.inputs[0].dtype, "u8");
  assert.is(graph.outputs[0].dtype, "u8");
});

test("averages of uint8 are rounded half up, those of int8 away from zero", () => {
  const { pool2d } = OPTIONS;
  const fields = {
    [pool2d.strideW]: i32(1),
    [pool2d.strideH]: i32(1),
    [pool2d.filterW]: i32(2),
    [pool2d.filterH]: i32(1),
    [pool2d.padding]: i8(1),
  };
  const average = (type: string) => {
    const tensor = { type, scale: [1], zeroPoint: [0] };
    const spec = single(
      "AVERAGE_POOL_2D",
      [
        { name: "x", shape: [1, 1, 2, 1], ...tensor },
        { name: "y", shape: [1, 1, 1, 1], ...tensor },
      ],
      { type: pool2d.type, table: table(fields) },
    );
    const graph = load(spec);
    // Stored −3 and −2: the mean of uint8 125 and 126, or of int8 −3 and −2.
    return executeGraph(graph, [Int8Array.of(-3, -2)]).get(graph.outputs[0].tensor)?.[0];
  };
  assert.is(average("uint8"), -2);
  assert.is(average("int8"), -3);
});

test("plain bytes keep their values as real numbers", () => {
  const graph = load(
    single("RESHAPE", [
      { name: "x", type: "uint8", shape: [2] },
      ints("s", 1, 2),
      { name: "y", type: "uint8", shape: [1, 2] },
    ]),
  );
  const { quantization } = graph.tensors[graph.inputs[0].tensor];
  assert.equal([quantization?.scale[0], quantization?.zeroPoint[0]], [1, -128]);
});

test("dynamic-range weights become f32", () => {
  const graph = load(
    single("FULLY_CONNECTED", [
      { name: "x", shape: [1, 2] },
      { name: "w", type: "int8", shape: [2, 2], scale: [0.5, 2], data: Int8Array.of(1, -2, 3, -4) },
      { name: "y", shape: [1, 2] },
    ]),
  );
  const weights = constantOf(graph, onlyNode(graph), 1);
  assert.is(weights.dtype, "f32");
  assert.equal([...(weights.data ?? [])], [0.5, -1, 6, -8]);
});

test("float16 constants behind DEQUANTIZE become f32 and leave no node", () => {
  const halves = Uint16Array.of(0x3c00, 0xc000);
  const graph = load({
    tensors: [
      { name: "x", shape: [1, 2] },
      { name: "w16", type: "float16", shape: [1, 2], data: halves },
      { name: "w", shape: [1, 2] },
      { name: "y", shape: [1, 1] },
    ],
    operators: [
      { kind: "DEQUANTIZE", inputs: ["w16"], outputs: ["w"] },
      { kind: "FULLY_CONNECTED", inputs: ["x", "w"], outputs: ["y"] },
    ],
    inputs: ["x"],
    outputs: ["y"],
  });
  assert.equal([...(constantOf(graph, onlyNode(graph), 1).data ?? [])], [1, -2]);
});

test("float16 values: normal, subnormal, zeros, infinities, not a number", () => {
  const cases: [number, number][] = [
    [0x3c00, 1],
    [0x3c01, 1 + 2 ** -10],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x8000, -0],
    [0xfc00, -Infinity],
    [0x7e00, Number.NaN],
  ];
  for (const [half, value] of cases) assert.ok(Object.is(halfToFloat(half), value), half.toString(16));
});

const dense = (size: number): Table => table({ [DIMENSION.format]: i8(0), [DIMENSION.denseSize]: i32(size) });
const compressed = (segments: readonly number[], indices: readonly number[]): Table =>
  table({
    [DIMENSION.format]: i8(1),
    [DIMENSION.segmentsType]: u8(1),
    [DIMENSION.segments]: table({ 0: i32s(segments) }),
    [DIMENSION.indicesType]: u8(3),
    [DIMENSION.indices]: table({ 0: u8s(indices) }),
  });

function sparseModel(shape: readonly number[], values: readonly number[], sparsity: Table): ModelSpec {
  return {
    tensors: [
      { name: "x", shape: [1, shape[1]] },
      { name: "sparse", shape, data: Float32Array.from(values), sparsity },
      { name: "w", shape },
      { name: "y", shape: [1, shape[0]] },
    ],
    operators: [
      { kind: "DENSIFY", inputs: ["sparse"], outputs: ["w"] },
      { kind: "FULLY_CONNECTED", inputs: ["x", "w"], outputs: ["y"] },
    ],
    inputs: ["x"],
    outputs: ["y"],
  };
}

test("sparse weights: compressed rows", () => {
  const sparsity = table({
    [SPARSITY.traversalOrder]: i32s([0, 1]),
    [SPARSITY.dimMetadata]: tables([dense(3), compressed([0, 1, 1, 3], [2, 0, 3])]),
  });
  const graph = load(sparseModel([3, 4], [5, 6, 7], sparsity));
  assert.equal([...(constantOf(graph, onlyNode(graph), 1).data ?? [])], [0, 0, 5, 0, 0, 0, 0, 0, 6, 0, 0, 7]);
});

test("sparse weights: blocks of 2 x 2, columns first", () => {
  // Block columns are walked first: block (1, 0) then (0, 1); inside a block rows first.
  const sparsity = table({
    [SPARSITY.traversalOrder]: i32s([1, 0, 2, 3]),
    [SPARSITY.blockMap]: i32s([0, 1]),
    [SPARSITY.dimMetadata]: tables([dense(2), compressed([0, 1, 2], [1, 0]), dense(2), dense(2)]),
  });
  const graph = load(sparseModel([4, 4], [1, 2, 3, 4, 5, 6, 7, 8], sparsity));
  assert.equal(
    [...(constantOf(graph, onlyNode(graph), 1).data ?? [])],
    [0, 0, 5, 6, 0, 0, 7, 8, 1, 2, 0, 0, 3, 4, 0, 0],
  );
});

test("a sparse index that leaves its tensor is refused", () => {
  for (const row of [
    compressed([0, 1, 1, 3], [2, 0, 4]),
    compressed([0, 1, 1, 9], [2, 0, 3]),
    compressed([0, 3], [2, 0, 3]),
  ]) {
    const sparsity = table({
      [SPARSITY.traversalOrder]: i32s([0, 1]),
      [SPARSITY.dimMetadata]: tables([dense(3), row]),
    });
    const [problem] = problemsOf(sparseModel([3, 4], [5, 6, 7], sparsity));
    assert.match(problem.where, /#0 DENSIFY/);
    assert.match(problem.what, /sparse/);
  }
});

test("shapes computed from shapes are known at import", () => {
  const graph = load({
    tensors: [
      { name: "x", shape: [1, 4, 3], signature: [-1, 4, 3] },
      { name: "shape", type: "int32", shape: [3] },
      ints("zero", 0),
      ints("one", 1),
      { name: "batch", type: "int32", shape: [] },
      scalar("rest", -1),
      { name: "target", type: "int32", shape: [2] },
      { name: "y", shape: [1, 12], signature: [-1, -1] },
    ],
    operators: [
      { kind: "SHAPE", inputs: ["x"], outputs: ["shape"] },
      {
        kind: "STRIDED_SLICE",
        inputs: ["shape", "zero", "one", "one"],
        outputs: ["batch"],
        options: { type: OPTIONS.stridedSlice.type, table: table({ [OPTIONS.stridedSlice.shrinkAxisMask]: i32(1) }) },
      },
      { kind: "PACK", inputs: ["batch", "rest"], outputs: ["target"] },
      { kind: "RESHAPE", inputs: ["x", "target"], outputs: ["y"] },
    ],
    inputs: ["x"],
    outputs: ["y"],
  });
  assert.equal(onlyNode(graph).attributes, { shape: [1, 12] });
  assert.is(graph.tensors.length, 2);
});

test("an open batch is 1, other open sizes are refused", () => {
  const spec = (shape: number[]) =>
    single("RESHAPE", [{ name: "x", shape, signature: shape }, ints("s", 1, 6), { name: "y", shape: [-1, 6] }]);
  assert.equal(load(spec([-1, 6])).tensors[0].shape, [1, 6]);
  const [problem] = problemsOf(spec([1, -1]));
  assert.match(problem.where, /input 0/);
  assert.match(problem.what, /"x" float32\[1,\?\]/);
});

test("int64 becomes i32 where it fits", () => {
  const perm = (...values: bigint[]): TensorSpec => ({
    name: "perm",
    type: "int64",
    shape: [2],
    data: BigInt64Array.from(values),
  });
  const spec = (p: TensorSpec) =>
    single("TRANSPOSE", [{ name: "x", type: "int64", shape: [2, 3] }, p, { name: "y", type: "int64", shape: [3, 2] }]);
  const graph = load(spec(perm(1n, 0n)));
  assert.equal(onlyNode(graph).attributes, { perm: [1, 0] });
  assert.is(graph.outputs[0].dtype, "i64");
  assert.match(problemsOf(spec(perm(1n, 2n ** 40n)))[0].what, /holds 1099511627776/);
});

test("ports without a name, or with the same one, get names of their own", () => {
  const graph = load({
    tensors: [
      { name: "", shape: [2] },
      { name: "t", shape: [2] },
      { name: "t", shape: [2] },
      ints("s", 2, 1),
      { name: "t", shape: [2, 1] },
    ],
    operators: [{ kind: "RESHAPE", inputs: [1, "s"], outputs: [4] }],
    inputs: [0, 1, 2],
    outputs: [4],
  });
  assert.equal(
    graph.inputs.map(({ name }) => name),
    ["input_0", "t", "t_1"],
  );
  assert.equal(
    graph.outputs.map(({ name }) => name),
    ["t"],
  );
});

test("every operator has its code", () => {
  const codes: Record<string, number> = {
    ADD: 0,
    MUL: 18,
    PAD: 34,
    MEAN: 40,
    HARD_SWISH: 117,
    BROADCAST_TO: 130,
    GELU: 150,
    STABLEHLO_LOGISTIC: 162,
    DILATE: 203,
    STABLEHLO_COMPOSITE: 206,
  };
  for (const [name, code] of Object.entries(codes)) assert.is(operatorName(code), name);
  assert.is(operatorName(5000), "builtin operator 5000");
});

test.run();
