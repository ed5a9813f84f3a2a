// Checks that a graph is legal: run after import and after every pass.

import { ABSENT, type Graph, type GraphNode, type GraphPort } from "./graph.ts";
import { ShapeError } from "./op_def.ts";
import { describeType, elementCount, sameShape } from "./tensor.ts";

/** A graph breaks a rule; `where` names the node or tensor. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly where: string;
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.where = where;
  }
}

/** Throws GraphError at the first broken rule. */
export function verifyGraph(graph: Graph): void {
  const defined = new Set<number>();
  graph.tensors.forEach((tensor, id) => {
    if (tensor.data === undefined) return;
    defined.add(id);
    if (tensor.data.length !== elementCount(tensor.shape)) {
      throw new GraphError(
        tensor.name,
        `has ${tensor.data.length} values, its shape [${tensor.shape}] asks for another count`,
      );
    }
  });
  verifyNames("inputs", graph.inputs);
  verifyNames("outputs", graph.outputs);
  for (const port of graph.inputs) defined.add(port.tensor);
  for (const node of graph.nodes) {
    verifyNode(graph, node, defined);
    for (const id of node.outputs) {
      if (defined.has(id)) throw new GraphError(node.origin, `defines tensor ${id} a second time`);
      defined.add(id);
    }
  }
  for (const port of graph.outputs) {
    if (!defined.has(port.tensor)) throw new GraphError(port.name, "is an output that no node computes");
  }
}

function verifyNames(side: string, ports: readonly GraphPort[]): void {
  const names = new Set<string>();
  for (const { name } of ports) {
    if (names.has(name)) throw new GraphError(name, `is the name of two ${side}`);
    names.add(name);
  }
}

function verifyNode(graph: Graph, node: GraphNode, defined: ReadonlySet<number>): void {
  for (const id of node.inputs) {
    if (id !== ABSENT && !defined.has(id)) {
      throw new GraphError(
        node.origin,
        `reads tensor ${id} (${graph.tensors[id]?.name ?? "unknown"}) before it is computed`,
      );
    }
  }
  const inputs = node.inputs.map((id) => (id === ABSENT ? undefined : graph.tensors[id]));
  let inferred: ReturnType<typeof node.op.infer>;
  try {
    inferred = node.op.infer(inputs, node.attributes);
  } catch (error) {
    if (error instanceof ShapeError) throw new GraphError(node.origin, error.message);
    throw error;
  }
  node.outputs.forEach((id, i) => {
    const stated = graph.tensors[id];
    const rule = inferred[i];
    if (rule === undefined) throw new GraphError(node.origin, `${node.op.name} has no output ${i}`);
    if (stated.dtype !== rule.dtype || !sameShape(stated.shape, rule.shape)) {
      throw new GraphError(
        node.origin,
        `output ${i} "${stated.name}" is ${describeType(stated)}, but ${node.op.name} of ` +
          `${inputs.map((t) => (t ? describeType(t) : "-")).join(", ")} gives ${describeType(rule)}`,
      );
    }
  });
}
