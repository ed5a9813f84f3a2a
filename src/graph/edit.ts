// Editing a graph: a sweep over the nodes in which each may be kept, replaced, dropped or merged with nodes before it.

import { ABSENT, type Graph, type GraphNode, type GraphTensor, type TensorId } from "./graph.ts";
import { describeType, sameShape, type TensorData } from "./tensor.ts";

/** What a sweep may ask and do at one node. Nodes before it are already rewritten, nodes after it are not. */
export interface Sweep {
  tensor(id: TensorId): GraphTensor;
  /** Values of a constant; undefined for computed and absent tensors. */
  constant(id: TensorId | undefined): TensorData | undefined;
  /** The rewritten node that computes a tensor; undefined for inputs and constants. */
  producer(id: TensorId): GraphNode | undefined;
  /** How many node inputs and graph outputs read the tensor. */
  uses(id: TensorId): number;
  /** The producer, if nobody but the current node reads this tensor: then the two can be merged. */
  soleProducer(id: TensorId): GraphNode | undefined;
  add(tensor: GraphTensor): TensorId;
  /** Whoever would read `from` reads `to` instead, graph outputs included. Both have one element type and shape. */
  redirect(from: TensorId, to: TensorId): void;
  /** Takes out a node before this one, whose work the nodes returned at this node do. */
  remove(node: GraphNode): void;
}

/** Nodes to put in the place of the visited one; undefined keeps it. */
export type Visit = (node: GraphNode, sweep: Sweep) => readonly GraphNode[] | undefined;

/** Visits every node in order of execution and returns the graph of what was kept and put in. */
export function rewrite(graph: Graph, visit: Visit): Graph {
  const sweep = new RunningSweep(graph);
  for (const original of graph.nodes) {
    const node = sweep.current(original);
    sweep.put(node, visit(node, sweep) ?? [node]);
  }
  return sweep.finish();
}

class RunningSweep implements Sweep {
  readonly #graph: Graph;
  readonly #tensors: GraphTensor[];
  readonly #uses: number[];
  readonly #target = new Map<TensorId, TensorId>();
  readonly #producers = new Map<TensorId, GraphNode>();
  readonly #nodes = new Set<GraphNode>(); // in order of execution

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#tensors = [...graph.tensors];
    this.#uses = useCounts(graph);
  }

  tensor(id: TensorId): GraphTensor {
    return this.#tensors[id];
  }

  constant(id: TensorId | undefined): TensorData | undefined {
    return id === undefined || id === ABSENT ? undefined : this.#tensors[id].data;
  }

  producer(id: TensorId): GraphNode | undefined {
    return this.#producers.get(id);
  }

  uses(id: TensorId): number {
    return this.#uses[id];
  }

  soleProducer(id: TensorId): GraphNode | undefined {
    return this.#uses[id] === 1 ? this.#producers.get(id) : undefined;
  }

  add(tensor: GraphTensor): TensorId {
    this.#uses.push(0);
    return this.#tensors.push(tensor) - 1;
  }

  redirect(from: TensorId, to: TensorId): void {
    const [a, b] = [this.#tensors[from], this.#tensors[to]];
    if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) {
      throw new Error(`cannot put ${b.name} ${describeType(b)} in the place of ${a.name} ${describeType(a)}`);
    }
    this.#target.set(from, to);
    this.#uses[to] += this.#uses[from];
    this.#uses[from] = 0;
  }

  remove(node: GraphNode): void {
    this.#nodes.delete(node);
    for (const id of node.outputs) this.#producers.delete(id);
    this.#count(node, -1);
  }

  /** The node with its inputs redirected. */
  current(node: GraphNode): GraphNode {
    const inputs = node.inputs.map((id) => this.#resolve(id));
    return inputs.every((id, i) => id === node.inputs[i]) ? node : { ...node, inputs };
  }

  put(node: GraphNode, replacements: readonly GraphNode[]): void {
    this.#count(node, -1);
    for (const replacement of replacements) {
      this.#count(replacement, 1);
      this.#nodes.add(replacement);
      for (const id of replacement.outputs) this.#producers.set(id, replacement);
    }
  }

  finish(): Graph {
    const outputs = this.#graph.outputs.map((port) => ({ ...port, tensor: this.#resolve(port.tensor) }));
    return { ...this.#graph, tensors: this.#tensors, nodes: [...this.#nodes], outputs };
  }

  #resolve(id: TensorId): TensorId {
    let current = id;
    for (let next = this.#target.get(id); next !== undefined; next = this.#target.get(next)) current = next;
    return current;
  }

  #count(node: GraphNode, change: number): void {
    for (const id of node.inputs) if (id !== ABSENT) this.#uses[id] += change;
  }
}

function useCounts(graph: Graph): number[] {
  const uses = new Array<number>(graph.tensors.length).fill(0);
  for (const node of graph.nodes) for (const id of node.inputs) if (id !== ABSENT) uses[id]++;
  for (const port of graph.outputs) uses[port.tensor]++;
  return uses;
}

/** Without the nodes that nothing depends on; graph inputs stay. */
export function withoutDeadNodes(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map((port) => port.tensor));
  const nodes: GraphNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((id) => needed.has(id))) continue;
    nodes.push(node);
    for (const id of node.inputs) needed.add(id);
  }
  return nodes.length === graph.nodes.length ? graph : { ...graph, nodes: nodes.reverse() };
}

/** The tensor table without the tensors that no node, input or output names. */
export function withoutUnusedTensors(graph: Graph): Graph {
  const used = new Set<TensorId>();
  for (const port of [...graph.inputs, ...graph.outputs]) used.add(port.tensor);
  for (const node of graph.nodes) for (const id of [...node.inputs, ...node.outputs]) if (id !== ABSENT) used.add(id);
  if (used.size === graph.tensors.length) return graph;
  const renumbered = new Map([...used].sort((a, b) => a - b).map((id, i) => [id, i]));
  const renumber = (id: TensorId) => renumbered.get(id) ?? ABSENT;
  return {
    ...graph,
    tensors: graph.tensors.filter((_, id) => used.has(id)),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renumber),
      outputs: node.outputs.map(renumber),
    })),
    inputs: graph.inputs.map((port) => ({ ...port, tensor: renumber(port.tensor) })),
    outputs: graph.outputs.map((port) => ({ ...port, tensor: renumber(port.tensor) })),
  };
}
