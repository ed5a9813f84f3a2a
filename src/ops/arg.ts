// The index of the largest or the smallest value along an axis; the first one among equals.

import { type Attributes, requireShape } from "../graph/op_def.ts";
import { elementCount, type TensorType } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { defineOperator, EXACT, type Operator, type Sample } from "./operator.ts";
import { quantizationOf } from "./unary.ts";

export type ArgAttributes = {
  /** Non-negative. */
  readonly axis: number;
  /** The axis stays, as 1. */
  readonly keepDims?: boolean | undefined;
} & Attributes;

export function arg(name: string, doc: string, isBetter: (a: number, b: number) => boolean): Operator<ArgAttributes> {
  return defineOperator<ArgAttributes>({
    name,
    doc,
    tolerance: EXACT,
    infer: ([x], { axis, keepDims }) => {
      requireShape(x !== undefined && x.dtype !== "i32", () => `takes f32 or i8, not ${x?.dtype ?? "nothing"}`);
      requireShape(
        Number.isInteger(axis) && axis >= 0 && axis < x.shape.length,
        () => `axis ${axis} is not a dimension of [${x.shape}], 0 to ${x.shape.length - 1}`,
      );
      return [{ dtype: "i32", shape: x.shape.flatMap((dim, i) => (i !== axis ? [dim] : keepDims ? [1] : [])) }];
    },
    reference([x], [y], { axis }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const { count, inner } = viewOf(x.type, axis);
      const output = new Int32Array(elementCount(y.shape));
      for (let i = 0; i < output.length; i++) {
        const first = Math.floor(i / inner) * count * inner + (i % inner);
        for (let n = 1; n < count; n++) {
          if (isBetter(x.data[first + n * inner], x.data[first + output[i] * inner])) output[i] = n;
        }
      }
      return [output];
    },
    samples: argSamples,
    lower({ attributes: { axis }, inputs: [x], outputs: [y] }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const { outer, count, inner } = viewOf(x, axis);
      return [call(`${name}_${x.dtype}`, "Reduce", outer, { x: x.buffer, y: y.buffer, count, inner, factor: 1 })];
    },
  });
}

function viewOf({ shape }: TensorType, axis: number) {
  return {
    outer: elementCount(shape.slice(0, axis)),
    count: shape[axis],
    inner: elementCount(shape.slice(axis + 1)),
  };
}

function argSamples(): Sample<ArgAttributes>[] {
  const cases = [
    { shape: [1, 300], axis: 1 },
    { shape: [3, 4, 5], axis: 0 },
    { shape: [3, 4, 5], axis: 1 },
    { shape: [3, 4, 5], axis: 2, keepDims: true },
    { shape: [2, 1, 3], axis: 1 },
    { shape: [7], axis: 0 },
  ];
  return (["f32", "i8"] as const).flatMap((dtype) =>
    cases.map(({ shape, axis, keepDims }): Sample<ArgAttributes> => {
      const quantization = quantizationOf(-1, 1);
      const outputShape = shape.flatMap((dim, i) => (i !== axis ? [dim] : keepDims ? [1] : []));
      return {
        title: `axis ${axis}${keepDims ? " kept" : ""}`,
        // 300 int8 values repeat for certain: ties are tested there.
        inputs: [dtype === "f32" ? { dtype, shape } : { dtype, shape, quantization }],
        outputs: [{ dtype: "i32", shape: outputShape }],
        attributes: keepDims === undefined ? { axis } : { axis, keepDims },
      };
    }),
  );
}
