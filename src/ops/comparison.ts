// The family of comparisons with broadcasting: y = 1 where they hold, 0 elsewhere. Others follow from these three:
// a > b is less(b, a), not(x) is equal(x, 0).

import { requireShape } from "../graph/op_def.ts";
import { elementCount, type TensorType } from "../graph/tensor.ts";
import { binaryCall } from "./binary.ts";
import { broadcastIndex, broadcastShapes } from "./broadcast.ts";
import { EXACT, type Operator, type Sample, type SampleInput } from "./operator.ts";

export function comparison(name: string, doc: string, holds: (a: number, b: number) => boolean): Operator {
  return {
    name,
    doc,
    tolerance: EXACT,
    inPlace: [0, 1],
    infer([a, b]) {
      requireShape(a !== undefined && b !== undefined, () => `${name} takes two inputs`);
      requireShape(
        a.dtype === b.dtype && a.dtype !== "i8",
        () => `${name} takes two f32 or two i32, not ${a.dtype} and ${b.dtype}`,
      );
      return [{ dtype: "i32", shape: broadcastShapes(a.shape, b.shape) }];
    },
    reference([a, b], [y]) {
      if (a === undefined || b === undefined) throw new Error(`${name} takes two inputs`);
      const indexA = broadcastIndex(a.type.shape, y.shape);
      const indexB = broadcastIndex(b.type.shape, y.shape);
      const result = (_: unknown, i: number) => Number(holds(a.data[indexA(i)], b.data[indexB(i)]));
      return [Int32Array.from({ length: elementCount(y.shape) }, result)];
    },
    samples: comparisonSamples,
    lower({ inputs: [a, b], outputs: [y] }) {
      if (a === undefined || b === undefined) throw new Error(`${name} takes two inputs`);
      return [binaryCall(`${name}_${a.dtype}`, a, b, y)];
    },
  };
}

/** Vectors and their rests, each operand broadcast; integers that meet often, floats that never do and that always do. */
function comparisonSamples(): Sample[] {
  const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[1], [1]],
    [[6], [6]],
    [[33], [33]],
    [[2, 3, 7], []],
    [[1], [2, 21]],
    [
      [2, 3, 4, 9],
      [2, 1, 1, 9],
    ],
    [
      [5, 1],
      [1, 17],
    ],
  ];
  const types: readonly Omit<SampleInput, "shape">[] = [
    { dtype: "i32", range: [-2, 2] },
    { dtype: "i32", range: [-2147483648, 2147483647] },
    { dtype: "f32", range: [-2, 2] },
    { dtype: "f32", range: [0.5, 0.5] },
  ];
  return types.flatMap((type) =>
    shapes.map(([a, b]): Sample => {
      const y: TensorType = { dtype: "i32", shape: broadcastShapes(a, b) };
      return {
        title: `within ${type.range}`,
        inputs: [
          { ...type, shape: a },
          { ...type, shape: b },
        ],
        outputs: [y],
        attributes: {},
      };
    }),
  );
}
