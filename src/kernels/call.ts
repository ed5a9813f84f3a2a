// The tool side of the kernel contract: a lowered operator is a list of kernel calls, each naming a kernel symbol, a
// parameter block (params.ts) and the range it runs over. Addresses are symbolic until the memory planner has spoken.

import type { ParamsOf, StructName } from "./params.ts";

/** Something in memory whose address is not known yet. `offset` is in bytes. */
export type BufferRef =
  | { readonly kind: "tensor"; readonly tensor: number; readonly offset: number }
  | { readonly kind: "constant"; readonly data: ArrayBufferView; readonly offset: number }
  /** Working memory of one operator, `id` unique within its lowering; free again when the operator is done. */
  | { readonly kind: "scratch"; readonly id: number; readonly offset: number }
  /** Address 0: an absent optional buffer. */
  | { readonly kind: "null" };

export const NULL_BUFFER: BufferRef = { kind: "null" };

export function constant(data: ArrayBufferView): BufferRef {
  return { kind: "constant", data, offset: 0 };
}

/** The same buffer, `bytes` further on. */
export function offsetBy(ref: BufferRef, bytes: number): BufferRef {
  return ref.kind === "null" ? ref : { ...ref, offset: ref.offset + bytes };
}

export interface KernelCall<S extends StructName = StructName> {
  /** Exported symbol, the same in every build: `conv_i8`. */
  readonly kernel: string;
  readonly struct: S;
  readonly params: ParamsOf<S>;
  /** The kernel runs over [0, end); what it counts (elements, rows, pixels) is the kernel's own matter. */
  readonly end: number;
  /** Multiply-accumulates of the call, for profiles; 0 outside convolution and fully connected. */
  readonly macs: number;
  /** "load": once, after the weights are in place; "run": every inference. */
  readonly when: "load" | "run";
  /** Why this kernel was chosen, for `inspect`; empty where there is no choice. */
  readonly reason: string;
}

/** A kernel call with the usual defaults. */
export function call<S extends StructName>(
  kernel: string,
  struct: S,
  end: number,
  params: ParamsOf<S>,
  options: { macs?: number; when?: "load" | "run"; reason?: string } = {},
): KernelCall<S> {
  return {
    kernel,
    struct,
    params,
    end,
    macs: options.macs ?? 0,
    when: options.when ?? "run",
    reason: options.reason ?? "",
  };
}
