// Changes of element type. All floating-point types are f32 in a graph: between them nothing happens.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OnnxValue, OperatorTable } from "../node.ts";
import { graphType, isFloat, plainQuantization, typeOfCode, typeOfName } from "../types.ts";
import { numbersOf, valueOfNumbers } from "./numbers.ts";

/** Towards zero, saturated: what ONNX leaves undefined for values that do not fit. */
export function castTo(node: OnnxNode, value: OnnxValue, type: OnnxType): OnnxValue {
  graphType(type, () => "the output");
  if (value.type === type) return value;
  const x = storedNumbers(node, value);
  if (type === "BOOL") return { id: value.type === "BOOL" ? x : isNonZero(node, x), type };
  if (isFloat(type)) return { id: node.cast(x, "f32"), type };
  return valueOfNumbers(node, node.cast(x, "i32"), type);
}

function isNonZero(node: OnnxNode, x: TensorId): TensorId {
  const zero = node.dtypeOf(x) === "i32" ? node.integer(0) : node.scalar(0);
  return node.emit("equal", [node.emit("equal", [x, zero]), node.integer(0)]);
}

/** Numbers, of quantised bytes those that are stored. */
function storedNumbers(node: OnnxNode, value: OnnxValue): TensorId {
  const { dtype, quantization } = node.tensor(value.id);
  const plain = plainQuantization(value.type);
  const isPlain = quantization?.scale[0] === plain?.scale[0] && quantization?.zeroPoint[0] === plain?.zeroPoint[0];
  if (dtype !== "i8" || isPlain) return numbersOf(node, value);
  const stored = node.emit("cast", [value.id], { to: "i32" });
  return plain === undefined ? stored : node.emit("add", [stored, node.integer(128)]);
}

const cast: NodeImporter = {
  makes: ["cast", "equal", "add"],
  run(node) {
    const to = node.proto.attributes.get("to");
    // Before version 6 it was the type's name.
    const type = typeof to === "string" ? typeOfName(to) : typeOfCode(node.int("to", 0), () => "the output");
    return [castTo(node, node.value(0), type)];
  },
};

const castLike: NodeImporter = {
  makes: ["cast", "equal", "add"],
  run(node) {
    ensure(node.inputCount === 2, () => `has ${node.inputCount} inputs`, "Two are needed; the file is damaged");
    return [castTo(node, node.value(0), node.typeOf(1))];
  },
};

export const CASTS: OperatorTable = { Cast: cast, CastLike: castLike };
