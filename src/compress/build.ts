// The int8 graph: quantised nodes in the place of float ones, conversions where int8 and float meet.

import { withoutUnusedTensors } from "../graph/edit.ts";
import { ABSENT, type Graph, type GraphNode, type GraphPort, type GraphTensor, type TensorId } from "../graph/graph.ts";
import { quantizeValue } from "../graph/rounding.ts";
import { type Quantization, sameQuantization } from "../graph/tensor.ts";
import { dequantize } from "../ops/dequantize.ts";
import { quantize } from "../ops/quantize.ts";
import type { QuantizationPlan } from "./plan.ts";
import type { WeightRounding } from "./rounding.ts";
import { CHANNEL_AXIS, isWeighted } from "./scheme.ts";
import { type QuantizedWeights, quantizeWeights, withBias } from "./weights.ts";

export interface Int8Graph {
  readonly graph: Graph;
  /** Float tensor -> the int8 tensor with its values, where there is one. */
  readonly int8Of: ReadonlyMap<TensorId, TensorId>;
  /** Of every float node with weights that became int8. */
  readonly weighted: ReadonlyMap<GraphNode, WeightedNode>;
}

export interface WeightedNode {
  /** The float bias, zeros where there is none. */
  readonly bias: Float32Array;
  readonly quantized: QuantizedWeights;
  /** The int32 bias in the int8 graph. */
  readonly biasTensor: TensorId;
}

type Quantizations = ReadonlyMap<TensorId, Quantization>;

export function buildInt8Graph(
  graph: Graph,
  plan: QuantizationPlan,
  quantizations: Quantizations,
  rounding?: WeightRounding,
): Int8Graph {
  return new Builder(graph, plan, quantizations, rounding).build();
}

/** The same with something added to biases, one value a channel. */
export function withCorrections(int8: Int8Graph, corrections: ReadonlyMap<GraphNode, ArrayLike<number>>): Int8Graph {
  const tensors = [...int8.graph.tensors];
  const weighted = new Map(int8.weighted);
  for (const [node, correction] of corrections) {
    const before = weighted.get(node)!;
    const corrected = before.bias.map((b, c) => b + correction[c]);
    const quantized = withBias(before.quantized, corrected);
    weighted.set(node, { ...before, quantized });
    tensors[before.biasTensor] = { ...tensors[before.biasTensor], data: quantized.bias };
  }
  return { ...int8, graph: { ...int8.graph, tensors }, weighted };
}

class Builder {
  readonly #source: Graph;
  readonly #plan: QuantizationPlan;
  readonly #quantizations: Quantizations;
  readonly #tensors: GraphTensor[];
  readonly #nodes: GraphNode[] = [];
  readonly #int8Of = new Map<TensorId, TensorId>();
  /** Float tensors that some node computes by now. */
  readonly #floats = new Set<TensorId>();
  /** Of these, those that no int8 node computes. */
  readonly #computedAsFloat = new Set<TensorId>();
  readonly #weighted = new Map<GraphNode, WeightedNode>();
  readonly #rounding: WeightRounding | undefined;

  constructor(source: Graph, plan: QuantizationPlan, quantizations: Quantizations, rounding?: WeightRounding) {
    this.#rounding = rounding;
    this.#source = source;
    this.#plan = plan;
    this.#quantizations = quantizations;
    this.#tensors = [...source.tensors];
  }

