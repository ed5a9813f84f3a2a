// Truth values in TFLite files: their storage, and the operators that make and use them.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { TensorData } from "../../src/graph/tensor.ts";
import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { table, u8 } from "./flatbuffer_writer.ts";
import { load, problemsOf, scalar, single } from "./import_support.ts";
import type { TensorSpec } from "./tflite_writer.ts";

const test = suite("import tflite logic");

const floats = (name: string, ...shape: number[]): TensorSpec => ({ name, shape });
const truths = (name: string, ...shape: number[]): TensorSpec => ({ name, type: "bool", shape });
const bytes = (name: string, scale: number, ...shape: number[]): TensorSpec => ({
  ...{ name, type: "int8", shape, scale: [scale], zeroPoint: [0] },
});

function resultsOf(graph: Graph, ...inputs: TensorData[]): number[][] {
  const values = executeGraph(graph, inputs);
  return graph.outputs.map(({ tensor }) => Array.from(values.get(tensor) ?? []));
}

test("comparisons", () => {
  const [a, b] = [Float32Array.of(1, 2, 3, Number.NaN), Float32Array.of(2, 2, 2, 2)];
  const expected = {
    EQUAL: [0, 1, 0, 0],
    NOT_EQUAL: [1, 0, 1, 1],
    LESS: [1, 0, 0, 0],
    LESS_EQUAL: [1, 1, 0, 0],
    GREATER: [0, 0, 1, 0],
    GREATER_EQUAL: [0, 1, 1, 0],
  };
  for (const [kind, answer] of Object.entries(expected)) {
    const graph = load(single(kind, [floats("a", 4), floats("b", 4), truths("y", 4)]));
    assert.equal(resultsOf(graph, a, b), [answer], kind);
    assert.is(graph.outputs[0].dtype, "i32");
  }
});

test("quantised values compare by what they stand for", () => {
  const graph = load(single("LESS", [bytes("a", 0.5, 3), bytes("b", 2, 3), truths("y", 3)]));
  assert.equal(resultsOf(graph, Int8Array.of(4, 3, 5), Int8Array.of(1, 1, 1)), [[0, 1, 0]]);
});

test("logic, with constants in bytes", () => {
  const b: TensorSpec = { ...truths("b", 4), data: Uint8Array.of(0, 1, 0, 255) };
  const a = Int32Array.of(0, 0, 1, 1);
  assert.equal(resultsOf(load(single("LOGICAL_AND", [truths("a", 4), b, truths("y", 4)])), a), [[0, 0, 0, 1]]);
  assert.equal(resultsOf(load(single("LOGICAL_OR", [truths("a", 4), b, truths("y", 4)])), a), [[0, 1, 1, 1]]);
  assert.equal(resultsOf(load(single("LOGICAL_NOT", [truths("a", 4), truths("y", 4)])), a), [[1, 1, 0, 0]]);
  const axis = { name: "axis", type: "int32", shape: [1], data: Int32Array.of(0) };
  assert.equal(resultsOf(load(single("REDUCE_ANY", [truths("a", 4), axis, truths("y")])), a), [[1]]);
  assert.equal(resultsOf(load(single("REDUCE_ALL", [truths("a", 4), axis, truths("y")])), a), [[0]]);
});

test("casts to and from truth values", () => {
  const to = (type: string) => load(single("CAST", [{ name: "x", type, shape: [3] }, truths("y", 3)]));
  assert.equal(resultsOf(to("float32"), Float32Array.of(0.5, 0, -2)), [[1, 0, 1]]);
  assert.equal(resultsOf(to("int32"), Int32Array.of(7, 0, -1)), [[1, 0, 1]]);
  assert.equal(resultsOf(to("uint8"), Int8Array.of(-128, -127, 127)), [[0, 1, 1]]);
  assert.equal(resultsOf(load(single("CAST", [truths("x", 2), floats("y", 2)])), Int32Array.of(0, 1)), [[0, 1]]);
  assert.match(problemsOf(single("CAST", [bytes("x", 0.5, 2), truths("y", 2)]))[0].what, /casts the quantised "x"/);
});

test("a choice by elements, by rows, and with broadcasting", () => {
  const tensors = (condition: number[]) => [truths("c", ...condition), floats("a", 2, 2), floats("b", 2, 2)];
  const [a, b] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
  const choose = (kind: string, condition: number[], values: number[]) =>
    resultsOf(load(single(kind, [...tensors(condition), floats("y", 2, 2)])), Int32Array.from(values), a, b)[0];
  assert.equal(choose("SELECT", [2, 2], [1, 0, 0, 1]), [1, 6, 7, 4]);
  assert.equal(choose("SELECT", [2], [1, 0]), [1, 2, 7, 8]);
  assert.equal(choose("SELECT_V2", [2], [1, 0]), [1, 6, 3, 8]);
  assert.equal(choose("SELECT_V2", [], [0]), [5, 6, 7, 8]);
});

test("the largest in order, and where they were", () => {
  const indices: TensorSpec = { name: "i", type: "int32", shape: [1, 2] };
  const spec = single("TOPK_V2", [floats("x", 1, 4), scalar("k", 2), floats("y", 1, 2)]);
  const [operator] = spec.operators;
  const graph = load({
    ...spec,
    tensors: [...spec.tensors, indices],
    operators: [{ ...operator, outputs: ["y", "i"] }],
    outputs: ["y", "i"],
  });
  assert.equal(resultsOf(graph, Float32Array.of(3, 9, 9, 1)), [
    [9, 9],
    [1, 2],
  ]);
});

test("products of computed matrices, either one turned", () => {
  const { batchMatmul } = OPTIONS;
  const product = (adjointX: boolean, adjointY: boolean) =>
    resultsOf(
      load(
        single("BATCH_MATMUL", [floats("a", 1, 2, 2), floats("b", 1, 2, 2), floats("y", 1, 2, 2)], {
          type: batchMatmul.type,
          table: table({
            [batchMatmul.adjointX]: u8(Number(adjointX)),
            [batchMatmul.adjointY]: u8(Number(adjointY)),
          }),
        }),
      ),
      Float32Array.of(1, 2, 3, 4),
      Float32Array.of(1, 10, 100, 1000),
    )[0];
  assert.equal(product(false, false), [201, 2010, 403, 4030]);
  assert.equal(product(true, false), [301, 3010, 402, 4020]);
  assert.equal(product(false, true), [21, 2100, 43, 4300]);
});

test("int8 products are rounded to the output's quantisation", () => {
  const graph = load(single("BATCH_MATMUL", [bytes("a", 0.5, 1, 2), bytes("b", 0.5, 2, 1), bytes("y", 1, 1, 1)]));
  assert.equal(resultsOf(graph, Int8Array.of(3, 4), Int8Array.of(5, 6)), [[10]]); // 39 / 4 = 9.75
});

test.run();
