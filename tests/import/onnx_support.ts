// What the ONNX importer's tests share: graphs, values and problems from records.

import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { TensorData } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { type Diagnostic, ImportError } from "../../src/import/diagnostics.ts";
import { importOnnx, type OnnxOptions } from "../../src/import/onnx/import.ts";
import { type AttributeSpec, type OnnxSpec, type TensorSpec, writeOnnx } from "./onnx_file.ts";

export function load(spec: OnnxSpec, options: Partial<OnnxOptions> = {}): Graph {
  const graph = importOnnx(writeOnnx(spec), { name: "test", ...options });
  verifyGraph(graph);
  return graph;
}

export function diagnosticsOf(bytes: Uint8Array, options: Partial<OnnxOptions> = {}): readonly Diagnostic[] {
  try {
    importOnnx(bytes, { name: "test", ...options });
  } catch (error) {
    assert.instance(error, ImportError);
    return (error as ImportError).diagnostics;
  }
  throw new Error("the file was imported");
}

export function problemsOf(spec: OnnxSpec, options: Partial<OnnxOptions> = {}): readonly Diagnostic[] {
  return diagnosticsOf(writeOnnx(spec), options);
}

/** The outputs' values by the reference. */
export function run(graph: Graph, ...inputs: TensorData[]): TensorData[] {
  const values = executeGraph(graph, inputs);
  return graph.outputs.map(({ tensor }) => values.get(tensor)!);
}

export interface SingleOptions {
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly opset?: number;
  /** Inputs behind the first that are constants, in order; undefined is an absent one. */
  readonly constants?: readonly (TensorSpec | undefined)[];
  readonly outputs?: number;
  readonly type?: TensorSpec["type"];
}

/** A model of one node: its first input is the model's. */
export function single(op: string, shape: readonly number[], options: SingleOptions = {}): OnnxSpec {
  const { attributes = {}, opset = 17, constants = [], outputs: count = 1, type = "FLOAT" } = options;
  const names = constants.map((constant, i) => (constant === undefined ? "" : `c${i}`));
  const outputs = Array.from({ length: count }, (_, i) => `y${i}`);
  return {
    opsets: { "": opset },
    nodes: [{ op, inputs: ["x", ...names], outputs, attributes }],
    inputs: [{ name: "x", type, shape }],
    outputs: outputs.map((name) => ({ name })),
    initializers: constants.flatMap((constant, i) => (constant === undefined ? [] : [{ ...constant, name: `c${i}` }])),
  };
}

export const int64s = (...values: number[]): TensorSpec => ({ type: "INT64", shape: [values.length], values });
export const floats = (...values: number[]): TensorSpec => ({ type: "FLOAT", shape: [values.length], values });
export const scalar = (value: number, type: TensorSpec["type"] = "FLOAT"): TensorSpec => ({
  type,
  shape: [],
  values: [value],
});
