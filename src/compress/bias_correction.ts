// Rounding the weights of a channel shifts the mean of its sums, and clipped activations shift it further down the graph. The
// shift is measured and taken off the bias. Source: Nagel et al., Data-Free Quantization, arXiv 1906.04721, section 4.2; the means
// here come from calibration data.

import { ABSENT, type Graph, type GraphNode, type GraphTensor, type TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { dequantize } from "../ops/dequantize.ts";
import { type Int8Graph, withCorrections } from "./build.ts";
import { type Int8Input, quantizeInputs } from "./input.ts";
import { compileRunner } from "./runner.ts";
import type { Samples } from "./samples.ts";
import { StagedRun } from "./staged_run.ts";
import { dequantizedWeights } from "./weights.ts";

export interface CorrectionOptions {
  readonly inputs: ReadonlyMap<TensorId, Int8Input>;
  readonly onStage?: (done: number, stages: number) => void;
}

/**
 * The int8 graph with corrected biases: node after node in the order of execution, those that do not depend on each other at
 * once, so that each sees its predecessors corrected.
 */
export async function correctBiases(
  float: Graph,
  int8: Int8Graph,
  samples: Samples,
  { inputs, onStage }: CorrectionOptions,
): Promise<Int8Graph> {
  const stages = stagesOf(float, int8);
  if (stages.length === 0) return int8;
  const expected = await floatMeans(float, stages.flat(), samples);
  const values: (readonly TensorData[])[] = [];
  for (let i = 0; i < samples.count; i++) values.push(quantizeInputs(float, inputs, await samples.read(i)));
  const run = new StagedRun(int8.graph, values);
  let corrected = int8;
  for (const [i, stage] of stages.entries()) {
    onStage?.(i, stages.length);
    const edit = new Addition(corrected.graph);
    for (const node of stage) addInt8Sum(edit, float, corrected, node);
    const means = new ChannelMeans(edit);
    await run.advance(corrected.graph, edit.graph, edit.sums.values(), (results) => means.add(results));
    const corrections = new Map(
      stage.map((node) => {
        const actual = means.of(node);
        return [node, expected.of(node).map((mean, c) => mean - actual[c])];
      }),
    );
    corrected = withCorrections(corrected, corrections);
  }
  return corrected;
}

/** The int8 nodes with weights by how many of them lie on the longest path before each. */
function stagesOf(float: Graph, { weighted }: Int8Graph): GraphNode[][] {
  const depths = new Map<TensorId, number>();
  const stages: GraphNode[][] = [];
  for (const node of float.nodes) {
    const depth = Math.max(0, ...node.inputs.map((id) => depths.get(id) ?? 0));
    if (weighted.has(node)) stages[depth] = [...(stages[depth] ?? []), node];
    for (const id of node.outputs) depths.set(id, depth + (weighted.has(node) ? 1 : 0));
  }
  return stages;
}

async function floatMeans(float: Graph, nodes: readonly GraphNode[], samples: Samples): Promise<ChannelMeans> {
  const edit = new Addition(float);
  for (const node of nodes) edit.addSum(node, node.inputs);
  const means = new ChannelMeans(edit);
  const runner = await compileRunner(edit.graph, edit.sums.values());
  try {
    for (let i = 0; i < samples.count; i++) means.add(runner.run(await samples.read(i)));
  } finally {
    runner.dispose();
  }
  return means;
}

/** The node's sum in float, of the values that its int8 input, weights and bias stand for. */
function addInt8Sum(edit: Addition, float: Graph, { int8Of, weighted }: Int8Graph, node: GraphNode): void {
  const [x, w] = node.inputs;
  const input = edit.add({ ...float.tensors[x], name: `${float.tensors[x].name} dequantised` });
  edit.addNode({ op: dequantize, inputs: [int8Of.get(x)!], outputs: [input], attributes: {}, origin: "dequantize" });
  const { quantized } = weighted.get(node)!;
  const { shape, name } = float.tensors[w];
  const biasScale = quantized.biasQuantization.scale;
  const bias = Float32Array.from(quantized.bias, (b, c) => b * biasScale[c]);
  edit.addSum(node, [
    input,
    edit.add({ name, dtype: "f32", shape, data: dequantizedWeights(quantized) }),
    edit.add({ name, dtype: "f32", shape: [bias.length], data: bias }),
  ]);
}

/** A graph to which sums of some nodes, as they are before the activation, are added as tensors of their own. */
class Addition {
  readonly #source: Graph;
  readonly #tensors: GraphTensor[];
  readonly #nodes: GraphNode[];
  readonly sums = new Map<GraphNode, TensorId>();

  constructor(source: Graph) {
    this.#source = source;
    this.#tensors = [...source.tensors];
    this.#nodes = [...source.nodes];
  }

  get graph(): Graph {
    return { ...this.#source, tensors: this.#tensors, nodes: this.#nodes };
  }

  add(tensor: GraphTensor): TensorId {
    return this.#tensors.push(tensor) - 1;
  }

  addNode(node: GraphNode): void {
    this.#nodes.push(node);
  }

  addSum(node: GraphNode, inputs: readonly TensorId[]): void {
    const { min: _, max: __, ...attributes } = node.attributes;
    const { name, shape } = this.#tensors[node.outputs[0]];
    const sum = this.add({ name: `${name} sum`, dtype: "f32", shape });
    this.addNode({ ...node, inputs: inputs.filter((id) => id !== ABSENT), outputs: [sum], attributes });
    this.sums.set(node, sum);
  }
}

/** Means over everything added and all but the last dimension. */
class ChannelMeans {
  readonly #sums: ReadonlyMap<GraphNode, TensorId>;
  readonly #totals = new Map<TensorId, Float64Array>();
  #count = 0;

  constructor({ graph, sums }: Addition) {
    this.#sums = sums;
    for (const id of sums.values()) this.#totals.set(id, new Float64Array(graph.tensors[id].shape.at(-1)!));
  }

  add(results: ReadonlyMap<TensorId, TensorData>): void {
    for (const [id, totals] of this.#totals) {
      const data = results.get(id)!;
      const rows = data.length / totals.length;
      for (let i = 0; i < data.length; ) for (let c = 0; c < totals.length; c++) totals[c] += data[i++] / rows;
    }
    this.#count++;
  }

  of(node: GraphNode): Float64Array {
    return this.#totals.get(this.#sums.get(node)!)!.map((total) => total / this.#count);
  }
}
