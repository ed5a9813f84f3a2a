import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { sameQuantization, sameShape } from "../../graph/tensor.ts";
import { int8Answers, numbers, type Pass, sameType } from "./pass.ts";

export const dropIdentities: Pass = {
  name: "drop identities",
  doc: "A node whose output has the bits of its input is left out: whole slices, empty pads, casts to the same type …",
  run: (graph) => rewrite(graph, dropNode),
};

function dropNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const source = sourceOfCopy(node, sweep);
  if (source === undefined) return undefined;
  sweep.redirect(node.outputs[0], source);
  return [];
}

/** The tensor whose bits the node's one output repeats. */
function sourceOfCopy(node: GraphNode, sweep: Sweep): number | undefined {
  if (node.outputs.length !== 1) return undefined;
  const [y] = node.outputs;
  const hasTypeOfY = (id: number) => sameType(sweep.tensor(id), sweep.tensor(y));
  const [x] = node.inputs;
  if (node.op.name === "quantize") {
    const producer = sweep.producer(x);
    // q -> scale · (q − zero point) -> q: the error of the f32 product is far below half a step.
    if (producer?.op.name === "dequantize" && hasTypeOfY(producer.inputs[0])) return producer.inputs[0];
  }
  return x !== undefined && hasTypeOfY(x) && isCopy(node, sweep) ? x : undefined;
}

/** Does the node repeat its first input, which is known to have its output's type? */
function isCopy(node: GraphNode, sweep: Sweep): boolean {
  const isAll = (attribute: string, value: number) => numbers(node, attribute).every((v) => v === value);
  switch (node.op.name) {
    case "reshape":
    case "broadcast_to":
    case "resize_nearest":
    case "resize_bilinear":
    case "cast":
    case "quantize": // of int8: equal quantisation
      return true;
    case "concat":
    case "split":
      return node.inputs.length === 1;
    case "transpose":
      return numbers(node, "perm").every((axis, i) => axis === i);
    case "slice":
      return isAll("begin", 0) && isAll("strides", 1);
    case "tile":
      return isAll("multiples", 1);
    case "pad":
    case "mirror_pad":
      return isAll("pads", 0);
    case "max_pool_2d":
    case "average_pool_2d":
      return isAll("kernel", 1) && isAll("strides", 1) && isAll("pads", 0) && !isClamped(node);
    case "clip":
      return !isClamped(node) || changesNoByte(node, sweep);
    case "relu":
    case "relu6":
    case "relu_n1_to_1":
      return changesNoByte(node, sweep);
    default:
      return false;
  }
}

function isClamped({ attributes }: GraphNode): boolean {
  return attributes.min !== undefined || attributes.max !== undefined;
}

/** An int8 activation whose quantisation cannot express what it would cut off. */
function changesNoByte(node: GraphNode, sweep: Sweep): boolean {
  const [x, y] = [sweep.tensor(node.inputs[0]), sweep.tensor(node.outputs[0])];
  return x.dtype === "i8" && sameQuantization(x.quantization, y.quantization) && sameShape(x.shape, y.shape)
    ? int8Answers(node, x, y).every((answer, i) => answer === i - 128)
    : false;
}
