// Operators of TensorFlow graphs that move values, and what a graph's inputs, outputs and constants may look like.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/import/tfjs/json.ts";
import {
  attr,
  dimensions,
  feed,
  floats,
  GraphFile,
  integer,
  integers,
  integersFeed,
  matrix,
  type Operand,
  outcome,
} from "./graph_writer.ts";
import { load, near, problemsOf, resultOf, shapeOf } from "./tfjs_writer.ts";

const test = suite("import tfjs graph shapes");

const counting = (...shape: number[]): Operand =>
  feed(shape, ...Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i));

interface Case {
  readonly op: string;
  readonly operands: readonly Operand[];
  readonly attributes?: JsonObject;
  readonly output?: number;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const six = [0, 1, 2, 3, 4, 5];
const CASES: readonly Case[] = [
  { op: "Reshape", operands: [counting(2, 3), integers(3, -1)], shape: [3, 2], values: six },
  { op: "Squeeze", operands: [counting(1, 3, 1)], shape: [3], values: [0, 1, 2] },
  {
    ...{ op: "Squeeze", operands: [counting(1, 3, 1)], attributes: { squeeze_dims: attr.ints(-1) } },
    ...{ shape: [1, 3], values: [0, 1, 2] },
  },
  { op: "ExpandDims", operands: [counting(2, 3), integer(-1)], shape: [2, 3, 1], values: six },
  { op: "Transpose", operands: [counting(2, 3), integers(1, 0)], shape: [3, 2], values: [0, 3, 1, 4, 2, 5] },
  { op: "Pad", operands: [counting(2), matrix([1, 2], 1, 2)], shape: [5], values: [0, 0, 1, 0, 0] },
  {
    ...{ op: "PadV2", operands: [counting(2), matrix([1, 2], 1, 0), floats([], 7)] },
    ...{ shape: [3], values: [7, 0, 1] },
  },
  {
    ...{ op: "MirrorPad", operands: [counting(3), matrix([1, 2], 2, 1)], attributes: { mode: attr.text("REFLECT") } },
    ...{ shape: [6], values: [2, 1, 0, 1, 2, 1] },
  },
  {
    ...{ op: "MirrorPad", operands: [counting(3), matrix([1, 2], 2, 1)], attributes: { mode: attr.text("SYMMETRIC") } },
    ...{ shape: [6], values: [1, 0, 0, 1, 2, 2] },
  },
  {
    ...{ op: "ConcatV2", operands: [counting(2, 1), counting(2, 2), integer(-1)] },
    ...{ shape: [2, 3], values: [0, 0, 1, 1, 2, 3] },
  },
  { op: "Concat", operands: [integer(0), counting(1), counting(2)], shape: [3], values: [0, 0, 1] },
  {
    ...{ op: "Split", operands: [integer(0), counting(6)], attributes: { num_split: attr.int(3) }, output: 1 },
    ...{ shape: [2], values: [2, 3] },
  },
  {
    ...{ op: "SplitV", operands: [counting(6), integers(1, -1, 2), integer(0)], output: 1 },
    ...{ shape: [3], values: [1, 2, 3] },
  },
  { op: "Slice", operands: [counting(2, 3), integers(0, 1), integers(1, -1)], shape: [1, 2], values: [1, 2] },
  {
    ...{ op: "Pack", operands: [counting(2), counting(2)], attributes: { axis: attr.int(-1) } },
    ...{ shape: [2, 2], values: [0, 0, 1, 1] },
  },
  {
    ...{ op: "Unpack", operands: [counting(2, 3)], attributes: { axis: attr.int(1), num: attr.int(3) }, output: 2 },
    ...{ shape: [2], values: [2, 5] },
  },
  { op: "GatherV2", operands: [counting(2, 3), integers(2, 0), integer(1)], shape: [2, 2], values: [2, 0, 5, 3] },
  { op: "Gather", operands: [counting(3, 2), integersFeed([1], 2)], shape: [1, 2], values: [4, 5] },
  { op: "Tile", operands: [counting(2), integers(2)], shape: [4], values: [0, 1, 0, 1] },
  { op: "BroadcastTo", operands: [counting(2, 1), integers(2, 2)], shape: [2, 2], values: [0, 0, 1, 1] },
  { op: "Reverse", operands: [counting(3), integers(1)], shape: [3], values: [2, 1, 0] },
  { op: "ReverseV2", operands: [counting(2, 3), integers(-1)], shape: [2, 3], values: [2, 1, 0, 5, 4, 3] },
  {
    ...{ op: "SpaceToDepth", operands: [counting(1, 2, 2, 1)], attributes: { block_size: attr.int(2) } },
    ...{ shape: [1, 1, 1, 4], values: [0, 1, 2, 3] },
  },
  {
    ...{ op: "DepthToSpace", operands: [counting(1, 1, 1, 4)], attributes: { block_size: attr.int(2) } },
    ...{ shape: [1, 2, 2, 1], values: [0, 1, 2, 3] },
  },
  {
    ...{ op: "SpaceToBatchND", operands: [counting(1, 2, 2, 1), integers(2, 1), matrix([2, 2], 0, 0, 1, 0)] },
    ...{ shape: [2, 1, 3, 1], values: [0, 0, 1, 0, 2, 3] },
  },
  {
    ...{ op: "BatchToSpaceND", operands: [counting(2, 2, 1), integers(2), matrix([1, 2], 1, 0)] },
    ...{ shape: [1, 3, 1], values: [2, 1, 3] },
  },
  { op: "Fill", operands: [integers(2, 2), feed([], 3)], shape: [2, 2], values: [3, 3, 3, 3] },
  { op: "Shape", operands: [counting(2, 3)], shape: [2], values: [2, 3] },
  { op: "Rank", operands: [counting(2, 3)], shape: [], values: [2] },
  { op: "Size", operands: [counting(2, 3)], shape: [], values: [6] },
  { op: "Range", operands: [integer(1), integer(7), integer(2)], shape: [3], values: [1, 3, 5] },
];

for (const { op, operands, attributes = {}, output = 0, shape, values } of CASES) {
  test(`${op} [${shape}]`, () => {
    assert.equal(outcome(op, operands, attributes, output), { shape, values });
  });
}

test("strided slices with every mask", () => {
  const cut = (shape: number[], ends: readonly number[][], masks: Readonly<Record<string, number>> = {}) => {
    const attributes = Object.fromEntries(
      Object.entries(masks).map(([name, mask]) => [`${name}_mask`, attr.int(mask)]),
    );
    return outcome("StridedSlice", [counting(...shape), ...ends.map((list) => integers(...list))], attributes);
  };
  assert.equal(
    cut(
      [2, 4],
      [
        [0, 1],
        [2, 4],
        [1, 2],
      ],
    ),
    { shape: [2, 2], values: [1, 3, 5, 7] },
  );
  assert.equal(cut([4], [[-1], [0], [-2]]), { shape: [2], values: [3, 1] });
  assert.equal(cut([4], [[3], [3], [-1]], { begin: 1, end: 1 }), { shape: [4], values: [3, 2, 1, 0] });
  assert.equal(cut([2, 2], [[1], [2], [1]], { shrink_axis: 1 }), { shape: [2], values: [2, 3] });
  assert.equal(
    cut(
      [2],
      [
        [0, 0],
        [0, 2],
        [1, 1],
      ],
      { new_axis: 1 },
    ),
    { shape: [1, 2], values: [0, 1] },
  );
  assert.equal(
    cut(
      [2, 1, 2],
      [
        [0, 1],
        [0, 2],
        [1, 1],
      ],
      { ellipsis: 1 },
    ),
    { shape: [2, 1, 1], values: [1, 3] },
  );
});

test("shapes are computed at import, scalars and empty lists too", () => {
  const file = new GraphFile();
  const x = file.add("Relu", [counting(2, 3, 4)]);
  const shape = file.add("Shape", [x]);
  const batch = file.add("StridedSlice", [shape, integers(0), integers(1), integers(1)], {
    shrink_axis_mask: attr.int(1),
  });
  const rest = file.add("StridedSlice", [shape, integers(1), integers(3), integers(1)]);
  const none = file.add("StridedSlice", [shape, integers(3), integers(3), integers(1)]);
  const product = file.add("Prod", [rest, integers(0)]);
  const pair = file.add("Pack", [batch, product], { axis: attr.int(0) });
  const target = file.add("ConcatV2", [pair, none, integer(0)]);
  const graph = load(file.file(file.add("Reshape", [x, target])));
  assert.equal(shapeOf(graph), [2, 12]);
  assert.equal(
    graph.nodes.map(({ op }) => op.name),
    ["relu", "reshape"],
  );
  const scalar = new GraphFile();
  const whole = scalar.add("Reshape", [counting(1), { constant: { shape: [0], values: [], dtype: "int32" } }]);
  assert.equal(shapeOf(load(scalar.file(whole))), []);
});

test("constants may stand in their node, as bytes or as values", () => {
  const tensors: Readonly<Record<string, JsonObject>> = {
    content: { tensorContent: btoa(String.fromCharCode(...new Uint8Array(Float32Array.of(1.5, -2).buffer))) },
    values: { floatVal: [1.5, -2] },
    snake: { float_val: ["1.5", -2] },
  };
  for (const [title, content] of Object.entries(tensors)) {
    const tensor = { dtype: "DT_FLOAT", tensorShape: dimensions([2]), ...content };
    const file = new GraphFile();
    file.nodes.push({ name: "c", op: "Const", attr: { value: { tensor } } });
    near(
      resultOf(load(file.file(file.add("Add", ["c", feed([2], 1, 1)]))), Float32Array.of(1, 1)),
      [2.5, -1],
      0,
      title,
    );
  }
  const shared = { dtype: 3, tensorShape: dimensions([3]), intVal: [4] };
  const file = new GraphFile();
  file.nodes.push({ name: "c", op: "Const", attr: { value: { tensor: shared } } });
  assert.equal(resultOf(load(file.file(file.add("Add", ["c", integers(1, 2, 3)])))), [5, 6, 7]);
});

test("the signature names inputs and outputs", () => {
  const file = new GraphFile();
  const sum = file.add("Sub", [feed([2], 0, 0), feed([2], 0, 0)]);
  const [a, b] = ["n0", "n1"];
  const signature = {
    inputs: { second: { name: `${b}:0` }, first: { name: `${a}:0` } },
    outputs: { difference: { name: `${sum}:0` } },
  };
  const graph = load(file.file(undefined, { signature }));
  assert.equal(
    [...graph.inputs, ...graph.outputs].map(({ name }) => name),
    ["second", "first", "difference"],
  );
  near(resultOf(graph, Float32Array.of(1, 2), Float32Array.of(5, 5)), [4, 3]);
  const older = load(file.file(undefined, { userDefinedMetadata: { signature } }));
  assert.is(older.outputs[0].name, "difference");
});

test("without a signature, what nobody reads is an output; control inputs do not count", () => {
  const file = new GraphFile();
  const relu = file.add("Relu", [feed([2], 0, 0)]);
  const exp = file.add("Exp", [relu]);
  const neg = file.add("Neg", [relu, `^${exp}`]);
  file.add("NoOp", [`^${neg}`]);
  const graph = load(file.file());
  assert.equal(
    graph.outputs.map(({ name }) => name),
    [exp, neg],
  );
});

test("nodes may stand in any order; what no output needs is left out", () => {
  const file = new GraphFile();
  const relu = file.add("Relu", [feed([2], 0, 0)]);
  const out = file.add("Neg", [relu]);
  file.add("Where", [relu]);
  file.nodes.reverse();
  near(resultOf(load(file.file(out)), Float32Array.of(-1, 2)), [0, -2]);
});

test("bytes as inputs", () => {
  const file = new GraphFile();
  const bytes: Operand = { feed: { shape: [3], values: [], type: "DT_UINT8" } };
  const graph = load(file.file(file.add("Cast", [bytes], { DstT: attr.type("DT_FLOAT") })));
  assert.is(graph.inputs[0].dtype, "u8");
  assert.equal(resultOf(graph, Int8Array.of(-128, 0, 127)), [0, 128, 255]);
});

test("problems have their place and a remedy", () => {
  const problem = (build: (file: GraphFile) => string, more: JsonObject = {}) => {
    const file = new GraphFile();
    return problemsOf(file.file(build(file), more))
      .map(({ where, what, hint }) => `${where}: ${what}. ${hint}`)
      .join("\n");
  };
  const x = feed([1, 4, 4, 2], ...new Array(32).fill(0));
  assert.match(
    problem((f) => f.add("Where", [x])),
    /^#1 Where "n1": the operator "Where" is not supported\. The size of/,
  );
  assert.match(
    problem((f) => f.add("While", [x])),
    /Control flow cannot be run/,
  );
  assert.match(
    problem((f) => f.add("Frobnicate", [x])),
    /"Frobnicate" is not supported/,
  );
  assert.match(
    problem((f) => f.add("toString", [x])),
    /"toString" is not supported/,
  );
  assert.match(
    problem((f) => f.add("Relu", ["nobody"])),
    /reads "nobody", which is never computed/,
  );
  assert.match(
    problem((f) => f.add("Relu", [`${f.add("Neg", [x])}:3`])),
    /reads output 3 of "n1", which has 1/,
  );
  assert.match(
    problem((f) => f.add("Reshape", [x, integersFeed([2], 1, 32)])),
    /computed at run time/,
  );
  const conv = (attributes: JsonObject) => problem((f) => f.add("Conv2D", [x, floats([1, 1, 2, 1], 1, 1)], attributes));
  assert.match(conv({ strides: attr.ints(2, 1, 1, 1) }), /attribute strides is \[2,1,1,1\]/);
  assert.match(conv({ padding: attr.text("ODD") }), /attribute padding is "ODD"/);
  assert.match(conv({ padding: { s: "***" } }), /is not base64/);
  const computed = (f: GraphFile) => f.add("Conv2D", [x, feed([1, 1, 2, 1], 1, 1)]);
  assert.match(problem(computed), /its weights depend on the input "n1", which callers give at run time/);
  const ring = (f: GraphFile) => {
    f.nodes.push({ name: "p", op: "Neg", input: ["q"] }, { name: "q", op: "Neg", input: ["p"] });
    return "p";
  };
  assert.match(problem(ring), /reads "q", which is never computed/);
  const twice = (f: GraphFile) => {
    f.nodes.push({ name: "p", op: "NoOp" }, { name: "p", op: "NoOp" });
    return f.add("Relu", [x]);
  };
  assert.match(problem(twice), /two nodes are called "p"/);
  const bare = (f: GraphFile) => {
    f.nodes.push({ name: "c", op: "Const", attr: {} });
    return f.add("Add", ["c", x]);
  };
  assert.match(problem(bare), /the constant "c" has no values/);
  const words: Operand = { feed: { shape: [1], values: [], type: "DT_STRING" } };
  assert.match(
    problem((f) => f.add("Identity", [words])),
    /the element type is DT_STRING/,
  );
});

test("every problem is reported at once", () => {
  const file = new GraphFile();
  const a = file.add("Where", [feed([2], 0, 0)]);
  const b = file.add("Unique", [a]);
  const problems = problemsOf(file.file(file.add("RandomUniform", [b])));
  assert.equal(
    problems.map(({ where }) => where),
    ['#1 Where "n1"', '#2 Unique "n2"', '#3 RandomUniform "n3"'],
  );
});

test.run();
