// What quantisation did to each layer.

import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import type { Int8Graph } from "./build.ts";
import { type Int8Input, quantizeInputs } from "./input.ts";
import { affineOf, NoiseMeter } from "./noise.ts";
import type { QuantizationPlan } from "./plan.ts";
import { compileRunner } from "./runner.ts";
import type { Samples } from "./samples.ts";

export interface LayerReport {
  /** Where the node came from. */
  readonly name: string;
  readonly op: string;
  readonly dtype: "i8" | "f32";
  /** What the output's int8 values reach from and to; absent on float layers. */
  readonly low?: number;
  readonly high?: number;
  readonly scale?: number;
  readonly zeroPoint?: number;
  /** Signal-to-quantisation-noise ratio of the output, in dB; all noise from the input on is in it. */
  readonly sqnr: number;
}

/** A float tensor and the tensor of the int8 graph that stands for it. */
export interface Pair {
  readonly float: TensorId;
  readonly int8: TensorId;
}

export interface Comparison {
  readonly inputs: ReadonlyMap<TensorId, Int8Input>;
  readonly samples: Samples;
  readonly onSample?: (done: number) => void;
}

/** Decibels of each pair over the samples. */
export async function compare(
  float: Graph,
  int8: Graph,
  pairs: readonly Pair[],
  { inputs, samples, onSample }: Comparison,
): Promise<number[]> {
  if (pairs.length === 0) return [];
  const meters = pairs.map(() => new NoiseMeter());
  const exact = await compileRunner(
    float,
    pairs.map((pair) => pair.float),
  );
  const stored = await compileRunner(
    int8,
    pairs.map((pair) => pair.int8),
  );
  try {
    for (let i = 0; i < samples.count; i++) {
      const values: readonly TensorData[] = await samples.read(i);
      const expected = exact.run(values);
      const actual = stored.run(quantizeInputs(float, inputs, values));
      pairs.forEach((pair, p) => {
        const { scale, zeroPoint } = affineOf(int8, pair.int8);
        meters[p].add(expected.get(pair.float)!, actual.get(pair.int8)!, scale, zeroPoint);
      });
      onSample?.(i + 1);
    }
  } finally {
    exact.dispose();
    stored.dispose();
  }
  return meters.map(({ decibels }) => decibels);
}

/** One line for each node with a float output, in order of execution. */
export async function reportLayers(
  float: Graph,
  plan: QuantizationPlan,
  int8: Int8Graph,
  comparison: Comparison,
): Promise<LayerReport[]> {
  const nodes = float.nodes.filter(({ outputs }) => float.tensors[outputs[0]].dtype === "f32");
  const pairs = nodes.map((node) => pairOf(node, plan, int8));
  const decibels = await compare(float, int8.graph, pairs, comparison);
  return nodes.map((node, i) => describe(node, pairs[i].int8, int8.graph, decibels[i]));
}

function pairOf(node: GraphNode, plan: QuantizationPlan, { int8Of }: Int8Graph): Pair {
  const [float] = node.outputs;
  return { float, int8: plan.int8.has(node) ? int8Of.get(float)! : float };
}

function describe(node: GraphNode, id: TensorId, graph: Graph, sqnr: number): LayerReport {
  const { dtype, quantization } = graph.tensors[id];
  const common = { name: node.origin, op: node.op.name, sqnr };
  if (dtype !== "i8" || quantization === undefined) return { ...common, dtype: "f32" };
  const [scale, zeroPoint] = [quantization.scale[0], quantization.zeroPoint[0]];
  return { ...common, dtype, low: scale * (-128 - zeroPoint), high: scale * (127 - zeroPoint), scale, zeroPoint };
}
