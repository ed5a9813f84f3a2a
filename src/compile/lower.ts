// Graph -> kernel calls: asks every node's operator for its lowering and notes which buffers it touches.

import { ABSENT, type Graph, type GraphNode } from "../graph/graph.ts";
import { ShapeError } from "../graph/op_def.ts";
import { GraphError } from "../graph/verify.ts";
import { type BufferRef, constant, type KernelCall } from "../kernels/call.ts";
import { OPS } from "../ops/index.ts";
import type { Operand, Operator } from "../ops/operator.ts";

export interface LoweredNode {
  readonly node: GraphNode;
  readonly operator: Operator;
  readonly calls: readonly KernelCall[];
  /** Bytes of each scratch buffer the node asked for, by id. */
  readonly scratch: readonly number[];
}

export function operatorOf(node: GraphNode): Operator {
  const operator = OPS.get(node.op.name);
  if (operator === undefined) throw new GraphError(node.origin, `operator ${node.op.name} is not in the table`);
  return operator;
}

export function lowerGraph(graph: Graph): LoweredNode[] {
  return graph.nodes.map((node) => lowerNode(graph, node));
}

function lowerNode(graph: Graph, node: GraphNode): LoweredNode {
  const operator = operatorOf(node);
  if (operator.isView) return { node, operator, calls: [], scratch: [] };
  const scratch: number[] = [];
  const operand = (id: number): Operand => {
    const tensor = graph.tensors[id];
    const buffer: BufferRef =
      tensor.data === undefined ? { kind: "tensor", tensor: id, offset: 0 } : constant(tensor.data);
    return { dtype: tensor.dtype, shape: tensor.shape, quantization: tensor.quantization, data: tensor.data, buffer };
  };
  try {
    const calls = operator.lower({
      attributes: node.attributes,
      inputs: node.inputs.map((id) => (id === ABSENT ? undefined : operand(id))),
      outputs: node.outputs.map(operand),
      scratch(bytes) {
        scratch.push(bytes);
        return { kind: "scratch", id: scratch.length - 1, offset: 0 };
      },
    });
    return { node, operator, calls, scratch };
  } catch (error) {
    if (error instanceof ShapeError) throw new GraphError(node.origin, error.message);
    throw error;
  }
}
