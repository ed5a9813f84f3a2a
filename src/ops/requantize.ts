// From one int8 quantisation to another by a 256-entry table: for operators that move values between tensors whose
// quantisations differ.

import { clampInt, INT8_MAX, INT8_MIN } from "../graph/rounding.ts";
import {
  elementCount,
  perTensor,
  sameQuantization,
  type TensorData,
  type TensorType,
  type TensorValue,
} from "../graph/tensor.ts";
import { type BufferRef, call, constant, type KernelCall } from "../kernels/call.ts";
import type { LowerContext, Operand } from "./operator.ts";

/**
 * For every stored int8 value, −128 first, the nearest in another quantisation; undefined where nothing changes.
 *
 * TFLite's ConcatenationWithScaling in f32, ties away from zero; it counts in uint8, hence the shifts by 128.
 */
export function requantizeTable(from: TensorType, to: TensorType): Int8Array | undefined {
  if (from.dtype !== "i8" || sameQuantization(from.quantization, to.quantization)) return undefined;
  const { fround } = Math;
  const x = from.quantization ?? perTensor(1, 0);
  const y = to.quantization ?? perTensor(1, 0);
  const scale = fround(x.scale[0] * fround(1 / y.scale[0]));
  const bias = fround(-(x.zeroPoint[0] + 128) * scale);
  return Int8Array.from({ length: 256 }, (_, q) => {
    const real = fround(fround(q * scale) + bias);
    const rounded = Math.sign(real) * Math.floor(Math.abs(real) + 0.5);
    return clampInt(rounded + y.zeroPoint[0], INT8_MIN, INT8_MAX);
  });
}

/** The values of x in the quantisation of `to`. */
export function requantizedData(x: TensorValue, to: TensorType): TensorData {
  const table = requantizeTable(x.type, to);
  return table === undefined ? x.data : Int8Array.from(x.data, (q) => table[q + 128]);
}

/** x in the quantisation of `to`: x itself, or scratch memory and the call that fills it. */
export function requantized(
  context: Pick<LowerContext, "scratch">,
  x: Operand,
  to: TensorType,
): { buffer: BufferRef; calls: KernelCall[] } {
  const table = requantizeTable(x, to);
  if (table === undefined) return { buffer: x.buffer, calls: [] };
  const count = elementCount(x.shape);
  const buffer = context.scratch(count);
  return { buffer, calls: [call("table_i8", "Table", count, { x: x.buffer, y: buffer, table: constant(table) })] };
}
