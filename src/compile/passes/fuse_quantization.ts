// Files that are quantised as QDQ say what is quantised, not how to compute it: every tensor is dequantised, the operators
// are those of floats, every result is quantised again. This pass finds the operators on bytes; what it leaves alone is
// computed in floats, as the file has it. The rules are in quantization/rules.ts.

import { rewrite, type Sweep, withoutDeadNodes } from "../../graph/edit.ts";
import type { Graph, GraphNode, TensorId } from "../../graph/graph.ts";
import { operatorNamed, type Pass, sameType } from "./pass.ts";
import { movedConstant } from "./quantization/constants.ts";
import { foldNormalization } from "./quantization/normalizations.ts";
import { inputRatio } from "./quantization/operands.ts";
import {
  bytesOf,
  bytesOfAll,
  commonQuantization,
  dequantizedConstant,
  isAccepted,
  wholeQuantization,
} from "./quantization/rule.ts";
import { ruleOf } from "./quantization/rules.ts";

export const fuseQuantization: Pass = {
  name: "fuse quantization",
  doc: "dequantize, an operator, quantize: one operator on bytes; what only moves values comes before dequantize and after quantize",
  run(graph) {
    if (!graph.nodes.some(({ op }) => op.name === "dequantize")) return graph;
    return withoutDeadNodes(rewrite(raiseAll(rewrite(withoutDeadNodes(graph), prepareNode)), fuseNode));
  },
};

/** A pooling window of 2x2: quantising its input costs no more than the bytes save. */
const MOST_INPUTS = 4;

/** Moves every quantize as far up as it goes, one operator a round. */
function raiseAll(graph: Graph): Graph {
  let current = graph;
  for (;;) {
    const seen = new Map<TensorId, GraphNode[]>();
    let changed = false;
    current = rewrite(current, (node, sweep) => {
      const result = node.op.name === "quantize" ? (mergeQuantize(node, sweep, seen) ?? raise(node, sweep)) : undefined;
      changed ||= result !== undefined;
      return result;
    });
    if (!changed) return current;
  }
}

/** The same tensor is quantised twice in the same way. */
function mergeQuantize(
  node: GraphNode,
  sweep: Sweep,
  seen: Map<TensorId, GraphNode[]>,
): readonly GraphNode[] | undefined {
  const [x] = node.inputs;
  const others = seen.get(x) ?? [];
  const [y] = node.outputs;
  const twin = others.find(({ outputs }) => sameType(sweep.tensor(outputs[0]), sweep.tensor(y)));
  if (twin === undefined) {
    seen.set(x, [...others, node]);
    return undefined;
  }
  sweep.redirect(y, twin.outputs[0]);
  return [];
}

/** quantize(f(x)) -> f(quantize(x)) for an f that moves values. */
function raise(quantize: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const mover = sweep.soleProducer(quantize.inputs[0]);
  const [y] = quantize.outputs;
  if (wholeQuantization(sweep.tensor(y)) === undefined) return undefined;
  if (mover === undefined || mover.outputs.length !== 1 || !ruleOf(mover.op.name)?.admits) return undefined;
  if (bytesOfAll(mover, sweep) !== undefined || inputRatio(mover, sweep) > MOST_INPUTS) return undefined;
  const quantizes: GraphNode[] = [];
  const inputs = mover.inputs.map((id) => {
    if (id < 0 || sweep.tensor(id).dtype !== "f32") return id;
    const { name, shape } = sweep.tensor(id);
    const bytes = sweep.add({ ...sweep.tensor(y), name: `${name} quantized`, shape });
    quantizes.push({ ...quantize, inputs: [id], outputs: [bytes] });
    return bytes;
  });
  const raised = { ...mover, inputs, outputs: [y] };
  if (!isAccepted(raised, sweep)) return undefined;
  sweep.remove(mover);
  return [...quantizes, raised];
}

/** What brings constants to the operators that they are the weights of. */
function prepareNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  return moveConstant(node, sweep) ?? foldNormalization(node, sweep);
}

function fuseNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  return node.op.name === "quantize" ? fuse(node, sweep) : lower(node, sweep);
}

/** The node before a quantize, in its int8 form. */
function fuse(quantize: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const [x] = quantize.inputs;
  const [y] = quantize.outputs;
  if (wholeQuantization(sweep.tensor(y)) === undefined) return undefined;
  const bytes = bytesOf(x, sweep);
  if (bytes !== undefined) {
    if (!sameType(sweep.tensor(bytes), sweep.tensor(y))) return requantize(quantize, bytes, sweep);
    sweep.redirect(y, bytes);
    return [];
  }
  const node = sweep.soleProducer(x);
  const form = node && ruleOf(node.op.name)?.fuse?.({ node, to: sweep.tensor(y), sweep });
  if (node === undefined || form === undefined || node.outputs.length !== 1) return undefined;
  const fused = { ...node, ...form, outputs: [y] };
  if (!isAccepted(fused, sweep)) return undefined;
  sweep.remove(node);
  return [fused];
}

/** From one int8 quantisation to another; in an operator before it that moves values and can requantise them. */
function requantize(quantize: GraphNode, bytes: TensorId, sweep: Sweep): readonly GraphNode[] {
  const dequantize = sweep.soleProducer(quantize.inputs[0]);
  const mover = sweep.soleProducer(bytes);
  const rule = mover && ruleOf(mover.op.name);
  if (dequantize === undefined || mover === undefined || !rule?.passes || !rule.fuse) {
    return [{ ...quantize, inputs: [bytes] }];
  }
  sweep.remove(dequantize);
  sweep.remove(mover);
  return [{ ...mover, outputs: quantize.outputs }];
}

/** f(dequantize(q)) -> dequantize(f(q)) for an f that moves values. */
function lower(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const rule = ruleOf(node.op.name);
  const inputs = rule?.passes && bytesOfAll(node, sweep);
  const quantization = inputs && commonQuantization(inputs, sweep);
  if (!inputs || !quantization || !rule?.passes?.(node, quantization)) return undefined;
  const dequantizes: GraphNode[] = [];
  const outputs = node.outputs.map((id) => {
    const tensor = sweep.tensor(id);
    if (tensor.dtype !== "f32") return id;
    const bytes = sweep.add({ ...tensor, name: `${tensor.name} quantized`, dtype: "i8", quantization });
    dequantizes.push({ ...node, op: operatorNamed("dequantize"), inputs: [bytes], outputs: [id], attributes: {} });
    return bytes;
  });
  const lowered = { ...node, inputs, outputs };
  return isAccepted(lowered, sweep) ? [lowered, ...dequantizes] : undefined;
}

/** The same for constants, weights quantised per channel among them: they change places now. */
function moveConstant(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  if (node.op.name !== "transpose" && node.op.name !== "reshape") return undefined;
  const constant = dequantizedConstant(node.inputs[0], sweep);
  const moved = constant && movedConstant(node, constant, sweep.tensor(node.outputs[0]));
  if (moved === undefined) return undefined;
  return [{ ...node, op: operatorNamed("dequantize"), inputs: [sweep.add(moved)], attributes: {} }];
}
