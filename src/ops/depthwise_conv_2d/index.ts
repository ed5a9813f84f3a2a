// Every input channel convolved with its own kernels, without sums over channels.

import { requireShape } from "../../graph/op_def.ts";
import { close, defineOperator } from "../operator.ts";
import { lowerDepthwise } from "./lower.ts";
import { depthwiseReference } from "./reference.ts";
import { depthwiseSamples } from "./samples.ts";
import { type DepthwiseAttributes, depthwiseShape } from "./shape.ts";

export const depthwise_conv_2d = defineOperator<DepthwiseAttributes>({
  name: "depthwise_conv_2d",
  doc: "y[c · m + j] = clamp(bias + Σ over the window of x[c] · w[c · m + j], min, max)",
  tolerance: close(2e-5, 1e-5),
  infer(inputs, attributes) {
    const { batch, outputChannels, window } = depthwiseShape(inputs, attributes);
    const [x] = inputs;
    requireShape(x !== undefined, () => "x is missing");
    return [{ dtype: x.dtype, shape: [batch, ...window.output, outputChannels] }];
  },
  reference: depthwiseReference,
  samples: depthwiseSamples,
  lower: lowerDepthwise,
});
