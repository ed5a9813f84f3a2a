// What the importer's tests share: models of one operator, graphs and problems from records.

import * as assert from "uvu/assert";
import type { Graph } from "../../src/graph/graph.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { type Diagnostic, ImportError } from "../../src/import/diagnostics.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { type ModelSpec, type OperatorSpec, type TensorSpec, writeTflite } from "./tflite_writer.ts";

export function load(spec: ModelSpec): Graph {
  const graph = importTflite(writeTflite(spec), { name: "test" });
  verifyGraph(graph);
  return graph;
}

export function diagnosticsOf(bytes: Uint8Array): readonly Diagnostic[] {
  try {
    importTflite(bytes, { name: "test" });
  } catch (error) {
    assert.instance(error, ImportError);
    return (error as ImportError).diagnostics;
  }
  throw new Error("the file was imported");
}

export function problemsOf(spec: ModelSpec): readonly Diagnostic[] {
  return diagnosticsOf(writeTflite(spec));
}

/** A model of one operator; the first tensor is its input, the last its output, those between are further inputs. */
export function single(kind: string, tensors: readonly TensorSpec[], options?: OperatorSpec["options"]): ModelSpec {
  const names = tensors.map(({ name }) => name);
  const inputs = tensors.slice(0, -1).filter(({ data }) => data === undefined);
  return {
    tensors,
    operators: [{ kind, inputs: names.slice(0, -1), outputs: names.slice(-1), ...(options ? { options } : {}) }],
    inputs: inputs.map(({ name }) => name),
    outputs: names.slice(-1),
  };
}

export const ints = (name: string, ...values: number[]): TensorSpec => ({
  name,
  type: "int32",
  shape: [values.length],
  data: Int32Array.from(values),
});
export const scalar = (name: string, value: number): TensorSpec => ({
  name,
  type: "int32",
  shape: [],
  data: Int32Array.of(value),
});
