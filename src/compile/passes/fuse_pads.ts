import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode, GraphTensor } from "../../graph/graph.ts";
import { quantizeValue } from "../../graph/rounding.ts";
import { sameQuantization } from "../../graph/tensor.ts";
import { clampBounds } from "../../ops/clamp.ts";
import { numbers, type Pass, quantizationOf } from "./pass.ts";

export const fusePads: Pass = {
  name: "fuse pads",
  doc: "A border of zeros around an image goes into the pads of the convolution that reads it; around a max pooling if no value is below it",
  run: (graph) => rewrite(graph, fuseNode),
};

/** What has a border of its own to widen. */
const WINDOWS: ReadonlySet<string> = new Set(["conv_2d", "depthwise_conv_2d", "max_pool_2d"]);

function fuseNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const pad = sweep.producer(node.inputs[0]);
  if (pad?.op.name !== "pad" || !WINDOWS.has(node.op.name)) return undefined;
  const border = imageBorder(pad);
  const image = sweep.tensor(pad.inputs[0]);
  if (border === undefined || !sameQuantization(image.quantization, sweep.tensor(pad.outputs[0]).quantization)) {
    return undefined;
  }
  const pads = numbers(node, "pads").map((p, i) => p + border[i]);
  const isHarmless =
    node.op.name === "max_pool_2d"
      ? isBelowAll(pad, sweep) && isPlain(node) && isNarrow(pads, numbers(node, "kernel"))
      : fillOf(pad, image) === storedZero(image);
  if (!isHarmless) return undefined;
  return [{ ...node, inputs: [pad.inputs[0], ...node.inputs.slice(1)], attributes: { ...node.attributes, pads } }];
}

/** [top, left, bottom, right] of a pad that surrounds NHWC images only. */
function imageBorder(pad: GraphNode): readonly number[] | undefined {
  const pads = numbers(pad, "pads");
  if (pads.length !== 8) return undefined;
  const [n0, n1, top, bottom, left, right, c0, c1] = pads;
  const isImageOnly = n0 === 0 && n1 === 0 && c0 === 0 && c1 === 0;
  return isImageOnly ? [top, left, bottom, right] : undefined;
}

/** The value around the image as it is stored. */
function fillOf(pad: GraphNode, image: GraphTensor): number {
  const real = (pad.attributes.value as number | undefined) ?? 0;
  if (image.dtype !== "i8") return real;
  const { scale, zeroPoint } = quantizationOf(image);
  return quantizeValue(real, scale[0], zeroPoint[0]);
}

function storedZero(image: GraphTensor): number {
  return image.dtype === "i8" ? quantizationOf(image).zeroPoint[0] : 0;
}

/** Is the border not above any value the image can have? Then it never wins against the window's own values. */
function isBelowAll(pad: GraphNode, sweep: Sweep): boolean {
  const image = sweep.tensor(pad.inputs[0]);
  const producer = sweep.producer(pad.inputs[0]);
  const isRelu = producer?.op.name === "relu" || producer?.op.name === "relu6";
  const min = isRelu ? 0 : (producer?.attributes.min as number | undefined);
  return fillOf(pad, image) <= clampBounds(image, { min }).low;
}

/** The gaps of a dilated window could be all that meets the image. */
function isPlain({ attributes }: GraphNode): boolean {
  return ((attributes.dilations as readonly number[] | undefined) ?? []).every((dilation) => dilation === 1);
}

/** No window may lie in the border alone. */
function isNarrow([top, left, bottom, right]: readonly number[], [height, width]: readonly number[]): boolean {
  return Math.max(top, bottom) < height && Math.max(left, right) < width;
}
