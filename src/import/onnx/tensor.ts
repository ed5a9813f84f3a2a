// Tensors as an ONNX file holds them, and their values in a graph's element types.
//
//   float, float16, bfloat16, double -> f32       int8, int4 -> i8        uint8, uint4 -> i8: value − 128
//   bool -> i32 0 or 1                            int16 ... int64, uint16 ... uint64 -> i32, saturated

import { elementCount, type TensorData } from "../../graph/tensor.ts";
import { ensure, quote } from "../diagnostics.ts";
import { bfloatToFloat, halfToFloat } from "../half.ts";
import type { OnnxType } from "./node.ts";
import type { TensorProto } from "./schema.ts";
import { TYPES, typeOfCode } from "./types.ts";

/** A TensorProto: little-endian raw values, whatever field the file has them in; sub-byte types packed, low half first. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Bytes of a file beside the model; undefined where there is none. */
export type ExternalData = (location: string) => Uint8Array | undefined;

const DAMAGED = "The file is damaged; export the model again";
/** TensorProto.DataLocation. */
const EXTERNAL = 1;
const MAX_ELEMENTS = 2 ** 31;

/** Throws Problem where the tensor contradicts itself. */
export function readTensor(proto: TensorProto, externalData?: ExternalData): OnnxTensor {
  const what = () => `the tensor ${quote(proto.name)}`;
  const type = typeOfCode(proto.dataType, what);
  const shape = proto.dims;
  ensure(
    shape.every((dim) => dim >= 0) && elementCount(shape) <= MAX_ELEMENTS,
    () => `${what()} has the shape [${shape.slice(0, 16)}]`,
    DAMAGED,
  );
  ensure(
    proto.hasSegment === undefined,
    () => `${what()} is a segment of a larger one`,
    "Export the model in one piece",
  );
  ensure(
    type !== "STRING",
    () => `${what()} holds text`,
    "Text is not supported; take the part of the model behind it",
  );
  const expected = byteSize(type, elementCount(shape));
  const bytes = bytesOf(proto, type, elementCount(shape), externalData);
  ensure(
    bytes.length === expected,
    () => `${what()} ${type}[${shape}] has ${bytes.length} bytes of values, its shape asks for ${expected}`,
    DAMAGED,
  );
  return { name: proto.name, type, shape, bytes };
}

/** Of so many elements in raw form. */
export function byteSize(type: OnnxType, count: number): number {
  return Math.ceil((count * TYPES[type].bits) / 8);
}

function bytesOf(
  proto: TensorProto,
  type: OnnxType,
  count: number,
  externalData: ExternalData | undefined,
): Uint8Array {
  if (proto.dataLocation === EXTERNAL) return externalBytes(proto, externalData);
  if (proto.rawData !== undefined && (proto.rawData.length > 0 || count === 0)) return proto.rawData;
  return typedBytes(proto, type, count);
}

function externalBytes({ name, externalData }: TensorProto, read: ExternalData | undefined): Uint8Array {
  const entry = (key: string) => externalData.find((pair) => pair.key === key)?.value;
  const location = entry("location") ?? "";
  const where = () => `the tensor ${quote(name)} lies in the file ${quote(location)}`;
  ensure(
    isInside(location),
    () => `${where()}, which is no path below the model's folder`,
    "Only files beside the model are read; export the model again",
  );
  const file = read?.(location);
  ensure(file !== undefined, () => `${where()}, which was not found`, "Put the file beside the model");
  const offset = Number(entry("offset") ?? 0);
  const length = Number(entry("length") ?? file.length - offset);
  ensure(
    [offset, length].every((value) => Number.isSafeInteger(value) && value >= 0) && offset + length <= file.length,
    () => `${where()} from ${entry("offset") ?? 0} on, ${entry("length") ?? "all"} bytes; the file has ${file.length}`,
    "The file is cut off or belongs to another model; export the model again",
  );
  return file.subarray(offset, offset + length);
}

/** A relative path that does not leave its folder. */
function isInside(location: string): boolean {
  const parts = location.split(/[\\/]/);
  return location !== "" && !parts.includes("..") && parts[0] !== "" && !/^[a-z]:/i.test(location);
}

