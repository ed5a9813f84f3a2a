import { requireShape } from "../graph/op_def.ts";
import { allocate, elementCount } from "../graph/tensor.ts";
import { requireAxis } from "./axes.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { lowerJoin, partsOf, partsSamples, putPart, requireAlike } from "./parts.ts";
import { requantizedData } from "./requantize.ts";

export type ConcatAttributes = {
  readonly axis: number;
};

export const concat = defineOperator<ConcatAttributes>({
  name: "concat",
  doc: "Tensors one after the other along an axis; int8 inputs are requantised to the output's quantisation",
  tolerance: EXACT,
  infer(inputs, { axis }) {
    requireAlike(inputs);
    const [{ dtype, shape }] = inputs;
    requireAxis(axis, shape.length);
    for (const x of inputs) {
      requireShape(
        x.shape.length === shape.length && x.shape.every((size, i) => i === axis || size === shape[i]),
        () => `[${x.shape}] and [${shape}] differ in another axis than ${axis}`,
      );
    }
    return [
      {
        dtype,
        shape: shape.with(
          axis,
          inputs.reduce((sum, x) => sum + x.shape[axis], 0),
        ),
      },
    ];
  },
  reference(inputs, [y], { axis }) {
    const result = allocate(y.dtype, elementCount(y.shape));
    const parts = partsOf(inputs.map((x) => x?.type.shape[axis] ?? 0));
    inputs.forEach((x, i) => {
      if (x !== undefined) putPart(result, y, axis, { ...parts[i], data: requantizedData(x, y) });
    });
    return [result];
  },
  samples: () => [
    ...partsSamples([[3], [1], [40]], [[44]], { axis: 0 }),
    ...partsSamples(
      [
        [2, 3],
        [2, 1],
      ],
      [[2, 4]],
      { axis: 1 },
    ),
    ...partsSamples(
      [
        [2, 3],
        [4, 3],
      ],
      [[6, 3]],
      { axis: 0 },
    ),
    ...partsSamples(
      [
        [2, 3, 5, 16],
        [2, 3, 5, 7],
        [2, 3, 5, 1],
      ],
      [[2, 3, 5, 24]],
      { axis: 3 },
    ),
    ...partsSamples(
      [
        [2, 3, 2, 3],
        [2, 3, 5, 3],
      ],
      [[2, 3, 7, 3]],
      { axis: 2 },
    ),
    ...partsSamples(
      [
        [2, 1, 4, 3],
        [2, 2, 4, 3],
      ],
      [[2, 3, 4, 3]],
      { axis: 1 },
    ),
    ...partsSamples(
      [
        [2, 2, 3, 2, 3],
        [2, 2, 1, 2, 3],
      ],
      [[2, 2, 4, 2, 3]],
      { axis: 2 },
    ),
    ...partsSamples([[2, 5]], [[2, 5]], { axis: 1 }),
  ],
  lower: (context) =>
    lowerJoin(
      context,
      context.attributes.axis,
      partsOf(context.inputs.map((x) => x?.shape[context.attributes.axis] ?? 0)),
    ),
});
