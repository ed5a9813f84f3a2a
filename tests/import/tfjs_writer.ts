// Small TensorFlow.js models written by hand, and what the importer's tests ask of them.

import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { TensorData } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { type Diagnostic, ImportError } from "../../src/import/diagnostics.ts";
import { importTfjs, type TfjsFiles, type TfjsOptions } from "../../src/import/tfjs/import.ts";
import type { Json, JsonObject } from "../../src/import/tfjs/json.ts";

export interface WeightSpec {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** Default float32. */
  readonly dtype?: string;
  readonly quantization?: JsonObject;
  /** Of the stored values, where they are not those of `dtype`. */
  readonly bytes?: Uint8Array;
}

export type WeightSpecs = Readonly<Record<string, WeightSpec>>;

/** A weight of values that differ, small enough for exact sums. */
export function ramp(...shape: number[]): WeightSpec {
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, values: Array.from({ length: count }, (_, i) => ((i * 7) % 11) / 4 - 1) };
}

export function weight(shape: readonly number[], ...values: number[]): WeightSpec {
  return { shape, values };
}

function bytesOf({ values, dtype = "float32", bytes }: WeightSpec): Uint8Array {
  if (bytes !== undefined) return bytes;
  if (dtype === "float32") return new Uint8Array(Float32Array.from(values).buffer);
  if (dtype === "int32") return new Uint8Array(Int32Array.from(values).buffer);
  return Uint8Array.from(values);
}

/** All weights in one group and one file, "w.bin". */
export function withWeights(rest: JsonObject, weights: WeightSpecs = {}): TfjsFiles {
  const entries = Object.entries(weights);
  const manifest = entries.map(([name, { shape, dtype = "float32", quantization }]) => ({
    name,
    shape,
    dtype,
    ...(quantization && { quantization }),
  }));
  const bytes = Uint8Array.from(entries.flatMap(([, spec]) => Array.from(bytesOf(spec))));
  const weightsManifest: Json = [{ paths: ["w.bin"], weights: manifest }];
  return { model: JSON.stringify({ ...rest, weightsManifest }), weights: new Map([["w.bin", bytes]]) };
}

export interface LayerSpec {
  readonly class_name: string;
  readonly config: JsonObject;
}

export function layer(className: string, config: JsonObject = {}): LayerSpec {
  return { class_name: className, config: { name: className.toLowerCase(), ...config } };
}

export interface SequentialOptions {
  readonly weights?: WeightSpecs;
  readonly kerasVersion?: string;
}

/** A sequential Keras model: an input of `shape` (null is an open size) and the layers. */
export function sequential(
  shape: readonly (number | null)[],
  layers: readonly LayerSpec[],
  { weights, kerasVersion = "2.15.0" }: SequentialOptions = {},
): TfjsFiles {
  const input = layer("InputLayer", { batch_input_shape: shape, name: "x", dtype: "float32" });
  const config = { name: "sequential", layers: [input, ...layers] } as unknown as JsonObject;
  return keras({ class_name: "Sequential", config }, weights, kerasVersion);
}

export function keras(modelConfig: JsonObject, weights: WeightSpecs = {}, version = "2.15.0"): TfjsFiles {
  const modelTopology = { keras_version: version, backend: "tensorflow", model_config: modelConfig };
  return withWeights({ format: "layers-model", modelTopology }, weights);
}

export function load(files: TfjsFiles, options: Partial<TfjsOptions> = {}): Graph {
  const graph = importTfjs(files, { name: "test", ...options });
  verifyGraph(graph);
  return graph;
}

/** Output 0 of the graph for these inputs. */
export function resultOf(graph: Graph, ...inputs: readonly TensorData[]): number[] {
  return Array.from(executeGraph(graph, inputs).get(graph.outputs[0].tensor) ?? []);
}

/** Output 0 of a model of one input. */
export function resultFor(files: TfjsFiles, ...values: readonly number[]): number[] {
  return resultOf(load(files), Float32Array.from(values));
}

export function shapeOf(graph: Graph): readonly number[] {
  return graph.tensors[graph.outputs[0].tensor].shape;
}

export function problemsOf(files: TfjsFiles, options: Partial<TfjsOptions> = {}): readonly Diagnostic[] {
  try {
    importTfjs(files, { name: "test", ...options });
  } catch (error) {
    assert.instance(error, ImportError);
    return (error as ImportError).diagnostics;
  }
  throw new Error("the file was imported");
}

export function near(actual: readonly number[], expected: readonly number[], tolerance = 1e-5, message = ""): void {
  assert.is(actual.length, expected.length, `${message}: ${actual.length} values, expected ${expected.length}`);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]);
    assert.ok(difference <= tolerance, `${message}[${i}]: ${value}, expected ${expected[i]}`);
  });
}
