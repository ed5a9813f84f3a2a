// What the ONNX importer makes of small files written for the purpose: values of every type, inputs, functions, branches.

import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { OnnxType } from "../../src/import/onnx/node.ts";
import { onnxPortData, readOnnxTensor } from "../../src/import/onnx/port_data.ts";
import { TYPES } from "../../src/import/onnx/types.ts";
import { type OnnxSpec, type TensorSpec, writeTensor } from "./onnx_file.ts";
import { floats, int64s, load, run, scalar, single } from "./onnx_support.ts";

const test = suite("import onnx");

/** A constant as the model's only output. */
function constantOf(tensor: TensorSpec, externalData?: (location: string) => Uint8Array | undefined) {
  const graph = load(
    {
      nodes: [{ op: "Identity", inputs: ["c"], outputs: ["y"] }],
      outputs: [{ name: "y", type: tensor.type }],
      initializers: [{ ...tensor, name: "c" }],
    },
    externalData && { externalData },
  );
  const [port] = graph.outputs;
  return { ...graph.tensors[port.tensor], port: port.dtype };
}

const MAX64 = 2n ** 63n - 1n;

/** Type, what the file has (raw or in the typed field), what the graph has. */
const VALUES: readonly (readonly [OnnxType, readonly (number | bigint)[], readonly number[]])[] = [
  ["FLOAT", [1.5, -2, Infinity], [1.5, -2, Infinity]],
  ["DOUBLE", [0.1, -2.25], [Math.fround(0.1), -2.25]],
  ["FLOAT16", [0x3c00, 0xc100, 0x0001], [1, -2.5, 2 ** -24]],
  ["BFLOAT16", [0x3f80, 0xc020, 0x7f80], [1, -2.5, Infinity]],
  ["INT8", [-128, 127, 3], [-128, 127, 3]],
  ["UINT8", [0, 255, 128], [-128, 127, 0]],
  ["INT16", [-32768, 32767], [-32768, 32767]],
  ["UINT16", [0, 65535], [0, 65535]],
  ["INT32", [-(2 ** 31), 2 ** 31 - 1], [-(2 ** 31), 2 ** 31 - 1]],
  ["UINT32", [7, 2 ** 32 - 1], [7, 2 ** 31 - 1]],
  ["INT64", [-5, 2 ** 40, -(2 ** 40), MAX64], [-5, 2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 1]],
  ["UINT64", [5, 2 ** 40, 2 ** 32 - 1], [5, 2 ** 31 - 1, 2 ** 31 - 1]],
  ["BOOL", [0, 1, 2], [0, 1, 1]],
];

function raw(type: OnnxType, values: readonly (number | bigint)[]): Uint8Array {
  const width = TYPES[type].bits / 8;
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    if (type === "FLOAT") view.setFloat32(4 * i, Number(value), true);
    else if (type === "DOUBLE") view.setFloat64(8 * i, Number(value), true);
    else for (let k = 0; k < width; k++) bytes[i * width + k] = Number((BigInt(value) >> BigInt(8 * k)) & 255n);
  });
  return bytes;
}

test("constants of every type, from raw data and from typed fields", () => {
  for (const [type, stored, expected] of VALUES) {
    const tensor = { type, shape: [stored.length] };
    const forms: TensorSpec[] = [
      { ...tensor, raw: raw(type, stored) },
      { ...tensor, typed: stored },
      { ...tensor, typed: stored, isPacked: true },
    ];
    for (const form of forms) {
      const constant = constantOf(form);
      assert.equal(Array.from(constant.data!), expected, type);
      assert.is(constant.dtype, TYPES[type].dtype);
      assert.is(constant.port, TYPES[type].port);
    }
  }
});

test("4-bit constants, two in a byte, the low half first", () => {
  const bytes = Uint8Array.of(0x8f, 0x07);
  assert.equal(Array.from(constantOf({ type: "INT4", shape: [3], raw: bytes }).data!), [-1, -8, 7]);
  assert.equal(Array.from(constantOf({ type: "UINT4", shape: [3], raw: bytes }).data!), [15 - 128, 8 - 128, 7 - 128]);
  assert.equal(Array.from(constantOf({ type: "INT4", shape: [3], typed: [0x8f, 7] }).data!), [-1, -8, 7]);
});

