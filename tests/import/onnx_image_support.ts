// What the tests of ONNX's image operators share: one node imported and executed by the reference, and windows over
// channels-first tensors by their definition.

import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { elementCount, type Quantization, rowMajorStrides, type TensorData } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { Assembler } from "../../src/import/assembler.ts";
import {
  type NodeProto,
  type OnnxAttribute,
  OnnxNode,
  type OnnxType,
  type OperatorTable,
} from "../../src/import/onnx/node.ts";

export interface NodeInput {
  readonly shape: readonly number[];
  readonly data: TensorData;
  /** Known when the model is compiled, as weights are. */
  readonly constant?: boolean;
  readonly type?: OnnxType;
  readonly quantization?: Quantization | undefined;
  /** The operator gets the output of a node that dequantises this. */
  readonly dequantized?: boolean;
}

export interface NodeSpec {
  readonly op: string;
  /** Default 17. */
  readonly opset?: number;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** undefined is an absent optional input. */
  readonly inputs: readonly (NodeInput | undefined)[];
  /** How many the file names; default 1. */
  readonly outputs?: number;
}

export interface NodeResult {
  readonly shape: readonly number[];
  readonly data: TensorData;
  readonly type: OnnxType;
}

const DTYPES = { Float32Array: "f32", Int8Array: "i8", Int32Array: "i32" } as const;

function dtypeOf(data: TensorData) {
  return DTYPES[data.constructor.name as keyof typeof DTYPES];
}

/** The graph of one node and the ONNX types of its outputs. */
export function importNode(table: OperatorTable, spec: NodeSpec): { graph: Graph; types: OnnxType[] } {
  const { op, opset = 17, attributes = {}, inputs, outputs = 1 } = spec;
  const limits = { constantBytes: 2 ** 28, constantHint: "", foldedElements: 4096, keepDequantize: true };
  const assembler = new Assembler(limits);
  const values = inputs.map((input, i) => {
    if (input === undefined) return undefined;
    const { shape, data, constant, quantization, type = dtypeOf(data) === "f32" ? "FLOAT" : "INT64" } = input;
    const tensor = { name: `x${i}`, dtype: dtypeOf(data), shape, quantization };
    const id = assembler.add(constant ? { ...tensor, data } : tensor);
    if (!input.dequantized) return { id, type };
    const emission = { op: "dequantize", inputs: [id], attributes: {}, origin: "#0 DequantizeLinear" };
    return { id: assembler.emit(emission, `real${i}`)[0], type: "FLOAT" as const };
  });
  const proto: NodeProto = {
    index: 0,
    opType: op,
    domain: "",
    name: "node",
    inputs: inputs.map((input, i) => (input === undefined ? "" : `x${i}`)),
    outputs: Array.from({ length: outputs }, (_, i) => `y${i}`),
    attributes: new Map(Object.entries(attributes)),
  };
  const importer = table[op];
  const node = new OnnxNode(assembler, { proto, opset, origin: `#0 ${op}` }, importer.makes, values);
  const results = importer.run(node).slice(0, outputs);
  const port = (id: number, name: string) => ({ tensor: id, name, dtype: assembler.tensors[id].dtype });
  const graph = assembler.finish({
    name: op,
    inputs: values.flatMap((value, i) => (value === undefined || inputs[i]?.constant ? [] : [port(value.id, `x${i}`)])),
    outputs: results.map(({ id }, i) => port(id, `y${i}`)),
  });
  verifyGraph(graph);
  return { graph, types: results.map(({ type }) => type) };
}

/** Imports one node and executes it by the reference. */
export function runNode(table: OperatorTable, spec: NodeSpec): NodeResult[] {
  const { graph, types } = importNode(table, spec);
  const inputs = spec.inputs.flatMap((input) => (input === undefined || input.constant ? [] : [input.data]));
  const values = executeGraph(graph, inputs);
  return graph.outputs.map(({ tensor }, i) => ({
    shape: graph.tensors[tensor].shape,
    data: values.get(tensor)!,
    type: types[i],
  }));
}

/** How often the graph has each operator. */
export function operatorsOf(graph: Graph): string[] {
  return graph.nodes.map(({ op }) => op.name);
}

/** All index tuples of a shape, in row-major order. */
export function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, size) => found.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

export interface WindowSpec {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before the image, of each dimension. */
  readonly begin: readonly number[];
}

/** Places of a window's pixels in the image, by kernel position; pads have coordinates outside. */
export function windowAt(window: WindowSpec, output: readonly number[]): number[][] {
  const { kernel, strides, dilations, begin } = window;
  return indicesOf(kernel).map((tap) => tap.map((k, i) => output[i] * strides[i] - begin[i] + k * dilations[i]));
}

export function isInside(at: readonly number[], image: readonly number[]): boolean {
  return at.every((value, i) => value >= 0 && value < image[i]);
}

/** Element of a row-major tensor; 0 outside it. */
export function reader({ shape, data }: Pick<NodeInput, "shape" | "data">): (index: readonly number[]) => number {
  const strides = rowMajorStrides(shape);
  return (index) => (isInside(index, shape) ? data[index.reduce((sum, at, i) => sum + at * strides[i], 0)] : 0);
}

/** A tensor by the value at each index. */
export function tensorOf(shape: readonly number[], value: (index: readonly number[]) => number): NodeInput {
  return { shape, data: Float32Array.from(indicesOf(shape), value) };
}

/** Values that differ from one to the next, the same on every host. */
export function pattern(shape: readonly number[], seed = 1): Float32Array {
  return Float32Array.from({ length: elementCount(shape) }, (_, i) => (((i + seed) * 7919) % 1009) / 504 - 1);
}

/** Largest difference; Infinity where lengths or NaNs differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
