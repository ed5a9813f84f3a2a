// A graph under construction, whatever format it comes from: tensors and nodes, the checks every new one passes, and
// arithmetic on constants at once, so that shapes computed from shapes are known when a node needs them.

import { withoutDeadNodes, withoutUnusedTensors } from "../graph/edit.ts";
import { ABSENT, type Graph, type GraphNode, type GraphTensor, type TensorId } from "../graph/graph.ts";
import { type Attributes, type InferredType, ShapeError } from "../graph/op_def.ts";
import { byteLength, elementCount, type Quantization, type TensorData, type TensorType } from "../graph/tensor.ts";
import { OPS } from "../ops/index.ts";
import type { Operator } from "../ops/operator.ts";
import { ensure, enumerate, Problem, quote } from "./diagnostics.ts";

/** Of all activations together: the address space of a wasm memory. */
const MAX_ACTIVATION_BYTES = 2 ** 32;

export interface AssemblerLimits {
  /** Bytes of all constants together; a small file must not fill the memory. */
  readonly constantBytes: number;
  /** What to do about more, for the message. */
  readonly constantHint: string;
  /** Nodes over constants are computed at once if no input and no output has more elements. */
  readonly foldedElements: number;
  /** And while they all together have not more; the rest is left to the compiler. */
  readonly foldedInTotal?: number;
  /** Dequantised constants (scalars aside) stay as they are written: the bytes behind them may become weights. */
  readonly keepDequantize: boolean;
}

export interface Emission {
  readonly op: string;
  readonly inputs: readonly TensorId[];
  readonly attributes: Attributes;
  readonly origin: string;
}

export class Assembler {
  readonly tensors: GraphTensor[] = [];
  readonly nodes: GraphNode[] = [];
  readonly #limits: AssemblerLimits;
  #activationBytes = 0;
  #constantBytes = 0;
  #folded = 0;

  constructor(limits: AssemblerLimits) {
    this.#limits = limits;
  }

  /** Throws Problem where the tensors get too large. */
  add(tensor: GraphTensor): TensorId {
    ensure(
      tensor.shape.every((dim) => Number.isSafeInteger(dim) && dim >= 1),
      () => `${quote(tensor.name)} has the shape [${enumerate(tensor.shape)}]`,
      "Every dimension must be at least 1: tensors without elements are not supported",
    );
    const bytes = byteLength(tensor);
    if (tensor.data === undefined) this.#countActivation(bytes);
    else this.#countConstant(bytes);
    return this.tensors.push(tensor) - 1;
  }

  #countActivation(bytes: number): void {
    this.#activationBytes += bytes;
    ensure(
      this.#activationBytes <= MAX_ACTIVATION_BYTES,
      () => `the tensors up to here need ${Math.ceil(this.#activationBytes / 2 ** 20)} MiB`,
      "A WebAssembly memory has at most 4096 MiB; use a smaller input or batch",
    );
  }

  /** Says how the bytes of an input are meant, if no node has read them yet; returns whether it did. */
  stateQuantization(id: TensorId, quantization: Quantization): boolean {
    const isRead = this.nodes.some(({ inputs, outputs }) => inputs.includes(id) || outputs.includes(id));
    if (isRead || this.tensors[id].data !== undefined) return false;
    this.tensors[id] = { ...this.tensors[id], quantization };
    return true;
  }

  /** Call before making a large constant: throws Problem where all of them together would be too large. */
  requireRoom(bytes: number): void {
    const total = this.#constantBytes + bytes;
    ensure(
      total <= this.#limits.constantBytes,
      () => `the constants up to here take ${Math.ceil(total / 2 ** 20)} MiB, far more than the file`,
      this.#limits.constantHint,
    );
  }

  #countConstant(bytes: number): void {
    this.requireRoom(bytes);
    this.#constantBytes += bytes;
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

  /**
   * Adds a node, or computes it where all inputs are constants. An i8 output without a stated quantisation has that of the
   * first input. Throws Problem.
   */
  emit(emission: Emission, name: string, quantization?: Quantization): TensorId[] {
    const { operator, types } = this.infer(emission);
    const like = quantization ?? this.tensors[emission.inputs[0] ?? ABSENT]?.quantization;
    const ids = types.map(({ dtype, shape }, i) =>
      this.add({
        name: i === 0 ? name : `${name}:${i}`,
        dtype,
        shape,
        quantization: dtype === "i8" ? like : undefined,
      }),
    );
    this.addNode(operator, emission, ids);
    return ids;
  }

  /** Adds a node of which the outputs are tensors already, or gives them values where all inputs are constants. */
  addNode(operator: Operator, { inputs, attributes, origin }: Emission, outputs: readonly TensorId[]): void {
    if (this.#fold(operator, inputs, outputs, attributes)) return;
    this.nodes.push({ op: operator, inputs, outputs, attributes, origin });
  }

  #fold(
    operator: Operator,
    inputs: readonly TensorId[],
    outputs: readonly TensorId[],
    attributes: Attributes,
  ): boolean {
    const isDequantized = operator.name === "dequantize" && this.#limits.keepDequantize;
    if (isDequantized && this.tensors[inputs[0]].shape.length > 0) return false;
    const types = inputs.map((id) => (id === ABSENT ? undefined : this.tensors[id]));
    const isSmall = (type: TensorType) => elementCount(type.shape) <= this.#limits.foldedElements;
    if (!types.every((type) => type === undefined || (type.data !== undefined && isSmall(type)))) return false;
    const outputTypes = outputs.map((id) => this.tensors[id]);
    if (!outputTypes.every(isSmall) || outputTypes.length === 0) return false;
    const work = [...types, ...outputTypes].reduce((sum, type) => sum + (type ? elementCount(type.shape) : 0), 0);
    if (this.#folded + work > (this.#limits.foldedInTotal ?? Infinity)) return false;
    this.#folded += work;
    const values = types.map((type) => type && { type, data: type.data as TensorData });
    const results = operator.reference(values, outputTypes, attributes);
    outputs.forEach((id, i) => {
      this.tensors[id] = { ...this.tensors[id], data: results[i] };
    });
    return true;
  }

  /** The graph so far, without what its outputs do not need. */
  finish(rest: Omit<Graph, "tensors" | "nodes">): Graph {
    return withoutUnusedTensors(withoutDeadNodes({ ...rest, tensors: this.tensors, nodes: this.nodes }));
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
