// Transposed convolution: an ordinary one of the image with zeros inserted, by the kernel turned by 180 degrees.
//
// Input pixel (iy, ix) adds x · w[ky, kx] to output (iy · stride + ky · dilation − top, ix · stride + kx · dilation − left).
// Seen from an output, that is a dilated window over the image with stride − 1 zeros between its pixels,
// (kernel − 1) · dilation − top zeros above it, and the weights backwards.

import { type Attributes, type OptionalType, requireShape } from "../graph/op_def.ts";
import type { TensorValue } from "../graph/tensor.ts";
import type { ConvShape } from "../kernels/conv.ts";
import type { ClampAttributes } from "./clamp.ts";
import { lowerConv, type Reorder } from "./conv_2d/lower.ts";
import { convolve } from "./conv_2d/reference.ts";
import { transposeSamples } from "./conv_2d/samples.ts";
import { describe, requireWeights } from "./conv_2d/shape.ts";
import { close, defineOperator } from "./operator.ts";

export type Conv2dTransposeAttributes = ClampAttributes & {
  /** [vertical, horizontal], at least 1. */
  readonly strides: readonly [number, number];
  /** [vertical, horizontal] pixels of the output from one weight to the next; absent is [1, 1]. */
  readonly dilations?: readonly [number, number] | undefined;
  /** [top, left, bottom, right] rows and columns cut off the full result. */
  readonly pads: readonly [number, number, number, number];
  /** [height, width] of the output. */
  readonly size: readonly [number, number];
} & Attributes;

export const conv_2d_transpose = defineOperator<Conv2dTransposeAttributes>({
  name: "conv_2d_transpose",
  doc: "every pixel of x adds x · w to a window of y; then clamp(bias + that, min, max)",
  tolerance: close(1e-4, 1e-5),
  infer(inputs, attributes) {
    const { batch, output, outputs } = transposeShape(inputs, attributes);
    return [{ dtype: inputs[0]!.dtype, shape: [batch, ...output, outputs] }];
  },
  reference([x, w, bias], [y], attributes) {
    const shape = transposeShape([x?.type, w?.type, bias?.type], attributes);
    const turned: TensorValue = { type: w!.type, data: turn(shape)(w!.data as Int8Array | Float32Array) };
    return [convolve(shape, [x, turned, bias], y, attributes)];
  },
  samples: transposeSamples,
  lower(context) {
    const shape = transposeShape(context.inputs, context.attributes);
    return lowerConv(context, shape, turn(shape));
  },
});

/** Throws ShapeError. x [N, H, W, C], w [O, KH, KW, C], bias [O]. */
function transposeShape(
  [x, w, bias]: readonly OptionalType[],
  { strides, dilations = [1, 1], pads, size }: Conv2dTransposeAttributes,
): ConvShape {
  requireShape(
    x?.shape.length === 4 && w?.shape.length === 4,
    () => `takes x [N,H,W,C] and weights [O,KH,KW,C], not ${describe(x)} and ${describe(w)}`,
  );
  requireWeights(x, w, bias);
  const [batch, height, width, channels] = x.shape;
  const [outputs, kernelHeight, kernelWidth, depth] = w.shape;
  requireShape(depth === channels, () => `weights ${describe(w)} do not fit ${channels} input channels`);
  const isCount = (least: number) => (value: number) => Number.isInteger(value) && value >= least;
  requireShape(
    strides.length === 2 && strides.every(isCount(1)) && pads.length === 4 && pads.every(isCount(0)),
    () => `strides [${strides}] must be two positive and pads [${pads}] four non-negative counts`,
  );
  requireShape(
    dilations.length === 2 && dilations.every(isCount(1)),
    () => `dilations must be two positive counts, are [${dilations}]`,
  );
  requireShape(size.length === 2 && size.every(isCount(1)), () => `size must be two positive counts, is [${size}]`);
  return {
    batch,
    height,
    width,
    channels,
    kernel: [kernelHeight, kernelWidth],
    strides: [1, 1],
    dilations,
    pads: [(kernelHeight - 1) * dilations[0] - pads[0], (kernelWidth - 1) * dilations[1] - pads[1]],
    insert: strides,
    output: size,
    groups: 1,
    outputs,
  };
}

/** Weights [O, KH, KW, C] with the kernel turned by 180 degrees. */
function turn({ kernel, channels }: ConvShape): Reorder {
  return <T extends Int8Array | Float32Array>(weights: T): T => {
    const taps = kernel[0] * kernel[1];
    const turned = weights.slice() as T;
    for (let i = 0; i < weights.length; i += channels) {
      const tap = (i / channels) % taps;
      turned.set(weights.subarray(i, i + channels), i + (taps - 1 - 2 * tap) * channels);
    }
    return turned;
  };
}
