import type { DType } from "../graph/tensor.ts";
import { close, defineOperator } from "./operator.ts";
import { asOutput, fold, inferReduce, type ReduceAttributes, reduceCalls, reduceSamples } from "./reduce.ts";

const TYPES: readonly DType[] = ["f32", "i32"];

export const reduce_prod = defineOperator<ReduceAttributes>({
  name: "reduce_prod",
  doc: "y = Π x over the axes; i32 wraps around",
  tolerance: close(1e-6, 1e-4),
  infer: (inputs, attributes) => inferReduce(inputs, attributes, TYPES),
  reference([x], [y], { axes }) {
    if (x === undefined) throw new Error("reduce_prod has no input");
    const product = y.dtype === "i32" ? Math.imul : (a: number, b: number) => a * b;
    return [asOutput(y, fold(x, axes, product))];
  },
  samples: () => reduceSamples({ dtypes: TYPES, sameQuantization: true, range: [-1.5, 1.5] }),
  lower({ attributes: { axes }, inputs: [x], outputs: [y], scratch }) {
    if (x === undefined) throw new Error("reduce_prod has no input");
    const kernel = `reduce_prod_${x.dtype}`;
    const memory = { result: y.buffer, scratch: (elements: number) => scratch(elements * 4) };
    return reduceCalls(x, axes, { first: kernel, next: kernel }, memory);
  },
});
