// Slices: masks and negative numbers against what NumPy gives for the same expression on arange(24).reshape(2, 3, 4).

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { i32, table } from "./flatbuffer_writer.ts";
import { ints, load, problemsOf, single } from "./import_support.ts";
import type { ModelSpec } from "./tflite_writer.ts";

const test = suite("import tflite slices");
const { stridedSlice } = OPTIONS;

interface Case {
  /** Python. */
  readonly expression: string;
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly masks?: Partial<Record<"beginMask" | "endMask" | "ellipsisMask" | "newAxisMask" | "shrinkAxisMask", number>>;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const CASES: readonly Case[] = [
  {
    expression: "x[1:2, 0:3:2, 1:3]",
    begin: [1, 0, 1],
    end: [2, 3, 3],
    strides: [1, 2, 1],
    shape: [1, 2, 2],
    values: [13, 14, 21, 22],
  },
  {
    expression: "x[1]",
    begin: [1],
    end: [2],
    strides: [1],
    masks: { shrinkAxisMask: 1 },
    shape: [3, 4],
    values: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
  },
  {
    expression: "x[..., -1]",
    begin: [0, -1],
    end: [0, 0],
    strides: [1, 1],
    masks: { ellipsisMask: 1, shrinkAxisMask: 2 },
    shape: [2, 3],
    values: [3, 7, 11, 15, 19, 23],
  },
  {
    expression: "x[0, :, ::-2]",
    begin: [0, 0, 0],
    end: [1, 0, 0],
    strides: [1, 1, -2],
    masks: { shrinkAxisMask: 1, beginMask: 6, endMask: 6 },
    shape: [3, 2],
    values: [3, 1, 7, 5, 11, 9],
  },
  {
    expression: "x[1:, None, 2, ..., None]",
    begin: [1, 0, 2, 0, 0],
    end: [0, 0, 3, 0, 0],
    strides: [1, 1, 1, 1, 1],
    masks: { endMask: 1, newAxisMask: 18, shrinkAxisMask: 4, ellipsisMask: 8 },
    shape: [1, 1, 4, 1],
    values: [20, 21, 22, 23],
  },
  {
    expression: "x[-1:100, -2:, :2]",
    begin: [-1, -2, 0],
    end: [100, 0, 2],
    strides: [1, 1, 1],
    masks: { endMask: 2 },
    shape: [1, 2, 2],
    values: [16, 17, 20, 21],
  },
  {
    expression: "x[0, 2:0:-1, 0]",
    begin: [0, 2, 0],
    end: [1, 0, 1],
    strides: [1, -1, 1],
    masks: { shrinkAxisMask: 5 },
    shape: [2],
    values: [8, 4],
  },
];

function model({ begin, end, strides, masks = {}, shape }: Case): ModelSpec {
  const fields = Object.entries(masks).map(([mask, bits]) => [stridedSlice[mask as keyof typeof masks], i32(bits)]);
  return single(
    "STRIDED_SLICE",
    [
      { name: "x", shape: [2, 3, 4] },
      ints("b", ...begin),
      ints("e", ...end),
      ints("s", ...strides),
      { name: "y", shape },
    ],
    { type: stridedSlice.type, table: table(Object.fromEntries(fields)) },
  );
}

for (const example of CASES) {
  test(example.expression, () => {
    const graph = load(model(example));
    const values = executeGraph(graph, [Float32Array.from({ length: 24 }, (_, i) => i)]);
    assert.equal(graph.tensors[graph.outputs[0].tensor].shape, example.shape);
    assert.equal(Array.from(values.get(graph.outputs[0].tensor) ?? []), example.values);
  });
}

test("SLICE with size -1 takes the rest", () => {
  const graph = load(
    single("SLICE", [
      { name: "x", shape: [2, 3, 4] },
      ints("b", 1, 1, 2),
      ints("s", 1, -1, -1),
      { name: "y", shape: [1, 2, 2] },
    ]),
  );
  assert.equal(graph.nodes[0].attributes, { begin: [1, 1, 2], strides: [1, 1, 1], size: [1, 2, 2] });
});

test("empty and impossible slices are refused", () => {
  const wrong: Partial<Case>[] = [
    { begin: [1, 0, 3], end: [2, 3, 3] },
    { strides: [1, 0, 1] },
    { masks: { ellipsisMask: 3 } },
    { begin: [5, 0, 1], masks: { shrinkAxisMask: 1 } },
    { begin: [0, 0, 0, 0], end: [1, 1, 1, 1], strides: [1, 1, 1, 1] },
  ];
  for (const change of wrong) {
    const [problem] = problemsOf(model({ ...CASES[0], ...change }));
    assert.is(problem.where, '#0 STRIDED_SLICE "y"');
  }
});

test.run();
