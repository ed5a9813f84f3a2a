// Layers of several inputs.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { LayerImporter, LayerNode, LayerTable } from "./node.ts";

/** All inputs with as many dimensions as the largest: ones go behind the batch, as in Keras' _Merge. */
function alignedInputs(node: LayerNode): TensorId[] {
  const rank = Math.max(...node.inputs.map((id) => node.shapeOf(id).length));
  return node.inputs.map((id) => {
    const [batch, ...rest] = node.shapeOf(id);
    if (rest.length + 1 === rank || batch === undefined) return id;
    return node.reshape(id, [batch, ...new Array(rank - 1 - rest.length).fill(1), ...rest]);
  });
}

const folded = (op: string): LayerImporter => ({
  makes: [op],
  run: (node) => alignedInputs(node).reduce((sum, input) => node.emit(op, [sum, input])),
});

const subtract: LayerImporter = {
  makes: ["sub"],
  run(node) {
    ensure(node.inputs.length === 2, () => `subtracts ${node.inputs.length} tensors`, "Two are needed");
    return node.emit("sub", alignedInputs(node));
  },
};

const average: LayerImporter = {
  makes: ["add", "mul"],
  run(node) {
    const sum = alignedInputs(node).reduce((acc, input) => node.emit("add", [acc, input]));
    return node.emit("mul", [sum, node.scalar(1 / node.inputs.length)]);
  },
};

const concatenate: LayerImporter = {
  makes: ["concat"],
  run(node) {
    const axis = node.axis(node.config.integer("axis", -1), node.shapeOf(node.inputs[0]).length);
    return node.inputs.length === 1 ? node.inputs[0] : node.emit("concat", node.inputs, { axis });
  },
};

/** Of rows: [N, K] · [N, K] = [N, 1]. */
const dot: LayerImporter = {
  makes: ["sum", "mul", "maximum", "rsqrt", "square"],
  run(node) {
    const shapes = node.inputs.map((id) => node.shapeOf(id));
    ensure(
      node.inputs.length === 2 && shapes.every((shape) => shape.length === 2),
      () => `multiplies ${shapes.map((shape) => `[${shape}]`).join(" and ")}`,
      "Only the products of two matrices' rows are supported; export the model as a graph model",
    );
    const sum = (x: TensorId) => node.emit("sum", [x], { axes: [1], keepDims: true });
    const unit = (x: TensorId) => {
      const squares = node.emit("maximum", [sum(node.emit("square", [x])), node.scalar(1e-12)]);
      return node.emit("mul", [x, node.emit("rsqrt", [squares])]);
    };
    const factors = node.config.boolean("normalize", false) ? node.inputs.map(unit) : node.inputs;
    return sum(node.emit("mul", factors));
  },
};

export const MERGE_LAYERS: LayerTable = {
  Add: folded("add"),
  Average: average,
  Concatenate: concatenate,
  Dot: dot,
  Maximum: folded("maximum"),
  Minimum: folded("minimum"),
  Multiply: folded("mul"),
  Subtract: subtract,
};
