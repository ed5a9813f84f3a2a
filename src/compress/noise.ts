// How well a quantised tensor agrees with the float one: signal-to-quantisation-noise ratio.

import type { Graph, TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { QuantizeError } from "./errors.ts";

/** 10 · log10(Σ x² / Σ (x − x̂)²) over everything added. */
export class NoiseMeter {
  #signal = 0;
  #noise = 0;

  /** `stored` has real values `scale · (stored − zeroPoint)`. */
  add(exact: TensorData, stored: TensorData, scale: number, zeroPoint: number): void {
    if (exact.length !== stored.length) throw new QuantizeError("tensors to compare differ in size");
    let signal = 0;
    let noise = 0;
    for (let i = 0; i < exact.length; i++) {
      const x = exact[i];
      const difference = x - scale * (stored[i] - zeroPoint);
      signal += x * x;
      noise += difference * difference;
    }
    this.#signal += signal;
    this.#noise += noise;
  }

  /** Infinity if there is no noise, 0 if there is nothing but noise. */
  get decibels(): number {
    if (this.#noise === 0) return Infinity;
    return Math.max(0, 10 * Math.log10(this.#signal / this.#noise));
  }
}

/** Scale and zero point of an int8 tensor; of a float one, those that change nothing. */
export function affineOf(graph: Graph, id: TensorId): { scale: number; zeroPoint: number } {
  const { dtype, quantization } = graph.tensors[id];
  if (dtype !== "i8" || quantization === undefined) return { scale: 1, zeroPoint: 0 };
  return { scale: quantization.scale[0], zeroPoint: quantization.zeroPoint[0] };
}
