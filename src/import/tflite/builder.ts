// The graph under construction: which file tensor is which graph tensor, and the checks every new node passes.

import type { Graph, GraphTensor, TensorId } from "../../graph/graph.ts";
import type { InferredType } from "../../graph/op_def.ts";
import { sameShape, type TensorType } from "../../graph/tensor.ts";
import type { Operator } from "../../ops/operator.ts";
import { Assembler, type Emission } from "../assembler.ts";
import { ensure } from "../diagnostics.ts";
import { describeFileTensor, type FileModel, type FileTensor } from "./model.ts";
import { ELEMENT } from "./schema.ts";
import { checkShape, constantData, isConstant, quantizationOf, typeRule } from "./tensors.ts";

/** Computed at import, if all inputs are constants and nothing is larger: chains of shapes, not weights. */
const MAX_FOLDED = 4096;
/** Constants may be shared by tensors, but not so often that a small file fills the memory. */
const CONSTANT_BYTES_PER_FILE_BYTE = 16;
const SPARE_CONSTANT_BYTES = 2 ** 26;

/** The file's tensor cannot be had because of something already reported. */
export class AlreadyReported extends Error {}

export class GraphBuilder {
  readonly file: FileModel;
  readonly #assembler: Assembler;
  /** Graph tensor of a file tensor; "broken" where a problem was reported already. */
  readonly #known = new Map<number, TensorId | "broken">();

