// Convolutions, fully connected layers and poolings.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { dequantizeValue } from "../../../graph/rounding.ts";
import { elementCount, rowMajorStrides } from "../../../graph/tensor.ts";
import { samePads } from "../../../ops/window.ts";
import { ensure } from "../../diagnostics.ts";
import type { FlatTable } from "../flatbuffer.ts";
import { ACTIVATED, type NodeContext, type NodeImporter, type OperatorTable } from "../node.ts";
import { ELEMENT, OPTIONS, PADDING } from "../schema.ts";

type Pair = readonly [number, number];

const DAMAGED = "The file is damaged";

interface WindowFields {
  readonly padding: number;
  readonly strideW: number;
  readonly strideH: number;
  readonly dilationW?: number;
  readonly dilationH?: number;
}

/** Strides, dilations and explicit pads of a window over `image`. */
function windowOf(options: FlatTable | undefined, fields: WindowFields, image: Pair, kernel: Pair) {
  const strides: Pair = [options?.i32(fields.strideH) ?? 0, options?.i32(fields.strideW) ?? 0];
  const dilation = (field: number | undefined) => (field === undefined ? 1 : (options?.i32(field, 1) ?? 1));
  const dilations: Pair = [dilation(fields.dilationH), dilation(fields.dilationW)];
  ensure(
    [...strides, ...dilations, ...kernel].every((v) => v >= 1),
    () => `strides [${strides}], dilations [${dilations}] and kernel [${kernel}] must be positive`,
    DAMAGED,
  );
  const padding = options?.i8(fields.padding) ?? 0;
  ensure(padding === PADDING.same || padding === PADDING.valid, () => `has padding mode ${padding}`, DAMAGED);
  const pads = padding === PADDING.valid ? [0, 0, 0, 0] : samePads(image, kernel, strides, dilations);
  const isDilated = dilations.some((d) => d !== 1);
  return { strides, pads, ...(isDilated ? { dilations } : {}) };
}

function imageOf(shape: readonly number[]): Pair {
  return [shape[1], shape[2]];
}

/**
 * Weights as the operator computes with them: where activations are f32 and weights int8 (dynamic-range quantisation),
 * the weights become f32.
 */
function weights(node: NodeContext, x: TensorId, i: number): TensorId {
  const id = node.input(i);
  const w = node.tensor(id);
  if (node.tensor(x).dtype !== "f32" || w.dtype !== "i8" || w.data === undefined) return id;
  const { quantization, shape, data } = w;
  ensure(quantization !== undefined, () => `weights "${w.name}" are int8 without quantisation`, DAMAGED);
  const { scale, zeroPoint, axis } = quantization;
  const step = scale.length === 1 ? 1 : rowMajorStrides(shape)[axis];
  const values = new Float32Array(elementCount(shape));
  for (let k = 0; k < values.length; k++) {
    const channel = Math.floor(k / step) % scale.length;
    values[k] = dequantizeValue(data[k], scale[channel], zeroPoint[channel]);
  }
  return node.builder.add({ name: w.name, dtype: "f32", shape, data: values });
}

function conv2d(node: NodeContext): void {
  const options = node.options(OPTIONS.conv2d);
  const [x, w] = [node.input(0), weights(node, node.input(0), 1)];
  const [xShape, wShape] = [node.shape(0, 4), node.shape(1, 4)];
  const groups = xShape[3] / wShape[3];
  ensure(
    Number.isInteger(groups) && wShape[0] % groups === 0,
    () => `filters [${wShape}] do not fit ${xShape[3]} input channels`,
    "Input channels must be a multiple of the filter's, filters a multiple of the groups; convert the model again",
  );
  const attributes = windowOf(options, OPTIONS.conv2d, imageOf(xShape), imageOf(wShape));
  node.emitActivated(options?.i8(OPTIONS.conv2d.activation) ?? 0, "conv_2d", [x, w, node.optionalInput(2)], {
    ...attributes,
    ...(groups === 1 ? {} : { groups }),
  });
}

function depthwiseConv2d(node: NodeContext): void {
  const options = node.options(OPTIONS.depthwiseConv2d);
  const [x, w] = [node.input(0), weights(node, node.input(0), 1)];
  const attributes = windowOf(options, OPTIONS.depthwiseConv2d, imageOf(node.shape(0, 4)), imageOf(node.shape(1, 4)));
  const activation = options?.i8(OPTIONS.depthwiseConv2d.activation) ?? 0;
  node.emitActivated(activation, "depthwise_conv_2d", [x, w, node.optionalInput(2)], attributes);
}

/** Inputs: output shape, weights, x, bias. The window slides over the output. */
function transposeConv(node: NodeContext): void {
  const options = node.options(OPTIONS.transposeConv);
  const [, height, width] = node.integers(0, "the output shape", 4);
  const [x, w] = [node.input(2), weights(node, node.input(2), 1)];
  node.shape(2, 4);
  const { strides, pads } = windowOf(options, OPTIONS.transposeConv, [height, width], imageOf(node.shape(1, 4)));
  const attributes = { strides, pads, size: [height, width] };
  const activation = options?.i8(OPTIONS.transposeConv.activation) ?? 0;
  node.emitActivated(activation, "conv_2d_transpose", [x, w, node.optionalInput(3)], attributes);
}

function fullyConnected(node: NodeContext): void {
  const options = node.options(OPTIONS.fullyConnected);
  const format = options?.i8(OPTIONS.fullyConnected.weightsFormat) ?? 0;
  ensure(
    format === 0,
    () => `has shuffled weights (format ${format})`,
    "Convert the model with the default weights format",
  );
  const [x, w] = [node.input(0), weights(node, node.input(0), 1)];
  const keepDims = options?.bool(OPTIONS.fullyConnected.keepNumDims) ?? false;
  const activation = options?.i8(OPTIONS.fullyConnected.activation) ?? 0;
  const bias = node.operator.inputs.length > 2 ? node.optionalInput(2) : ABSENT;
  node.emitActivated(activation, "fully_connected", [x, w, bias], keepDims ? { keepDims } : {});
}

function pool(op: string): NodeImporter {
  const run = (node: NodeContext) => {
    const options = node.options(OPTIONS.pool2d);
    const kernel: Pair = [options?.i32(OPTIONS.pool2d.filterH) ?? 0, options?.i32(OPTIONS.pool2d.filterW) ?? 0];
    const { strides, pads } = windowOf(options, OPTIONS.pool2d, imageOf(node.shape(0, 4)), kernel);
    // Averages of uint8 are rounded half up; shifted by 128, that is no longer away from zero.
    const ties = op === "average_pool_2d" && node.fileInput(0).type === ELEMENT.uint8 ? { tiesUp: true } : {};
    const attributes = { kernel, strides, pads, ...ties };
    node.emitActivated(options?.i8(OPTIONS.pool2d.activation) ?? 0, op, [node.input(0)], attributes);
  };
  return { makes: [op, ...ACTIVATED], run };
}

export const CONVOLUTION: OperatorTable = {
  AVERAGE_POOL_2D: pool("average_pool_2d"),
  CONV_2D: { makes: ["conv_2d", ...ACTIVATED], run: conv2d },
  DEPTHWISE_CONV_2D: { makes: ["depthwise_conv_2d", ...ACTIVATED], run: depthwiseConv2d },
  FULLY_CONNECTED: { makes: ["fully_connected", ...ACTIVATED], run: fullyConnected },
  MAX_POOL_2D: pool("max_pool_2d"),
  TRANSPOSE_CONV: { makes: ["conv_2d_transpose", ...ACTIVATED], run: transposeConv },
};
