// Golden vectors: what the reference answers to a few seeded inputs, stored in the model so that every host can check its
// kernels. They are computed on the specified graph: the graph as imported in all but what is quantised between floats.

import { executeGraph } from "../execute/execute.ts";
import { type GoldenCase, withGoldens } from "../format/golden.ts";
import { type ModelFile, type PortData, type Preprocessing, portData } from "../format/types.ts";
import type { Graph, GraphPort } from "../graph/graph.ts";
import { elementCount, type TensorData } from "../graph/tensor.ts";
import { specifiedGraph } from "./optimize.ts";

/**
 * The model with golden cases: `cases` seeded random ones, or one for each given list of inputs (an array a graph input,
 * in the port's element type).
 */
export function addGoldens(
  model: ModelFile,
  graph: Graph,
  cases: number | readonly (readonly PortData[])[],
): ModelFile {
  const inputs =
    typeof cases === "number"
      ? Array.from({ length: cases }, (_, seed) => randomInputs(graph, seed, model.plan.preprocessing))
      : cases;
  const specified = inputs.length > 0 ? specifiedGraph(graph) : graph;
  return withGoldens(
    model,
    inputs.map((values) => goldenCase(specified, values)),
  );
}

function goldenCase(graph: Graph, inputs: readonly PortData[]): GoldenCase {
  const values = executeGraph(
    graph,
    graph.inputs.map((port, i) => fromPort(port, inputs[i])),
  );
  const outputs = graph.outputs.map((port) => toPort(port, values.get(port.tensor) as TensorData));
  return { inputs, outputs };
}

/** A caller's values as the graph holds them: u8 − 128 as i8, i64 as i32. */
export function fromPort({ dtype }: GraphPort, data: PortData): TensorData {
  if (dtype === "u8") return Int8Array.from(data as Uint8Array, (v) => v - 128);
  return data instanceof BigInt64Array
    ? Int32Array.from(data, (v) => Number(BigInt.asIntN(32, v)))
    : (data as TensorData);
}

/** The graph's values as a caller sees them. */
export function toPort({ dtype }: GraphPort, data: TensorData): PortData {
  if (dtype === "u8") return Uint8Array.from(data, (v) => v + 128);
  return dtype === "i64" ? BigInt64Array.from(data as Int32Array, BigInt) : data;
}

/**
 * Random bytes for 8-bit inputs; the same through the model's normalisation for float images; else floats in [−1, 1).
 * Integers are 0: they are indices or counts whose bounds the graph does not tell.
 */
function randomInputs(graph: Graph, seed: number, preprocessing: Preprocessing | undefined): PortData[] {
  const next = generator(seed);
  return graph.inputs.map(({ tensor, dtype }) => {
    const { shape } = graph.tensors[tensor];
    const data = portData(dtype, elementCount(shape));
    if (data instanceof Float32Array) {
      const isImage = preprocessing !== undefined && shape.length === 4;
      const { mean, std } = isImage ? preprocessing : { mean: [127.5], std: [127.5] };
      for (let i = 0; i < data.length; i++) {
        data[i] = ((next() >>> 24) - mean[i % mean.length]) / std[i % std.length];
      }
    } else if (!(data instanceof BigInt64Array) && !(data instanceof Int32Array)) {
      for (let i = 0; i < data.length; i++) data[i] = next() >>> 24;
    }
    return data;
  });
}

/** A linear congruential generator (Numerical Recipes' constants): 32-bit words of which the high bits are good. */
function generator(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}
