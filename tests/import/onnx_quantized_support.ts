// Integers and floats of a file for the tests of ONNX's quantised operators, and their results as the file has them.

import * as assert from "uvu/assert";
import { perTensor } from "../../src/graph/tensor.ts";
import type { OnnxType, OperatorTable } from "../../src/import/onnx/node.ts";
import { random } from "../support.ts";
import { type NodeInput, type NodeSpec, runNode } from "./onnx_image_support.ts";

export type Shape = readonly number[];

export const RANGES = {
  INT4: [-8, 7],
  UINT4: [0, 15],
  INT8: [-128, 127],
  UINT8: [0, 255],
  INT16: [-32768, 32767],
  UINT16: [0, 65535],
  INT32: [-100000, 100000],
} as const;
export type IntegerType = keyof typeof RANGES;

export const count = (shape: Shape) => shape.reduce((product, size) => product * size, 1);
const isUnsignedByte = (type: OnnxType) => type === "UINT8" || type === "UINT4";
const isByte = (type: OnnxType) => isUnsignedByte(type) || type === "INT8" || type === "INT4";

/** Integers of a file as the graph holds them. */
export function integers(type: IntegerType, shape: Shape, values: readonly number[], constant = true): NodeInput {
  const plain = isUnsignedByte(type) ? { quantization: perTensor(1, -128) } : {};
  const data = isByte(type)
    ? Int8Array.from(values, (v) => (isUnsignedByte(type) ? v - 128 : v))
    : Int32Array.from(values);
  return { shape, data, type, constant, ...plain };
}

export function someIntegers(type: IntegerType, shape: Shape, seed: number): number[] {
  const [low, high] = RANGES[type];
  const next = random(seed);
  return Array.from({ length: count(shape) }, () => low + Math.floor(next() * (high - low + 1)));
}

export const floats = (shape: Shape, values: readonly number[], constant = true): NodeInput => ({
  shape,
  data: Float32Array.from(values),
  constant,
});

export function someFloats(shape: Shape, seed: number, largest = 2): number[] {
  const next = random(seed);
  return Array.from({ length: count(shape) }, () => Math.fround((2 * next() - 1) * largest));
}

/** A result's integers as the file would have them. */
export function run(
  table: OperatorTable,
  spec: NodeSpec,
  output = 0,
): { values: number[]; type: OnnxType; shape: Shape } {
  const { data, type, shape } = runNode(table, spec)[output];
  return { values: Array.from(data, (v) => (isUnsignedByte(type) ? v + 128 : v)), type, shape };
}

export function close(actual: readonly number[], expected: readonly number[], allowed: number): void {
  assert.is(actual.length, expected.length);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= allowed, `[${i}]: ${value} instead of ${expected[i]}`);
  });
}
