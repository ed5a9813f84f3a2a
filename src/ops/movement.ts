// The family of operators that only move values: y[index] = x[source(index)].
//
// The reference asks for the source of every element; the lowering is a list of strided copies. Values are moved as they
// are, unless the output has another quantisation than the input: then int8 values go through a 256-entry table first.

import { type Attributes, type InferredType, requireShape } from "../graph/op_def.ts";
import { quantizeValue } from "../graph/rounding.ts";
import {
  allocate,
  BYTES_PER_ELEMENT,
  elementCount,
  perTensor,
  rowMajorStrides,
  type TensorType,
} from "../graph/tensor.ts";
import { type BufferRef, call, constant, type KernelCall } from "../kernels/call.ts";
import { broadcastView, copyView, rowMajor, type View } from "../kernels/strided.ts";
import { EXACT, type Operator, type Sample, type SampleInput } from "./operator.ts";
import { requantized, requantizedData } from "./requantize.ts";

type Shape = readonly number[];

/** One copy of a lowering: into the output, from the input, from the output itself, or from the fill value everywhere. */
export type Move =
  | { readonly to: View; readonly from: View; readonly of: "input" | "output" }
  | { readonly to: View; readonly of: "fill" };

export interface MovementCase<A> {
  readonly shape: Shape;
  readonly attributes: A;
}

export interface MovementDefinition<A extends Attributes> {
  readonly name: string;
  readonly doc: string;
  /** Shape of the output. Throws ShapeError. */
  shape(x: Shape, attributes: A): Shape;
  /** The index in x of the element at an index in y; undefined where the fill value belongs. */
  source(index: Shape, x: Shape, attributes: A): Shape | undefined;
  /** The real fill value; default 0. */
  fill?(attributes: A): number;
  /** The same as `source`, as copies, in order. */
  moves(x: Shape, y: Shape, attributes: A): Move[];
  /** Each becomes samples of every element type. */
  readonly cases: readonly MovementCase<A>[];
}

export function movement<A extends Attributes>(definition: MovementDefinition<A>): Operator<A> {
  const { name, doc } = definition;
  const infer = ([x]: readonly (TensorType | undefined)[], attributes: A): InferredType[] => {
    requireShape(x !== undefined, () => `${name} has no input`);
    return [{ dtype: x.dtype, shape: definition.shape(x.shape, attributes) }];
  };
  return {
    name,
    doc,
    tolerance: EXACT,
    infer,
    reference([x], [y], attributes) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const values = requantizedData(x, y);
      const strides = rowMajorStrides(x.type.shape);
      const result = allocate(y.dtype, elementCount(y.shape));
      const fill = storedValue(definition.fill?.(attributes) ?? 0, y);
      forEachIndex(y.shape, (index, i) => {
        const source = definition.source(index, x.type.shape, attributes);
        result[i] = source === undefined ? fill : values[flatIndex(source, strides)];
      });
      return [result];
    },
    samples: () => movementSamples(definition.cases, infer),
    lower(context) {
      const { attributes, inputs, outputs } = context;
      const [x] = inputs;
      const [y] = outputs;
      if (x === undefined) throw new Error(`${name} has no input`);
      const { buffer, calls } = requantized(context, x, y);
      const bytes = BYTES_PER_ELEMENT[y.dtype];
      const moves = definition.moves(x.shape, y.shape, attributes);
      const filler = moves.some((move) => move.of === "fill")
        ? fillValue(definition.fill?.(attributes) ?? 0, y)
        : { buffer, calls: [] };
      const copies = moves.flatMap((move) => {
        const to = { buffer: y.buffer, view: move.to };
        if (move.of !== "fill") {
          return copyView(to, { buffer: move.of === "input" ? buffer : y.buffer, view: move.from }, bytes);
        }
        return copyView(to, { buffer: filler.buffer, view: broadcastView(rowMajor([]), move.to.sizes) }, bytes);
      });
      return [...calls, ...filler.calls, ...copies];
    },
  };
}

/** A constant of one element and, for int8, the call that puts it into the stored form of an activation. */
function fillValue(real: number, y: TensorType): { buffer: BufferRef; calls: KernelCall[] } {
  const data = allocate(y.dtype, 1).fill(storedValue(real, y));
  const buffer = constant(data);
  const flip = call("flip_i8", "Flip", 1, { x: buffer }, { when: "load" });
  return { buffer, calls: y.dtype === "i8" ? [flip] : [] };
}

/** A real number in the element type of `type`. */
function storedValue(real: number, type: TensorType): number {
  if (type.dtype !== "i8") return real;
  const { scale, zeroPoint } = type.quantization ?? perTensor(1, 0);
  return quantizeValue(real, scale[0], zeroPoint[0]);
}

/** Calls `visit` with every index of the shape and its row-major position. The array is reused. */
export function forEachIndex(shape: Shape, visit: (index: Shape, position: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = elementCount(shape);
  for (let position = 0; position < count; position++) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

export function flatIndex(index: Shape, strides: Shape): number {
  return index.reduce((sum, at, axis) => sum + at * strides[axis], 0);
}

/** The quantisation of int8 samples, and another one. */
export const SAMPLE_QUANTIZATION = perTensor(0.05, 3);
export const OTHER_QUANTIZATION = perTensor(0.031, -20);

/** Each case in f32 and i8; the first also in i32 and with another quantisation of the output. */
function movementSamples<A extends Attributes>(
  cases: readonly MovementCase<A>[],
  infer: (inputs: readonly TensorType[], attributes: A) => InferredType[],
): Sample<A>[] {
  const sample = (input: SampleInput, attributes: A, quantization = input.quantization): Sample<A> => ({
    title: JSON.stringify(attributes),
    inputs: [input],
    outputs: infer([input], attributes).map((type) => ({ ...type, quantization })),
    attributes,
  });
  return cases.flatMap(({ shape, attributes }, i) => {
    const i8: TensorType = { dtype: "i8", shape, quantization: SAMPLE_QUANTIZATION };
    const all = [sample({ dtype: "f32", shape }, attributes), sample(i8, attributes)];
    if (i > 0) return all;
    const range: [number, number] = [-(2 ** 31), 2 ** 31 - 1];
    return [...all, sample({ dtype: "i32", shape, range }, attributes), sample(i8, attributes, OTHER_QUANTIZATION)];
  });
}
