import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { scaleAndShift } from "../../ops/batch_normalization.ts";
import { constantTensor, operatorNamed, type Pass } from "./pass.ts";

export const expandBatchNormalization: Pass = {
  name: "expand batch normalization",
  doc: "γ · (x − mean) / √(variance + ε) + β with constant statistics is one multiplication and one addition a channel",
  run: (graph) => rewrite(graph, expandNode),
};

function expandNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  if (node.op.name !== "batch_normalization") return undefined;
  const [x, ...parameters] = node.inputs;
  const [gamma, beta, mean, variance] = parameters.map((id) => sweep.constant(id));
  if (!gamma || !beta || !mean || !variance || sweep.tensor(x).dtype !== "f32") return undefined;

  const { scale, shift } = scaleAndShift([gamma, beta, mean, variance], node.attributes.epsilon as number);
  const [y] = node.outputs;
  const { name, shape } = sweep.tensor(y);
  const scaled = sweep.add({ name: `${name} scaled`, dtype: "f32", shape });
  const scales = sweep.add(constantTensor(`${name} scale`, [scale.length], scale));
  const shifts = sweep.add(constantTensor(`${name} shift`, [shift.length], shift));
  const { origin } = node;
  return [
    { op: operatorNamed("mul"), inputs: [x, scales], outputs: [scaled], attributes: {}, origin },
    { op: operatorNamed("add"), inputs: [scaled, shifts], outputs: [y], attributes: {}, origin },
  ];
}
