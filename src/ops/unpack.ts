import { requireShape } from "../graph/op_def.ts";
import { requireAxis } from "./axes.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { lowerCut, partsOf, partsSamples, takePart } from "./parts.ts";
import { requantizedData } from "./requantize.ts";

export type UnpackAttributes = {
  readonly axis: number;
};

const ones = (outputs: readonly unknown[]) => partsOf(outputs.map(() => 1));

export const unpack = defineOperator<UnpackAttributes>({
  name: "unpack",
  doc: "One output for each index of an axis, without that axis",
  tolerance: EXACT,
  infer([x], { axis }) {
    requireShape(x !== undefined, () => "unpack has no input");
    requireAxis(axis, x.shape.length);
    return Array.from({ length: x.shape[axis] }, () => ({ dtype: x.dtype, shape: x.shape.toSpliced(axis, 1) }));
  },
  reference([x], outputs, { axis }) {
    if (x === undefined) throw new Error("unpack has no input");
    const parts = ones(outputs);
    return outputs.map((y, i) => takePart(requantizedData(x, y), x.type, axis, parts[i]));
  },
  samples: () => [
    ...partsSamples(
      [[2, 3, 5]],
      [
        [3, 5],
        [3, 5],
      ],
      { axis: 0 },
    ),
    ...partsSamples(
      [[3, 3, 5]],
      [
        [3, 5],
        [3, 5],
        [3, 5],
      ],
      { axis: 1 },
    ),
    ...partsSamples(
      [[3, 5, 2]],
      [
        [3, 5],
        [3, 5],
      ],
      { axis: 2 },
    ),
    ...partsSamples([[3]], [[], [], []], { axis: 0 }),
    ...partsSamples([[2, 3, 1, 17]], [[2, 3, 17]], { axis: 2 }),
  ],
  lower: (context) => lowerCut(context, context.attributes.axis, ones(context.outputs)),
});
