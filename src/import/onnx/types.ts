// ONNX's element types: codes, names, widths, and what they are in a graph.

import type { PortDType } from "../../graph/graph.ts";
import { type DType, perTensor, type Quantization } from "../../graph/tensor.ts";
import { ensure, Problem, quote } from "../diagnostics.ts";
import type { OnnxType } from "./node.ts";

interface TypeRule {
  readonly code: number;
  /** Of an element in raw data; 0 where it varies. */
  readonly bits: number;
  /** Inside the graph; undefined where graphs have no such values. */
  readonly dtype?: DType;
  /** What a caller of the model sees. */
  readonly port?: PortDType;
}

export const TYPES: Readonly<Record<OnnxType, TypeRule>> = {
  FLOAT: { code: 1, bits: 32, dtype: "f32", port: "f32" },
  UINT8: { code: 2, bits: 8, dtype: "i8", port: "u8" },
  INT8: { code: 3, bits: 8, dtype: "i8", port: "i8" },
  UINT16: { code: 4, bits: 16, dtype: "i32", port: "i32" },
  INT16: { code: 5, bits: 16, dtype: "i32", port: "i32" },
  INT32: { code: 6, bits: 32, dtype: "i32", port: "i32" },
  INT64: { code: 7, bits: 64, dtype: "i32", port: "i64" },
  STRING: { code: 8, bits: 0 },
  BOOL: { code: 9, bits: 8, dtype: "i32", port: "i32" },
  FLOAT16: { code: 10, bits: 16, dtype: "f32", port: "f32" },
  DOUBLE: { code: 11, bits: 64, dtype: "f32", port: "f32" },
  UINT32: { code: 12, bits: 32, dtype: "i32", port: "i32" },
  UINT64: { code: 13, bits: 64, dtype: "i32", port: "i64" },
  BFLOAT16: { code: 16, bits: 16, dtype: "f32", port: "f32" },
  UINT4: { code: 21, bits: 4, dtype: "i8", port: "u8" },
  INT4: { code: 22, bits: 4, dtype: "i8", port: "i8" },
};

const BY_CODE: ReadonlyMap<number, OnnxType> = new Map(
  Object.entries(TYPES).map(([name, { code }]) => [code, name as OnnxType]),
);

/** Names of the types that are not in the table, for messages. */
const OTHERS: Readonly<Record<number, string>> = {
  14: "COMPLEX64",
  15: "COMPLEX128",
  17: "FLOAT8E4M3FN",
  18: "FLOAT8E4M3FNUZ",
  19: "FLOAT8E5M2",
  20: "FLOAT8E5M2FNUZ",
  23: "FLOAT4E2M1",
  24: "FLOAT8E8M0",
  25: "UINT2",
  26: "INT2",
};

/** Throws Problem for codes that the importer has no type for. `what` names the value in the message. */
export function typeOfCode(code: number, what: () => string): OnnxType {
  const type = BY_CODE.get(code);
  if (type === undefined) {
    throw new Problem(
      `${what()} has the element type ${OTHERS[code] ?? code}, which is not supported`,
      "Export the model with float32, float16, bfloat16, double, bool or integer tensors of 4 to 64 bits",
    );
  }
  return type;
}

/** As the first operator sets name types. Throws Problem. */
export function typeOfName(name: string): OnnxType {
  return typeOfCode(Object.hasOwn(TYPES, name) ? TYPES[name as OnnxType].code : 0, () => `the type ${quote(name)}`);
}

export interface GraphType {
  readonly dtype: DType;
  readonly port: PortDType;
  /** Of values that no QuantizeLinear made: real values are the integers. */
  readonly quantization: Quantization | undefined;
}

/** Throws Problem for types that graphs do not have. */
export function graphType(type: OnnxType, what: () => string): GraphType {
  const { dtype, port } = TYPES[type];
  ensure(
    dtype !== undefined && port !== undefined,
    () => `${what()} holds text`,
    "Text is not supported; take the part of the model behind it",
  );
  return { dtype, port, quantization: plainQuantization(type) };
}

/** uint8 is kept less 128; with this quantisation its real values are the file's integers. */
export function plainQuantization(type: OnnxType): Quantization | undefined {
  return type === "UINT8" || type === "UINT4" ? perTensor(1, -128) : undefined;
}

/** Is the type one of floating-point numbers? They are all f32 in a graph. */
export function isFloat(type: OnnxType): boolean {
  return TYPES[type].dtype === "f32";
}
