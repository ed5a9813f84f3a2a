// What the largest and the smallest value over axes share.

import { BYTES_PER_ELEMENT, type DType, elementCount, sameQuantization } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { defineOperator, EXACT, type Operator } from "./operator.ts";
import { asOutput, fold, inferReduce, type ReduceAttributes, reduceCalls, reduceSamples } from "./reduce.ts";
import { int8Table } from "./unary.ts";

const TYPES: readonly DType[] = ["f32", "i8", "i32"];

export function extreme(name: string, doc: string, pick: (a: number, b: number) => number): Operator<ReduceAttributes> {
  return defineOperator<ReduceAttributes>({
    name,
    doc,
    tolerance: EXACT,
    infer: (inputs, attributes) => inferReduce(inputs, attributes, TYPES),
    reference([x], [y], { axes }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const values = fold(x, axes, pick);
      if (y.dtype !== "i8" || sameQuantization(x.type.quantization, y.quantization)) return [asOutput(y, values)];
      const table = int8Table(x.type, y, (value) => value);
      return [
        asOutput(
          y,
          values.map((q) => table[q + 128]),
        ),
      ];
    },
    samples: () => reduceSamples({ dtypes: TYPES, sameQuantization: true }),
    lower({ attributes: { axes }, inputs: [x], outputs: [y], scratch }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const kernel = `${name}_${x.dtype}`;
      const bytes = BYTES_PER_ELEMENT[x.dtype];
      const memory = { result: y.buffer, scratch: (elements: number) => scratch(elements * bytes) };
      const calls = reduceCalls(x, axes, { first: kernel, next: kernel }, memory);
      if (x.dtype !== "i8" || sameQuantization(x.quantization, y.quantization)) return calls;
      // The table that goes over to the output's quantisation keeps the order, so it may come last.
      const table = constant(int8Table(x, y, (value) => value));
      return [...calls, call("table_i8", "Table", elementCount(y.shape), { x: y.buffer, y: y.buffer, table })];
    },
  });
}
