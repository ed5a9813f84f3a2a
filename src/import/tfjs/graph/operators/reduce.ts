// Reductions over axes, and the largest of many.

import type { TensorId } from "../../../../graph/graph.ts";
import type { TfImporter, TfNode, TfTable } from "../node.ts";

/** Input 1 lists the axes; the result of integers is integers, by way of floats. */
function reduce(node: TfNode, run: (x: TensorId, axes: readonly number[], keepDims: boolean) => TensorId): TensorId {
  const x = node.input(0);
  const rank = node.shapeOf(x).length;
  const axes = [...new Set(node.integers(1, "the axes").map((axis) => node.axis(axis, rank)))];
  const keepDims = node.bool("keep_dims", node.bool("keepDims", false));
  const isInteger = node.dtypeOf(x) === "i32";
  const y = run(isInteger ? node.cast(x, "f32") : x, axes, keepDims);
  return isInteger ? node.cast(y, "i32") : y;
}

const reduction = (op: string): TfImporter => ({
  makes: [op],
  run: (node) => [reduce(node, (x, axes, keepDims) => node.emit(op, [x], { axes, keepDims }))],
});

const euclideanNorm: TfImporter = {
  makes: ["sum", "sqrt", "square"],
  run: (node) => [
    reduce(node, (x, axes, keepDims) =>
      node.emit("sqrt", [node.emit("sum", [node.emit("square", [x])], { axes, keepDims })]),
    ),
  ],
};

const arg = (op: string): TfImporter => ({
  makes: [op],
  run(node) {
    const x = node.real(0);
    return [node.emit(op, [x], { axis: node.axis(node.integerInput(1, "the axis"), node.shapeOf(x).length) })];
  },
});

const topK: TfImporter = {
  makes: ["top_k"],
  run: (node) => node.emitAll("top_k", [node.input(0)], { k: node.integerInput(1, "k"), largest: true }),
};

export const REDUCE: TfTable = {
  Mean: reduction("mean"),
  Sum: reduction("sum"),
  Max: reduction("reduce_max"),
  Min: reduction("reduce_min"),
  Prod: reduction("reduce_prod"),
  All: reduction("reduce_min"),
  Any: reduction("reduce_max"),
  EuclideanNorm: euclideanNorm,
  ArgMax: arg("arg_max"),
  ArgMin: arg("arg_min"),
  TopKV2: topK,
};
