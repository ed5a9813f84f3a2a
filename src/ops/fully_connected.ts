// Rows times a weight matrix: a convolution of one-pixel images.

import { type Attributes, type OptionalType, requireShape } from "../graph/op_def.ts";
import { elementCount } from "../graph/tensor.ts";
import type { ConvShape } from "../kernels/conv.ts";
import type { ClampAttributes } from "./clamp.ts";
import { lowerConv } from "./conv_2d/lower.ts";
import { convolve } from "./conv_2d/reference.ts";
import { productSamples } from "./conv_2d/samples.ts";
import { describe, requireWeights } from "./conv_2d/shape.ts";
import { close, defineOperator } from "./operator.ts";

export type FullyConnectedAttributes = ClampAttributes & {
  /** The output keeps the leading dimensions of x, [..., O]; else it is [M, O]. */
  readonly keepDims?: boolean | undefined;
} & Attributes;

export const fully_connected = defineOperator<FullyConnectedAttributes>({
  name: "fully_connected",
  doc: "y[m, o] = clamp(bias[o] + Σ x[m, k] · w[o, k], min, max)",
  tolerance: close(1e-4, 1e-5),
  infer(inputs, { keepDims }) {
    const { batch, outputs } = rowShape(inputs);
    const [x] = inputs;
    return [{ dtype: x!.dtype, shape: keepDims ? [...x!.shape.slice(0, -1), outputs] : [batch, outputs] }];
  },
  reference(inputs, [y], attributes) {
    return [convolve(rowShape(inputs.map((input) => input?.type)), inputs, y, attributes)];
  },
  samples: () => [
    ...productSamples<FullyConnectedAttributes>(
      ({ rows, depth, outputs }) => [
        [rows, depth],
        [outputs, depth],
        [rows, outputs],
      ],
      {},
    ),
    ...productSamples<FullyConnectedAttributes>(
      ({ rows, depth, outputs }) => [
        [1, rows, depth],
        [outputs, depth],
        [1, rows, outputs],
      ],
      { keepDims: true },
    ).slice(-2),
  ],
  lower: (context) => lowerConv(context, rowShape(context.inputs)),
});

/** Throws ShapeError. x [..., K] with M · K elements, w [O, K], bias [O]. */
function rowShape([x, w, bias]: readonly OptionalType[]): ConvShape {
  requireShape(
    x !== undefined && w?.shape.length === 2,
    () => `takes x [..., K] and weights [O, K], not ${describe(x)} and ${describe(w)}`,
  );
  requireWeights(x, w, bias);
  const [outputs, depth] = w.shape;
  const elements = elementCount(x.shape);
  requireShape(
    elements % depth === 0,
    () => `x ${describe(x)} cannot be cut into rows of ${depth}, which the weights ${describe(w)} ask for`,
  );
  return {
    batch: elements / depth,
    height: 1,
    width: 1,
    channels: depth,
    kernel: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    pads: [0, 0],
    insert: [1, 1],
    output: [1, 1],
    groups: 1,
    outputs,
  };
}
