import { requireShape } from "../graph/op_def.ts";
import { requireAxis, requireIntegers } from "./axes.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { lowerCut, partsOf, partsSamples, takePart } from "./parts.ts";
import { requantizedData } from "./requantize.ts";

export type SplitAttributes = {
  readonly axis: number;
  /** Of each output along the axis. */
  readonly sizes: readonly number[];
};

export const split = defineOperator<SplitAttributes>({
  name: "split",
  doc: "A tensor cut along an axis into parts of the given sizes",
  tolerance: EXACT,
  infer([x], { axis, sizes }) {
    requireShape(x !== undefined, () => "split has no input");
    requireAxis(axis, x.shape.length);
    requireIntegers("sizes", sizes, sizes.length, 1);
    requireShape(
      sizes.reduce((sum, size) => sum + size, 0) === x.shape[axis],
      () => `sizes [${sizes}] do not add up to axis ${axis} of [${x.shape}]`,
    );
    return sizes.map((size) => ({ dtype: x.dtype, shape: x.shape.with(axis, size) }));
  },
  reference([x], outputs, { axis, sizes }) {
    if (x === undefined) throw new Error("split has no input");
    const parts = partsOf(sizes);
    return outputs.map((y, i) => takePart(requantizedData(x, y), x.type, axis, parts[i]));
  },
  samples: () => [
    ...partsSamples([[44]], [[3], [1], [40]], { axis: 0, sizes: [3, 1, 40] }),
    ...partsSamples(
      [[2, 4]],
      [
        [2, 3],
        [2, 1],
      ],
      { axis: 1, sizes: [3, 1] },
    ),
    ...partsSamples(
      [[2, 3, 5, 24]],
      [
        [2, 3, 5, 16],
        [2, 3, 5, 8],
      ],
      { axis: 3, sizes: [16, 8] },
    ),
    ...partsSamples(
      [[2, 3, 7, 3]],
      [
        [2, 3, 2, 3],
        [2, 3, 5, 3],
      ],
      { axis: 2, sizes: [2, 5] },
    ),
    ...partsSamples(
      [[4, 3, 2, 1, 3]],
      [
        [4, 1, 2, 1, 3],
        [4, 1, 2, 1, 3],
        [4, 1, 2, 1, 3],
      ],
      { axis: 1, sizes: [1, 1, 1] },
    ),
  ],
  lower: (context) => lowerCut(context, context.attributes.axis, partsOf(context.attributes.sizes)),
});
