// TensorFlow graphs of a few nodes, as TensorFlow.js keeps them.

import type { TfjsFiles } from "../../src/import/tfjs/import.ts";
import type { Json, JsonObject } from "../../src/import/tfjs/json.ts";
import { load, resultOf, shapeOf, type WeightSpec, withWeights } from "./tfjs_writer.ts";

const base64 = (text: string) => btoa(text);

/** Attribute values in protobuf's JSON. */
export const attr = {
  text: (value: string): JsonObject => ({ s: base64(value) }),
  texts: (...values: string[]): JsonObject => ({ list: { s: values.map(base64) } }),
  int: (value: number): JsonObject => ({ i: String(value) }),
  ints: (...values: number[]): JsonObject => ({ list: { i: values.map(String) } }),
  float: (value: number): JsonObject => ({ f: value }),
  bool: (value: boolean): JsonObject => ({ b: value }),
  type: (value: string): JsonObject => ({ type: value }),
};

export const dimensions = (shape: readonly number[]): JsonObject => ({
  dim: shape.map((size) => ({ size: String(size) })),
});

/** An input whose value a test gives: floats, or integers. */
export interface Feed {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly type?: string;
}

/** Something a node reads: the value of an input, a constant, or the name of another node's output. */
export type Operand = { readonly feed: Feed } | { readonly constant: WeightSpec } | string;

export const feed = (shape: readonly number[], ...values: number[]): Operand => ({ feed: { shape, values } });
export const integersFeed = (shape: readonly number[], ...values: number[]): Operand => ({
  feed: { shape, values, type: "DT_INT32" },
});
export const floats = (shape: readonly number[], ...values: number[]): Operand => ({ constant: { shape, values } });
export const integers = (...values: number[]): Operand => ({
  constant: { shape: [values.length], values, dtype: "int32" },
});
export const integer = (value: number): Operand => ({ constant: { shape: [], values: [value], dtype: "int32" } });
export const matrix = (shape: readonly number[], ...values: number[]): Operand => ({
  constant: { shape, values, dtype: "int32" },
});

export class GraphFile {
  readonly nodes: JsonObject[] = [];
  readonly feeds: Feed[] = [];
  readonly #weights: Record<string, WeightSpec> = {};

  /** Adds a node; returns its name. */
  add(op: string, operands: readonly Operand[], attributes: JsonObject = {}): string {
    const inputs = operands.map((operand) => this.#operand(operand));
    const name = `n${this.nodes.length}`;
    this.nodes.push({ name, op, input: inputs, attr: attributes });
    return name;
  }

  #operand(operand: Operand): string {
    if (typeof operand === "string") return operand;
    const name = `n${this.nodes.length}`;
    if ("feed" in operand) {
      const { shape, type = "DT_FLOAT" } = operand.feed;
      const attributes = { dtype: attr.type(type), shape: { shape: dimensions(shape) } };
      this.nodes.push({ name, op: "Placeholder", attr: attributes });
      this.feeds.push(operand.feed);
    } else {
      this.nodes.push({ name, op: "Const", attr: { dtype: attr.type("DT_FLOAT") } });
      this.#weights[name] = operand.constant;
    }
    return name;
  }

  file(output?: string, more: JsonObject = {}): TfjsFiles {
    const [name, index = "0"] = (output ?? "").split(":");
    const signature: Json = { outputs: { y: { name: `${name}:${index}` } } };
    const rest = { format: "graph-model", modelTopology: { node: this.nodes }, ...(output && { signature }), ...more };
    return withWeights(rest, this.#weights);
  }
}

/** Shape and values of a node's output for the values of its inputs. */
export function outcome(
  op: string,
  operands: readonly Operand[],
  attributes: JsonObject = {},
  output = 0,
): { shape: readonly number[]; values: number[] } {
  const file = new GraphFile();
  const graph = load(file.file(`${file.add(op, operands, attributes)}:${output}`));
  // The importer lists inputs as the graph has them: in the order of the file.
  const inputs = file.feeds.map(({ values, type }) =>
    type === "DT_INT32" ? Int32Array.from(values) : Float32Array.from(values),
  );
  return { shape: shapeOf(graph), values: resultOf(graph, ...inputs) };
}
