// Products of matrices. One with weights becomes fully_connected, which wants them transposed: [outputs, depth].

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OperatorTable } from "../node.ts";
import { floats, valueOfNumbers } from "./numbers.ts";
import { isWeight, permuteWeight } from "./weights.ts";

const DAMAGED = "The file is damaged; export the model again";

/** Vectors are one row on the left, one column on the right; the dimension of one goes again. */
const matMul: NodeImporter = {
  makes: ["fully_connected", "matmul"],
  run(node) {
    const shapes = [node.shape(0), node.shape(1)] as const;
    ensure(
      shapes.every(({ length }) => length >= 1) && shapes[0].at(-1) === shapes[1].at(shapes[1].length === 1 ? 0 : -2),
      () => `multiplies [${shapes[0]}] with [${shapes[1]}]`,
      DAMAGED,
    );
    const isRow = shapes[0].length === 1;
    const isColumn = shapes[1].length === 1;
    const a = isRow ? node.reshape(floats(node, 0), [1, ...shapes[0]]) : floats(node, 0);
    const b = isColumn ? node.reshape(floats(node, 1), [...shapes[1], 1]) : floats(node, 1);
    const y = product(node, a, b);
    const rank = node.shapeOf(y).length;
    const keeps = (axis: number) => !(isRow && axis === rank - 2) && !(isColumn && axis === rank - 1);
    const shape = node.shapeOf(y).filter((_, axis) => keeps(axis));
    return [valueOfNumbers(node, node.reshape(y, shape), node.typeOf(0))];
  },
};

function product(node: OnnxNode, a: TensorId, b: TensorId): TensorId {
  const shape = node.shapeOf(b);
  if (!isWeight(node, b) || elementCount(shape.slice(0, -2)) !== 1) return node.emit("matmul", [a, b]);
  const isDequantized = node.tensor(b).data === undefined;
  if (isDequantized && shape.length > 2) return node.emit("matmul", [a, b]);
  const weights = permuteWeight(node, shape.length > 2 ? node.reshape(b, shape.slice(-2)) : b, [1, 0]);
  const y = node.emit("fully_connected", [a, weights], { keepDims: true });
  const leading = Math.max(shape.length - node.shapeOf(a).length, 0);
  return leading === 0 ? y : node.reshape(y, [...new Array<number>(leading).fill(1), ...node.shapeOf(y)]);
}

/** alpha · A · B + beta · C, A and B perhaps transposed. */
const gemm: NodeImporter = {
  makes: ["fully_connected", "matmul", "mul", "add"],
  run(node) {
    const [alpha, beta] = [node.float("alpha", 1), node.float("beta", 1)];
    const [isTurnedA, isTurnedB] = [node.int("transA", 0) !== 0, node.int("transB", 0) !== 0];
    ensure(
      node.shape(0).length === 2 && node.shape(1).length === 2,
      () => `multiplies [${node.shape(0)}] with [${node.shape(1)}]`,
      DAMAGED,
    );
    const a = isTurnedA ? node.transpose(floats(node, 0), [1, 0]) : floats(node, 0);
    const b = floats(node, 1);
    const depth = node.shapeOf(a)[1];
    const [inner, outputs] = isTurnedB ? node.shapeOf(b).toReversed() : node.shapeOf(b);
    ensure(depth === inner, () => `multiplies ${depth} columns with ${inner} rows`, DAMAGED);
    if (!isWeight(node, b)) {
      const y = scaled(node, node.emit("matmul", [a, isTurnedB ? node.transpose(b, [1, 0]) : b]), alpha);
      return [valueOfNumbers(node, plusC(node, y, beta), node.typeOf(0))];
    }
    const weights = isTurnedB ? b : permuteWeight(node, b, [1, 0]);
    const bias = alpha === 1 ? biasOf(node, outputs, beta) : ABSENT;
    const inputs = bias === ABSENT ? [a, weights] : [a, weights, bias];
    const y = scaled(node, node.emit("fully_connected", inputs, { keepDims: true }), alpha);
    return [valueOfNumbers(node, bias === ABSENT ? plusC(node, y, beta) : y, node.typeOf(0))];
  },
};

function scaled(node: OnnxNode, x: TensorId, factor: number): TensorId {
  return factor === 1 ? x : node.emit("mul", [x, node.scalar(factor)]);
}

function plusC(node: OnnxNode, y: TensorId, beta: number): TensorId {
  if (!node.hasInput(2) || beta === 0) return y;
  return node.emit("add", [y, scaled(node, floats(node, 2), beta)]);
}

/** C as one number an output, if it is a weight and each row gets the same; else ABSENT. */
function biasOf(node: OnnxNode, outputs: number, beta: number): TensorId {
  if (!node.hasInput(2) || beta === 0 || !isWeight(node, node.input(2))) return ABSENT;
  const id = node.input(2);
  const { data, shape } = node.tensor(id);
  const isRow = elementCount(shape) === outputs && (shape.at(-1) ?? 1) === outputs;
  if (data === undefined) return isRow && shape.length === 1 && beta === 1 ? id : ABSENT;
  const isOne = elementCount(shape) === 1;
  if (!isRow && !isOne) return ABSENT;
  if (isRow && shape.length === 1 && beta === 1 && data instanceof Float32Array) return id;
  return node.constant(
    [outputs],
    Float32Array.from({ length: outputs }, (_, i) => beta * data[isOne ? 0 : i]),
  );
}

export const MATRICES: OperatorTable = { Gemm: gemm, MatMul: matMul };
