// File tensors -> graph tensors: element types, quantisation, constant values.
//
//   float32 -> f32        float16 constant -> f32      int32 -> i32      int64 -> i32, if every value fits
//   bool -> i32, 0 or 1
//   int8 -> i8            uint8 -> i8: value − 128, zero point − 128 (the real value stays the same)
//
// A uint8 tensor without quantisation holds plain bytes: it gets scale 1 and zero point −128, so that its real values are
// the bytes' values.

import type { PortDType } from "../../graph/graph.ts";
import { type DType, elementCount, perTensor, type Quantization, type TensorData } from "../../graph/tensor.ts";
import { ensure, enumerate, Problem } from "../diagnostics.ts";
import { halfToFloat } from "../half.ts";
import { describeFileTensor, type FileTensor, typeName } from "./model.ts";
import { DETAILS, ELEMENT, ELEMENT_TYPES } from "./schema.ts";
import { densify } from "./sparsity.ts";

export const MAX_RANK = 8;
/** Of one tensor; what a wasm memory can hold several of. */
const MAX_BYTES = 2 ** 30;
const UINT8_SHIFT = 128;
const REPAIR = "The file is damaged or was written by a broken tool; convert the model again";

interface TypeRule {
  readonly dtype: DType;
  readonly port?: PortDType;
}

const TYPES = new Map<number, TypeRule>([
  [ELEMENT.float32, { dtype: "f32", port: "f32" }],
  [ELEMENT.float16, { dtype: "f32" }],
  [ELEMENT.int32, { dtype: "i32", port: "i32" }],
  [ELEMENT.int64, { dtype: "i32", port: "i64" }],
  [ELEMENT.bool, { dtype: "i32", port: "i32" }],
  [ELEMENT.int8, { dtype: "i8", port: "i8" }],
  [ELEMENT.uint8, { dtype: "i8", port: "u8" }],
]);

/** Remedies for element types that graphs do not have. */
const TYPE_HINTS: Readonly<Record<string, string>> = {
  int16: "Convert with int8 activations: leave EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8 out",
  int4: "Convert with int8 weights",
  uint4: "Convert with int8 weights",
  int2: "Convert with int8 weights",
  string: "Text models are not supported; take the part of the model behind the text",
  resource: "Variables and hash tables are not supported; freeze the model before conversion",
  variant: "Tensor lists are not supported; unroll the loops before conversion",
  bfloat16: "Convert with float32 or float16 weights",
  float64: "Convert the model in float32",
};

/** Element type inside the graph and at the boundary. Throws Problem for types that graphs do not have. */
export function typeRule(tensor: FileTensor): TypeRule {
  const rule = TYPES.get(tensor.type);
  if (rule === undefined) {
    const name = typeName(tensor.type);
    throw new Problem(
      `${describeFileTensor(tensor)} has an element type that is not supported`,
      TYPE_HINTS[name] ?? "Supported are float32, int8, uint8, int32, int64 and float16 weights",
    );
  }
  return rule;
}

/** Is the tensor a constant of the file? */
export function isConstant(tensor: FileTensor): boolean {
  return tensor.bytes.length > 0;
}

/** Throws Problem for shapes that no tensor of a graph can have. */
export function checkShape(tensor: FileTensor, shape: readonly number[]): void {
  ensure(
    shape.length <= MAX_RANK,
    () => `${describeFileTensor(tensor)} has ${shape.length} dimensions`,
    `At most ${MAX_RANK} are supported`,
  );
  ensure(
    shape.every((dim) => Number.isInteger(dim) && dim >= 1),
    () => `${describeFileTensor(tensor)} has a dimension that is not positive`,
    "Convert the model with fixed input sizes",
  );
  ensure(
    elementCount(shape) * 4 <= MAX_BYTES,
    () => `${describeFileTensor(tensor)} needs more than ${MAX_BYTES / 2 ** 20} MiB`,
    "Such a tensor does not fit a WebAssembly memory; use a smaller input or batch",
  );
}

