import { type InferredType, type OptionalType, requireShape } from "../graph/op_def.ts";
import { clampInt, INT8_MAX, INT8_MIN } from "../graph/rounding.ts";
import { elementCount, perTensor, type Quantization } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { affineOf } from "./binary_int8.ts";
import { close, defineOperator, type Sample } from "./operator.ts";

type SoftmaxAttributes = {
  /** Factor of the exponent; absent is 1. */
  readonly beta?: number;
};

const { fround } = Math;

/** Over the last axis. int8 is TFLite's optimised kernel: a table of exponentials, the sum in order, all in f32. */
export const softmax = defineOperator<SoftmaxAttributes>({
  name: "softmax",
  doc: "e^(beta · x) / Σ e^(beta · x) over the last axis",
  tolerance: close(1e-9, 2.5e-6),
  inPlace: [0],
  infer: ([x]) => [requireRows("softmax", x)],
  reference([x], [y], { beta = 1 }) {
    if (x === undefined) throw new Error("softmax has no input");
    if (x.type.dtype === "f32") return [mapRows(x.data as Float32Array, y.shape, (row) => floatRow(row, beta))];
    const table = exponentials(affineOf(x.type).scale, beta);
    const { scale, zeroPoint } = affineOf(y);
    return [mapRows(x.data as Int8Array, y.shape, (row) => int8Row(row, table, scale, zeroPoint))];
  },
  samples: () => [
    ...rowSamples<SoftmaxAttributes>(perTensor(1 / 256, -128), [{}, { beta: 0.5 }]),
    ...rowSamples<SoftmaxAttributes>(perTensor(1 / 100, 90), [{}]),
  ],
  lower({ attributes: { beta = 1 }, inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("softmax has no input");
    const columns = y.shape.at(-1)!;
    const buffers = { x: x.buffer, y: y.buffer, columns };
    const rows = elementCount(y.shape) / columns;
    if (x.dtype === "f32") return [call("softmax_f32", "Rows", rows, { ...buffers, alpha: beta })];
    const table = constant(exponentials(affineOf(x).scale, beta));
    const { scale, zeroPoint } = affineOf(y);
    return [
      call("softmax_i8", "SoftmaxInt8", rows, { ...buffers, table, outputScale: scale, zeroPoint, inputScale: 0 }),
    ];
  },
});

/** table[255 − d] = e^(−d · scale · beta), as PopulateSoftmaxLookupTable of TFLite's optimized_ops.h. */
export function exponentials(scale: number, beta: number): Float32Array {
  const factor = fround(-scale * fround(beta));
  return Float32Array.from({ length: 256 }, (_, i) => Math.exp(fround(factor * (255 - i))));
}

/** Σ of the row's table entries, in order, in f32. */
export function sumOfEntries(row: ArrayLike<number>, table: Float32Array, largest: number): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum = fround(sum + table[255 - largest + row[j]]);
  return sum;
}

function int8Row(row: Int8Array, table: Float32Array, scale: number, zeroPoint: number): Int8Array {
  const largest = Math.max(...row);
  const inverse = fround(1 / fround(sumOfEntries(row, table, largest) * scale));
  return row.map((q) => {
    const rescaled = fround(table[255 - largest + q] * inverse);
    const whole = Math.floor(rescaled);
    return clampInt(whole + (rescaled - whole >= 0.5 ? 1 : 0) + zeroPoint, INT8_MIN, INT8_MAX);
  });
}

function floatRow(row: Float32Array, beta: number): Float32Array {
  const largest = Math.max(...row);
  const terms = Array.from(row, (x) => Math.exp((x - largest) * beta));
  const sum = terms.reduce((a, b) => a + b, 0);
  return Float32Array.from(terms, (term) => term / sum);
}

/** The shape rule of operators over the last axis. */
export function requireRows(name: string, x: OptionalType): InferredType {
  requireShape(x !== undefined && x.dtype !== "i32", () => `${name} takes f32 or i8, not ${x?.dtype ?? "nothing"}`);
  requireShape(x.shape.length > 0, () => `${name} takes at least one dimension, not a scalar`);
  return { dtype: x.dtype, shape: x.shape };
}

/** Applies `f` to each stretch along the last axis. */
export function mapRows<T extends Float32Array | Int8Array>(data: T, shape: readonly number[], f: (row: T) => T): T {
  const result = data.slice() as T;
  const columns = shape.at(-1)!;
  for (let at = 0; at < data.length; at += columns) result.set(f(data.subarray(at, at + columns) as T), at);
  return result;
}

/** Rows of lengths around the vector width, for f32 and int8. */
export function rowSamples<A extends SoftmaxAttributes>(output: Quantization, attributes: readonly A[]): Sample<A>[] {
  const shapes = [[1], [3], [2, 4], [3, 5], [2, 2, 7], [1, 10], [1, 1001]];
  return attributes.flatMap((set) =>
    shapes.flatMap((shape): Sample<A>[] => {
      const title = `[${shape}]`;
      const float = { dtype: "f32", shape } as const;
      const int8 = { dtype: "i8", shape } as const;
      const quantization = perTensor(0.09, 7);
      return [
        { title, inputs: [{ ...float, range: [-9, 9] }], outputs: [float], attributes: set },
        { title, inputs: [{ ...float, range: [-300, 300] }], outputs: [float], attributes: set },
        { title, inputs: [{ ...int8, quantization }], outputs: [{ ...int8, quantization: output }], attributes: set },
      ];
    }),
  );
}
