// The full definition of an operator: with it, others test, plan, compile and document the operator blind.

import type { Attributes, OpDef } from "../graph/op_def.ts";
import type { TensorData, TensorType } from "../graph/tensor.ts";
import type { BufferRef, KernelCall } from "../kernels/call.ts";

/** An operator's tensor as its lowering sees it. */
export interface Operand extends TensorType {
  /** Its memory: for a constant, the values as they are in `data`. */
  readonly buffer: BufferRef;
  /** Values, if known at compile time. */
  readonly data?: TensorData | undefined;
}

export interface LowerContext<A extends Attributes = Attributes> {
  readonly attributes: A;
  /** An absent optional input is undefined. */
  readonly inputs: readonly (Operand | undefined)[];
  readonly outputs: readonly Operand[];
  /** Working memory for this operator alone, 16-byte aligned. */
  scratch(bytes: number): BufferRef;
}

/** |result − reference| ≤ absolute + relative · |reference|; for f32 kernels (int8 is always exact). */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

export function close(absolute: number, relative: number): Tolerance {
  return { absolute, relative };
}

/** Bit for bit also in f32: data movement, comparisons. */
export const EXACT: Tolerance = close(0, 0);

/** One case of the operator tests: input types, attributes, and where the values of float inputs lie. */
export interface Sample<A extends Attributes = Attributes> {
  /** Distinguishes the samples of one operator in test titles. */
  readonly title: string;
  readonly inputs: readonly (SampleInput | undefined)[];
  readonly outputs: readonly TensorType[];
  readonly attributes: A;
}

export interface SampleInput extends TensorType {
  /** Values of f32 inputs are uniform in [low, high]; i32 likewise, as integers, high included. Default [−2, 2]. */
  readonly range?: readonly [number, number];
  /** The input is a constant of the graph (a weight, a bias, indices). */
  readonly constant?: boolean;
}

export interface Operator<A extends Attributes = Attributes> extends OpDef<A> {
  readonly tolerance: Tolerance;
  /** Input whose memory output 0 may take over when nobody reads that input afterwards; none if undefined. */
  readonly inPlace?: readonly number[] | undefined;
  /** Output 0 has the bytes of input 0 (reshape family): no kernel runs, both share memory. */
  readonly isView?: boolean;
  /** Cases around lane widths and edges, for every element type the kernels take. */
  samples(): Sample<A>[];
  /** Kernel calls in order. Throws ShapeError for a combination no kernel takes (an element type, say). */
  lower(context: LowerContext<A>): KernelCall[];
}

/** Names an operator's attribute type once; the table of all operators forgets it again. */
export function defineOperator<A extends Attributes>(operator: Operator<A>): Operator<A> {
  return operator;
}
