// One operator of the file as its importer sees it: inputs and options with checks, and ways to add graph nodes.

import { ABSENT, type GraphTensor, type TensorId } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/op_def.ts";
import { elementCount, type TensorData } from "../../graph/tensor.ts";
import { ensure, quote } from "../diagnostics.ts";
import { checkDeclared, type OperatorImporter } from "../node_builder.ts";
import type { GraphBuilder } from "./builder.ts";
import type { FlatTable } from "./flatbuffer.ts";
import { describeFileTensor, type FileOperator, type FileTensor } from "./model.ts";
import { ACTIVATIONS } from "./schema.ts";

/** Adds the graph nodes of one file operator. Throws Problem. */
export type NodeImporter = OperatorImporter<NodeContext, void>;

/** What the file calls an operator -> its importer. */
export type OperatorTable = Readonly<Record<string, NodeImporter>>;

/** What a fused activation may become besides its operator: for operators that take a clamp, and for those that do not. */
export const ACTIVATED: readonly string[] = ["tanh"];
export const ACTIVATED_OR_CLIPPED: readonly string[] = ["clip", "tanh"];

/** Clamps that operators take as attributes; the others become nodes of their own. */
const CLAMPS: Readonly<Record<string, Attributes>> = {
  NONE: {},
  RELU: { min: 0 },
  RELU_N1_TO_1: { min: -1, max: 1 },
  RELU6: { min: 0, max: 6 },
};
const MAX_CONSTANT_LIST = 65536;

export class NodeContext {
  readonly operator: FileOperator;
  readonly origin: string;
  readonly builder: GraphBuilder;
  readonly #makes: readonly string[];

  constructor(builder: GraphBuilder, operator: FileOperator, origin: string, makes: readonly string[]) {
    this.builder = builder;
    this.operator = operator;
    this.origin = origin;
    this.#makes = makes;
  }

  /** Graph tensor of input `i`. */
  input(i: number): TensorId {
    const index = this.operator.inputs[i] ?? -1;
    ensure(index !== -1, () => `input ${i} is missing`, "The file is damaged");
    return this.builder.read(index);
  }

  /** Graph tensor of input `i`, ABSENT where the file has none. */
  optionalInput(i: number): TensorId {
    const index = this.operator.inputs[i] ?? -1;
    return index === -1 ? ABSENT : this.builder.read(index);
  }

  hasInput(i: number): boolean {
    return (this.operator.inputs[i] ?? -1) !== -1;
  }

  tensor(id: TensorId): GraphTensor {
    return this.builder.tensors[id];
  }

  /** Shape of input `i`, which must have `rank` dimensions if that is given. */
  shape(i: number, rank?: number): readonly number[] {
    const { shape, name } = this.tensor(this.input(i));
    ensure(
      rank === undefined || shape.length === rank,
      () => `input ${i} ${quote(name)} has the shape [${shape}], ${rank} dimensions are needed`,
      "Only this layout of the operator is supported",
    );
    return shape;
  }

  fileInput(i: number): FileTensor {
    return this.builder.fileTensor(this.operator.inputs[i] ?? -1);
  }

  fileOutput(i = 0): FileTensor {
    const index = this.operator.outputs[i];
    ensure(index !== undefined, () => `output ${i} is missing`, "The file is damaged");
    return this.builder.fileTensor(index);
  }

  /** Values of a constant input that decides shapes. `what` names it in messages. */
  constant(i: number, what: string): TensorData {
    const { data, name, shape } = this.tensor(this.input(i));
    ensure(
      data !== undefined,
      () => `${what} (input ${i} ${quote(name)}) is computed at run time`,
      "It must be a constant: convert the model with fixed input shapes",
    );
    ensure(
      elementCount(shape) <= MAX_CONSTANT_LIST,
      () => `${what} (input ${i} ${quote(name)}) has ${elementCount(shape)} values`,
      "The file is damaged",
    );
    return data;
  }

  /** Integers of a constant input; `count` of them if that is given. */
  integers(i: number, what: string, count?: number): number[] {
    const values = Array.from(this.constant(i, what));
    ensure(
      values.every(Number.isInteger) && (count === undefined || values.length === count),
      () =>
        `${what} (input ${i}) is [${values.slice(0, 16)}]${count === undefined ? "" : `; ${count} integers are needed`}`,
      "The file is damaged",
    );
    return values;
  }

  integer(i: number, what: string): number {
    return this.integers(i, what, 1)[0];
  }

  /** An axis counted from the front; negative ones count from the back. */
  axis(value: number, rank: number): number {
    const axis = value < 0 ? value + rank : value;
    ensure(
      Number.isInteger(axis) && axis >= 0 && axis < rank,
      () => `axis ${value} does not exist in ${rank} dimensions`,
      "The file is damaged",
    );
    return axis;
  }

  /** The operator's options table, or undefined where all have defaults. */
  options(expected: { readonly type: number }): FlatTable | undefined {
    const { options, optionsType } = this.operator;
    if (options === undefined || optionsType === 0) return undefined;
    ensure(
      optionsType === expected.type,
      () => `has options of kind ${optionsType}, kind ${expected.type} belongs to the operator`,
      "The file is damaged",
    );
    return options;
  }

  /** Adds a node that computes the operator's outputs. */
  emit(op: string, inputs: readonly TensorId[], attributes: Attributes = {}): void {
    checkDeclared(op, this.#makes, this.origin);
    this.builder.emit({ op, inputs, attributes, origin: this.origin }, this.operator.outputs);
  }

  /** Adds a node before the last one; its output has the quantisation of `like`. */
  emitIntermediate(
    op: string,
    inputs: readonly TensorId[],
    attributes: Attributes,
    like?: Omit<GraphTensor, "shape">,
  ): TensorId {
    checkDeclared(op, this.#makes, this.origin);
    const name = `${this.fileOutput().name}/${op}`;
    const emission = { op, inputs, attributes, origin: this.origin };
    return this.builder.emitIntermediate(emission, { quantization: like?.quantization }, name);
  }

  /** As `emit`, with the fused activation `code` of the options as a clamp (if `clamps`) or a node behind. */
  emitActivated(code: number, op: string, inputs: readonly TensorId[], attributes: Attributes, clamps = true): void {
    const activation = ACTIVATIONS[code];
    const clamp = CLAMPS[activation ?? ""];
    if (clamp !== undefined && (clamps || activation === "NONE")) {
      this.emit(op, inputs, { ...attributes, ...clamp });
      return;
    }
    ensure(
      clamp !== undefined || activation === "TANH",
      () => `the fused activation ${activation ?? code} is not supported`,
      "Use RELU, RELU6, RELU_N1_TO_1 or TANH",
    );
    const output = this.builder.outputType(this.operator.outputs[0] ?? -1);
    ensure(
      clamp !== undefined || output.dtype === "f32",
      () => `fuses TANH into the quantised ${describeFileTensor(this.fileOutput())}`,
      "Make the activation a layer of its own",
    );
    const value = this.emitIntermediate(op, inputs, attributes, output);
    if (clamp === undefined) this.emit("tanh", [value]);
    else this.emit("clip", [value], clamp);
  }

  /** Another name for the operator's output. */
  alias(id: TensorId): void {
    this.builder.alias(this.operator.outputs[0] ?? -1, id);
  }
}
