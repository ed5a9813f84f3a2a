// Bytes in arithmetic: int8 and uint8 tensors that are integers, not quantised reals, are computed with in f32.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure, quote } from "../../diagnostics.ts";
import type { OnnxNode, OnnxType, OnnxValue } from "../node.ts";
import { plainQuantization, TYPES } from "../types.ts";

/** The numbers of a value: f32 or i32, bytes as f32. Throws Problem where a value is quantised. */
export function numbersOf(node: OnnxNode, { id, type }: OnnxValue): TensorId {
  const { dtype, shape, data, quantization, name } = node.tensor(id);
  if (dtype !== "i8") return id;
  const isUnsigned = plainQuantization(type) !== undefined;
  const isPlain = isUnsigned
    ? quantization?.scale[0] === 1 && quantization.zeroPoint[0] === -128
    : quantization === undefined;
  ensure(
    isPlain,
    () => `computes with the quantised values of ${quote(name)}`,
    "Put a DequantizeLinear before the operator",
  );
  // A constant may decide a shape: its values must be known.
  if (data !== undefined)
    return node.constant(
      shape,
      Float32Array.from(data, (q) => (isUnsigned ? q + 128 : q)),
    );
  return isUnsigned ? node.emit("dequantize", [id]) : node.emit("cast", [id], { to: "f32" });
}

/** Numbers as a value of the file's type: whole ones are put into bytes, saturated. */
export function valueOfNumbers(node: OnnxNode, id: TensorId, type: OnnxType): OnnxValue {
  const { dtype } = TYPES[type];
  if (dtype === "i8") return { id: node.emit("quantize", [node.cast(id, "f32")], {}, plainQuantization(type)), type };
  return { id: dtype === undefined ? id : node.cast(id, dtype), type };
}

/** Input `i` as `numbersOf` gives it. */
export function numbers(node: OnnxNode, i: number): TensorId {
  return numbersOf(node, node.value(i));
}

/** Input `i` in f32, whatever its type. */
export function floats(node: OnnxNode, i: number): TensorId {
  return node.cast(numbers(node, i), "f32");
}

/** A constant without dimensions of the element type of `like`. */
export function scalarLike(node: OnnxNode, like: TensorId, value: number): TensorId {
  return node.dtypeOf(like) === "i32" ? node.integer(value) : node.scalar(value);
}

/** Value of a constant input of one element, or `otherwise` where there is no such input. */
export function numberInput(node: OnnxNode, i: number, what: string, otherwise: number): number {
  if (!node.hasInput(i)) return otherwise;
  const value = node.value(i);
  node.valuesOf(value.id, `${what} (input ${i})`);
  const values = node.valuesOf(numbersOf(node, value), `${what} (input ${i})`);
  ensure(values.length === 1, () => `${what} has ${values.length} values`, "One is needed; the file is damaged");
  return values[0];
}
