// Convolution of images, in groups or whole, with a fused clamp.

import { close, defineOperator } from "../operator.ts";
import { lowerConv } from "./lower.ts";
import { convolve } from "./reference.ts";
import { convSamples } from "./samples.ts";
import { type Conv2dAttributes, convShape } from "./shape.ts";

export const conv_2d = defineOperator<Conv2dAttributes>({
  name: "conv_2d",
  doc: "y[o] = clamp(bias[o] + Σ over the window and its group's channels of x · w[o], min, max)",
  tolerance: close(1e-4, 1e-5),
  infer(inputs, attributes) {
    const { batch, output, groups, outputs } = convShape(inputs, attributes);
    return [{ dtype: inputs[0]!.dtype, shape: [batch, ...output, groups * outputs] }];
  },
  reference(inputs, [y], attributes) {
    const shape = convShape(
      inputs.map((input) => input?.type),
      attributes,
    );
    return [convolve(shape, inputs, y, attributes)];
  },
  samples: convSamples,
  lower: (context) => lowerConv(context, convShape(context.inputs, context.attributes)),
});
