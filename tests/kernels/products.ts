// Matrix products on one build, called as compiled layers call them.

import { byPanels } from "../../src/compile/sharing.ts";
import { constant } from "../../src/kernels/call.ts";
import { type ConvShape, convFloat, convInt8, type Int8Weights } from "../../src/kernels/conv.ts";
import type { KernelMemory } from "./kernel_memory.ts";

export interface Size {
  readonly rows: number;
  readonly depth: number;
  readonly outputs: number;
}

/** Into what a range [0, end) is cut: the rows, or the panels where the compiler shares those. */
export type Parts = (end: number) => readonly (readonly [begin: number, end: number])[];

const FLOAT_BOUNDS = { low: -Infinity, high: Infinity };

function rowsShape({ rows, depth, outputs }: Size): ConvShape {
  return {
    batch: rows,
    height: 1,
    width: 1,
    channels: depth,
    kernel: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    pads: [0, 0],
    insert: [1, 1],
    output: [1, 1],
    groups: 1,
    outputs,
  };
}

/** Int8 weights that change nothing: scale 1, no bias, zero points 0. */
export function plainWeights({ outputs }: Size, weights: Int8Array): Int8Weights {
  return {
    weights,
    bias: new Int32Array(outputs),
    scales: new Float32Array(outputs).fill(1),
    xZeroPoint: 0,
    wZeroPoint: 0,
    yZeroPoint: 0,
  };
}

/** The result, and the addresses written outside all buffers (none, one hopes). */
export interface ProductResult<T> {
  readonly y: T;
  readonly spoilt: readonly number[];
}

export function int8Product(
  memory: KernelMemory,
  size: Size,
  x: Int8Array,
  weights: Int8Weights,
  { bounds = { low: -128, high: 127 }, parts }: { bounds?: { low: number; high: number }; parts?: Parts } = {},
): ProductResult<Int8Array> {
  memory.clear();
  const stored = memory.flipped(x);
  const y = new Int8Array(size.rows * size.outputs);
  const sizes: number[] = [];
  const buffers = {
    x: constant(stored),
    y: constant(y),
    scratch: (bytes: number) => ({ kind: "scratch", id: sizes.push(bytes) - 1, offset: 0 }) as const,
  };
  const calls = convInt8(rowsShape(size), weights, buffers, bounds).map(byPanels);
  memory.place(calls, sizes);
  for (const call of calls) memory.run(call, call.when === "run" ? parts?.(call.end) : undefined);
  return { y: memory.flipped(memory.read(y)), spoilt: memory.spoiltGuards() };
}

export function floatProduct(
  memory: KernelMemory,
  size: Size,
  x: Float32Array,
  weights: Float32Array,
  { bounds = FLOAT_BOUNDS, parts }: { bounds?: { low: number; high: number }; parts?: Parts } = {},
): ProductResult<Float32Array> {
  memory.clear();
  const y = new Float32Array(size.rows * size.outputs);
  const sizes: number[] = [];
  const buffers = {
    x: constant(x),
    y: constant(y),
    scratch: (bytes: number) => ({ kind: "scratch", id: sizes.push(bytes) - 1, offset: 0 }) as const,
  };
  const bias = new Float32Array(size.outputs);
  const calls = convFloat(rowsShape(size), { weights, bias }, buffers, bounds).map(byPanels);
  memory.place(calls, sizes);
  for (const call of calls) memory.run(call, parts?.(call.end));
  return { y: memory.read(y), spoilt: memory.spoiltGuards() };
}
