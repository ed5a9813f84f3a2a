// A batch normalisation behind a layer with dequantised weights: its factors go into the scales of the weights, so that they
// stay the bytes that they are.

import type { Sweep } from "../../../graph/edit.ts";
import { ABSENT, type GraphNode, type GraphTensor } from "../../../graph/graph.ts";
import { perTensor, type Quantization } from "../../../graph/tensor.ts";
import { scaleAndShift } from "../../../ops/batch_normalization.ts";
import { boundsOf, constantTensor, operatorNamed } from "../pass.ts";
import { dequantizedConstant } from "./rule.ts";

/** Where the output channels are in the weights. */
const CHANNEL_IS_LAST: Readonly<Record<string, boolean>> = {
  conv_2d: false,
  conv_2d_transpose: false,
  depthwise_conv_2d: true,
  fully_connected: false,
};

/** The layer with other weights and another bias; undefined where the node is no such normalisation. */
export function foldNormalization(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  if (node.op.name !== "batch_normalization") return undefined;
  const layer = sweep.soleProducer(node.inputs[0]);
  if (layer === undefined || !Object.hasOwn(CHANNEL_IS_LAST, layer.op.name)) return undefined;
  const [x, weightsId, biasId = ABSENT] = layer.inputs;
  const weights = dequantizedConstant(weightsId, sweep);
  const bias = biasId === ABSENT ? new Float32Array(1) : realValues(biasId, sweep);
  const parameters = node.inputs.slice(1).map((id) => sweep.constant(id));
  const { min, max } = boundsOf(layer.attributes);
  if (!weights || !bias || !parameters.every((p) => p !== undefined) || min !== -Infinity || max !== Infinity) {
    return undefined;
  }
  const { scale, shift } = scaleAndShift(parameters, node.attributes.epsilon as number);
  const axis = CHANNEL_IS_LAST[layer.op.name] ? weights.shape.length - 1 : 0;
  const scaled = scaledWeights(weights, scale, axis);
  if (scaled === undefined) return undefined;
  const newBias = shift.map((s, c) => s + scale[c] * bias[bias.length === 1 ? 0 : c]);
  const { name, shape } = sweep.tensor(weightsId);
  const w = sweep.add({ name, dtype: "f32", shape });
  const b = sweep.add(constantTensor(`${name} bias`, [scale.length], newBias));
  sweep.remove(layer);
  return [
    { ...layer, op: operatorNamed("dequantize"), inputs: [sweep.add(scaled)], outputs: [w], attributes: {} },
    { ...layer, inputs: [x, w, b], outputs: node.outputs },
  ];
}

function realValues(id: number, sweep: Sweep): ArrayLike<number> | undefined {
  const tensor = dequantizedConstant(id, sweep);
  if (tensor?.data === undefined) return sweep.constant(id);
  const { scale, zeroPoint } = tensor.quantization ?? perTensor(1, 0);
  const at = (values: ArrayLike<number>, c: number) => values[values.length === 1 ? 0 : c];
  return Float32Array.from(tensor.data, (q, c) => at(scale, c) * (q - at(zeroPoint, c)));
}

/** Weights times a factor a channel: their scales, and for a negative one their signs. */
function scaledWeights(weights: GraphTensor, factors: Float32Array, axis: number): GraphTensor | undefined {
  const { data, quantization = perTensor(1, 0) } = weights;
  const { scale, zeroPoint } = quantization;
  const channels = factors.length;
  if (!(data instanceof Int8Array) || (scale.length > 1 && quantization.axis !== axis)) return undefined;
  const isSigned = factors.some((factor) => factor < 0);
  if (isSigned && !zeroPoint.every((z) => z === 0)) return undefined;
  const depth = data.length / channels;
  const channelOf = (i: number) => (axis === 0 ? Math.floor(i / depth) : i % channels);
  const signed = data.map((q, i) => (factors[channelOf(i)] < 0 ? -q : q));
  // −(−128) is no byte.
  if (isSigned && data.some((q, i) => q === -128 && factors[channelOf(i)] < 0)) return undefined;
  const at = (values: ArrayLike<number>, c: number) => values[values.length === 1 ? 0 : c];
  const newScale = factors.map((factor, c) => Math.abs(factor) * at(scale, c));
  const moved: Quantization = {
    scale: newScale,
    zeroPoint: Int32Array.from(newScale, (_, c) => at(zeroPoint, c)),
    axis,
  };
  return newScale.every((s) => s > 0) ? { ...weights, data: signed, quantization: moved } : undefined;
}
