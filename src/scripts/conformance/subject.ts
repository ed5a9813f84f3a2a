// What a conformance run is made of: subjects (one model file each) with the cases an outside authority answered.

import type { PortData, PortDType } from "../../index.ts";
import type { Graph } from "../../tools.ts";

/** Raw bytes as they lie in the folder: row-major, little-endian. */
export interface CaseTensor {
  readonly dtype: string;
  readonly bytes: Uint8Array;
}

export interface SubjectCase {
  readonly name: string;
  /** In the order of the model's inputs and outputs. */
  readonly inputs: readonly CaseTensor[];
  readonly outputs: readonly CaseTensor[];
}

/** How far an output may be from the golden one. */
export interface Allowance {
  /** f32: part of the golden output's range, from its smallest to its largest value, 0 included. */
  readonly float: number;
  /** int8 and uint8: steps of any element. */
  readonly steps: number;
  /** Whether the largest element must be the same one. */
  readonly argMax: boolean;
  /** f32, instead of a part of the range: of each element, absolute + relative · |golden|. */
  readonly element?: { readonly absolute: number; readonly relative: number };
}

export interface Subject {
  readonly name: string;
  readonly allowance: Allowance;
  /** Throws ImportError. */
  importGraph(): Promise<Graph>;
  /** Inputs that importGraph had to give their values of the case: they decide shapes or are weights. */
  readonly bound?: readonly string[];
  /** Whether the reference would take hours. */
  readonly isLarge?: boolean;
  /** Empty where nobody answered: then the builds and the reference only have to agree with each other. */
  cases(): Promise<SubjectCase[]>;
}

/** A kind of folder; new formats are a line in kinds.ts. */
export interface Kind {
  readonly doc: string;
  list(folder: string, models: string | undefined): Promise<Subject[]>;
}

/** Whose answer it is. */
export type Source = "scalar" | "simd" | "relaxed" | "reference";

export interface Answer {
  readonly case: string;
  readonly source: Source;
  readonly verdict: "exact" | "close" | "wrong" | "no golden";
  /** What differs, where the verdict is not "exact". */
  readonly detail: string;
  /** Hash of the bytes of all integer outputs, to compare sources with each other. */
  readonly digest: string;
}

/** What became of one subject in one process. */
export interface Outcome {
  readonly index: number;
  readonly name: string;
  /** Whether an 8-bit output was compared. */
  readonly isQuantized: boolean;
  readonly answers: readonly Answer[];
  /** Inputs that became constants. */
  readonly bound?: readonly string[];
  readonly unsupported?: string;
  readonly crashed?: string;
}

const DTYPES: Readonly<Record<string, PortDType>> = {
  float32: "f32",
  int8: "i8",
  uint8: "u8",
  int32: "i32",
  int64: "i64",
  bool: "i32",
};

/** Throws where a case's tensor is of another type or size than the model's port. */
export function toPortData(tensor: CaseTensor, port: { name: string; dtype: PortDType; elements: number }): PortData {
  const dtype = DTYPES[tensor.dtype];
  if (dtype !== port.dtype) throw new Error(`"${port.name}" is ${port.dtype}, the case has ${tensor.dtype}`);
  // Truth values lie in bytes, of which any but 0 is true.
  const truths = () => Int32Array.from(tensor.bytes, (value) => Number(value !== 0));
  const bytes = tensor.dtype === "bool" ? new Uint8Array(truths().buffer) : tensor.bytes.slice();
  const buffer = bytes.buffer as ArrayBuffer;
  const Type = { f32: Float32Array, i8: Int8Array, u8: Uint8Array, i32: Int32Array, i64: BigInt64Array }[dtype];
  const data: PortData = new Type(buffer);
  if (data.length !== port.elements) {
    throw new Error(`"${port.name}" has ${port.elements} elements, the case has ${data.length}`);
  }
  return data;
}
