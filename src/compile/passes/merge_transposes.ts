import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { sameQuantization } from "../../graph/tensor.ts";
import { numbers, operatorNamed, type Pass } from "./pass.ts";

export const mergeTransposes: Pass = {
  name: "merge transposes",
  doc: "Two transposes in a row are one; one that moves only dimensions of size 1 is a reshape, which costs nothing",
  run: (graph) => rewrite(graph, mergeNode),
};

function mergeNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  if (node.op.name !== "transpose") return undefined;
  let { inputs, attributes } = node;
  let perm = numbers(node, "perm");
  const before = sweep.producer(inputs[0]);
  if (before?.op.name === "transpose" && haveOneQuantization(sweep, before.inputs[0], inputs[0])) {
    const first = numbers(before, "perm");
    perm = perm.map((axis) => first[axis]);
    inputs = before.inputs;
    attributes = { ...attributes, perm };
  }
  const { shape } = sweep.tensor(inputs[0]);
  const moving = perm.filter((axis) => shape[axis] !== 1);
  if (moving.every((axis, i) => i === 0 || axis > moving[i - 1])) {
    return [
      { ...node, op: operatorNamed("reshape"), inputs, attributes: { shape: sweep.tensor(node.outputs[0]).shape } },
    ];
  }
  return [{ ...node, inputs, attributes }];
}

function haveOneQuantization(sweep: Sweep, a: number, b: number): boolean {
  return sameQuantization(sweep.tensor(a).quantization, sweep.tensor(b).quantization);
}