/** Throws Problem for quantisation that graphs do not have. */
export function quantizationOf(tensor: FileTensor): Quantization | undefined {
  const { scale, zeroPoint, dimension, details } = tensor.quantization;
  const isUint8 = tensor.type === ELEMENT.uint8;
  if (tensor.type === ELEMENT.int32) return biasQuantization(tensor);
  if (!isUint8 && tensor.type !== ELEMENT.int8) return undefined;
  ensure(
    details === DETAILS.none,
    () => `${describeFileTensor(tensor)} has ${details === DETAILS.blockwise ? "blockwise" : "custom"} quantisation`,
    "Convert with quantisation per tensor or per channel",
  );
  if (scale.length === 0) return isUint8 ? perTensor(1, -UINT8_SHIFT) : undefined;
  ensure(
    scale.every((s) => Number.isFinite(s) && s > 0),
    () => `${describeFileTensor(tensor)} has scales [${enumerate(scale)}]`,
    "Scales must be positive; convert the model again",
  );
  ensure(
    scale.length === 1 || scale.length === tensor.shape[dimension],
    () =>
      `${describeFileTensor(tensor)} has ${scale.length} scales along dimension ${dimension} of size ${tensor.shape[dimension]}`,
    "There must be one scale, or one for each channel; convert the model again",
  );
  ensure(
    zeroPoint.length <= 1 || zeroPoint.length === scale.length,
    () => `${describeFileTensor(tensor)} has ${scale.length} scales and ${zeroPoint.length} zero points`,
    REPAIR,
  );
  const [low, high] = isUint8 ? [0, 255] : [-128, 127];
  ensure(
    zeroPoint.every((z) => z >= low && z <= high),
    () => `${describeFileTensor(tensor)} has zero points [${enumerate(zeroPoint)}] outside [${low}, ${high}]`,
    REPAIR,
  );
  const shift = isUint8 ? UINT8_SHIFT : 0;
  return {
    scale: Float32Array.from(scale),
    zeroPoint: Int32Array.from(scale, (_, i) => (zeroPoint.length > 1 ? zeroPoint[i] : (zeroPoint[0] ?? 0)) - shift),
    axis: scale.length === 1 ? 0 : dimension,
  };
}

/**
 * Scales of an int32 bias: one, or one an element. They follow from the scales of input and weights, so nothing is computed
 * from them and files are careless about them (a quantised dimension that does not exist): unfit ones are left out.
 */
function biasQuantization({ shape, quantization: { scale } }: FileTensor): Quantization | undefined {
  const fits = scale.length === 1 || (scale.length > 1 && shape.length === 1 && scale.length === shape[0]);
  if (!fits) return undefined;
  return { scale: Float32Array.from(scale), zeroPoint: new Int32Array(scale.length), axis: 0 };
}

/** A constant's values in the graph's element type, in row-major order. Throws Problem or FlatbufferError. */
export function constantData(tensor: FileTensor): TensorData {
  typeRule(tensor);
  checkShape(tensor, tensor.shape);
  const width = ELEMENT_TYPES[tensor.type].bytes;
  const bytes =
    tensor.sparsity === undefined ? tensor.bytes : densify(tensor.bytes, tensor.shape, width, tensor.sparsity);
  const expected = elementCount(tensor.shape) * width;
  ensure(
    bytes.length === expected,
    () => `${describeFileTensor(tensor)} has ${bytes.length} bytes of values, its shape asks for ${expected}`,
    REPAIR,
  );
  return convert(tensor, bytes);
}

function convert(tensor: FileTensor, bytes: Uint8Array): TensorData {
  // A copy: aligned, and independent of the file's memory.
  const buffer = bytes.slice().buffer;
  switch (tensor.type) {
    case ELEMENT.float32:
      return new Float32Array(buffer);
    case ELEMENT.float16:
      return Float32Array.from(new Uint16Array(buffer), halfToFloat);
    case ELEMENT.int32:
      return new Int32Array(buffer);
    case ELEMENT.int64:
      return narrow(tensor, new BigInt64Array(buffer));
    case ELEMENT.bool:
      return Int32Array.from(new Uint8Array(buffer), (value) => Number(value !== 0));
    case ELEMENT.uint8:
      return new Int8Array(buffer).map((value) => value ^ UINT8_SHIFT);
    default:
      return new Int8Array(buffer);
  }
}

function narrow(tensor: FileTensor, values: BigInt64Array): Int32Array {
  return Int32Array.from(values, (value) => {
    ensure(
      BigInt.asIntN(32, value) === value,
      () => `${describeFileTensor(tensor)} holds ${value}, which does not fit 32 bits`,
      "Values of int64 tensors must fit int32; cast them before conversion",
    );
    return Number(value);
  });
}
