// Arithmetic of one input.

import type { Attributes } from "../../../graph/op_def.ts";
import type { NodeImporter, OnnxNode, OperatorTable } from "../node.ts";

function unary(op: string, attributes: (node: OnnxNode) => Attributes = () => ({})): NodeImporter {
  return { makes: [op], run: (node) => node.like(0, node.emit(op, [node.input(0)], attributes(node))) };
}

function binary(op: string): NodeImporter {
  return { makes: [op], run: (node) => node.like(0, node.emit(op, [node.input(0), node.input(1)])) };
}

export const ARITHMETIC: OperatorTable = {
  Add: binary("add"),
  Div: binary("div"),
  Mul: binary("mul"),
  Relu: unary("relu"),
  Sigmoid: unary("sigmoid"),
  Sub: binary("sub"),
};
