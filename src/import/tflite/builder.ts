// The graph under construction: which file tensor is which graph tensor, and the checks every new node passes.

import type { GraphNode, GraphTensor, TensorId } from "../../graph/graph.ts";
import { ABSENT } from "../../graph/graph.ts";
import { type Attributes, type InferredType, ShapeError } from "../../graph/op_def.ts";
import { byteLength, elementCount, sameShape, type TensorData, type TensorType } from "../../graph/tensor.ts";
import { OPS } from "../../ops/index.ts";
import type { Operator } from "../../ops/operator.ts";
import { ensure, enumerate, Problem, quote } from "../diagnostics.ts";
import { describeFileTensor, type FileModel, type FileTensor } from "./model.ts";
import { ELEMENT } from "./schema.ts";
import { checkShape, constantData, isConstant, quantizationOf, typeRule } from "./tensors.ts";

/** Computed at import, if all inputs are constants and nothing is larger: chains of shapes, not weights. */
const MAX_FOLDED = 4096;
/** Of all activations together: the address space of a wasm memory. */
const MAX_ACTIVATION_BYTES = 2 ** 32;
/** Constants may be shared by tensors, but not so often that a small file fills the memory. */
const CONSTANT_BYTES_PER_FILE_BYTE = 16;
const SPARE_CONSTANT_BYTES = 2 ** 26;

/** The file's tensor cannot be had because of something already reported. */
export class AlreadyReported extends Error {}

export interface Emission {
  readonly op: string;
  readonly inputs: readonly TensorId[];
  readonly attributes: Attributes;
  readonly origin: string;
}

export class GraphBuilder {
  readonly file: FileModel;
  readonly tensors: GraphTensor[] = [];
  readonly nodes: GraphNode[] = [];
  /** Graph tensor of a file tensor; "broken" where a problem was reported already. */
  readonly #known = new Map<number, TensorId | "broken">();
  #activationBytes = 0;
  #constantBytes = 0;

  constructor(file: FileModel) {
    this.file = file;
  }

  add(tensor: GraphTensor): TensorId {
    const bytes = byteLength(tensor);
    if (tensor.data === undefined) {
      this.#activationBytes += bytes;
      ensure(
        this.#activationBytes <= MAX_ACTIVATION_BYTES,
        () => `the tensors up to here need ${Math.ceil(this.#activationBytes / 2 ** 20)} MiB`,
        "A WebAssembly memory has at most 4096 MiB; use a smaller input or batch",
      );
    } else {
      this.#constantBytes += bytes;
      ensure(
        this.#constantBytes <= SPARE_CONSTANT_BYTES + CONSTANT_BYTES_PER_FILE_BYTE * this.file.bytes.length,
        () => `the constants up to here take ${Math.ceil(this.#constantBytes / 2 ** 20)} MiB, far more than the file`,
        "The file is damaged",
      );
    }
    return this.tensors.push(tensor) - 1;
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
  infer({ op, inputs, attributes }: Emission): { operator: Operator; types: InferredType[] } {
    const operator = OPS.get(op);
    for (const id of inputs) if (id !== ABSENT) checkScales(op, this.tensors[id]);
    ensure(operator !== undefined, () => `the operator ${op} is not supported`, "Replace it before conversion");
    try {
      const types = inputs.map((id) => (id === ABSENT ? undefined : this.tensors[id]));
      return { operator, types: operator.infer(types, attributes) };
    } catch (error) {
      if (error instanceof ShapeError)
        throw new Problem(error.message, "Shapes and options of the operator do not fit; convert the model again");
      throw error;
    }
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
    this.#addNode(operator, emission, ids);
  }

  /** Adds a node whose single output is not in the file. */
  emitIntermediate(emission: Emission, like: Omit<TensorType, "shape" | "dtype">, name: string): TensorId {
    const { operator, types } = this.infer(emission);
    const id = this.add({ name, ...like, ...types[0] });
    this.#addNode(operator, emission, [id]);
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

  #addNode(operator: Operator, { inputs, attributes, origin }: Emission, outputs: readonly TensorId[]): void {
    if (this.#fold(operator, inputs, outputs, attributes)) return;
    this.nodes.push({ op: operator, inputs, outputs, attributes, origin });
  }

  /** Computes small nodes over constants at once, for what reads shapes as data. */
  #fold(
    operator: Operator,
    inputs: readonly TensorId[],
    outputs: readonly TensorId[],
    attributes: Attributes,
  ): boolean {
    const types = inputs.map((id) => (id === ABSENT ? undefined : this.tensors[id]));
    const isSmall = (type: TensorType) => elementCount(type.shape) <= MAX_FOLDED;
    if (!types.every((type) => type === undefined || (type.data !== undefined && isSmall(type)))) return false;
    const outputTypes = outputs.map((id) => this.tensors[id]);
    if (!outputTypes.every(isSmall) || outputTypes.length === 0) return false;
    const values = types.map((type) => type && { type, data: type.data as TensorData });
    const results = operator.reference(values, outputTypes, attributes);
    outputs.forEach((id, i) => {
      this.tensors[id] = { ...this.tensors[id], data: results[i] };
    });
    return true;
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

/** Dimension of each operator's constants along which they may have a scale for each channel. */
const CHANNEL_AXIS: Readonly<Record<string, number>> = {
  conv_2d: 0,
  conv_2d_transpose: 0,
  depthwise_conv_2d: 3,
  fully_connected: 0,
};

/** Operators whose int8 results depend on scales; the others move, compare or count stored values. */
const NEEDS_SCALE = new Set([...Object.keys(CHANNEL_AXIS), "add", "sub", "mul", "div", "dequantize", "softmax"]);

/** Throws Problem where an int8 input has too few or too many scales for the operator. */
function checkScales(op: string, { name, dtype, quantization }: GraphTensor): void {
  if (dtype !== "i8") return;
  ensure(
    quantization !== undefined || !NEEDS_SCALE.has(op),
    () => `${quote(name)} is int8, but has no scale`,
    "Quantise the model with tf.lite.TFLiteConverter",
  );
  if (quantization === undefined || quantization.scale.length === 1 || op === "dequantize") return;
  ensure(
    CHANNEL_AXIS[op] === quantization.axis,
    () => `${quote(name)} has ${quantization.scale.length} scales along dimension ${quantization.axis}`,
    CHANNEL_AXIS[op] === undefined
      ? "This operator takes one scale a tensor; convert the model again"
      : `This operator's channels are dimension ${CHANNEL_AXIS[op]}; convert the model again`,
  );
  ensure(
    quantization.zeroPoint.every((zero) => zero === quantization.zeroPoint[0]),
    () => `${quote(name)} has the zero points [${enumerate(Array.from(quantization.zeroPoint))}]`,
    "All channels of weights must have one zero point, as TFLite's specification asks; convert the model again",
  );
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