/** Values that a file has in one of the typed fields, as raw bytes. Throws Problem where their count is not the shape's. */
function typedBytes(proto: TensorProto, type: OnnxType, count: number): Uint8Array {
  const isPacked = TYPES[type].bits === 4;
  const stored = isPacked ? Math.ceil(count / 2) : count;
  const values = typedValues(proto, type);
  ensure(
    values.length === stored,
    () => `the tensor ${quote(proto.name)} ${type}[${proto.dims}] has ${values.length} values, not ${stored}`,
    DAMAGED,
  );
  return rawBytes(type, values);
}

function typedValues(proto: TensorProto, type: OnnxType): readonly number[] {
  switch (type) {
    case "FLOAT":
      return proto.floatData;
    case "DOUBLE":
      return proto.doubleData;
    case "INT64":
      return proto.int64Data;
    case "UINT32":
    case "UINT64":
      return proto.uint64Data;
    default:
      return proto.int32Data;
  }
}

/** Numbers (of float16 and bfloat16 their bit patterns, of 4-bit types pairs) in the raw form of a type. */
export function rawBytes(type: OnnxType, values: readonly number[]): Uint8Array {
  const { buffer } = rawArray(type, values);
  return new Uint8Array(buffer);
}

function rawArray(type: OnnxType, values: readonly number[]): { readonly buffer: ArrayBuffer } {
  switch (type) {
    case "FLOAT":
      return Float32Array.from(values);
    case "DOUBLE":
      return Float64Array.from(values);
    case "INT32":
    case "UINT32":
      return Int32Array.from(values);
    case "INT64":
    case "UINT64":
      return BigInt64Array.from(values, BigInt);
    case "INT16":
    case "UINT16":
    case "FLOAT16":
    case "BFLOAT16":
      return Int16Array.from(values);
    default:
      return Int8Array.from(values);
  }
}

/** A tensor's values in the element type that `graphType` gives, in row-major order. */
export function tensorData({ type, shape, bytes }: OnnxTensor): TensorData {
  // A copy: aligned, and independent of the file's memory. (A Buffer's slice would be a view.)
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case "FLOAT":
      return new Float32Array(buffer);
    case "DOUBLE":
      return Float32Array.from(new Float64Array(buffer));
    case "FLOAT16":
      return Float32Array.from(new Uint16Array(buffer), halfToFloat);
    case "BFLOAT16":
      return Float32Array.from(new Uint16Array(buffer), bfloatToFloat);
    case "INT32":
      return new Int32Array(buffer);
    case "INT16":
      return Int32Array.from(new Int16Array(buffer));
    case "UINT16":
      return Int32Array.from(new Uint16Array(buffer));
    case "UINT32":
      return Int32Array.from(new Uint32Array(buffer), (value) => Math.min(value, 0x7fffffff));
    case "INT64":
      return narrowed(new Int32Array(buffer), true);
    case "UINT64":
      return narrowed(new Int32Array(buffer), false);
    case "BOOL":
      return Int32Array.from(new Uint8Array(buffer), (value) => (value === 0 ? 0 : 1));
    case "UINT8":
      return new Int8Array(buffer).map((value) => value ^ 128);
    case "INT8":
      return new Int8Array(buffer);
    case "INT4":
      return Int8Array.from({ length: elementCount(shape) }, (_, i) => (nibble(bytes, i) << 28) >> 28);
    case "UINT4":
      return Int8Array.from({ length: elementCount(shape) }, (_, i) => nibble(bytes, i) - 128);
    case "STRING":
      throw new Error("text has no values");
  }
}

const nibble = (bytes: Uint8Array, i: number) => (bytes[i >> 1] >> (4 * (i & 1))) & 15;

/** 64-bit integers, low word first, saturated to 32 bits. */
function narrowed(words: Int32Array, isSigned: boolean): Int32Array {
  const result = new Int32Array(words.length >> 1);
  for (let i = 0; i < result.length; i++) {
    const low = words[2 * i];
    const high = words[2 * i + 1];
    const fits = isSigned ? high === low >> 31 : high === 0 && low >= 0;
    result[i] = fits ? low : isSigned && high < 0 ? -0x80000000 : 0x7fffffff;
  }
  return result;
}
