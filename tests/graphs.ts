// Small graphs written as a list of calls, for the tests of passes, compiler and runtime.

import { ABSENT, type Graph, type GraphNode, type GraphTensor, type PortDType } from "../src/graph/graph.ts";
import type { Attributes } from "../src/graph/op_def.ts";
import type { DType, Quantization, TensorData, TensorType } from "../src/graph/tensor.ts";
import { OPS } from "../src/ops/index.ts";

export interface OpOptions {
  /** Element type and quantisation of output 0, where they are not those of input 0. */
  readonly dtype?: DType;
  readonly quantization?: Quantization | undefined;
}

/** Builds a graph; every method returns the id of the tensor it made. */
export class GraphBuilder {
  readonly #tensors: GraphTensor[] = [];
  readonly #nodes: GraphNode[] = [];
  readonly #inputs: Graph["inputs"][number][] = [];

  input(shape: readonly number[], type: OpOptions & { readonly as?: PortDType } = {}): number {
    const { dtype = "f32", quantization, as = dtype } = type;
    const tensor = this.#add({ name: `x${this.#inputs.length}`, dtype, shape, quantization });
    this.#inputs.push({ tensor, name: `x${this.#inputs.length}`, dtype: as });
    return tensor;
  }

  constant(shape: readonly number[], data: TensorData, quantization?: Quantization): number {
    const dtype = data instanceof Float32Array ? "f32" : data instanceof Int8Array ? "i8" : "i32";
    return this.#add({ name: `c${this.#tensors.length}`, dtype, shape, quantization, data });
  }

  /** A node with as many outputs as the operator's shape rule gives; returns the first one's id. */
  op(name: string, inputs: readonly number[], attributes: Attributes = {}, options: OpOptions = {}): number {
    return this.ops(name, inputs, attributes, options)[0];
  }

  ops(name: string, inputs: readonly number[], attributes: Attributes = {}, options: OpOptions = {}): number[] {
    const op = OPS.get(name);
    if (op === undefined) throw new Error(`there is no operator ${name}`);
    const types = inputs.map((id): TensorType | undefined => (id === ABSENT ? undefined : this.#tensors[id]));
    const outputs = op.infer(types, attributes).map((type, i) => {
      const dtype = options.dtype ?? type.dtype;
      const quantization = dtype === "i8" ? (options.quantization ?? types[0]?.quantization) : undefined;
      return this.#add({ name: `${name}${this.#nodes.length}_${i}`, dtype, shape: type.shape, quantization });
    });
    this.#nodes.push({ op, inputs, outputs, attributes, origin: `#${this.#nodes.length} ${name}` });
    return outputs;
  }

  /** The graph with these tensors as outputs y0, y1 …; the element type a caller sees is the tensor's own. */
  graph(...outputs: readonly number[]): Graph {
    return {
      name: "test",
      tensors: this.#tensors,
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: outputs.map((tensor, i) => ({ tensor, name: `y${i}`, dtype: this.#tensors[tensor].dtype })),
    };
  }

  #add(tensor: GraphTensor): number {
    return this.#tensors.push(tensor) - 1;
  }
}
