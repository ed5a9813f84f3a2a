// What sum and mean share. Int8: the exact sum of (stored − zero point), requantised once; the mean divides by the count within the
// scale, as XNNPACK's global average pooling does.

import { requantize } from "../graph/rounding.ts";
import { type DType, elementCount, type TensorType } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { close, defineOperator, type Operator } from "./operator.ts";
import {
  asOutput,
  fold,
  inferReduce,
  type ReduceAttributes,
  reduceCalls,
  reducedCount,
  reduceSamples,
} from "./reduce.ts";

/** What a sum of `count` values is multiplied with. */
export interface SummingDefinition {
  readonly name: string;
  readonly doc: string;
  readonly dtypes: readonly DType[];
  factor(count: number): number;
  /** From (stored − zero point) of x to that of y. */
  int8Scale(x: number, y: number, count: number): number;
}

export function summing({ name, doc, dtypes, factor, int8Scale }: SummingDefinition): Operator<ReduceAttributes> {
  const scaleOf = (x: TensorType, y: TensorType, count: number) =>
    int8Scale(x.quantization?.scale[0] ?? 1, y.quantization?.scale[0] ?? 1, count);
  return defineOperator<ReduceAttributes>({
    name,
    doc,
    tolerance: close(1e-5, 1e-5),
    infer: (inputs, attributes) => inferReduce(inputs, attributes, dtypes),
    reference([x], [y], { axes }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const count = reducedCount(x.type.shape, axes);
      if (y.dtype === "i32")
        return [
          asOutput(
            y,
            fold(x, axes, (a, b) => (a + b) | 0),
          ),
        ];
      const sums = fold(x, axes, (a, b) => a + b);
      if (y.dtype === "f32")
        return [
          asOutput(
            y,
            sums.map((sum) => sum * factor(count)),
          ),
        ];
      const offset = count * (x.type.quantization?.zeroPoint[0] ?? 0);
      const scale = scaleOf(x.type, y, count);
      const zeroPoint = y.quantization?.zeroPoint[0] ?? 0;
      return [
        asOutput(
          y,
          sums.map((sum) => requantize(sum - offset, scale, zeroPoint)),
        ),
      ];
    },
    samples: () => reduceSamples({ dtypes, sameQuantization: false }),
    lower({ attributes: { axes }, inputs: [x], outputs: [y], scratch }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const count = reducedCount(x.shape, axes);
      const words = (elements: number) => scratch(elements * 4);
      if (x.dtype === "f32") {
        const steps = { first: "sum_f32", next: "sum_f32", factor: factor(count) };
        return reduceCalls(x, axes, steps, { result: y.buffer, scratch: words });
      }
      if (x.dtype === "i32") {
        return reduceCalls(x, axes, { first: "sum_i32", next: "sum_i32" }, { result: y.buffer, scratch: words });
      }
      const elements = elementCount(y.shape);
      const result = words(elements);
      const params = {
        x: result,
        y: y.buffer,
        offset: -count * (x.quantization?.zeroPoint[0] ?? 0),
        scale: scaleOf(x, y, count),
        zero: y.quantization?.zeroPoint[0] ?? 0,
      };
      return [
        ...reduceCalls(x, axes, { first: "sum_i8", next: "sum_i32" }, { result, scratch: words }),
        call("requantize_i32", "Requantize", elements, params),
      ];
    },
  });
}
