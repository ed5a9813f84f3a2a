// Constants, and operators that give their input back.

import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OnnxValue, OperatorTable } from "../node.ts";
import { addConstant } from "../scope.ts";
import { type OnnxTensor, rawBytes } from "../tensor.ts";

/** `Constant` has one of several attributes. */
const constant: NodeImporter = {
  makes: [],
  run(node) {
    const { attributes } = node.proto;
    const value = attributes.get("value");
    if (isTensor(value)) return [addConstant(node.assembler, { ...value, name: node.name })];
    const numbers = (name: string, type: OnnxType, isList: boolean) => {
      if (!attributes.has(name)) return undefined;
      const items = isList ? (node.floats(name) ?? []) : [node.float(name, 0)];
      return numberConstant(node, type, items, isList ? [items.length] : []);
    };
    const result =
      numbers("value_float", "FLOAT", false) ??
      numbers("value_floats", "FLOAT", true) ??
      numbers("value_int", "INT64", false) ??
      numbers("value_ints", "INT64", true);
    ensure(
      result !== undefined,
      () => `has the attributes ${[...attributes.keys()].join(", ") || "none"}`,
      "Supported are dense tensors and numbers",
    );
    return [result];
  },
};

function numberConstant(node: OnnxNode, type: OnnxType, items: readonly number[], shape: readonly number[]): OnnxValue {
  return addConstant(node.assembler, { name: node.name, type, shape, bytes: rawBytes(type, items) });
}

function isTensor(value: unknown): value is OnnxTensor {
  return typeof value === "object" && value !== null && "bytes" in value;
}

const identity: NodeImporter = { makes: [], run: (node) => [node.value(0)] };

export const CONSTANTS: OperatorTable = {
  Constant: constant,
  Identity: identity,
};
