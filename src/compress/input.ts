// The int8 inputs of a quantised model: where an input is a photo, its bytes are the pixels themselves.

import type { Preprocessing } from "../format/types.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import { perTensor, type Quantization, type TensorData } from "../graph/tensor.ts";
import { quantizationOf, type Range } from "./ranges.ts";

/** How real input values become stored ones: floor(x / scale + zero + 1/2), saturated. */
export interface Int8Input {
  readonly quantization: Quantization;
  /** The zero point before rounding: pixel 127.5 as 0 lies half a step beside the stored one. */
  readonly zero: number;
}

/** For a graph whose only input is a photo; undefined if there is none. */
export function photoInput(preprocessing: Preprocessing | undefined): Int8Input | undefined {
  if (preprocessing === undefined) return undefined;
  const { mean, std } = preprocessing;
  const isUniform = [mean, std].every((values) => values.every((value) => value === values[0]));
  if (isUniform && std[0] > 0 && mean[0] >= 0 && mean[0] <= 255) {
    const zero = mean[0] - 128;
    return { quantization: perTensor(1 / std[0], Math.floor(zero + 0.5)), zero };
  }
  return asInput(quantizationOf(pixelRange(mean, std)));
}

/** What the pixels 0 … 255 become. */
function pixelRange(mean: readonly number[], std: readonly number[]): Range {
  const ends = Array.from({ length: Math.max(mean.length, std.length) }, (_, c) =>
    [0, 255].map((pixel) => (pixel - (mean[c] ?? mean[0])) / (std[c] ?? std[0])),
  ).flat();
  return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
}

export function asInput(quantization: Quantization): Int8Input {
  return { quantization, zero: quantization.zeroPoint[0] };
}

/** One array a graph input: floats as int8, all others as they are. */
export function quantizeInputs(
  graph: Graph,
  inputs: ReadonlyMap<TensorId, Int8Input>,
  values: readonly TensorData[],
): TensorData[] {
  return graph.inputs.map(({ tensor }, i) => {
    const input = inputs.get(tensor);
    if (input === undefined) return values[i];
    const { quantization, zero } = input;
    const scale = quantization.scale[0];
    return Int8Array.from(values[i], (x) => Math.max(-128, Math.min(127, Math.floor(x / scale + zero + 0.5))));
  });
}
