// The int8 form of layers with weights: convolutions and matrices.
//
// x and the weights are used as they are stored. The bias becomes int32 on the scale of the products, x's times the weights':
// a bias that is stored that way keeps its integers.

import { ABSENT, type GraphTensor, type TensorId } from "../../../graph/graph.ts";
import { roundHalfEven } from "../../../graph/rounding.ts";
import { perTensor, type Quantization } from "../../../graph/tensor.ts";
import { operatorNamed } from "../pass.ts";
import { movedConstant } from "./constants.ts";
import { bytesOf, dequantizedConstant, type Fusion, type Int8Form } from "./rule.ts";

/** How far a bias may be from the given one, in steps of the output. */
const MOST_BIAS_ERROR = 0.5;
/** An output so much finer than the products shows how floats round their sums. */
const FINEST_OUTPUT = 256;
/** Scales this close are one: products of floats, rounded differently. */
const SAME_SCALE = 1e-6;

/** For weights whose output channels are the first or the last dimension. */
export function layer(channels: "first" | "last") {
  return (fusion: Fusion): Int8Form | undefined => {
    const weights = dequantizedConstant(fusion.node.inputs[1], fusion.sweep);
    if (weights === undefined) return undefined;
    return layerForm(fusion, weights, channels === "first" ? 0 : weights.shape.length - 1);
  };
}

/** A product with a constant matrix [K, N] is a fully connected layer. */
export function matmul(fusion: Fusion): Int8Form | undefined {
  const { node, sweep } = fusion;
  const b = dequantizedConstant(node.inputs[1], sweep);
  if (b?.shape.length !== 2 || sweep.tensor(node.inputs[0]).shape.length < 2) return undefined;
  const transpose = { ...node, op: operatorNamed("transpose"), attributes: { perm: [1, 0] } };
  const weights = movedConstant(transpose, b, { ...b, shape: [b.shape[1], b.shape[0]] });
  const form = weights && layerForm(fusion, weights, 0);
  return form && { ...form, op: operatorNamed("fully_connected"), attributes: { keepDims: true } };
}

function layerForm({ node, to, sweep }: Fusion, weights: GraphTensor, axis: number): Int8Form | undefined {
  const [xId, , biasId = ABSENT] = node.inputs;
  const x = bytesOf(xId, sweep);
  const quantization = weightQuantization(weights, axis);
  const xScale = x === undefined ? undefined : sweep.tensor(x).quantization?.scale[0];
  const step = to.quantization?.scale[0];
  if (x === undefined || quantization === undefined || xScale === undefined || step === undefined) return undefined;
  const channels = weights.shape[axis];
  const at = (values: ArrayLike<number>, c: number) => values[values.length === 1 ? 0 : c];
  const products = Float32Array.from({ length: channels }, (_, c) => xScale * at(quantization.scale, c));
  if (!products.every((product) => product > 0 && product / step < FINEST_OUTPUT)) return undefined;
  const bias = biasId === ABSENT ? new Int32Array(channels) : integerBias(biasId, sweep, products, step);
  if (bias === undefined || !fitsAccumulator({ ...weights, quantization }, axis, bias)) return undefined;

  const w = sweep.add({ ...weights, quantization });
  if (biasId === ABSENT) return { inputs: [x, w] };
  const biasQuantization = { scale: products, zeroPoint: new Int32Array(channels), axis: 0 };
  const { name } = sweep.tensor(biasId);
  const b = sweep.add({ name, dtype: "i32", shape: [channels], quantization: biasQuantization, data: bias });
  return { inputs: [x, w, b] };
}

/** One scale, or one a channel of the dimension `axis`; one zero point for all. */
function weightQuantization(
  { dtype, quantization = perTensor(1, 0) }: GraphTensor,
  axis: number,
): Quantization | undefined {
  const { scale, zeroPoint } = quantization;
  if (dtype !== "i8" || !zeroPoint.every((z) => z === zeroPoint[0]) || !scale.every((s) => s > 0)) return undefined;
  if (scale.every((s) => s === scale[0])) return perTensor(scale[0], zeroPoint[0]);
  return quantization.axis === axis ? quantization : undefined;
}

/** The bias in units of the products; undefined where that misses the given one by too much, or does not fit. */
function integerBias(
  id: TensorId,
  sweep: Fusion["sweep"],
  products: Float32Array,
  step: number,
): Int32Array | undefined {
  const tensor = sweep.constant(id) === undefined ? dequantizedConstant(id, sweep) : sweep.tensor(id);
  if (tensor?.data === undefined) return undefined;
  const { scale, zeroPoint } = tensor.quantization ?? perTensor(1, 0);
  const result = new Int32Array(products.length);
  for (const [c, product] of products.entries()) {
    const i = scale.length === 1 ? 0 : c;
    const ratio = scale[i] / product;
    const stored = tensor.data[c] - zeroPoint[i];
    const exact = Math.abs(ratio - 1) <= SAME_SCALE ? stored : stored * ratio;
    const rounded = roundHalfEven(exact);
    const error = (Math.abs(rounded - exact) * product) / step;
    if (!(Math.abs(rounded) < 2 ** 31 && error <= MOST_BIAS_ERROR)) return undefined;
    result[c] = rounded;
  }
  return result;
}

/** No image can make the int32 sums overflow. */
function fitsAccumulator({ data, quantization }: GraphTensor, axis: number, bias: Int32Array): boolean {
  const zeroPoint = quantization?.zeroPoint[0] ?? 0;
  const channels = bias.length;
  const largest = Float64Array.from(bias, Math.abs);
  const depth = data!.length / channels;
  data!.forEach((w, i) => {
    largest[axis === 0 ? Math.floor(i / depth) : i % channels] += 255 * Math.abs(w - zeroPoint);
  });
  return largest.every((sum) => sum < 2 ** 31);
}