test("plain bytes are integers", () => {
  const { quantization } = constantOf({ type: "UINT8", shape: [1], values: [3] });
  assert.equal([quantization?.scale[0], quantization?.zeroPoint[0]], [1, -128]);
  assert.is(constantOf({ type: "INT8", shape: [1], values: [3] }).quantization, undefined);
});

test("constants in files beside the model", () => {
  const file = new Uint8Array(Float32Array.of(9, 1, 2, 3).buffer);
  const read = (location: string) => (location === "w.bin" ? file : undefined);
  const at = (external: Record<string, string>) =>
    Array.from(constantOf({ type: "FLOAT", shape: [3], external: { location: "w.bin", ...external } }, read).data!);
  assert.equal(at({ offset: "4" }), [1, 2, 3]);
  assert.equal(at({ offset: "0", length: "12" }), [9, 1, 2]);
});

test("attributes of Constant", () => {
  const of = (attributes: NonNullable<OnnxSpec["nodes"][0]["attributes"]>) => {
    const graph = load({ nodes: [{ op: "Constant", outputs: ["y"], attributes }], outputs: [{ name: "y" }] });
    const { data, shape, dtype } = graph.tensors[graph.outputs[0].tensor];
    return [dtype, [...shape], Array.from(data!)];
  };
  assert.equal(of({ value_float: { f: 1.5 } }), ["f32", [], [1.5]]);
  assert.equal(of({ value_floats: { floats: [1, 2] } }), ["f32", [2], [1, 2]]);
  assert.equal(of({ value_int: { i: -3 } }), ["i32", [], [-3]]);
  assert.equal(of({ value_ints: { ints: [1, 2, 3] } }), ["i32", [3], [1, 2, 3]]);
  assert.equal(of({ value: { t: scalar(4) } }), ["f32", [], [4]]);
});

test("the port data of a tensor are the file's values", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<OnnxType>("UINT8", "INT8", "INT32", "INT64", "FLOAT"),
      fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 9 }),
      (type, values) => {
        const data = onnxPortData(readOnnxTensor(writeTensor({ type, shape: [values.length], values })));
        assert.equal(Array.from(data, Number), values);
      },
    ),
  );
});

test("initialisers that are listed as inputs are constants", () => {
  const graph = load({
    nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
    inputs: [
      { name: "x", shape: [2] },
      { name: "w", shape: [2] },
    ],
    outputs: [{ name: "y" }],
    initializers: [{ name: "w", ...floats(10, 20) }],
  });
  assert.equal(
    graph.inputs.map(({ name }) => name),
    ["x"],
  );
  assert.equal(run(graph, Float32Array.of(1, 2)), [Float32Array.of(11, 22)]);
});

const shapeOf = (spec: OnnxSpec, options: Parameters<typeof load>[1] = {}) => {
  const graph = load(spec, options);
  return graph.inputs.map(({ tensor }) => [...graph.tensors[tensor].shape]);
};
const relu = (...shape: (number | string)[]): OnnxSpec => ({
  nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
  inputs: [{ name: "x", shape }],
  outputs: [{ name: "y" }],
});

test("open sizes: batch 1, images of 224 x 224, others as the options say", () => {
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  assert.equal(shapeOf(relu("N", 3, "H", "W"), { onNote }), [[1, 3, 224, 224]]);
  assert.is(notes.length, 1);
  assert.match(notes[0], /"x" \[N,3,H,W\] is taken as \[1,3,224,224\]/);
  assert.equal(shapeOf(relu("N", 7)), [[1, 7]]);
  assert.equal(shapeOf(relu("N", "T"), { shapes: { x: [2, 5] } }), [[2, 5]]);
});

test("a size chosen for one input holds for its name in others", () => {
  const spec: OnnxSpec = {
    nodes: [{ op: "Add", inputs: ["a", "b"], outputs: ["y"] }],
    inputs: [
      { name: "a", shape: ["T", 2] },
      { name: "b", shape: ["T", 2] },
    ],
    outputs: [{ name: "y" }],
  };
  assert.equal(shapeOf(spec, { shapes: { a: [3, 2] } }), [
    [3, 2],
    [3, 2],
  ]);
});

