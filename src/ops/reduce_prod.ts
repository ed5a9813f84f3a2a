import { requireShape } from "../graph/op_def.ts";
import { close, defineOperator } from "./operator.ts";
import { asOutput, fold, inferReduce, type ReduceAttributes, reduceCalls, reduceSamples } from "./reduce.ts";

export const reduce_prod = defineOperator<ReduceAttributes>({
  name: "reduce_prod",
  doc: "y = Π x over the axes (f32)",
  tolerance: close(1e-6, 1e-4),
  infer(inputs, attributes) {
    requireShape(inputs[0]?.dtype === "f32", () => `takes f32, not ${inputs[0]?.dtype ?? "nothing"}`);
    return inferReduce(inputs, attributes);
  },
  reference([x], [y], { axes }) {
    if (x === undefined) throw new Error("reduce_prod has no input");
    return [
      asOutput(
        y,
        fold(x, axes, (a, b) => a * b),
      ),
    ];
  },
  samples: () => reduceSamples({ dtypes: ["f32"], sameQuantization: true, range: [-1.5, 1.5] }),
  lower({ attributes: { axes }, inputs: [x], outputs: [y], scratch }) {
    if (x === undefined) throw new Error("reduce_prod has no input");
    const memory = { result: y.buffer, scratch: (elements: number) => scratch(elements * 4) };
    return reduceCalls(x, axes, { first: "reduce_prod_f32", next: "reduce_prod_f32" }, memory);
  },
});
