import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode, GraphTensor } from "../../graph/graph.ts";
import { sameQuantization } from "../../graph/tensor.ts";
import { type ClampAttributes, clampBounds } from "../../ops/clamp.ts";
import { boundsOf, int8Answers, type Pass, withBounds } from "./pass.ts";

export const fuseActivations: Pass = {
  name: "fuse activations",
  doc: "relu, relu6, relu_n1_to_1 and clip become bounds of the operator before them, for int8 where the bits stay the same",
  run: (graph) => rewrite(graph, fuseNode),
};

const TAKES_BOUNDS: ReadonlySet<string> = new Set([
  ...["conv_2d", "depthwise_conv_2d", "conv_2d_transpose", "fully_connected"],
  ...["max_pool_2d", "average_pool_2d"],
  ...["add", "sub", "mul", "div"],
]);

function fuseNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const bounds = activationBounds(node);
  if (bounds === undefined) return undefined;
  const layer = sweep.soleProducer(node.inputs[0]);
  if (layer === undefined || !TAKES_BOUNDS.has(layer.op.name)) return undefined;
  const [x, y] = [sweep.tensor(node.inputs[0]), sweep.tensor(node.outputs[0])];
  if (x.dtype === "i32" || (x.dtype === "i8" && !isClampOfBytes(node, bounds, x, y))) return undefined;

  const before = boundsOf(layer.attributes);
  const clamp = (value: number) => Math.min(Math.max(value, bounds.min), bounds.max);
  sweep.remove(layer);
  return [
    {
      ...layer,
      outputs: node.outputs,
      attributes: withBounds(layer.attributes, clamp(before.min), clamp(before.max)),
    },
  ];
}

function activationBounds(node: GraphNode): Required<{ min: number; max: number }> | undefined {
  switch (node.op.name) {
    case "relu":
      return { min: 0, max: Infinity };
    case "relu6":
      return { min: 0, max: 6 };
    case "relu_n1_to_1":
      return { min: -1, max: 1 };
    case "clip":
      return boundsOf(node.attributes);
    default:
      return undefined;
  }
}

/** Between equal quantisations an activation is a clamp of the stored bytes; asked of all 256. */
function isClampOfBytes(node: GraphNode, bounds: ClampAttributes, x: GraphTensor, y: GraphTensor): boolean {
  if (!sameQuantization(x.quantization, y.quantization)) return false;
  const { low, high } = clampBounds(y, bounds);
  return int8Answers(node, x, y).every((answer, i) => answer === Math.min(Math.max(i - 128, low), high));
}
