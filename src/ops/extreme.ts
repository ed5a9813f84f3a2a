// What the largest and the smallest value over axes share.

import { elementCount, sameQuantization } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { defineOperator, EXACT, type Operator } from "./operator.ts";
import { asOutput, fold, inferReduce, type ReduceAttributes, reduceCalls, reduceSamples } from "./reduce.ts";
import { int8Table } from "./unary.ts";

export function extreme(name: string, doc: string, pick: (a: number, b: number) => number): Operator<ReduceAttributes> {
  return defineOperator<ReduceAttributes>({
    name,
    doc,
    tolerance: EXACT,
    infer: inferReduce,
    reference([x], [y], { axes }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const values = fold(x, axes, pick);
      if (y.dtype === "f32" || sameQuantization(x.type.quantization, y.quantization)) return [asOutput(y, values)];
      const table = int8Table(x.type, y, (value) => value);
      return [
        asOutput(
          y,
          values.map((q) => table[q + 128]),
        ),
      ];
    },
    samples: () => reduceSamples({ dtypes: ["f32", "i8"], sameQuantization: true }),
    lower({ attributes: { axes }, inputs: [x], outputs: [y], scratch }) {
      if (x === undefined) throw new Error(`${name} has no input`);
      const kernel = `${name}_${x.dtype}`;
      const bytes = x.dtype === "f32" ? 4 : 1;
      const memory = { result: y.buffer, scratch: (elements: number) => scratch(elements * bytes) };
      const calls = reduceCalls(x, axes, { first: kernel, next: kernel }, memory);
      if (x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)) return calls;
      // The table that goes over to the output's quantisation keeps the order, so it may come last.
      const table = constant(int8Table(x, y, (value) => value));
      return [...calls, call("table_i8", "Table", elementCount(y.shape), { x: y.buffer, y: y.buffer, table })];
    },
  });
}
