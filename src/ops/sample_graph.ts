// An operator's sample as a graph of one node, for tests and for the list of kernels.

import type { Graph, GraphTensor, PortDType } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import type { Operator, Sample, SampleInput } from "./operator.ts";

/** Inputs are x0, x1 …, outputs y0, y1 …; constant inputs get their values from `fill`. */
export function sampleGraph(op: Operator, sample: Sample, fill: (input: SampleInput) => TensorData): Graph {
  const tensors: GraphTensor[] = [];
  const add = (tensor: GraphTensor) => tensors.push(tensor) - 1;
  const inputs = sample.inputs.map((input, i) => {
    if (input === undefined) return -1;
    const { dtype, shape, quantization } = input;
    return add({ name: `x${i}`, dtype, shape, quantization, data: input.constant ? fill(input) : undefined });
  });
  const outputs = sample.outputs.map((type, i) => add({ ...type, name: `y${i}` }));
  const port = (tensor: number) => ({ tensor, name: tensors[tensor].name, dtype: tensors[tensor].dtype as PortDType });
  return {
    name: op.name,
    tensors,
    nodes: [{ op, inputs, outputs, attributes: sample.attributes, origin: `#0 ${op.name}` }],
    inputs: inputs.filter((id) => id >= 0 && tensors[id].data === undefined).map(port),
    outputs: outputs.map(port),
  };
}
