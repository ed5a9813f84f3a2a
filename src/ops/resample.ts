// Resizing by any rule, one axis at a time: the importer works out which inputs an output is made of, and how much of each.

import { requireShape } from "../graph/op_def.ts";
import { describeType, elementCount, type TensorType } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { requireAxis, requireIntegers } from "./axes.ts";
import { close, defineOperator, type Sample } from "./operator.ts";

export type ResampleAttributes = {
  readonly axis: number;
  /** Inputs of each output along the axis. */
  readonly taps: number;
  /** Their positions along the axis, `taps` for each output. */
  readonly indices: readonly number[];
  /** Their weights, likewise. */
  readonly weights: readonly number[];
};

export const resample = defineOperator<ResampleAttributes>({
  name: "resample",
  doc: "y[outer, i, inner] = Σ_t weights[i, t] · x[outer, indices[i, t], inner] at an axis",
  tolerance: close(1e-5, 1e-5),
  infer([x], attributes) {
    requireShape(x?.dtype === "f32", () => `takes f32, not ${x ? describeType(x) : "nothing"}`);
    const { axis, taps, indices, weights } = attributes;
    requireAxis(axis, x.shape.length);
    requireIntegers("taps", [taps], 1, 1);
    requireIntegers("indices", indices, indices.length, 0);
    requireShape(
      indices.length > 0 && indices.length % taps === 0 && indices.every((index) => index < x.shape[axis]),
      () => `indices must be ${taps} for each output, below ${x.shape[axis]}`,
    );
    requireShape(
      weights.length === indices.length && weights.every(Number.isFinite),
      () => `weights must be finite numbers, one for each of ${indices.length} indices, are ${weights.length}`,
    );
    return [{ dtype: "f32", shape: x.shape.with(axis, indices.length / taps) }];
  },
  reference([x], [y], attributes) {
    if (x === undefined) throw new Error("resample has no input");
    const { taps, indices, weights } = attributes;
    const { size, inner, count } = viewOf(x.type, attributes);
    const result = new Float32Array(elementCount(y.shape));
    for (let at = 0; at < result.length; at++) {
      const [o, i, rest] = [Math.floor(at / inner / count), Math.floor(at / inner) % count, at % inner];
      let sum = 0;
      for (let t = i * taps; t < (i + 1) * taps; t++) {
        sum += weights[t] * x.data[(o * size + indices[t]) * inner + rest];
      }
      result[at] = sum;
    }
    return [result];
  },
  samples: resampleSamples,
  lower({ attributes, inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("resample has no input");
    const { outer, size, inner, count } = viewOf(x, attributes);
    const rowBytes = inner * 4;
    const fields = { taps: attributes.taps, count, rowBytes, slabBytes: size * rowBytes };
    const table = constant(tapTable(attributes, rowBytes));
    return [call("resample_f32", "Resample", outer * count, { x: x.buffer, y: y.buffer, table, ...fields })];
  },
});

function viewOf({ shape }: TensorType, { axis, taps, indices }: ResampleAttributes) {
  return {
    outer: elementCount(shape.slice(0, axis)),
    size: shape[axis],
    inner: elementCount(shape.slice(axis + 1)),
    count: indices.length / taps,
  };
}

/** Entries of assembly/resize/resample.ts. */
function tapTable({ indices, weights }: ResampleAttributes, rowBytes: number): Int32Array {
  const table = new Int32Array(indices.length * 2);
  const floats = new Float32Array(table.buffer);
  indices.forEach((index, i) => {
    table[2 * i] = index * rowBytes;
    floats[2 * i + 1] = weights[i];
  });
  return table;
}

/** Each place of the axis, rows around the vector width, one tap and several, one output and one input. */
function resampleSamples(): Sample<ResampleAttributes>[] {
  const cases = [
    { shape: [7], axis: 0, taps: 2, count: 5 },
    { shape: [2, 3, 5], axis: 2, taps: 3, count: 9 },
    { shape: [2, 4, 1], axis: 1, taps: 1, count: 8 },
    { shape: [2, 5, 3, 2], axis: 1, taps: 4, count: 3 },
    { shape: [3, 1, 4], axis: 1, taps: 2, count: 2 },
    { shape: [6, 3], axis: 0, taps: 5, count: 4 },
    { shape: [1, 4, 2, 17], axis: 2, taps: 2, count: 7 },
    { shape: [5, 2, 33], axis: 1, taps: 6, count: 1 },
  ];
  return cases.map(({ shape, axis, taps, count }): Sample<ResampleAttributes> => {
    const indices = Array.from({ length: count * taps }, (_, i) => (i * 5 + 1) % shape[axis]);
    const weights = indices.map((_, i) => ((i * 3) % 8) / 4 - 0.75);
    return {
      title: `axis ${axis}, ${taps} taps`,
      inputs: [{ dtype: "f32", shape }],
      outputs: [{ dtype: "f32", shape: shape.with(axis, count) }],
      attributes: { axis, taps, indices, weights },
    };
  });
}
