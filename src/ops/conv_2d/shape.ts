// What a convolution's inputs must look like, and its dimensions by name.

import { type Attributes, type OptionalType, requireShape } from "../../graph/op_def.ts";
import { describeType, sameShape, type TensorType } from "../../graph/tensor.ts";
import type { ConvShape } from "../../kernels/conv.ts";
import type { ClampAttributes } from "../clamp.ts";
import { resolveWindow, type WindowAttributes } from "../window.ts";

export interface GroupAttributes {
  /** Channels and outputs are cut into so many groups that do not see each other; absent is 1. */
  readonly groups?: number | undefined;
}

export type Conv2dAttributes = WindowAttributes & ClampAttributes & GroupAttributes & Attributes;

/** Throws ShapeError. x [N, H, W, C], w [O, KH, KW, C / groups], bias [O]. */
export function convShape(inputs: readonly OptionalType[], attributes: Conv2dAttributes): ConvShape {
  const [x, w, bias] = inputs;
  const { groups = 1 } = attributes;
  requireShape(
    x?.shape.length === 4 && w?.shape.length === 4,
    () => `takes x [N,H,W,C] and weights [O,KH,KW,C/groups], not ${describe(x)} and ${describe(w)}`,
  );
  requireWeights(x, w, bias);
  const [batch, height, width, channels] = x.shape;
  const [outputs, kernelHeight, kernelWidth, depth] = w.shape;
  requireShape(
    Number.isInteger(groups) && groups >= 1 && depth * groups === channels && outputs % groups === 0,
    () => `weights ${describe(w)} in ${groups} groups do not fit ${channels} input channels`,
  );
  const window = resolveWindow([height, width], [kernelHeight, kernelWidth], attributes);
  return {
    batch,
    height,
    width,
    channels,
    kernel: window.kernel,
    strides: window.strides,
    dilations: window.dilations,
    pads: [window.pads[0], window.pads[1]],
    insert: [1, 1],
    output: window.output,
    groups,
    outputs: outputs / groups,
  };
}

/** Element types and bias of an operator that multiplies by weights whose first dimension is the outputs. */
export function requireWeights(x: TensorType, w: TensorType, bias: OptionalType): void {
  requireShape(
    x.dtype !== "i32" && w.dtype === x.dtype,
    () => `takes f32 or i8 throughout, not ${describe(x)} and weights ${describe(w)}`,
  );
  const biasType = x.dtype === "i8" ? "i32" : "f32";
  requireShape(
    bias === undefined || (bias.dtype === biasType && sameShape(bias.shape, [w.shape[0]])),
    () => `bias ${describe(bias)} does not fit: ${biasType}[${w.shape[0]}] would`,
  );
}

export function describe(type: OptionalType): string {
  return type === undefined ? "nothing" : describeType(type);
}
