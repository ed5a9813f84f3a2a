// Graphs that travel between floats and bytes after every operator, and how far two graphs' results are apart.

import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import { ABSENT, type Graph } from "../../src/graph/graph.ts";
import type { Quantization } from "../../src/graph/tensor.ts";
import type { Operator, Sample, SampleInput } from "../../src/ops/operator.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";

export const names = (graph: Graph) => graph.nodes.map(({ op }) => op.name);

/** The largest difference of any element: steps of int8 outputs, of floats their part of the range. */
export function difference(before: Graph, after: Graph, seed = 1): number {
  const next = random(seed);
  const inputs = before.inputs.map(({ tensor }) => randomData(before.tensors[tensor], next));
  const [expected, actual] = [executeGraph(before, inputs), executeGraph(after, inputs)];
  let worst = 0;
  before.outputs.forEach(({ tensor }, i) => {
    const [e, a] = [expected.get(tensor)!, actual.get(after.outputs[i].tensor)!];
    assert.is(a.length, e.length);
    assert.is(a.constructor, e.constructor);
    e.forEach((value, at) => {
      worst = Math.max(worst, Math.abs(value - a[at]));
    });
  });
  return worst;
}

/** The operator's int8 sample as a file in QDQ form has it. */
export function qdqGraph(op: Operator, sample: Sample, seed: number): Graph {
  const builder = new GraphBuilder();
  const next = random(seed);
  const inputs = sample.inputs.map((input) => {
    if (input === undefined) return ABSENT;
    const { shape, dtype } = input;
    const quantization = input.quantization ?? biasQuantization(sample, input);
    const tensor = input.constant
      ? builder.constant(shape, randomData(input, next), quantization)
      : builder.input(shape, { dtype, quantization });
    return quantization ? builder.op("dequantize", [tensor], {}, { dtype: "f32" }) : tensor;
  });
  const outputs = builder.ops(op.name, inputs, sample.attributes);
  return builder.graph(
    ...outputs.map((id, i) => {
      const { dtype, quantization } = sample.outputs[i];
      return dtype === "i8" ? builder.op("quantize", [id], {}, { dtype, quantization }) : id;
    }),
  );
}

/** The i32 bias of a layer counts in products of x and the weights. */
function biasQuantization({ inputs: [x, w] }: Sample, { dtype, shape }: SampleInput): Quantization | undefined {
  if (dtype !== "i32" || !x?.quantization || !w?.quantization) return undefined;
  const weights = w.quantization.scale;
  const scale = Float32Array.from(
    { length: shape[0] },
    (_, c) => x.quantization!.scale[0] * weights[weights.length === 1 ? 0 : c],
  );
  return { scale, zeroPoint: new Int32Array(shape[0]), axis: 0 };
}
