// A graph without its transposes and reshapes: values that nodes compute, and who reads them, in which order.

import { ABSENT, type Graph, type GraphNode, type GraphTensor, type TensorId } from "../../graph/graph.ts";
import { elementCount, sameQuantization } from "../../graph/tensor.ts";
import { compose, type Order, orderOfAxes, plainOrder } from "./order.ts";

/** A tensor as another one, its root, in some order. */
export interface Value {
  /** A graph input, a constant or a node's output. */
  readonly root: TensorId;
  /** The root's index -> the tensor's index. */
  readonly order: Order;
}

/** One read of a root: by an input of a node, or by a graph output. */
export interface Use {
  readonly node: number;
  readonly input: number;
}

export interface Root {
  readonly tensor: TensorId;
  readonly count: number;
  /** Index of the node that computes it; undefined for graph inputs. */
  readonly producer: number | undefined;
  readonly output: number;
  readonly uses: readonly Use[];
  /** Graph outputs that show it. */
  readonly ports: readonly TensorId[];
}

export interface Values {
  readonly graph: Graph;
  viewOf(tensor: TensorId): Value;
  /** Transposes and reshapes that have become part of the order in which others read. */
  isView(node: GraphNode): boolean;
  /** Of the values that are computed; constants cost nothing to store in another order. */
  readonly roots: ReadonlyMap<TensorId, Root>;
}

export function valuesOf(graph: Graph): Values {
  const values = new Map<TensorId, Value>();
  const viewOf = (tensor: TensorId): Value =>
    values.get(tensor) ?? { root: tensor, order: plainOrder(elementCount(graph.tensors[tensor].shape)) };
  const views = new Set<GraphNode>();
  for (const node of graph.nodes) {
    const own = viewOrder(graph.tensors, node);
    if (own === undefined) continue;
    const before = viewOf(node.inputs[0]);
    const order = compose(before.order, own);
    if (order === undefined) continue; // the digits of the two do not fit: the node stays
    views.add(node);
    values.set(node.outputs[0], { root: before.root, order });
  }
  const isView = (node: GraphNode) => views.has(node);
  return { graph, viewOf, isView, roots: rootsOf(graph, viewOf, isView) };
}

/** What a transpose or reshape does to the order of the values. */
function viewOrder(tensors: readonly GraphTensor[], { op, inputs, outputs, attributes }: GraphNode): Order | undefined {
  if (op.name !== "transpose" && op.name !== "reshape") return undefined;
  const [x, y] = [tensors[inputs[0]], tensors[outputs[0]]];
  const { quantization } = x;
  if (!sameQuantization(quantization, y.quantization) || (quantization && quantization.scale.length > 1)) {
    return undefined;
  }
  return op.name === "reshape"
    ? plainOrder(elementCount(x.shape))
    : orderOfAxes(x.shape, attributes.perm as readonly number[]);
}

function rootsOf(graph: Graph, viewOf: Values["viewOf"], isView: Values["isView"]): ReadonlyMap<TensorId, Root> {
  const roots = new Map<TensorId, { -readonly [K in keyof Root]: Root[K] } & { uses: Use[]; ports: TensorId[] }>();
  const define = (tensor: TensorId, producer: number | undefined, output: number) => {
    const count = elementCount(graph.tensors[tensor].shape);
    roots.set(tensor, { tensor, count, producer, output, uses: [], ports: [] });
  };
  for (const port of graph.inputs) define(port.tensor, undefined, 0);
  graph.nodes.forEach((node, i) => {
    if (isView(node)) return;
    node.inputs.forEach((id, input) => {
      if (id !== ABSENT) roots.get(viewOf(id).root)?.uses.push({ node: i, input });
    });
    for (const [output, id] of node.outputs.entries()) define(id, i, output);
  });
  for (const port of graph.outputs) roots.get(viewOf(port.tensor).root)?.ports.push(port.tensor);
  return roots;
}
