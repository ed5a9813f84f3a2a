// What a depthwise convolution's inputs must look like, and its dimensions by name.

import { type Attributes, type OptionalType, requireShape } from "../../graph/op_def.ts";
import { describeType, sameShape, type TensorType } from "../../graph/tensor.ts";
import type { ClampAttributes } from "../clamp.ts";
import { resolveWindow, type Window, type WindowAttributes } from "../window.ts";

export type DepthwiseAttributes = WindowAttributes & ClampAttributes & Attributes;

export interface DepthwiseShape {
  readonly batch: number;
  /** Input [height, width]. */
  readonly image: readonly [number, number];
  /** Input channels. */
  readonly channels: number;
  readonly outputChannels: number;
  /** Output channels for each input channel. */
  readonly multiplier: number;
  readonly window: Window;
}

/** Throws ShapeError. x [N, H, W, C], w [1, KH, KW, C · multiplier], bias [C · multiplier]. */
export function depthwiseShape(inputs: readonly OptionalType[], attributes: DepthwiseAttributes): DepthwiseShape {
  const [x, w, bias] = inputs;
  requireShape(
    x?.shape.length === 4 && w?.shape.length === 4,
    () => `takes x [N,H,W,C] and weights [1,KH,KW,C·m], not ${describe(x)} and ${describe(w)}`,
  );
  requireShape(
    x.dtype !== "i32" && w.dtype === x.dtype,
    () => `takes f32 or i8 throughout, not ${describe(x)} and ${describe(w)}`,
  );
  const [batch, height, width, channels] = x.shape;
  const [one, kernelHeight, kernelWidth, outputChannels] = w.shape;
  requireShape(
    one === 1 && outputChannels % channels === 0,
    () => `weights ${describe(w)} do not fit ${channels} input channels: [1,KH,KW,${channels}·m] would`,
  );
  requireShape(
    bias === undefined ||
      (sameShape(bias.shape, [outputChannels]) && bias.dtype === (x.dtype === "i8" ? "i32" : "f32")),
    () => `bias ${describe(bias)} does not fit: ${x.dtype === "i8" ? "i32" : "f32"}[${outputChannels}] would`,
  );
  return {
    batch,
    image: [height, width],
    channels,
    outputChannels,
    multiplier: outputChannels / channels,
    window: resolveWindow([height, width], [kernelHeight, kernelWidth], attributes),
  };
}

function describe(type: TensorType | undefined): string {
  return type === undefined ? "nothing" : describeType(type);
}
