// Which nodes become int8, and which tensors must then share one quantisation.

import { ABSENT, type Graph, type GraphNode, type TensorId } from "../graph/graph.ts";
import { type Quantization, sameQuantization } from "../graph/tensor.ts";
import { FIXED_OUTPUT, isWeighted, obstacle, SHARES_QUANTIZATION } from "./scheme.ts";

/** Tensors of one quantisation. */
export interface QuantizationGroup {
  /** The tensors whose values the group's range must cover; all others hold values of these. */
  readonly sources: readonly TensorId[];
  /** Real values that operators put beside these. */
  readonly fills: readonly number[];
  /** What the operators ask for, if all sources agree. */
  readonly fixed?: Quantization | undefined;
}

export interface QuantizationPlan {
  readonly int8: ReadonlySet<GraphNode>;
  /** Nodes that stay float although nobody asked for it, each with the reason. */
  readonly obstacles: ReadonlyMap<GraphNode, string>;
  /** By tensor; only float tensors that int8 nodes read or write, and float inputs of the graph. */
  readonly groups: ReadonlyMap<TensorId, QuantizationGroup>;
}

export function planQuantization(graph: Graph, keepFloat: ReadonlySet<GraphNode>): QuantizationPlan {
  const { int8, obstacles } = chooseNodes(graph, keepFloat);
  return { int8, obstacles, groups: groupTensors(graph, int8) };
}

/** What only moves values stays float between float neighbours: two conversions would cost more than they save. */
function chooseNodes(graph: Graph, keepFloat: ReadonlySet<GraphNode>) {
  const int8 = new Set<GraphNode>();
  const obstacles = new Map<GraphNode, string>();
  const floats = new Set<TensorId>();
  for (const node of graph.nodes) {
    const computed = node.inputs.filter((id) => id !== ABSENT && isActivation(graph, id));
    const reason = obstacle(graph, node);
    const follows =
      SHARES_QUANTIZATION.has(node.op.name) && computed.length > 0 && computed.every((id) => floats.has(id));
    if (reason !== undefined || keepFloat.has(node) || follows) {
      if (node.op.name !== "dequantize") for (const id of node.outputs) floats.add(id);
      const hasFloats = [...node.inputs, ...node.outputs].some((id) => id !== ABSENT && isFloat(graph, id));
      if (reason !== undefined && hasFloats) obstacles.set(node, reason);
    } else {
      int8.add(node);
    }
  }
  return { int8, obstacles };
}

/** Beyond, a padding value is meant to lose every comparison. */
const LARGEST_FILL = 1e4;

const isFloat = (graph: Graph, id: TensorId) => graph.tensors[id].dtype === "f32";
const isActivation = (graph: Graph, id: TensorId) => isFloat(graph, id) && graph.tensors[id].data === undefined;

/** The tensors of an int8 node that are quantised as activations: all floats but weights and bias. */
export function activationsOf(graph: Graph, node: GraphNode): TensorId[] {
  const inputs = isWeighted(node) ? node.inputs.slice(0, 1) : node.inputs;
  return [...inputs, ...node.outputs].filter((id) => id !== ABSENT && isFloat(graph, id));
}

function groupTensors(graph: Graph, int8: ReadonlySet<GraphNode>): Map<TensorId, QuantizationGroup> {
  const sets = new DisjointSets();
  const producers = new Map<TensorId, GraphNode>();
  for (const { tensor } of graph.inputs) if (isFloat(graph, tensor)) sets.add(tensor);
  for (const node of graph.nodes) {
    for (const id of node.outputs) producers.set(id, node);
    if (!int8.has(node)) continue;
    const activations = activationsOf(graph, node);
    for (const id of activations) sets.add(id);
    if (shares(node)) for (const id of activations) sets.join(activations[0], id);
  }
  const groups = new Map<TensorId, QuantizationGroup>();
  for (const members of sets.all()) {
    const sources = members.filter((id) => {
      const producer = producers.get(id);
      return producer === undefined || !int8.has(producer) || !shares(producer);
    });
    const wishes = sources.map((id) => wish(graph, producers.get(id)));
    const fixed = wishes.every((other) => sameQuantization(other, wishes[0])) ? wishes[0] : undefined;
    const fills = members.flatMap((id) => fillOf(producers.get(id)) || []);
    const group = { sources, fills, fixed: fills.length > 0 ? undefined : fixed };
    for (const id of members) groups.set(id, group);
  }
  return groups;
}

const shares = (node: GraphNode) => SHARES_QUANTIZATION.has(node.op.name);

/** The border that a pad makes. One that means minus infinity may become the lowest int8 value instead of widening the range. */
function fillOf(producer: GraphNode | undefined): number | undefined {
  const value = producer?.op.name === "pad" ? (producer.attributes.value as number | undefined) : undefined;
  return value !== undefined && Math.abs(value) <= LARGEST_FILL ? value : undefined;
}

/** The quantisation that a tensor has by what computes it. */
function wish(graph: Graph, producer: GraphNode | undefined): Quantization | undefined {
  if (producer === undefined) return undefined;
  if (producer.op.name === "dequantize") {
    const { quantization } = graph.tensors[producer.inputs[0]];
    return quantization?.scale.length === 1 ? quantization : undefined;
  }
  return FIXED_OUTPUT[producer.op.name];
}

class DisjointSets {
  readonly #parents = new Map<number, number>();

  add(item: number): void {
    if (!this.#parents.has(item)) this.#parents.set(item, item);
  }

  join(a: number, b: number): void {
    this.#parents.set(this.#root(a), this.#root(b));
  }

  /** Every set once, its members in the order in which they were added. */
  all(): number[][] {
    const sets = new Map<number, number[]>();
    for (const item of this.#parents.keys()) {
      const root = this.#root(item);
      sets.set(root, [...(sets.get(root) ?? []), item]);
    }
    return [...sets.values()];
  }

  #root(item: number): number {
    let root = item;
    for (let parent = this.#parents.get(root); parent !== undefined && parent !== root; ) {
      root = parent;
      parent = this.#parents.get(root);
    }
    return root;
  }
}
