// What concat, split, pack and unpack share: a tensor and its parts along one axis.

import { type Attributes, requireShape } from "../graph/op_def.ts";
import { allocate, BYTES_PER_ELEMENT, elementCount, type TensorData, type TensorType } from "../graph/tensor.ts";
import type { KernelCall } from "../kernels/call.ts";
import { copyView, rowMajor, sliceAxis } from "../kernels/strided.ts";
import { OTHER_QUANTIZATION, SAMPLE_QUANTIZATION } from "./movement.ts";
import type { LowerContext, Sample } from "./operator.ts";
import { requantized } from "./requantize.ts";

/** The part [begin, begin + size) of an axis. Of a part that lacks the axis (pack, unpack), size is 1. */
interface Part {
  readonly begin: number;
  readonly size: number;
}

export function partsOf(sizes: readonly number[]): Part[] {
  let begin = 0;
  return sizes.map((size) => {
    begin += size;
    return { begin: begin - size, size };
  });
}

/** Values of one part, row-major. */
export function takePart(whole: TensorData, type: TensorType, axis: number, part: Part): TensorData {
  const { outer, inner } = around(type.shape, axis);
  const result = allocate(type.dtype, outer * part.size * inner);
  for (let o = 0; o < outer; o++) {
    const start = (o * type.shape[axis] + part.begin) * inner;
    result.set(whole.subarray(start, start + part.size * inner), o * part.size * inner);
  }
  return result;
}

/** Writes the values of one part. */
export function putPart(whole: TensorData, type: TensorType, axis: number, part: Part & { data: TensorData }): void {
  const { outer, inner } = around(type.shape, axis);
  for (let o = 0; o < outer; o++) {
    const piece = part.data.subarray(o * part.size * inner, (o + 1) * part.size * inner);
    whole.set(piece, (o * type.shape[axis] + part.begin) * inner);
  }
}

function around(shape: readonly number[], axis: number) {
  return { outer: elementCount(shape.slice(0, axis)), inner: elementCount(shape.slice(axis + 1)) };
}

/** Calls that fill output 0 from every input. */
export function lowerJoin(context: LowerContext, axis: number, parts: readonly Part[]): KernelCall[] {
  const [y] = context.outputs;
  return context.inputs.flatMap((x, i) => {
    if (x === undefined) throw new Error("an input is missing");
    const { buffer, calls } = requantized(context, x, y);
    const to = sliceAxis(rowMajor(y.shape), axis, parts[i]);
    const from = { buffer, view: rowMajor(to.sizes) };
    return [...calls, ...copyView({ buffer: y.buffer, view: to }, from, BYTES_PER_ELEMENT[y.dtype])];
  });
}

/** Calls that fill every output from input 0. */
export function lowerCut(context: LowerContext, axis: number, parts: readonly Part[]): KernelCall[] {
  const [x] = context.inputs;
  if (x === undefined) throw new Error("the input is missing");
  return context.outputs.flatMap((y, i) => {
    const { buffer, calls } = requantized(context, x, y);
    const from = sliceAxis(rowMajor(x.shape), axis, parts[i]);
    const to = { buffer: y.buffer, view: rowMajor(from.sizes) };
    return [...calls, ...copyView(to, { buffer, view: from }, BYTES_PER_ELEMENT[y.dtype])];
  });
}

/** Throws ShapeError unless all inputs are there and of one element type. */
export function requireAlike(inputs: readonly (TensorType | undefined)[]): asserts inputs is readonly TensorType[] {
  requireShape(
    inputs.length > 0 && inputs.every((x) => x !== undefined && x.dtype === inputs[0]?.dtype),
    () => `inputs must be one or more tensors of one element type, are ${inputs.map((x) => x?.dtype ?? "absent")}`,
  );
}

/** In f32, in i8, in i8 with quantisations that differ from tensor to tensor, and in i32. */
export function partsSamples<A extends Attributes>(
  inputs: readonly (readonly number[])[],
  outputs: readonly (readonly number[])[],
  attributes: A,
): Sample<A>[] {
  const title = JSON.stringify(attributes);
  const quantized = (shape: readonly number[], other: boolean): TensorType => ({
    dtype: "i8",
    shape,
    quantization: other ? OTHER_QUANTIZATION : SAMPLE_QUANTIZATION,
  });
  return [
    ...(["f32", "i32"] as const).map((dtype) => ({
      title,
      inputs: inputs.map((shape) => ({ dtype, shape })),
      outputs: outputs.map((shape) => ({ dtype, shape })),
      attributes,
    })),
    ...[false, true].map((differ) => ({
      title: differ ? `${title} requantised` : title,
      inputs: inputs.map((shape, i) => quantized(shape, differ && i % 2 === 1)),
      outputs: outputs.map((shape, i) => quantized(shape, differ && i % 2 === 0)),
      attributes,
    })),
  ];
}
