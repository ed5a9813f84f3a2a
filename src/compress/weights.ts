// Weights and biases as int8 and int32: symmetric, one scale an output channel.

import { roundHalfEven } from "../graph/rounding.ts";
import type { Quantization } from "../graph/tensor.ts";

const LARGEST_WEIGHT = 127;
/** A bias of more steps could make the int32 sum wrap around. */
const LARGEST_BIAS = 2 ** 30;
/** Room for corrections, which come later. */
const LARGEST_SOURCE_BIAS = 2 ** 29;

export interface QuantizedWeights {
  readonly weights: Int8Array;
  readonly weightsQuantization: Quantization;
  readonly bias: Int32Array;
  readonly biasQuantization: Quantization;
}

/** Channel of the weight at an index: channels are the first dimension (axis 0), or the last. */
export function channelOf(axis: number, channels: number, elements: number): (index: number) => number {
  const perChannel = elements / channels;
  return axis === 0 ? (index) => Math.floor(index / perChannel) : (index) => index % channels;
}

/**
 * Bias in steps of inputScale · weight scale; where that would overflow, the channel's weights get a coarser scale. `round` may
 * know better than each weight to its nearest step.
 */
export function quantizeWeights(
  weights: Float32Array,
  bias: Float32Array,
  { axis, inputScale }: { readonly axis: number; readonly inputScale: number },
  round?: (weights: Float32Array, scale: Float32Array) => Int8Array | undefined,
): QuantizedWeights {
  const channels = bias.length;
  const channel = channelOf(axis, channels, weights.length);
  const largest = new Float64Array(channels);
  for (let i = 0; i < weights.length; i++) {
    const c = channel(i);
    largest[c] = Math.max(largest[c], Math.abs(weights[i]));
  }
  const scale = Float32Array.from(largest, (value, c) => {
    const needed = Math.max(value / LARGEST_WEIGHT, Math.abs(bias[c]) / (inputScale * LARGEST_SOURCE_BIAS));
    return needed > 1e-35 ? needed : 1;
  });
  const biasScale = scale.map((s) => Math.fround(inputScale * s));
  return {
    weights:
      round?.(weights, scale) ?? Int8Array.from(weights, (w, i) => clampRounded(w / scale[channel(i)], LARGEST_WEIGHT)),
    weightsQuantization: { scale, zeroPoint: new Int32Array(channels), axis },
    bias: inSteps(bias, biasScale),
    biasQuantization: { scale: biasScale, zeroPoint: new Int32Array(channels), axis: 0 },
  };
}

/** Other biases for the same weights, in the same steps. */
export function withBias(quantized: QuantizedWeights, bias: ArrayLike<number>): QuantizedWeights {
  return { ...quantized, bias: inSteps(bias, quantized.biasQuantization.scale) };
}

function inSteps(bias: ArrayLike<number>, scale: Float32Array): Int32Array {
  return Int32Array.from(bias, (b, c) => clampRounded(b / scale[c], LARGEST_BIAS));
}

function clampRounded(q: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, roundHalfEven(q)));
}

/** The real values that the int8 weights stand for. */
export function dequantizedWeights({ weights, weightsQuantization: { scale, axis } }: QuantizedWeights): Float32Array {
  const channel = channelOf(axis, scale.length, weights.length);
  return Float32Array.from(weights, (w, i) => w * scale[channel(i)]);
}
