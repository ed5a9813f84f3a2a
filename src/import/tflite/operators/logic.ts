// Comparisons, logic, choices and rankings; products of two computed matrices. Truth values are i32, 0 or 1.

import type { TensorId } from "../../../graph/graph.ts";
import type { NodeContext, NodeImporter, OperatorTable } from "../node.ts";
import { OPTIONS } from "../schema.ts";

type Condition = (node: NodeContext) => TensorId;

/** A node whose result is the answer. */
function condition(op: string, operands: readonly Condition[]): NodeImporter {
  return {
    makes: [op],
    run: (node) =>
      node.emit(
        op,
        operands.map((operand) => operand(node)),
      ),
  };
}

function notEqual(node: NodeContext): void {
  node.emit("equal", [node.emitIntermediate("equal", [real(0)(node), real(1)(node)], {}), zero(node)]);
}

const zero: Condition = (node) =>
  node.builder.add({ name: `${node.fileOutput().name}/zero`, dtype: "i32", shape: [], data: Int32Array.of(0) });

/** Input `i` in real numbers: what is quantised compares by what it stands for. */
const real =
  (i: number): Condition =>
  (node) => {
    const x = node.input(i);
    return node.tensor(x).dtype === "i8" ? node.emitIntermediate("dequantize", [x], {}) : x;
  };

const input =
  (i: number): Condition =>
  (node) =>
    node.input(i);

/** SELECT's condition may be a vector that chooses whole rows; SELECT_V2's broadcasts. */
function select(node: NodeContext, choosesRows: boolean): void {
  const asked = node.input(0);
  const [rows, values] = [node.shape(0), node.shape(1)];
  const isVector = choosesRows && rows.length === 1 && values.length > 1;
  const shape = values.map((_, axis) => (axis === 0 ? rows[0] : 1));
  const chosen = isVector ? node.emitIntermediate("reshape", [asked], { shape }) : asked;
  node.emit("where", [chosen, node.input(1), node.input(2)]);
}

/** The last two dimensions of an operand changed round where the options ask for it. */
function matrices(node: NodeContext, i: number, isAdjoint: boolean): TensorId {
  const x = real(i)(node);
  if (!isAdjoint) return x;
  const { length } = node.tensor(x).shape;
  const perm = node.tensor(x).shape.map((_, axis) => (axis < length - 2 ? axis : 2 * length - 3 - axis));
  return node.emitIntermediate("transpose", [x], { perm });
}

/** Int8 products are computed in real numbers. */
function batchMatmul(node: NodeContext): void {
  const { batchMatmul } = OPTIONS;
  const options = node.options(batchMatmul);
  const a = matrices(node, 0, options?.bool(batchMatmul.adjointX) ?? false);
  const b = matrices(node, 1, options?.bool(batchMatmul.adjointY) ?? false);
  const isQuantized = node.builder.outputType(node.operator.outputs[0] ?? -1).dtype === "i8";
  if (isQuantized) node.emit("quantize", [node.emitIntermediate("matmul", [a, b], {})]);
  else node.emit("matmul", [a, b]);
}

export const LOGIC: OperatorTable = {
  BATCH_MATMUL: { makes: ["matmul"], run: batchMatmul },
  EQUAL: condition("equal", [real(0), real(1)]),
  GREATER: condition("less", [real(1), real(0)]),
  GREATER_EQUAL: condition("less_equal", [real(1), real(0)]),
  LESS: condition("less", [real(0), real(1)]),
  LESS_EQUAL: condition("less_equal", [real(0), real(1)]),
  LOGICAL_AND: condition("minimum", [input(0), input(1)]),
  LOGICAL_NOT: condition("equal", [input(0), zero]),
  LOGICAL_OR: condition("maximum", [input(0), input(1)]),
  NOT_EQUAL: { makes: ["equal"], run: notEqual },
  SELECT: { makes: ["where"], run: (node) => select(node, true) },
  SELECT_V2: { makes: ["where"], run: (node) => select(node, false) },
  TOPK_V2: {
    makes: ["top_k"],
    run: (node) => node.emit("top_k", [node.input(0)], { k: node.integer(1, "k"), largest: true }),
  },
};
