// A choice between two values for each element. Int8 values come out in the quantisation of y.

import { requireShape } from "../graph/op_def.ts";
import { allocate, BYTES_PER_ELEMENT, elementCount, type TensorType } from "../graph/tensor.ts";
import { type BufferRef, call, type KernelCall } from "../kernels/call.ts";
import { broadcastView, copyView, rowMajor } from "../kernels/strided.ts";
import { broadcastIndex, broadcastShapes } from "./broadcast.ts";
import { OTHER_QUANTIZATION, SAMPLE_QUANTIZATION } from "./movement.ts";
import { defineOperator, EXACT, type LowerContext, type Operand, type Sample } from "./operator.ts";
import { requantized, requantizedData } from "./requantize.ts";

export const where = defineOperator({
  name: "where",
  doc: "condition ≠ 0 ? a : b, with broadcasting of all three",
  tolerance: EXACT,
  inPlace: [1, 2, 0],
  infer([condition, a, b]) {
    requireShape(
      condition !== undefined && a !== undefined && b !== undefined,
      () => "where takes a condition and two values",
    );
    requireShape(condition.dtype === "i32", () => `the condition must be i32, is ${condition.dtype}`);
    requireShape(a.dtype === b.dtype, () => `where of ${a.dtype} and ${b.dtype}: both must have one element type`);
    return [{ dtype: a.dtype, shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)) }];
  },
  reference([condition, a, b], [y]) {
    if (condition === undefined || a === undefined || b === undefined) throw new Error("where misses an input");
    const [index, indexA, indexB] = [condition, a, b].map(({ type }) => broadcastIndex(type.shape, y.shape));
    const [valuesA, valuesB] = [requantizedData(a, y), requantizedData(b, y)];
    const result = allocate(y.dtype, elementCount(y.shape));
    for (let i = 0; i < result.length; i++) {
      result[i] = condition.data[index(i)] !== 0 ? valuesA[indexA(i)] : valuesB[indexB(i)];
    }
    return [result];
  },
  samples: whereSamples,
  lower(context) {
    const [condition, a, b] = context.inputs;
    const [y] = context.outputs;
    if (condition === undefined || a === undefined || b === undefined) throw new Error("where misses an input");
    const chosen = [a, b].map((operand) => {
      const { buffer, calls } = requantized(context, operand, y);
      if (elementCount(operand.shape) === 1) return { buffer, calls, step: 0 };
      const whole = stretched(context, { ...operand, buffer }, y);
      return { buffer: whole.buffer, calls: [...calls, ...whole.calls], step: 1 };
    });
    const asked = stretched(context, condition, y);
    const choice = call(`where_${BYTES_PER_ELEMENT[y.dtype] * 8}`, "Where", elementCount(y.shape), {
      condition: asked.buffer,
      a: chosen[0].buffer,
      b: chosen[1].buffer,
      y: y.buffer,
      aStep: chosen[0].step,
      bStep: chosen[1].step,
    });
    return [...asked.calls, ...chosen.flatMap(({ calls }) => calls), choice];
  },
});

/** An operand with every element of y's shape: itself, or scratch memory and the copy that fills it. */
function stretched(
  { scratch }: Pick<LowerContext, "scratch">,
  x: Operand,
  { shape }: TensorType,
): { buffer: BufferRef; calls: KernelCall[] } {
  if (elementCount(x.shape) === elementCount(shape)) return { buffer: x.buffer, calls: [] };
  const bytes = BYTES_PER_ELEMENT[x.dtype];
  const buffer = scratch(elementCount(shape) * bytes);
  const to = { buffer, view: rowMajor(shape) };
  return { buffer, calls: copyView(to, { buffer: x.buffer, view: broadcastView(rowMajor(x.shape), shape) }, bytes) };
}

/** Vectors and their rests; every operand as a scalar, stretched, and alone in having all dimensions. */
function whereSamples(): Sample[] {
  const shapes: readonly (readonly (readonly number[])[])[] = [
    [[1], [1], [1]],
    [[33], [33], [33]],
    [[2, 3, 7], [2, 3, 7], []],
    [[2, 3, 7], [1], [7]],
    [[], [5, 3], [5, 1]],
    [
      [4, 1, 1, 5],
      [1, 3, 5],
      [2, 1, 1],
    ],
    [[6], [], [1]],
  ];
  const quantized = { dtype: "i8", quantization: SAMPLE_QUANTIZATION } as const;
  const types: readonly (readonly [Omit<TensorType, "shape">, Omit<TensorType, "shape">])[] = [
    [{ dtype: "f32" }, { dtype: "f32" }],
    [{ dtype: "i32" }, { dtype: "i32" }],
    [quantized, quantized],
    [quantized, { dtype: "i8", quantization: OTHER_QUANTIZATION }],
  ];
  return types.flatMap(([a, b]) =>
    shapes.map(([condition, shapeA, shapeB]): Sample => {
      const shape = broadcastShapes(condition, broadcastShapes(shapeA, shapeB));
      return {
        title: "",
        inputs: [
          { dtype: "i32", shape: condition, range: [-1, 1] },
          { ...a, shape: shapeA },
          { ...b, shape: shapeB },
        ],
        outputs: [{ ...b, shape }],
        attributes: {},
      };
    }),
  );
}
