// Layers over images and sequences: the graph's operators take [N, H, W, C], so sequences [N, L, C] become images of one
// row, and what is channels first is turned around the layer.

import type { TensorId } from "../../../graph/graph.ts";
import { dilatedSize, samePads } from "../../../ops/window.ts";
import type { LayerNode } from "./node.ts";

export type Pair = readonly [number, number];
export type Quad = readonly [number, number, number, number];

export function isChannelsFirst({ config }: LayerNode): boolean {
  const formats = ["channels_last", "channels_first"] as const;
  return config.choice("data_format", "channels_last", formats) === "channels_first";
}

/** Calls `run` with x as [N, H, W, C]; its result goes back to the layout and rank of x. */
export function asImages(node: LayerNode, x: TensorId, run: (images: TensorId) => TensorId): TensorId {
  const isFirst = isChannelsFirst(node);
  const last = isFirst ? node.channelsLast(x) : x;
  const shape = node.shapeOf(last);
  const isSequence = shape.length === 3;
  const y = run(isSequence ? node.reshape(last, [shape[0], 1, shape[1], shape[2]]) : last);
  const [batch, , length, channels] = node.shapeOf(y);
  const result = isSequence ? node.reshape(y, [batch, length, channels]) : y;
  return isFirst ? node.channelsFirst(result) : result;
}

/** The layer's padding as [top, left, bottom, right]; causal padding is all before. */
export function resolvePads(
  node: LayerNode,
  [, height, width]: readonly number[],
  kernel: Pair,
  { strides, dilations }: { readonly strides: Pair; readonly dilations?: Pair },
): Quad {
  const padding = node.config.choice("padding", "valid", ["valid", "same", "causal"]);
  if (padding === "causal") return [0, dilatedSize(kernel[1], dilations?.[1] ?? 1) - 1, 0, 0];
  return padding === "same" ? samePads([height, width], kernel, strides, dilations) : [0, 0, 0, 0];
}
