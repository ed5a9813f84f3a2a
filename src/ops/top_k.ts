// The largest or smallest values of each row, in order.

import { requireShape } from "../graph/op_def.ts";
import { describeType, elementCount, type TensorType } from "../graph/tensor.ts";
import { call, constant, type KernelCall } from "../kernels/call.ts";
import { requireIntegers } from "./axes.ts";
import { OTHER_QUANTIZATION, SAMPLE_QUANTIZATION } from "./movement.ts";
import { defineOperator, EXACT, type Sample, type SampleInput } from "./operator.ts";
import { requantizedData, requantizeTable } from "./requantize.ts";

export type TopKAttributes = {
  /** At most the size of the last dimension. */
  readonly k: number;
  /** Default: true. */
  readonly largest?: boolean | undefined;
};

export const top_k = defineOperator<TopKAttributes>({
  name: "top_k",
  doc: "the k largest (smallest) along the last axis in order, and their indices, lower ones first among equals; NaN is largest",
  tolerance: EXACT,
  infer([x], { k }) {
    requireShape(x !== undefined && x.shape.length > 0, () => `takes rows, not ${x ? describeType(x) : "nothing"}`);
    requireIntegers("k", [k], 1, 1);
    const count = x.shape[x.shape.length - 1];
    requireShape(k <= count, () => `k is ${k}, but the rows of ${describeType(x)} have ${count} elements`);
    const shape = x.shape.with(-1, k);
    return [
      { dtype: x.dtype, shape },
      { dtype: "i32", shape },
    ];
  },
  reference([x], [values, indices], { k, largest = true }) {
    if (x === undefined) throw new Error("top_k has no input");
    const count = x.type.shape[x.type.shape.length - 1];
    const found = new Int32Array(elementCount(indices.shape));
    for (let row = 0; row * k < found.length; row++) {
      const rank = (i: number) => x.data[row * count + i];
      // Sorting is stable: equals keep their order.
      const order = Array.from({ length: count }, (_, i) => i).sort((a, b) =>
        largest ? compare(rank(b), rank(a)) : compare(rank(a), rank(b)),
      );
      found.set(order.slice(0, k), row * k);
    }
    const source = requantizedData(x, values);
    return [source.slice(0, found.length).map((_, i) => source[Math.floor(i / k) * count + found[i]]), found];
  },
  samples: topKSamples,
  lower({ attributes: { k, largest = true }, inputs: [x], outputs: [values, indices] }) {
    if (x === undefined) throw new Error("top_k has no input");
    const count = x.shape[x.shape.length - 1];
    const buffers = { x: x.buffer, values: values.buffer, indices: indices.buffer };
    const rows = elementCount(x.shape) / count;
    const params = { ...buffers, count, k, reversal: largest ? 0 : -1 };
    const calls: KernelCall[] = [call(`top_k_${x.dtype}`, "TopK", rows, params)];
    const table = requantizeTable(x, values);
    if (table === undefined) return calls;
    // Into the other quantisation only now: values that become equal there must not change places.
    const requantize = { x: values.buffer, y: values.buffer, table: constant(table) };
    return [...calls, call("table_i8", "Table", elementCount(values.shape), requantize)];
  },
});

/** Negative where a < b; NaN is above all, and both zeros are one. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

/** Few and all of a row, rows full of equals, either order. */
function topKSamples(): Sample<TopKAttributes>[] {
  const cases = [
    { shape: [1], k: 1 },
    { shape: [7], k: 7 },
    { shape: [3, 50], k: 5 },
    { shape: [2, 2, 9], k: 1 },
    { shape: [2, 300], k: 299 },
  ];
  const types: readonly [Omit<SampleInput, "shape">, TensorType["quantization"]][] = [
    [{ dtype: "f32" }, undefined],
    [{ dtype: "f32", range: [0.5, 0.5] }, undefined],
    [{ dtype: "i32", range: [-3, 3] }, undefined],
    [{ dtype: "i32", range: [-2147483648, 2147483647] }, undefined],
    [{ dtype: "i8", quantization: SAMPLE_QUANTIZATION }, SAMPLE_QUANTIZATION],
    [{ dtype: "i8", quantization: OTHER_QUANTIZATION }, SAMPLE_QUANTIZATION],
  ];
  return types.flatMap(([type, quantization]) =>
    cases.flatMap(({ shape, k }) =>
      [true, false].map((largest): Sample<TopKAttributes> => {
        const result = shape.with(-1, k);
        return {
          title: `${k} ${largest ? "largest" : "smallest"} within ${type.range ?? ""}`,
          inputs: [{ ...type, shape }],
          outputs: [
            { dtype: type.dtype, shape: result, quantization },
            { dtype: "i32", shape: result },
          ],
          attributes: { k, largest },
        };
      }),
    ),
  );
}
