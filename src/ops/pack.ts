import { requireShape } from "../graph/op_def.ts";
import { allocate, elementCount, sameShape } from "../graph/tensor.ts";
import { requireAxis } from "./axes.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { lowerJoin, partsOf, partsSamples, putPart, requireAlike } from "./parts.ts";
import { requantizedData } from "./requantize.ts";

export type PackAttributes = {
  /** Of the output. */
  readonly axis: number;
};

const ones = (inputs: readonly unknown[]) => partsOf(inputs.map(() => 1));

export const pack = defineOperator<PackAttributes>({
  name: "pack",
  doc: "Tensors of one shape side by side along a new axis",
  tolerance: EXACT,
  infer(inputs, { axis }) {
    requireAlike(inputs);
    const [{ dtype, shape }] = inputs;
    requireAxis(axis, shape.length + 1);
    for (const x of inputs) {
      requireShape(sameShape(x.shape, shape), () => `[${x.shape}] and [${shape}] differ: pack takes one shape`);
    }
    return [{ dtype, shape: shape.toSpliced(axis, 0, inputs.length) }];
  },
  reference(inputs, [y], { axis }) {
    const result = allocate(y.dtype, elementCount(y.shape));
    const parts = ones(inputs);
    inputs.forEach((x, i) => {
      if (x !== undefined) putPart(result, y, axis, { ...parts[i], data: requantizedData(x, y) });
    });
    return [result];
  },
  samples: () => [
    ...partsSamples(
      [
        [3, 5],
        [3, 5],
      ],
      [[2, 3, 5]],
      { axis: 0 },
    ),
    ...partsSamples(
      [
        [3, 5],
        [3, 5],
        [3, 5],
      ],
      [[3, 3, 5]],
      { axis: 1 },
    ),
    ...partsSamples(
      [
        [3, 5],
        [3, 5],
      ],
      [[3, 5, 2]],
      { axis: 2 },
    ),
    ...partsSamples([[], [], []], [[3]], { axis: 0 }),
    ...partsSamples([[2, 3, 17]], [[2, 3, 1, 17]], { axis: 2 }),
  ],
  lower: (context) => lowerJoin(context, context.attributes.axis, ones(context.inputs)),
});
