import { requireShape } from "../graph/op_def.ts";
import { clampInt } from "../graph/rounding.ts";
import { allocate, BYTES_PER_ELEMENT, elementCount, type TensorType } from "../graph/tensor.ts";
import { type BufferRef, call, type KernelCall } from "../kernels/call.ts";
import { requireAxis } from "./axes.ts";
import { OTHER_QUANTIZATION, SAMPLE_QUANTIZATION } from "./movement.ts";
import { defineOperator, EXACT, type Sample } from "./operator.ts";
import { requantized, requantizedData } from "./requantize.ts";

export type GatherAttributes = {
  readonly axis: number;
};

export const gather = defineOperator<GatherAttributes>({
  name: "gather",
  doc: "y[outer, i, inner] = x[outer, indices[i], inner] at an axis; an index outside it means the nearest inside",
  tolerance: EXACT,
  infer([x, indices], { axis }) {
    requireShape(x !== undefined && indices !== undefined, () => "gather takes a tensor and indices");
    requireShape(indices.dtype === "i32", () => `indices must be i32, are ${indices.dtype}`);
    requireAxis(axis, x.shape.length);
    return [{ dtype: x.dtype, shape: x.shape.toSpliced(axis, 1, ...indices.shape) }];
  },
  reference([x, indices], [y], { axis }) {
    if (x === undefined || indices === undefined) throw new Error("gather misses an input");
    const values = requantizedData(x, y);
    const inner = elementCount(x.type.shape.slice(axis + 1));
    const outer = elementCount(x.type.shape.slice(0, axis));
    const limit = x.type.shape[axis];
    const result = allocate(y.dtype, elementCount(y.shape));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of indices.data) {
        const from = (o * limit + clampInt(index, 0, limit - 1)) * inner;
        result.set(values.subarray(from, from + inner), at);
        at += inner;
      }
    }
    return [result];
  },
  samples: gatherSamples,
  lower(context) {
    const { attributes, inputs, outputs } = context;
    const [x, indices] = inputs;
    const [y] = outputs;
    if (x === undefined || indices === undefined) throw new Error("gather misses an input");
    const { buffer, calls } = requantized(context, x, y);
    const copy = gatherRows(buffer, y.buffer, {
      index: indices.buffer,
      count: elementCount(indices.shape),
      limit: x.shape[attributes.axis],
      outer: elementCount(x.shape.slice(0, attributes.axis)),
      bytes: elementCount(x.shape.slice(attributes.axis + 1)) * BYTES_PER_ELEMENT[x.dtype],
    });
    return [...calls, copy];
  },
});

interface Rows {
  readonly index: BufferRef;
  readonly count: number;
  /** Rows of x for each outer index. */
  readonly limit: number;
  readonly outer: number;
  /** Of a row. */
  readonly bytes: number;
}

/** y[outer, i, :] = x[outer, index[i], :] */
export function gatherRows(x: BufferRef, y: BufferRef, { outer, ...rows }: Rows): KernelCall {
  return call("gather", "Gather", outer * rows.count, { x, y, ...rows });
}

function gatherSamples(): Sample<GatherAttributes>[] {
  const cases: { x: number[]; indices: number[]; axis: number }[] = [
    { x: [5], indices: [7], axis: 0 },
    { x: [5, 3], indices: [], axis: 0 },
    { x: [2, 5, 3], indices: [4], axis: 1 },
    { x: [2, 3, 7], indices: [2, 3], axis: 2 },
    { x: [4, 17], indices: [6], axis: 0 },
    { x: [2, 3, 2, 5, 33], indices: [2], axis: 3 },
  ];
  return cases.flatMap(({ x, indices, axis }) => {
    const sample = (type: Omit<TensorType, "shape">, constant: boolean, output = type): Sample<GatherAttributes> => ({
      title: `axis ${axis}${constant ? ", constant indices" : ""}`,
      inputs: [
        { ...type, shape: x },
        { dtype: "i32", shape: indices, range: [-1, x[axis]], constant },
      ],
      outputs: [{ ...output, shape: x.toSpliced(axis, 1, ...indices) }],
      attributes: { axis },
    });
    const i8 = { dtype: "i8", quantization: SAMPLE_QUANTIZATION } as const;
    return [
      sample({ dtype: "f32" }, true),
      sample({ dtype: "i32" }, false),
      sample(i8, false),
      sample(i8, true, { dtype: "i8", quantization: OTHER_QUANTIZATION }),
    ];
  });
}
