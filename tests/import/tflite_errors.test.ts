// Files that cannot be imported: every problem at once, each with its place, what was seen and what to do.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ImportError } from "../../src/import/diagnostics.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { i8, i32, table } from "./flatbuffer_writer.ts";
import { diagnosticsOf, ints, problemsOf, single } from "./import_support.ts";
import { CLASSIFIER } from "./sample_models.ts";
import { type ModelSpec, type TensorSpec, writeTflite } from "./tflite_writer.ts";

const test = suite("import tflite errors");

const F32: TensorSpec = { name: "x", shape: [1, 4] };
const RESULT: TensorSpec = { name: "y", shape: [1, 4] };

test("all problems of a file come at once, with places and remedies", () => {
  const problems = problemsOf({
    tensors: [
      { name: "sound", type: "int16", shape: [1, 4] },
      F32,
      { name: "a", shape: [1, 4] },
      { name: "b", shape: [1, 4] },
      { name: "c", shape: [1, 4] },
    ],
    operators: [
      { kind: "CUSTOM:Magic\nWand", inputs: ["x"], outputs: ["a"] },
      { kind: "UNIDIRECTIONAL_SEQUENCE_LSTM", inputs: ["a"], outputs: ["b"] },
      { kind: "STABLEHLO_COMPOSITE", inputs: ["b", "sound"], outputs: ["c"] },
    ],
    inputs: ["x", "sound"],
    outputs: ["c"],
  });
  assert.equal(
    problems.map(({ where }) => where),
    ["input 1", '#0 CUSTOM "Magic\\nWand" "a"', '#1 UNIDIRECTIONAL_SEQUENCE_LSTM "b"', '#2 STABLEHLO_COMPOSITE "c"'],
  );
  assert.match(problems[0].what, /"sound" int16\[1,4\]/);
  assert.match(problems[1].what, /inputs "x" float32\[1,4\]; outputs "a" float32\[1,4\]/);
  assert.match(problems[2].hint, /Recurrent/);
  for (const { hint } of problems) assert.ok(hint.length > 10);
});

test("the message has one line for each problem", () => {
  const bytes = writeTflite({
    tensors: [F32, { name: "a\nb", shape: [1, 4] }, RESULT],
    operators: [
      { kind: "ATAN2", inputs: ["x", "x"], outputs: ["a\nb"] },
      { kind: "TOPK_V2", inputs: ["a\nb"], outputs: ["y"] },
    ],
    inputs: ["x"],
    outputs: ["y"],
  });
  assert.throws(
    () => importTflite(bytes, { name: "net.tflite" }),
    (error: unknown) => {
      const lines = (error as ImportError).message.split("\n");
      assert.instance(error, ImportError);
      assert.is(lines.length, 3);
      assert.is(lines[0], "net.tflite has 2 problems:");
      return true;
    },
  );
});

test("other kinds of files are named", () => {
  const text = (content: string) => Uint8Array.from(content.padEnd(64, " "), (c) => c.charCodeAt(0));
  const cases: [Uint8Array, RegExp, RegExp][] = [
    [new Uint8Array(0), /empty/, /convert/],
    [text("<!DOCTYPE html>"), /web page/, /download/],
    [text("\xfd7zXZ\0"), /xz archive/, /Unpack/],
    [text("version https://git-lfs.github.com/spec/v1"), /LFS/, /git lfs pull/],
    [text("hello, this is text"), /bytes 4 to 7 are "o, t"/, /convert/],
    [writeTflite(CLASSIFIER).subarray(0, 20), /outside/, /damaged/],
    [writeTflite({ ...CLASSIFIER, version: 2 }), /schema version 2/, /TensorFlow/],
  ];
  for (const [bytes, what, hint] of cases) {
    const problems = diagnosticsOf(bytes);
    assert.is(problems.length, 1);
    assert.match(problems[0].what, what);
    assert.match(problems[0].hint, hint);
  }
});

interface Refusal {
  readonly title: string;
  readonly spec: ModelSpec;
  readonly where: string;
  readonly what: RegExp;
}

const conv = (change: Partial<TensorSpec>, output: readonly number[] = [1, 4, 4, 2], options: object = {}): ModelSpec =>
  single(
    "CONV_2D",
    [
      { name: "x", type: "int8", shape: [1, 4, 4, 1], scale: [1] },
      { name: "w", type: "int8", shape: [2, 3, 3, 1], scale: [1], data: new Int8Array(18), ...change },
      { name: "y", type: "int8", shape: output, scale: [1] },
    ],
    {
      type: OPTIONS.conv2d.type,
      table: table({ [OPTIONS.conv2d.strideW]: i32(1), [OPTIONS.conv2d.strideH]: i32(1), ...options }),
    },
  );

