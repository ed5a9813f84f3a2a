// Runs a graph with the kernels and shows tensors inside it: calibration looks at every activation of hundreds of photos,
// which the reference executor is too slow for.

import { planArena } from "../compile/buffers.ts";
import { emitModel } from "../compile/emit.ts";
import { lowerGraph } from "../compile/lower.ts";
import { writeModel } from "../format/container.ts";
import type { PortData } from "../format/types.ts";
import { withoutDeadNodes } from "../graph/edit.ts";
import type { Graph, GraphPort, TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { type BuildName, loadModel } from "../index.ts";

export interface Runner {
  /** Values of the wanted tensors; the arrays are overwritten by the next run. */
  run(inputs: readonly TensorData[]): ReadonlyMap<TensorId, TensorData>;
  dispose(): void;
}

/**
 * Which build calibrates: not the fastest, but the one that every host has, so that floats, and with them the quantised model,
 * do not depend on the host.
 */
const BUILD: BuildName = "simd";

/** `wanted` are computed tensors. The graph is taken as it is: no pass may merge what is to be seen. */
export async function compileRunner(graph: Graph, wanted: Iterable<TensorId>): Promise<Runner> {
  const port = (tensor: TensorId, name: string): GraphPort => ({ tensor, name, dtype: graph.tensors[tensor].dtype });
  const outputs = [...new Set(wanted)];
  const seen = withoutDeadNodes({
    ...graph,
    inputs: graph.inputs.map(({ tensor }, i) => port(tensor, `x${i}`)),
    outputs: outputs.map((tensor) => port(tensor, `t${tensor}`)),
  });
  const lowered = lowerGraph(seen);
  const bytes = writeModel(emitModel(seen, lowered, planArena(seen, lowered), { parameters: 0 }));
  const model = await loadModel(bytes, { build: BUILD });
  return {
    run(inputs) {
      const results = model.run(Object.fromEntries(inputs.map((data, i) => [`x${i}`, data as PortData])));
      return new Map(outputs.map((tensor) => [tensor, results[`t${tensor}`] as TensorData]));
    },
    dispose: () => model.dispose(),
  };
}
