import { requireShape } from "../graph/op_def.ts";
import { elementCount } from "../graph/tensor.ts";
import { requireIntegers } from "./axes.ts";
import { SAMPLE_QUANTIZATION } from "./movement.ts";
import { defineOperator, EXACT } from "./operator.ts";

export type ReshapeAttributes = {
  /** Of the output, complete. */
  readonly shape: readonly number[];
};

export const reshape = defineOperator<ReshapeAttributes>({
  name: "reshape",
  doc: "The same values in another shape; also squeeze, expand_dims and flatten",
  tolerance: EXACT,
  isView: true,
  infer([x], { shape }) {
    requireShape(x !== undefined, () => "reshape has no input");
    requireIntegers("shape", shape, shape.length, 1);
    requireShape(
      elementCount(shape) === elementCount(x.shape),
      () => `[${x.shape}] has ${elementCount(x.shape)} elements, [${shape}] has ${elementCount(shape)}`,
    );
    return [{ dtype: x.dtype, shape }];
  },
  reference: ([x]) => (x === undefined ? [] : [x.data]),
  samples: () =>
    (["f32", "i8", "i32"] as const).map((dtype) => {
      const quantization = dtype === "i8" ? SAMPLE_QUANTIZATION : undefined;
      const type = (shape: readonly number[]) => ({ dtype, shape, quantization });
      return { title: dtype, inputs: [type([2, 3, 4])], outputs: [type([6, 1, 4])], attributes: { shape: [6, 1, 4] } };
    }),
  lower: () => [],
});