const REFUSALS: readonly Refusal[] = [
  {
    title: "several subgraphs",
    spec: { ...CLASSIFIER, subgraphs: 2 },
    where: "model",
    what: /2 subgraphs/,
  },
  {
    title: "a permutation computed at run time",
    spec: single("TRANSPOSE", [F32, { name: "perm", type: "int32", shape: [2] }, { name: "y", shape: [4, 1] }]),
    where: '#0 TRANSPOSE "y"',
    what: /the permutation \(input 1 "perm"\) is computed at run time/,
  },
  {
    title: "a shape that contradicts the shape rule",
    spec: conv({}, [1, 4, 4, 3]),
    where: '#0 CONV_2D "y"',
    what: /gives the shape \[1,4,4,2\], the file says "y" int8\[1,4,4,3\]/,
  },
  {
    title: "a reshape to another count",
    spec: single("RESHAPE", [F32, ints("s", 3, -1), { name: "y", shape: [3, 1] }]),
    where: '#0 RESHAPE "y"',
    what: /reshapes 4 elements to \[3,-1\]/,
  },
  {
    title: "scales along a dimension that is not the channels",
    spec: conv({ scale: [1, 2, 3], dimension: 1 }),
    where: '#0 CONV_2D "y"',
    what: /"w" has 3 scales along dimension 1/,
  },
  {
    title: "as many scales as no dimension has",
    spec: conv({ scale: [1, 2, 3], dimension: 0 }),
    where: '#0 CONV_2D "y"',
    what: /"w" int8\[2,3,3,1\] has 3 scales along dimension 0 of size 2/,
  },
  {
    title: "a zero point for each channel",
    spec: conv({ scale: [1, 2], zeroPoint: [0, 1], dimension: 0 }),
    where: '#0 CONV_2D "y"',
    what: /"w" has the zero points \[0, 1\]/,
  },
  {
    title: "int8 weights without a scale",
    spec: conv({ scale: [] }),
    where: '#0 CONV_2D "y"',
    what: /"w" is int8, but has no scale/,
  },
  {
    title: "a scale of zero",
    spec: conv({ scale: [0] }),
    where: '#0 CONV_2D "y"',
    what: /"w" int8\[2,3,3,1\] has scales \[0\]/,
  },
  {
    title: "a zero point outside the element type",
    spec: conv({ zeroPoint: [200] }),
    where: '#0 CONV_2D "y"',
    what: /zero points \[200\] outside \[-128, 127\]/,
  },
  {
    title: "blockwise quantisation",
    spec: conv({ details: 2 }),
    where: '#0 CONV_2D "y"',
    what: /blockwise/,
  },
  {
    title: "constants shorter than their shape",
    spec: conv({ data: new Int8Array(17) }),
    where: '#0 CONV_2D "y"',
    what: /has 17 bytes of values, its shape asks for 18/,
  },
  {
    title: "4-bit weights",
    spec: conv({ type: "int4", data: new Int8Array(9) }),
    where: '#0 CONV_2D "y"',
    what: /"w" int4\[2,3,3,1\] has an element type that is not supported/,
  },
  {
    title: "a fused activation that is none of ours",
    spec: conv({}, [1, 4, 4, 2], { [OPTIONS.conv2d.activation]: i8(5) }),
    where: '#0 CONV_2D "y"',
    what: /SIGN_BIT/,
  },
  {
    title: "options of another operator",
    spec: {
      ...conv({}),
      operators: [{ ...conv({}).operators[0], options: { type: OPTIONS.softmax.type, table: table({}) } }],
    },
    where: '#0 CONV_2D "y"',
    what: /options of kind 9/,
  },
  {
    title: "a variable",
    spec: {
      ...single("TRANSPOSE", [F32, { name: "perm", type: "int32", shape: [2], isVariable: true }, RESULT]),
      inputs: ["x"],
    },
    where: '#0 TRANSPOSE "y"',
    what: /"perm" int32\[2\] is a variable/,
  },
  {
    title: "a tensor number that does not exist",
    spec: { ...single("TRANSPOSE", [F32, ints("perm", 0, 1), RESULT]), outputs: [77] },
    where: "output 0",
    what: /tensor 77; there are 3/,
  },
  {
    title: "an input listed twice",
    spec: { ...single("TRANSPOSE", [F32, ints("perm", 0, 1), RESULT]), inputs: ["x", "x"] },
    where: "input 1",
    what: /twice/,
  },
  {
    title: "a tensor larger than any memory",
    spec: single("TRANSPOSE", [{ name: "x", shape: [1, 2 ** 30] }, ints("perm", 0, 1), RESULT]),
    where: "input 0",
    what: /more than 1024 MiB/,
  },
];

for (const { title, spec, where, what } of REFUSALS) {
  test(title, () => {
    const [problem] = problemsOf(spec);
    assert.is(problem.where, where);
    assert.match(problem.what, what);
  });
}

test("operators out of order, and a tensor computed twice", () => {
  const tensors = [F32, ints("perm", 0, 1), { name: "a", shape: [1, 4] }, RESULT];
  const step = (input: string, output: string) => ({ kind: "TRANSPOSE", inputs: [input, "perm"], outputs: [output] });
  const [early] = problemsOf({ tensors, operators: [step("a", "y"), step("x", "a")], inputs: ["x"], outputs: ["y"] });
  assert.match(early.what, /reads "a" float32\[1,4\], which no earlier operator computes/);
  const [twice] = problemsOf({
    tensors,
    operators: [step("x", "a"), step("x", "a"), step("a", "y")],
    inputs: ["x"],
    outputs: ["y"],
  });
  assert.is(twice.where, '#1 TRANSPOSE "a"');
  assert.match(twice.what, /has a value already/);
});

test("a problem is told once, not again by all that follow", () => {
  const problems = problemsOf({
    tensors: [
      F32,
      { name: "w", type: "string", shape: [1, 4] },
      { name: "a", shape: [1, 4] },
      RESULT,
      ints("perm", 0, 1),
    ],
    operators: [
      { kind: "CONCATENATION", inputs: ["x", "w"], outputs: ["a"] },
      { kind: "CONCATENATION", inputs: ["a", "w"], outputs: ["y"] },
    ],
    inputs: ["x", "w"],
    outputs: ["y"],
  });
  assert.is(problems.length, 1);
  assert.is(problems[0].where, "input 1");
});

test("thousands of problems are cut short", () => {
  const operators = Array.from({ length: 3000 }, () => ({ kind: "TOPK_V2", inputs: ["x"], outputs: ["y"] }));
  assert.ok(problemsOf({ tensors: [F32, RESULT], operators, inputs: ["x"], outputs: ["y"] }).length <= 200);
});

test.run();
