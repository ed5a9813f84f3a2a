import { rewrite, type Sweep } from "../../graph/edit.ts";
import { ABSENT, type GraphNode } from "../../graph/graph.ts";
import { elementCount, sameShape, type TensorData } from "../../graph/tensor.ts";
import { boundsOf, constantTensor, type Pass, withBounds } from "./pass.ts";

export const foldScaleAndShift: Pass = {
  name: "fold scale and shift",
  doc: "x · scale + shift by constants a channel after an f32 convolution or matrix goes into its weights and bias",
  run: (graph) => rewrite(graph, foldNode),
};

/** Where the output channels are in the weights. */
const CHANNEL_IS_LAST: Readonly<Record<string, boolean>> = {
  conv_2d: false,
  conv_2d_transpose: false,
  fully_connected: false,
  depthwise_conv_2d: true,
};

/** y = x · scale + shift, with one value or one a channel. */
interface Affine {
  readonly x: number;
  readonly scale: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
}

function foldNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const affine = affineOf(node, sweep);
  if (affine === undefined || !Array.prototype.every.call(affine.scale, Number.isFinite)) return undefined;
  const { x, scale, shift } = affine;
  const layer = sweep.soleProducer(x);
  if (layer === undefined || !Object.hasOwn(CHANNEL_IS_LAST, layer.op.name)) return undefined;
  const [input, weightsId, biasId = ABSENT] = layer.inputs;
  const weights = sweep.constant(weightsId);
  const bias = biasId === ABSENT ? undefined : sweep.constant(biasId);
  const { shape } = sweep.tensor(x);
  const channels = shape[shape.length - 1];
  const { min, max } = boundsOf(layer.attributes);
  const isFoldable =
    sweep.tensor(input).dtype === "f32" &&
    weights instanceof Float32Array &&
    (bias !== undefined || biasId === ABSENT) &&
    min === -Infinity &&
    max === Infinity &&
    sameShape(shape, sweep.tensor(node.outputs[0]).shape) &&
    [scale, shift].every(({ length }) => length === 1 || length === channels);
  if (!isFoldable) return undefined;

  const at = (values: ArrayLike<number>, channel: number) => values[values.length === 1 ? 0 : channel];
  const isLast = CHANNEL_IS_LAST[layer.op.name];
  const perChannel = weights.length / channels;
  const channelOf = (i: number) => (isLast ? i % channels : Math.floor(i / perChannel));
  const { name, shape: weightsShape } = sweep.tensor(weightsId);
  const newWeights = weights.map((w, i) => w * at(scale, channelOf(i)));
  const newBias = Float32Array.from({ length: channels }, (_, c) => (bias?.[c] ?? 0) * at(scale, c) + at(shift, c));
  sweep.remove(layer);
  const inputs = [
    input,
    sweep.add(constantTensor(`${name} scaled`, weightsShape, newWeights)),
    sweep.add(constantTensor(`${name} bias`, [channels], newBias)),
  ];
  const clamp = boundsOf(node.attributes);
  return [{ ...layer, inputs, outputs: node.outputs, attributes: withBounds(layer.attributes, clamp.min, clamp.max) }];
}

/** The node as a scale and a shift of its one computed operand. */
function affineOf(node: GraphNode, sweep: Sweep): Affine | undefined {
  const [a, b] = node.inputs;
  const [left, right] = [channelConstant(sweep, a), channelConstant(sweep, b)];
  const { name } = node.op;
  if (right !== undefined && left === undefined) {
    if (name === "mul") return { x: a, scale: right, shift: [0] };
    if (name === "div") return { x: a, scale: Array.from(right, (c) => 1 / c), shift: [0] };
    if (name === "add") return { x: a, scale: [1], shift: right };
    if (name === "sub") return { x: a, scale: [1], shift: Array.from(right, (c) => -c) };
  }
  if (left !== undefined && right === undefined) {
    if (name === "mul") return { x: b, scale: left, shift: [0] };
    if (name === "add") return { x: b, scale: [1], shift: left };
    if (name === "sub") return { x: b, scale: [-1], shift: left };
  }
  return undefined;
}

/** Values of an f32 constant that varies along the last dimension only. */
function channelConstant(sweep: Sweep, id: number): TensorData | undefined {
  const data = sweep.constant(id);
  if (!(data instanceof Float32Array)) return undefined;
  const { shape } = sweep.tensor(id);
  return elementCount(shape) === (shape.at(-1) ?? 1) ? data : undefined;
}
