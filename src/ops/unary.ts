// The family of elementwise operators of one input: y = f(x).
//
// f32 lowers to the kernel <name>_f32; int8 to the generic 256-entry table kernel, with the table made by the reference, so
// that no int8 unary operator needs a kernel of its own (where the table turns out to be a clamp, to clip_i8).

import { type Attributes, requireShape } from "../graph/op_def.ts";
import { clampInt, dequantizeValue, quantizeValue } from "../graph/rounding.ts";
import { elementCount, perTensor, type Quantization, type TensorType } from "../graph/tensor.ts";
import { type BufferRef, call, constant, type KernelCall } from "../kernels/call.ts";
import { close, type LowerContext, type Operand, type Operator, type Sample, type Tolerance } from "./operator.ts";

export interface UnaryDefinition<A extends Attributes> {
  readonly name: string;
  readonly doc: string;
  /** f(x) in real numbers; the result is rounded to f32. */
  readonly reference: (x: number, attributes: A) => number;
  /** i32 is refused if absent. */
  readonly int32?: Int32Method;
  /** Where the samples' values lie. */
  readonly domain: readonly [number, number];
  /** Default: a millionth. */
  readonly tolerance?: Tolerance;
  /** f32 kernel; default <name>_f32. */
  readonly kernel?: (attributes: A) => string;
  /** Attribute values for the samples; one set each. Default: one empty set. */
  readonly attributes?: readonly A[];
  /** The 256 int8 answers, where they are not quantize(f(dequantize(q))). */
  readonly table?: (x: TensorType, y: TensorType, attributes: A) => Int8Array;
  /** The kernel's constants (`Unary.alpha`, `Unary.beta`). */
  readonly constants?: (attributes: A) => { readonly alpha: number; readonly beta?: number };
}

/** f(x) of whole numbers, wrapping around, by kernels that exist. `y` may be the memory of x. */
export interface Int32Method {
  readonly reference: (x: number) => number;
  lower(x: Operand, y: Operand, scratch: LowerContext["scratch"]): KernelCall[];
}

/** Whole vectors of four and a rest of 1, 2 and 3. */
const LENGTHS = [1, 6, 127];

export function unary<A extends Attributes = Attributes>(definition: UnaryDefinition<A>): Operator<A> {
  const { name, reference } = definition;
  const tableOf = (x: TensorType, y: TensorType, attributes: A) =>
    definition.table?.(x, y, attributes) ?? int8Table(x, y, (value) => reference(value, attributes));
  return {
    name,
    doc: definition.doc,
    tolerance: definition.tolerance ?? close(1e-6, 1e-6),
    inPlace: [0],
    infer([x]) {
      const known = definition.int32 ? ["f32", "i8", "i32"] : ["f32", "i8"];
      requireShape(
        x !== undefined && known.includes(x.dtype),
        () => `${name} takes ${known.join(" or ")}, not ${x?.dtype ?? "nothing"}`,
      );
      return [{ dtype: x.dtype, shape: x.shape }];
    },
    reference([x], [y], attributes) {
      if (x === undefined) throw new Error(`${name} has no input`);
      if (x.type.dtype === "i8") {
        const table = tableOf(x.type, y, attributes);
        return [Int8Array.from(x.data, (q) => table[q + 128])];
      }
      if (x.type.dtype === "i32") return [Int32Array.from(x.data, (value) => definition.int32!.reference(value))];
      return [Float32Array.from(x.data, (value) => reference(value, attributes))];
    },
    samples: () => unarySamples(definition),
    lower({ attributes, inputs: [x], outputs: [y], scratch }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      if (x.dtype === "i32") return definition.int32!.lower(x, y, scratch);
      const end = elementCount(y.shape);
      if (x.dtype === "i8") {
        return [tableCall(tableOf(x, y, attributes), end, x.buffer, y.buffer)];
      }
      const { alpha = 0, beta = 0 } = definition.constants?.(attributes) ?? {};
      const kernel = definition.kernel?.(attributes) ?? `${name}_f32`;
      return [call(kernel, "Unary", end, { x: x.buffer, y: y.buffer, alpha, beta })];
    },
  };
}

/** The 256 answers of an int8 unary operator, for −128 first: quantize(f(dequantize(q))). */
export function int8Table(x: TensorType, y: TensorType, f: (x: number) => number): Int8Array {
  const table = new Int8Array(256);
  const input = x.quantization ?? perTensor(1, 0);
  const output = y.quantization ?? perTensor(1, 0);
  for (let q = -128; q < 128; q++) {
    const real = dequantizeValue(q, input.scale[0], input.zeroPoint[0]);
    table[q + 128] = quantizeValue(f(real), output.scale[0], output.zeroPoint[0]);
  }
  return table;
}

/** A clamp is sixteen elements at a time, a table lookup one. */
export function tableCall(table: Int8Array, end: number, x: BufferRef, y: BufferRef): KernelCall {
  const low = Math.min(...table);
  const high = Math.max(...table);
  if (table.every((answer, i) => answer === clampInt(i - 128, low, high))) {
    return call("clip_i8", "ClampInt8", end, { x, y, low, high }, { reason: "a clamp" });
  }
  return call("table_i8", "Table", end, { x, y, table: constant(table) });
}

function unarySamples<A extends Attributes>({ reference, domain, attributes, int32 }: UnaryDefinition<A>): Sample<A>[] {
  const [low, high] = domain;
  const sets = attributes ?? [{} as A];
  return sets.flatMap((set) => {
    const floats = LENGTHS.map((length): Sample<A> => {
      const type: TensorType = { dtype: "f32", shape: [length] };
      return { title: `f32[${length}]`, inputs: [{ ...type, range: domain }], outputs: [type], attributes: set };
    });
    const whole = (int32 ? LENGTHS : []).map((length): Sample<A> => {
      const type: TensorType = { dtype: "i32", shape: [length] };
      const range = length % 2 === 0 ? ([-2147483648, 2147483647] as const) : ([-2, 2] as const);
      return { title: `i32[${length}]`, inputs: [{ ...type, range }], outputs: [type], attributes: set };
    });
    const inputQuantization = quantizationOf(low, high);
    const ends = [low, (low + high) / 2, high].map((x) => reference(x, set)).filter(Number.isFinite);
    const outputQuantization = quantizationOf(Math.min(0, ...ends), Math.max(1e-3, ...ends));
    const int8 = (title: string, length: number, output: Quantization): Sample<A> => ({
      title,
      inputs: [{ dtype: "i8", shape: [length], quantization: inputQuantization }],
      outputs: [{ dtype: "i8", shape: [length], quantization: output }],
      attributes: set,
    });
    return [
      ...floats,
      ...whole,
      int8("i8[256]", 256, outputQuantization),
      int8("i8[37] equal quantisation", 37, inputQuantization),
    ];
  });
}

/** Asymmetric int8 quantisation that covers [low, high]. */
export function quantizationOf(low: number, high: number) {
  const scale = Math.fround((high - low) / 255);
  return perTensor(scale, Math.max(-128, Math.min(127, Math.round(-128 - low / scale))));
}