test("inputs can be given their values", () => {
  const spec = single("Reshape", [6]);
  const node = { ...spec.nodes[0], inputs: ["x", "s"] };
  const inputs = [...(spec.inputs ?? []), { name: "s", type: "INT64", shape: [2] } as const];
  const bytes = raw("INT64", [2, -1]);
  const graph = load({ ...spec, nodes: [node], inputs }, { values: { s: { type: "INT64", shape: [2], bytes } } });
  assert.equal(graph.tensors[graph.outputs[0].tensor].shape, [2, 3]);
  assert.is(graph.inputs.length, 1);
});

test("images with the channels last, where that is asked for", () => {
  const graph = load(relu(1, 3, 4, 5), { layout: "nhwc" });
  assert.equal(graph.tensors[graph.inputs[0].tensor].shape, [1, 4, 5, 3]);
  assert.equal(graph.nodes[0].attributes, { perm: [0, 3, 1, 2] });
  assert.equal(shapeOf(relu(1, 8, 4, 5), { layout: "nhwc" }), [[1, 8, 4, 5]]);
});

test("functions of the model take their caller's attributes", () => {
  const graph = load({
    opsets: { "": 17, own: 1 },
    nodes: [
      { op: "twice", domain: "own", inputs: ["x"], outputs: ["h"], attributes: { slope: { f: 0.5 } } },
      { op: "twice", domain: "own", inputs: ["h"], outputs: ["y"] },
    ],
    inputs: [{ name: "x", shape: [2] }],
    outputs: [{ name: "y" }],
    functions: [
      {
        ...{ name: "twice", domain: "own", inputs: ["a"], outputs: ["b"] },
        nodes: [
          { op: "LeakyRelu", inputs: ["a"], outputs: ["t"], attributes: { alpha: { ref: "slope", type: 1 } } },
          { op: "Add", inputs: ["t", "t"], outputs: ["b"] },
        ],
      },
    ],
  });
  assert.equal(run(graph, Float32Array.of(1, -1)), [Float32Array.of(4, Math.fround(-0.02))]);
  assert.match(graph.nodes[0].origin, /^#0 own\.twice "h" > #0 LeakyRelu "t"$/);
});

test("a branch whose condition is known", () => {
  const branch = (op: string) => ({ nodes: [{ op, inputs: ["x"], outputs: ["r"] }], outputs: [{ name: "r" }] });
  const spec = (condition: number): OnnxSpec => ({
    nodes: [
      {
        ...{ op: "If", inputs: ["c"], outputs: ["y"] },
        attributes: { then_branch: { g: branch("Neg") }, else_branch: { g: branch("Abs") } },
      },
    ],
    inputs: [{ name: "x", shape: [2] }],
    outputs: [{ name: "y" }],
    initializers: [{ name: "c", type: "BOOL", shape: [], values: [condition] }],
  });
  const x = Float32Array.of(1, -2);
  assert.equal(run(load(spec(1)), x), [Float32Array.of(-1, 2)]);
  assert.equal(run(load(spec(0)), x), [Float32Array.of(1, 2)]);
});

test("shapes computed from shapes are known", () => {
  const graph = load({
    nodes: [
      { op: "Shape", inputs: ["x"], outputs: ["s"] },
      { op: "Gather", inputs: ["s", "zero"], outputs: ["n"], attributes: { axis: { i: 0 } } },
      { op: "Unsqueeze", inputs: ["n", "axis"], outputs: ["n1"] },
      { op: "Concat", inputs: ["n1", "rest"], outputs: ["target"], attributes: { axis: { i: 0 } } },
      { op: "Reshape", inputs: ["x", "target"], outputs: ["y"] },
    ],
    inputs: [{ name: "x", shape: [2, 3, 4] }],
    outputs: [{ name: "y" }],
    initializers: [
      { name: "zero", type: "INT64", shape: [], values: [0] },
      { name: "axis", ...int64s(0) },
      { name: "rest", ...int64s(-1) },
    ],
  });
  assert.equal(
    graph.nodes.map(({ op }) => op.name),
    ["reshape"],
  );
  assert.equal(graph.tensors[graph.outputs[0].tensor].shape, [2, 12]);
});

test("outputs may be inputs, constants, or the same value twice", () => {
  const graph = load({
    nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
    inputs: [{ name: "x", shape: [2] }],
    outputs: [{ name: "y" }, { name: "x" }, { name: "c" }],
    initializers: [{ name: "c", ...floats(1) }],
  });
  assert.equal(run(graph, Float32Array.of(3, 4)), [Float32Array.of(3, 4), Float32Array.of(3, 4), Float32Array.of(1)]);
});

test.run();
