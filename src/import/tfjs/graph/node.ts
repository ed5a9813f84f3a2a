// One node of a TensorFlow graph as its importer sees it: inputs, attributes with their defaults, and ways to add graph
// nodes. There are two kinds of values, as in TensorFlow.js: f32, and i32 for everything that is an integer or a boolean.

import type { TensorId } from "../../../graph/graph.ts";
import type { TensorData } from "../../../graph/tensor.ts";
import type { Assembler } from "../../assembler.ts";
import { ensure, quote } from "../../diagnostics.ts";
import { NodeBuilder, type OperatorImporter } from "../../node_builder.ts";
import { Fields, type Json } from "../json.ts";
import { permute } from "../permute.ts";
import { type FileNode, floatOf, integerOf, textOf, typeName } from "./graph_def.ts";

/** A value without elements, which no tensor of the graph can be: the shape of a scalar, an empty list of axes. */
export const EMPTY = -2;
/** A tensor of the graph, or EMPTY. */
export type TfValue = TensorId;

/** Adds the graph nodes of one file node; returns its outputs. Throws Problem. */
export type TfImporter = OperatorImporter<TfNode, readonly TfValue[]>;

/** Name of the operator -> importer. */
export type TfTable = Readonly<Record<string, TfImporter>>;

const DAMAGED = "The file is damaged; export the model again";

export class TfNode extends NodeBuilder {
  readonly file: FileNode;
  readonly inputs: readonly TfValue[];

  constructor(
    assembler: Assembler,
    file: FileNode,
    origin: string,
    makes: readonly string[],
    inputs: readonly TfValue[],
  ) {
    super(assembler, origin, file.name, makes);
    this.file = file;
    this.inputs = inputs;
  }

  /** An input that must have elements. */
  input(i: number): TensorId {
    const id = this.inputs[i];
    ensure(id !== undefined, () => `input ${i} is missing`, DAMAGED);
    ensure(id !== EMPTY, () => `input ${i} has no elements`, "Tensors without elements are not supported");
    return id;
  }

  allInputs(): TensorId[] {
    return this.inputs.map((_, i) => this.input(i));
  }

  /** Integers of an input that decides shapes and so must be known. */
  integers(i: number, what: string): number[] {
    ensure(this.inputs[i] !== undefined, () => `input ${i} (${what}) is missing`, DAMAGED);
    return this.inputs[i] === EMPTY ? [] : this.integersOf(this.inputs[i], `${what} (input ${i})`);
  }

  integerInput(i: number, what: string): number {
    const values = this.integers(i, what);
    ensure(values.length === 1, () => `${what} (input ${i}) has ${values.length} values, not one`, DAMAGED);
    return values[0];
  }

  /** The value of an input of one element that must be known. */
  numberInput(i: number, what: string): number {
    const values = this.valuesOf(this.input(i), `${what} (input ${i})`);
    ensure(values.length === 1, () => `${what} (input ${i}) has ${values.length} values, not one`, DAMAGED);
    return values[0];
  }

  /** An input as f32. */
  real(i: number): TensorId {
    return this.cast(this.input(i), "f32");
  }

  /** Integers as a constant tensor; EMPTY if there are none. */
  list(values: readonly number[]): TfValue {
    return values.length === 0 ? EMPTY : this.constant([values.length], Int32Array.from(values));
  }

  /** The tensor with its dimensions in another order; a constant's values are moved at once. */
  arranged(id: TensorId, perm: readonly number[], shape?: readonly number[]): TensorId {
    const { data, shape: own } = this.tensor(id);
    ensure(own.length === perm.length, () => `the weights are [${own}], not of ${perm.length} dimensions`, DAMAGED);
    if (data === undefined) {
      const moved = this.transpose(id, perm);
      return shape === undefined ? moved : this.reshape(moved, shape);
    }
    const moved = perm.every((axis, i) => axis === i) ? data : permute(data as TensorData, own, perm);
    return this.constant(shape ?? perm.map((axis) => own[axis]), moved);
  }

  #attribute(name: string, kind: string): Json | undefined {
    const attributes = this.file.attributes;
    if (attributes === undefined || !attributes.has(name)) return undefined;
    return attributes.object(name).get(kind);
  }

  #where(name: string): string {
    return `attribute ${name}`;
  }

  int(name: string, otherwise: number): number {
    const value = this.#attribute(name, "i");
    return value === undefined ? otherwise : integerOf(value, this.#where(name));
  }

  float(name: string, otherwise: number): number {
    const value = this.#attribute(name, "f");
    return value === undefined ? otherwise : floatOf(value, this.#where(name));
  }

  bool(name: string, otherwise: boolean): boolean {
    const value = this.#attribute(name, "b") ?? otherwise;
    ensure(typeof value === "boolean", () => `${this.#where(name)} is not true or false`, DAMAGED);
    return value;
  }

  string(name: string, otherwise: string): string {
    const value = this.#attribute(name, "s");
    return value === undefined ? otherwise : textOf(value, this.#where(name));
  }

  /** One of the texts that the operator allows. */
  choice<T extends string>(name: string, otherwise: T, allowed: readonly T[]): T {
    const value = this.string(name, otherwise);
    ensure(
      (allowed as readonly string[]).includes(value),
      () => `attribute ${name} is ${quote(value)}`,
      `Supported are ${allowed.join(", ")}`,
    );
    return value as T;
  }

  /** An element type; undefined where the file does not say. */
  type(name: string): string | undefined {
    const value = this.#attribute(name, "type");
    return value === undefined ? undefined : typeName(value);
  }

  #list(name: string, kind: string): readonly Json[] | undefined {
    const list = this.#attribute(name, "list");
    return list === undefined ? undefined : new Fields(this.#where(name), list).optionalList(kind);
  }

  ints(name: string): number[] | undefined {
    return this.#list(name, "i")?.map((item) => integerOf(item, this.#where(name)));
  }

  strings(name: string): string[] {
    return (this.#list(name, "s") ?? []).map((item) => textOf(item, this.#where(name)));
  }
}