  constructor(file: FileModel) {
    this.file = file;
    this.#assembler = new Assembler({
      constantBytes: SPARE_CONSTANT_BYTES + CONSTANT_BYTES_PER_FILE_BYTE * file.bytes.length,
      constantHint: "The file is damaged",
      foldedElements: MAX_FOLDED,
      keepDequantize: false,
    });
  }

  get tensors(): readonly GraphTensor[] {
    return this.#assembler.tensors;
  }

  add(tensor: GraphTensor): TensorId {
    return this.#assembler.add(tensor);
  }

  /** The file's tensor `index`. Throws Problem, FlatbufferError, or AlreadyReported. */
  fileTensor(index: number): FileTensor {
    ensure(
      index >= 0 && index < this.file.tensors,
      () => `refers to tensor ${index}; there are ${this.file.tensors}`,
      "The file is damaged",
    );
    return this.file.tensor(index);
  }

  /** Makes later uses of a file tensor silent: what is wrong with it has been said. */
  markBroken(index: number): void {
    if (!this.#known.has(index)) this.#known.set(index, "broken");
  }

  /** Graph tensor of a file tensor that a node reads: computed before, or a constant. */
  read(index: number): TensorId {
    const known = this.#known.get(index);
    if (known === "broken") throw new AlreadyReported();
    if (known !== undefined) return known;
    const tensor = this.fileTensor(index);
    // Whatever goes wrong below is reported by the first node that reads the tensor.
    this.#known.set(index, "broken");
    const { dtype, quantization } = typeOf(tensor);
    ensure(
      isConstant(tensor),
      () => `reads ${describeFileTensor(tensor)}, which no earlier operator computes`,
      "Operators must stand in execution order; convert the model again",
    );
    const id = this.add({
      name: tensor.name,
      dtype,
      shape: tensor.shape,
      quantization,
      data: constantData(tensor),
    });
    this.#known.set(index, id);
    return id;
  }

  /** Makes a file tensor another name of a graph tensor. */
  alias(index: number, id: TensorId): void {
    this.#claim(index);
    this.#known.set(index, id);
  }

  #claim(index: number): void {
    const tensor = this.fileTensor(index);
    ensure(
      !this.#known.has(index) && !isConstant(tensor),
      () => `computes ${describeFileTensor(tensor)}, which has a value already`,
      "Every tensor must be computed once; the file is damaged",
    );
  }

  /** Declares a graph input; values that the file may hold for it are ignored. */
  defineInput(index: number, shape: readonly number[]): TensorId {
    ensure(!this.#known.has(index), () => `tensor ${index} is listed twice`, "The file is damaged");
    return this.#define(index, shape);
  }

  #define(index: number, shape: readonly number[]): TensorId {
    const tensor = this.fileTensor(index);
    this.#known.set(index, "broken");
    checkShape(tensor, shape);
    const { dtype, quantization } = typeOf(tensor);
    ensure(
      dtype !== "i8" || quantization === undefined || quantization.scale.length === 1,
      () => `${describeFileTensor(tensor)} is computed, but quantised per channel`,
      "Only constants may be quantised per channel; convert the model again",
    );
    const id = this.add({ name: tensor.name, dtype, shape, quantization });
    this.#known.set(index, id);
    return id;
  }

  /** Element type and quantisation that the file gives a computed tensor. */
  outputType(index: number): Omit<GraphTensor, "shape"> {
    const tensor = this.fileTensor(index);
    return { name: tensor.name, ...typeOf(tensor) };
  }

  /** What the operator's shape rule says of its outputs. Throws Problem. */
  infer(emission: Emission): { operator: Operator; types: InferredType[] } {
    return this.#assembler.infer(emission);
  }

  finish(rest: Omit<Graph, "tensors" | "nodes">): Graph {
    return this.#assembler.finish(rest);
  }

  /** Adds a node whose outputs are tensors of the file; its shape rule must agree with the file. */
  emit(emission: Emission, outputs: readonly number[]): void {
    const { operator, types } = this.infer(emission);
    ensure(
      types.length === outputs.length,
      () => `has ${outputs.length} outputs, ${operator.name} gives ${types.length}`,
      "The file is damaged",
    );
    const ids = outputs.map((index, i) => this.#defineChecked(index, types[i]));
    this.#assembler.addNode(operator, emission, ids);
  }

  /** Adds a node whose single output is not in the file. */
  emitIntermediate(emission: Emission, like: Omit<TensorType, "shape" | "dtype">, name: string): TensorId {
    const { operator, types } = this.infer(emission);
    const id = this.add({ name, ...like, ...types[0] });
    this.#assembler.addNode(operator, emission, [id]);
    return id;
  }

  #defineChecked(index: number, type: InferredType): TensorId {
    // TFLite's kernels give an output the element type of their inputs, whatever the file states.
    if (type.dtype === "i8" && isQuantizedFloat(this.fileTensor(index))) this.file.retype(index, ELEMENT.int8);
    const tensor = this.fileTensor(index);
    const { dtype } = typeRule(tensor);
    ensure(
      dtype === type.dtype,
      () => `gives ${type.dtype}, the file says ${describeFileTensor(tensor)}`,
      "The combination of element types is not supported; quantise the whole model or nothing of it",
    );
    ensure(
      isUnknownShape(tensor) || sameShape(type.shape, tensor.shape),
      () => `gives the shape [${type.shape}], the file says ${describeFileTensor(tensor)}`,
      "The file contradicts itself; convert the model again",
    );
    this.#claim(index);
    return this.#define(index, type.shape);
  }

  /** After a problem in a node: its outputs as the file states them, so that later nodes are still checked. */
  assume(index: number): void {
    if (index < 0 || index >= this.file.tensors || this.#known.has(index)) return;
    try {
      const tensor = this.fileTensor(index);
      this.#define(index, tensor.shape);
    } catch {
      this.markBroken(index);
    }
  }
}

function typeOf(tensor: FileTensor): Pick<TensorType, "dtype" | "quantization"> {
  ensure(
    !tensor.isVariable,
    () => `${describeFileTensor(tensor)} is a variable`,
    "Freeze the model's variables before conversion",
  );
  return { dtype: typeRule(tensor).dtype, quantization: quantizationOf(tensor) };
}

function isQuantizedFloat({ type, quantization }: FileTensor): boolean {
  return type === ELEMENT.float32 && quantization.scale.length > 0;
}

/** Sizes only known at run time: the shape rule decides. */
export function isUnknownShape(tensor: FileTensor): boolean {
  return (
    tensor.shape.some((dim) => dim < 0) ||
    tensor.signature.some((dim) => dim < 0) ||
    (tensor.shape.length === 0 && !tensor.hasRank)
  );
}
