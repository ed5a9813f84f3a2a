// What importers write graph nodes with: one foreign node may become several, all with its origin.

import type { GraphTensor, TensorId } from "../graph/graph.ts";
import type { Attributes } from "../graph/op_def.ts";
import { type DType, elementCount, type Quantization, sameShape, type TensorData } from "../graph/tensor.ts";
import type { Assembler } from "./assembler.ts";
import { ensure, Problem, quote } from "./diagnostics.ts";
import { inputBehind } from "./known.ts";

/** What a foreign operator becomes: entry of an importer's table. The list of supported operators is made from these. */
export interface OperatorImporter<Node, Result> {
  /** The operators of its nodes, PLUMBING aside. Others cannot be added: what the documentation says is what happens. */
  readonly makes: readonly string[];
  readonly run: (node: Node) => Result;
}

/** Operators that any importer may add around others, for layout and element type. */
export const PLUMBING: readonly string[] = ["cast", "dequantize", "quantize", "reshape", "transpose"];

/** Throws where an importer adds an operator that its table does not declare: a mistake of ours, not of the file. */
export function checkDeclared(op: string, makes: readonly string[], origin: string): void {
  if (!makes.includes(op) && !PLUMBING.includes(op)) throw new Error(`${origin} does not declare ${op}`);
}

/** Longest list of numbers that decides a shape. */
const MAX_CONSTANT_LIST = 65536;

export class NodeBuilder {
  readonly assembler: Assembler;
  /** `#12 Conv "block3/expand"`. */
  readonly origin: string;
  /** What the tensors made here are called: the name of the foreign node's output. */
  readonly name: string;
  readonly #makes: readonly string[];

  constructor(assembler: Assembler, origin: string, name: string, makes: readonly string[]) {
    this.assembler = assembler;
    this.origin = origin;
    this.name = name;
    this.#makes = makes;
  }

  tensor(id: TensorId): GraphTensor {
    return this.assembler.tensors[id];
  }

  shapeOf(id: TensorId): readonly number[] {
    return this.tensor(id).shape;
  }

  dtypeOf(id: TensorId): DType {
    return this.tensor(id).dtype;
  }

  /** Adds a node and returns all its outputs. Over constants it is computed at once. Throws Problem. */
  emitAll(
    op: string,
    inputs: readonly TensorId[],
    attributes: Attributes = {},
    quantization?: Quantization,
  ): TensorId[] {
    checkDeclared(op, this.#makes, this.origin);
    return this.assembler.emit({ op, inputs, attributes, origin: this.origin }, this.name, quantization);
  }

  /** Adds a node of one output. An i8 output has the quantisation given, or that of the first input. */
  emit(op: string, inputs: readonly TensorId[], attributes: Attributes = {}, quantization?: Quantization): TensorId {
    return this.emitAll(op, inputs, attributes, quantization)[0];
  }

  /** A constant of the element type its array has. */
  constant(shape: readonly number[], data: TensorData, quantization?: Quantization): TensorId {
    const dtype = data instanceof Float32Array ? "f32" : data instanceof Int8Array ? "i8" : "i32";
    return this.assembler.add({ name: `${this.name}/constant`, dtype, shape, data, quantization });
  }

  /** An f32 constant without dimensions. */
  scalar(value: number): TensorId {
    return this.constant([], Float32Array.of(value));
  }

  /** An i32 constant without dimensions. */
  integer(value: number): TensorId {
    return this.constant([], Int32Array.of(value));
  }

  /** The same elements in another shape of as many. */
  reshape(id: TensorId, shape: readonly number[]): TensorId {
    if (sameShape(this.shapeOf(id), shape)) return id;
    ensure(
      elementCount(shape) === elementCount(this.shapeOf(id)),
      () => `cannot reshape [${this.shapeOf(id)}] to [${shape}]`,
      "Both must have one number of elements; convert the model again",
    );
    return this.emit("reshape", [id], { shape });
  }

  /** Output dimension i is input dimension perm[i]. */
  transpose(id: TensorId, perm: readonly number[]): TensorId {
    if (perm.every((axis, i) => axis === i)) return id;
    return this.emit("transpose", [id], { perm });
  }

  cast(id: TensorId, to: DType): TensorId {
    return this.dtypeOf(id) === to ? id : this.emit("cast", [id], { to });
  }

  /** [N, C, ...spatial] -> [N, ...spatial, C]. */
  channelsLast(id: TensorId): TensorId {
    const rank = this.shapeOf(id).length;
    return this.transpose(id, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]);
  }

  /** [N, ...spatial, C] -> [N, C, ...spatial]. */
  channelsFirst(id: TensorId): TensorId {
    const rank = this.shapeOf(id).length;
    return this.transpose(id, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]);
  }

  /** Values of a tensor that must be known now. `what` names it in messages. Throws Problem. */
  valuesOf(id: TensorId, what: string): TensorData {
    const { data, name } = this.tensor(id);
    if (data !== undefined) return data;
    const input = inputBehind(this, id);
    const remedy =
      input === undefined
        ? "fix the input's shape"
        : `give the input's value with --set ${this.tensor(input).name}=VALUE`;
    throw new Problem(
      `${what} (${quote(name)}) is computed at run time`,
      `It must be known when the model is compiled: ${remedy}`,
    );
  }

  /** Integers of a constant that decides shapes or parameters. Throws Problem. */
  integersOf(id: TensorId, what: string): number[] {
    const values = Array.from(this.valuesOf(id, what));
    ensure(
      values.length <= MAX_CONSTANT_LIST && values.every(Number.isInteger),
      () => `${what} is [${values.slice(0, 16)}]${values.length > 16 ? `, ${values.length} values` : ""}`,
      "Integers are needed; the file is damaged",
    );
    return values;
  }

  /** An axis counted from the front; negative ones count from the back. Throws Problem. */
  axis(value: number, rank: number): number {
    const axis = value < 0 ? value + rank : value;
    ensure(
      Number.isInteger(axis) && axis >= 0 && axis < rank,
      () => `axis ${value} does not exist in ${rank} dimensions`,
      "The file is damaged",
    );
    return axis;
  }
}