  build(): Int8Graph {
    const source = this.#source;
    const inputs = source.inputs.map((port) => this.#input(port));
    for (const node of source.nodes) {
      if (this.#plan.int8.has(node)) this.#putInt8(node);
      else this.#putFloat(node);
    }
    const outputs = source.outputs.map((port) => this.#output(port));
    const graph = { ...source, tensors: this.#tensors, nodes: this.#nodes, inputs, outputs };
    return { graph, int8Of: this.#int8Of, weighted: this.#weighted };
  }

  #input(port: GraphPort): GraphPort {
    if (this.#source.tensors[port.tensor].dtype !== "f32") return port;
    return { ...port, tensor: this.#addInt8(port.tensor), dtype: "i8" };
  }

  #output(port: GraphPort): GraphPort {
    const int8 = this.#int8Of.get(port.tensor);
    const isFloat = int8 === undefined || this.#computedAsFloat.has(port.tensor);
    return isFloat ? port : { ...port, tensor: int8, dtype: "i8" };
  }

  #putFloat(node: GraphNode): void {
    this.#nodes.push({ ...node, inputs: node.inputs.map((id) => this.#asFloat(id)) });
    for (const id of node.outputs) {
      this.#floats.add(id);
      this.#computedAsFloat.add(id);
    }
    if (node.op.name !== "dequantize") return;
    // Whoever wants the result in the same quantisation takes the bytes that are there already.
    const [from] = node.inputs;
    const wanted = this.#quantizations.get(node.outputs[0]);
    if (sameQuantization(wanted, this.#tensors[from].quantization)) this.#int8Of.set(node.outputs[0], from);
  }

  #putInt8(node: GraphNode): void {
    const inputs = isWeighted(node)
      ? this.#weightedInputs(node)
      : node.inputs.map((id) => (id === ABSENT || !this.#isFloat(id) ? id : this.#asInt8(id)));
    const outputs = node.outputs.map((id) => (this.#isFloat(id) ? this.#addInt8(id) : id));
    this.#nodes.push({ ...node, inputs, outputs });
  }

  #weightedInputs(node: GraphNode): TensorId[] {
    const [x, weightsId, biasId = ABSENT] = node.inputs;
    const input = this.#asInt8(x);
    const weights = this.#source.tensors[weightsId];
    const axis = CHANNEL_AXIS[node.op.name];
    const channels = weights.shape[axis];
    const bias = biasId === ABSENT ? new Float32Array(channels) : (this.#source.tensors[biasId].data as Float32Array);
    const inputScale = this.#tensors[input].quantization!.scale[0];
    const quantized = quantizeWeights(weights.data as Float32Array, bias, { axis, inputScale }, (values, scale) =>
      this.#rounding?.(node, values, scale),
    );
    const { name, shape } = weights;
    const w = { dtype: "i8", shape, quantization: quantized.weightsQuantization, data: quantized.weights } as const;
    const b = {
      dtype: "i32",
      shape: [channels],
      quantization: quantized.biasQuantization,
      data: quantized.bias,
    } as const;
    const weightsTensor = this.#add({ name, ...w });
    const biasName = biasId === ABSENT ? `${name} bias` : this.#source.tensors[biasId].name;
    const biasTensor = this.#add({ name: biasName, ...b });
    this.#weighted.set(node, { bias, quantized, biasTensor });
    return [input, weightsTensor, biasTensor];
  }

  #asInt8(id: TensorId): TensorId {
    const known = this.#int8Of.get(id);
    if (known !== undefined) return known;
    const { data } = this.#source.tensors[id];
    const result = this.#addInt8(id, data as Float32Array | undefined);
    if (data === undefined) this.#convert(quantize, id, result);
    return result;
  }

  #asFloat(id: TensorId): TensorId {
    const int8 = id === ABSENT ? undefined : this.#int8Of.get(id);
    if (int8 === undefined || this.#source.tensors[id].data !== undefined) return id;
    if (this.#floats.has(id)) return id;
    this.#floats.add(id);
    this.#convert(dequantize, int8, id);
    return id;
  }

  #convert(op: GraphNode["op"], from: TensorId, to: TensorId): void {
    const origin = `${op.name} "${this.#tensors[to].name}"`;
    this.#nodes.push({ op, inputs: [from], outputs: [to], attributes: {}, origin });
  }

  /** The int8 twin of a float tensor. */
  #addInt8(id: TensorId, values?: Float32Array): TensorId {
    const { name, shape } = this.#source.tensors[id];
    const quantization = this.#quantizations.get(id)!;
    const [scale, zeroPoint] = [quantization.scale[0], quantization.zeroPoint[0]];
    const data = values && Int8Array.from(values, (x) => quantizeValue(x, scale, zeroPoint));
    const twin = this.#add({ name, dtype: "i8", shape, quantization, data });
    this.#int8Of.set(id, twin);
    return twin;
  }

  #isFloat(id: TensorId): boolean {
    return this.#source.tensors[id].dtype === "f32";
  }

  #add(tensor: GraphTensor): TensorId {
    return this.#tensors.push(tensor) - 1;
  }
}

/** The graph as it is compiled: without the float tensors that nothing uses any more. */
export function finish({ graph }: Int8Graph): Graph {
  return withoutUnusedTensors(graph);
}
