// Tensors of the graph: element types, shapes, quantisation and constant data.
//
// Inside a graph there are three element types. What a file calls uint8 is int8 here (value and zero point shifted by
// 128), int64 is int32, float16 is float32; importers convert, and a graph's inputs and outputs remember what the caller
// sees (`GraphPort.dtype` in graph.ts).

/** Element type of a tensor inside a graph. */
export type DType = "f32" | "i8" | "i32";

export const BYTES_PER_ELEMENT: Readonly<Record<DType, number>> = { f32: 4, i8: 1, i32: 4 };

export type TensorData = Float32Array | Int8Array | Int32Array;

/**
 * Affine quantisation: real = scale · (stored − zeroPoint).
 *
 * Per tensor when both arrays have one element (`axis` is then ignored), else per channel along `axis`, one element each
 * channel. Source: https://ai.google.dev/edge/litert/models/quantization_spec
 */
export interface Quantization {
  readonly scale: Float32Array;
  readonly zeroPoint: Int32Array;
  readonly axis: number;
}

/** What is known of a tensor before it has values. The layout is row-major, images are NHWC. */
export interface TensorType {
  readonly dtype: DType;
  /** Dimensions, outermost first; [] is a scalar. Every dimension is at least 1. */
  readonly shape: readonly number[];
  /** Present on quantised i8 tensors (and on i32 biases, where scale = input scale · weight scale). */
  readonly quantization?: Quantization | undefined;
}

/** A tensor type with its values; `data.length` equals the product of the shape. */
export interface TensorValue {
  readonly type: TensorType;
  readonly data: TensorData;
}

export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

export function byteLength(type: TensorType): number {
  return elementCount(type.shape) * BYTES_PER_ELEMENT[type.dtype];
}

export function allocate(dtype: DType, count: number): TensorData {
  if (dtype === "f32") return new Float32Array(count);
  return dtype === "i8" ? new Int8Array(count) : new Int32Array(count);
}

/** Elements between two neighbours along each dimension of a row-major tensor. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** Short form for messages: `i8[1,32,32,3]`. */
export function describeType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(",")}]`;
}

export function perTensor(scale: number, zeroPoint: number): Quantization {
  return { scale: Float32Array.of(scale), zeroPoint: Int32Array.of(zeroPoint), axis: 0 };
}

export function sameQuantization(a: Quantization | undefined, b: Quantization | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const equal = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    x.length === y.length && Array.prototype.every.call(x, (v: number, i: number) => v === y[i]);
  return equal(a.scale, b.scale) && equal(a.zeroPoint, b.zeroPoint) && (a.scale.length === 1 || a.axis === b.axis);
}
