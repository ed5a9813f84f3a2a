// The family of reductions over axes: y = f(all x that share the other coordinates).
//
// Neighbouring reduced axes are one; the tensor is then [outer, count, inner] to the kernels. Several separate groups of
// axes are reduced one after the other, through scratch memory.

import { type Attributes, type OptionalType, requireShape } from "../graph/op_def.ts";
import {
  allocate,
  type DType,
  elementCount,
  rowMajorStrides,
  type TensorType,
  type TensorValue,
} from "../graph/tensor.ts";
import { type BufferRef, call, type KernelCall } from "../kernels/call.ts";
import type { Operand, Sample, SampleInput } from "./operator.ts";
import { quantizationOf } from "./unary.ts";

export type ReduceAttributes = {
  /** Non-negative, distinct. */
  readonly axes: readonly number[];
  /** Reduced dimensions stay, as 1. */
  readonly keepDims?: boolean | undefined;
} & Attributes;

/** Throws ShapeError. */
export function inferReduce(
  [x]: readonly OptionalType[],
  { axes, keepDims }: ReduceAttributes,
  dtypes: readonly DType[],
): TensorType[] {
  requireShape(
    x !== undefined && dtypes.includes(x.dtype),
    () => `takes ${dtypes.join(" or ")}, not ${x?.dtype ?? "nothing"}`,
  );
  const rank = x.shape.length;
  requireShape(
    axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < rank) && new Set(axes).size === axes.length,
    () => `axes [${axes}] must be distinct dimensions of [${x.shape}], 0 to ${rank - 1}`,
  );
  const shape = x.shape.flatMap((dim, axis) => (!axes.includes(axis) ? [dim] : keepDims ? [1] : []));
  return [{ dtype: x.dtype, shape }];
}

/** How many values become one. */
export function reducedCount(shape: readonly number[], axes: readonly number[]): number {
  return elementCount(axes.map((axis) => shape[axis]));
}

/** Folds every group of values with `step`, in row-major order, in double precision. */
export function fold(
  { type, data }: TensorValue,
  axes: readonly number[],
  step: (acc: number, value: number) => number,
): Float64Array {
  const kept = type.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  const strides = rowMajorStrides(type.shape);
  const keptStrides = rowMajorStrides(kept);
  const result = new Float64Array(elementCount(kept));
  const seen = new Uint8Array(result.length);
  for (let i = 0; i < data.length; i++) {
    let to = 0;
    kept.forEach((dim, axis) => {
      if (dim > 1) to += (Math.floor(i / strides[axis]) % dim) * keptStrides[axis];
    });
    result[to] = seen[to] ? step(result[to], data[i]) : data[i];
    seen[to] = 1;
  }
  return result;
}

/** One kernel's view of the tensor. */
interface View {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** One view for each group of neighbouring axes, from the outermost; each is of the tensor as the one before leaves it. */
export function reduceViews(shape: readonly number[], axes: readonly number[]): View[] {
  const dims = [...shape];
  const views: View[] = [];
  let axis = 0;
  while (axis < dims.length) {
    if (!axes.includes(axis) || dims[axis] === 1) {
      axis++;
      continue;
    }
    let end = axis + 1;
    while (end < dims.length && (axes.includes(end) || dims[end] === 1)) end++;
    const count = elementCount(dims.slice(axis, end));
    views.push({ outer: elementCount(dims.slice(0, axis)), count, inner: elementCount(dims.slice(end)) });
    dims.fill(1, axis, end);
    axis = end;
  }
  return views.length > 0 ? views : [{ outer: 1, count: 1, inner: elementCount(shape) }];
}

export interface ReductionSteps {
  /** Kernel of the first step, whose input has the operand's element type. */
  readonly first: string;
  /** Kernel of further steps. */
  readonly next: string;
  /** Factor of the last step (sum_f32); 1 before. */
  readonly factor?: number;
}

/** The calls that reduce `x` to `result`; between them values have four bytes, or one if the kernels keep int8. */
export function reduceCalls(
  x: Operand,
  axes: readonly number[],
  { first, next, factor = 1 }: ReductionSteps,
  memory: { readonly result: BufferRef; scratch(elements: number): BufferRef },
): KernelCall[] {
  const views = reduceViews(x.shape, axes);
  let from = x.buffer;
  return views.map(({ outer, count, inner }, i) => {
    const isLast = i === views.length - 1;
    const to = isLast ? memory.result : memory.scratch(outer * inner);
    const params = { x: from, y: to, count, inner, factor: isLast ? factor : 1 };
    from = to;
    return call(i === 0 ? first : next, "Reduce", outer, params);
  });
}

/** Shapes with their axes: each position of the reduced group, tails of the vectors, several groups. */
const CASES: readonly { readonly shape: readonly number[]; readonly axes: readonly number[] }[] = [
  { shape: [1, 7, 7, 40], axes: [1, 2] },
  { shape: [2, 3, 5, 19], axes: [1, 2] },
  { shape: [3, 37], axes: [1] },
  { shape: [5, 16], axes: [1] },
  { shape: [4, 3], axes: [1] },
  { shape: [2, 4, 5], axes: [0, 1, 2] },
  { shape: [6, 33], axes: [0] },
  { shape: [3, 2, 5, 6], axes: [0, 2] },
  { shape: [3, 4, 2, 5], axes: [3, 1] },
  { shape: [2, 1, 3, 1, 7], axes: [2, 3] },
  { shape: [3, 1, 5], axes: [1] },
  { shape: [9], axes: [0] },
  ...[1, 2, 3, 4, 5, 7, 8, 15, 16, 17].map((inner) => ({ shape: [3, inner], axes: [0] })),
];

/** `sameQuantization`: whether outputs of int8 samples mostly keep the input's; some differ always. */
export function reduceSamples(options: {
  readonly dtypes: readonly DType[];
  readonly sameQuantization: boolean;
  /** Of the values of f32 inputs. */
  readonly range?: readonly [number, number];
}): Sample<ReduceAttributes>[] {
  const quantization = quantizationOf(-2, 2.5);
  const others = [quantizationOf(-1, 3), quantizationOf(0, 1), quantizationOf(-40, 0)];
  const inputs: Readonly<Record<DType, Omit<SampleInput, "shape">>> = {
    f32: { dtype: "f32", ...(options.range && { range: options.range }) },
    i8: { dtype: "i8", quantization },
    i32: { dtype: "i32", range: [-2147483648, 2147483647] },
  };
  return options.dtypes.flatMap((dtype) =>
    CASES.flatMap(({ shape, axes }, i) =>
      [true, false].map((keepDims): Sample<ReduceAttributes> => {
        const x: SampleInput = { ...inputs[dtype], shape };
        const [type] = inferReduce([x], { axes, keepDims }, [dtype]);
        const output = options.sameQuantization && i % 3 > 0 ? quantization : others[i % 3];
        return {
          title: `axes ${axes}${keepDims ? " kept" : ""}`,
          inputs: [x],
          outputs: [dtype === "i8" ? { ...type, quantization: output } : type],
          attributes: { axes, keepDims },
        };
      }),
    ),
  );
}

/** Values as the element type of the output. */
export function asOutput(y: TensorType, values: Float64Array) {
  const output = allocate(y.dtype, values.length);
  output.set(values);
  return output;
}
