// Graph -> kernel calls: asks every node's operator for its lowering and notes which buffers it touches.

import { ABSENT, type Graph, type GraphNode, type TensorId } from "../graph/graph.ts";
import { ShapeError } from "../graph/op_def.ts";
import { GraphError } from "../graph/verify.ts";
import { type BufferRef, constant, type KernelCall } from "../kernels/call.ts";
import { OPS } from "../ops/index.ts";
import type { Operand, Operator } from "../ops/operator.ts";

/** A kernel call and the node that it is a part of. */
export interface LoweredCall extends KernelCall {
  readonly node: GraphNode;
}

export interface ScratchBuffer {
  readonly name: string;
  readonly bytes: number;
}

/** What the compiler knows of a step in a model's work: a node, or several that take turns (row_tiles). */
export interface LoweredNode {
  /** Tensors that it reads and defines; ABSENT is not among them. */
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** Inputs whose memory output 0 may take over if nothing reads them afterwards. */
  readonly inPlace: readonly TensorId[];
  /** Output 0 is input 0 under another shape; there are no calls. */
  readonly isView: boolean;
  readonly calls: readonly LoweredCall[];
  /** Working memory of the calls, by id. */
  readonly scratch: readonly ScratchBuffer[];
  /** Where the calls are tiles that threads may also take apart. */
  readonly tiles?: LoweredTiles;
}

export interface LoweredTiles {
  /** How many of the calls of a run each tile has. */
  readonly calls: readonly number[];
  /** What stands for each tile's calls where the working memory does not hold what the tile before leaves in it. */
  readonly fresh: readonly (readonly LoweredCall[])[];
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
  const isThere = (id: TensorId | undefined): id is TensorId => id !== undefined && id !== ABSENT;
  const shell = {
    inputs: node.inputs.filter(isThere),
    outputs: node.outputs,
    inPlace: (operator.inPlace ?? []).map((i) => node.inputs[i]).filter(isThere),
    isView: operator.isView === true,
  };
  if (operator.isView) return { ...shell, calls: [], scratch: [] };
  const scratch: ScratchBuffer[] = [];
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
        scratch.push({ name: `${node.op.name} scratch`, bytes });
        return { kind: "scratch", id: scratch.length - 1, offset: 0 };
      },
    });
    return { ...shell, calls: calls.map((call) => ({ ...call, node })), scratch };
  } catch (error) {
    if (error instanceof ShapeError) throw new GraphError(node.origin, error.message);
    throw error;
  }
}
