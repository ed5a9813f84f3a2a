// One node of an ONNX file as its importer sees it: inputs, attributes with their defaults, and ways to add graph nodes.

import { ABSENT, type TensorId } from "../../graph/graph.ts";
import type { Assembler } from "../assembler.ts";
import { ensure, quote } from "../diagnostics.ts";
import { NodeBuilder, type OperatorImporter } from "../node_builder.ts";
import type { OnnxTensor } from "./tensor.ts";

/** Element types by the names of ONNX's TensorProto.DataType. */
export type OnnxType =
  | "FLOAT"
  | "UINT8"
  | "INT8"
  | "UINT16"
  | "INT16"
  | "INT32"
  | "INT64"
  | "STRING"
  | "BOOL"
  | "FLOAT16"
  | "DOUBLE"
  | "UINT32"
  | "UINT64"
  | "BFLOAT16"
  | "UINT4"
  | "INT4";

export type OnnxAttribute = number | string | readonly number[] | readonly string[] | OnnxTensor;

/** A node as the file states it. */
export interface NodeProto {
  readonly index: number;
  readonly opType: string;
  /** "" is ai.onnx. */
  readonly domain: string;
  readonly name: string;
  /** "" is an absent optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** A value of the file: the graph tensor, and the element type the file gives it. */
export interface OnnxValue {
  readonly id: TensorId;
  /** uint8 and bool, say, are kept as i8 and i32: what an operator means may depend on the file's type. */
  readonly type: OnnxType;
}

/** Adds the graph nodes of one file node; returns one value an output (fewer if the last are unused). Throws Problem. */
export type NodeImporter = OperatorImporter<OnnxNode, readonly OnnxValue[]>;

/** Operator's name in the file, with its domain if that is not ai.onnx ("com.microsoft.QLinearAdd") -> importer. */
export type OperatorTable = Readonly<Record<string, NodeImporter>>;

export interface NodePlace {
  readonly proto: NodeProto;
  /** Version of the operator set of the node's domain that the file imports. */
  readonly opset: number;
  /** `#12 Conv "block3/expand"`. */
  readonly origin: string;
}

const DAMAGED = "The file is damaged; export the model again";

export class OnnxNode extends NodeBuilder {
  readonly proto: NodeProto;
  /** Version of the operator set of the node's domain that the file imports. */
  readonly opset: number;
  readonly #values: readonly (OnnxValue | undefined)[];

  constructor(
    assembler: Assembler,
    { proto, opset, origin }: NodePlace,
    makes: readonly string[],
    values: readonly (OnnxValue | undefined)[],
  ) {
    super(assembler, origin, proto.outputs[0] || proto.name || proto.opType, makes);
    this.proto = proto;
    this.opset = opset;
    this.#values = values;
  }

  get inputCount(): number {
    return this.#values.length;
  }

  hasInput(i: number): boolean {
    return this.#values[i] !== undefined;
  }

  /** Whether the file names (and so may use) output `i`. */
  hasOutput(i: number): boolean {
    return (this.proto.outputs[i] ?? "") !== "";
  }

  value(i: number): OnnxValue {
    const value = this.#values[i];
    ensure(value !== undefined, () => `input ${i} is missing`, DAMAGED);
    return value;
  }

  input(i: number): TensorId {
    return this.value(i).id;
  }

  /** ABSENT where the file has none. */
  optionalInput(i: number): TensorId {
    return this.#values[i]?.id ?? ABSENT;
  }

  /** ONNX element type of input `i`. */
  typeOf(i: number): OnnxType {
    return this.value(i).type;
  }

  /** Shape of input `i`. */
  shape(i: number): readonly number[] {
    return this.shapeOf(this.input(i));
  }

  /** Integers of input `i`, which decides shapes and so must be constant. */
  integers(i: number, what: string): number[] {
    return this.integersOf(this.input(i), `${what} (input ${i})`);
  }

  int(name: string, otherwise: number): number {
    const value = this.proto.attributes.get(name);
    if (value === undefined) return otherwise;
    ensure(typeof value === "number" && Number.isSafeInteger(value), () => `attribute ${name} is no integer`, DAMAGED);
    return value;
  }

  float(name: string, otherwise: number): number {
    const value = this.proto.attributes.get(name);
    if (value === undefined) return otherwise;
    ensure(typeof value === "number", () => `attribute ${name} is no number`, DAMAGED);
    return value;
  }

  ints(name: string): readonly number[] | undefined {
    const value = this.floats(name);
    ensure(
      value === undefined || value.every(Number.isSafeInteger),
      () => `attribute ${name} is no list of integers`,
      DAMAGED,
    );
    return value;
  }

  floats(name: string): readonly number[] | undefined {
    const value = this.proto.attributes.get(name);
    if (value === undefined) return undefined;
    ensure(
      Array.isArray(value) && value.every((item) => typeof item === "number"),
      () => `attribute ${name} is no list of numbers`,
      DAMAGED,
    );
    return value as readonly number[];
  }

  string(name: string, otherwise: string): string {
    const value = this.proto.attributes.get(name);
    if (value === undefined) return otherwise;
    ensure(typeof value === "string", () => `attribute ${name} is no text`, DAMAGED);
    return value;
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

  /** An output of the same file type as input `i`. */
  like(i: number, id: TensorId): OnnxValue[] {
    return [{ id, type: this.typeOf(i) }];
  }
}
