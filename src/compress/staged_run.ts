// Runs a graph on many samples stage by stage, while weights of later nodes may still change: what has been computed is kept, so
// that every node runs once.

import { ABSENT, type Graph, type GraphNode, type TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { compileRunner } from "./runner.ts";

export class StagedRun {
  /** Of computed tensors that nodes yet to run read: the values for each sample. */
  readonly #kept = new Map<TensorId, TensorData[]>();
  readonly #done = new Set<TensorId>();
  readonly #samples: number;

  constructor(graph: Graph, samples: readonly (readonly TensorData[])[]) {
    this.#samples = samples.length;
    graph.inputs.forEach(({ tensor }, i) => {
      this.#kept.set(
        tensor,
        samples.map((values) => values[i]),
      );
    });
  }

  /**
   * Computes for every sample what `probes` need, and shows these. `probed` is `graph` with the probes' nodes added behind it; of
   * `graph`, nodes that have run before must be the same as then.
   */
  async advance(
    graph: Graph,
    probed: Graph,
    probes: Iterable<TensorId>,
    show: (results: ReadonlyMap<TensorId, TensorData>) => void,
  ): Promise<void> {
    const shown = [...probes];
    const { nodes, inputs } = this.#missing(probed, shown);
    const produced = nodes.flatMap(({ outputs }) => outputs).filter((id) => id < graph.tensors.length);
    const keep = this.#neededLater(graph, produced);
    const ports = inputs.map((tensor, i) => ({ tensor, name: `x${i}`, dtype: probed.tensors[tensor].dtype }));
    const runner = await compileRunner({ ...probed, nodes, inputs: ports }, [...keep, ...shown]);
    try {
      const results = keep.map((): TensorData[] => []);
      for (let i = 0; i < this.#samples; i++) {
        const values = runner.run(inputs.map((id) => this.#kept.get(id)![i]));
        for (const [k, id] of keep.entries()) results[k].push(values.get(id)!.slice());
        show(values);
      }
      for (const [k, id] of keep.entries()) this.#kept.set(id, results[k]);
    } finally {
      runner.dispose();
    }
    for (const id of produced) this.#done.add(id);
    const needed = new Set(this.#neededLater(graph, [...this.#kept.keys()]));
    for (const id of [...this.#kept.keys()]) if (!needed.has(id)) this.#kept.delete(id);
  }

  /** The nodes to run for `wanted`, and the kept tensors that they read. */
  #missing(graph: Graph, wanted: readonly TensorId[]): { nodes: GraphNode[]; inputs: TensorId[] } {
    const needed = new Set(wanted);
    const nodes: GraphNode[] = [];
    for (const node of [...graph.nodes].reverse()) {
      if (!node.outputs.some((id) => needed.has(id) && !this.#kept.has(id))) continue;
      nodes.push(node);
      for (const id of node.inputs) if (id !== ABSENT) needed.add(id);
    }
    const read = new Set(nodes.flatMap((node) => node.inputs));
    return { nodes: nodes.reverse(), inputs: [...read].filter((id) => this.#kept.has(id)) };
  }

  /** Those of `tensors` that a node reads that has not run. */
  #neededLater(graph: Graph, tensors: readonly TensorId[]): TensorId[] {
    const waiting = graph.nodes.filter(({ outputs }) => !outputs.some((id) => this.#done.has(id)));
    const read = new Set(waiting.flatMap(({ inputs }) => inputs));
    return tensors.filter((id) => read.has(id));
  }
}
