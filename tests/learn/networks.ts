// Small classifiers of 8 x 8 images with each kind of last layer, and images of classes that they can be taught.

import type { Samples } from "../../src/compress/samples.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Examples } from "../../src/learn/examples.ts";
import { GraphBuilder } from "../graphs.ts";
import { random } from "../support.ts";

const ONE = { strides: [1, 1], pads: [0, 0, 0, 0] };
const SAME = { strides: [1, 1], pads: [1, 1, 1, 1] };
const SIDE = 8;
const CHANNELS = 12;

export const HEADS = ["matrix", "convolution", "whole map", "pooled convolution", "logits"] as const;
export type HeadKind = (typeof HEADS)[number];

/** conv -> relu -> the head, for seven classes. */
export function network(kind: HeadKind, seed = 1): Graph {
  const next = random(seed);
  const b = new GraphBuilder();
  const weights = (...shape: number[]) => {
    const count = shape.reduce((product, dim) => product * dim, 1);
    return b.constant(
      shape,
      Float32Array.from({ length: count }, () => 2 * next() - 1),
    );
  };
  const conv = b.op("conv_2d", [b.input([1, SIDE, SIDE, 3]), weights(CHANNELS, 3, 3, 3), weights(CHANNELS)], SAME);
  const map = b.op("relu", [conv]);
  const scores = () => {
    switch (kind) {
      case "convolution": {
        const mean = b.op("mean", [map], { axes: [1, 2], keepDims: true });
        const sums = b.op("conv_2d", [mean, weights(7, 1, 1, CHANNELS), weights(7)], ONE);
        return b.op("softmax", [b.op("reshape", [sums], { shape: [1, 7] })]);
      }
      case "whole map": {
        const small = b.op("average_pool_2d", [map], { kernel: [4, 4], strides: [4, 4], pads: [0, 0, 0, 0] });
        const sums = b.op("conv_2d", [small, weights(7, 2, 2, CHANNELS)], ONE);
        return b.op("reshape", [b.op("softmax", [sums])], { shape: [7] });
      }
      case "pooled convolution": {
        const places = b.op("conv_2d", [map, weights(7, 1, 1, CHANNELS), weights(7)], { ...SAME, min: 0 });
        return b.op("softmax", [b.op("mean", [places], { axes: [1, 2] })]);
      }
      case "matrix":
      case "logits": {
        const mean = b.op("mean", [map], { axes: [1, 2] });
        const sums = b.op("fully_connected", [mean, weights(7, CHANNELS), weights(7)]);
        return kind === "logits" ? sums : b.op("softmax", [sums]);
      }
    }
  };
  return b.graph(scores());
}

export const LABELS = ["plain", "stripes", "spots"];

/** Images with values from -1 to 1, the same number of each class in turn. */
export function images(count: number, seed = 1): Examples & { readonly values: readonly Float32Array[] } {
  const next = random(seed);
  const classes = Array.from({ length: count }, (_, i) => i % LABELS.length);
  const values = classes.map((own) => {
    const strength = 0.5 + 0.4 * next();
    return Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
      const [row, column] = [Math.floor(i / (3 * SIDE)), Math.floor(i / 3) % SIDE];
      const isMarked = own === 1 ? row % 2 === 0 : own === 2 && row % 2 === 0 && column % 2 === 0;
      return (isMarked ? strength : -strength) + 0.1 * (2 * next() - 1);
    });
  });
  return { count, classes, values, read: (i) => [values[i]] };
}

/** The images as bytes, for int8 inputs of scale 1/127. */
export function asBytes(examples: Examples & Samples): Examples {
  return {
    ...examples,
    read: async (i) => {
      const [values] = await examples.read(i);
      return [Int8Array.from(values, (x) => Math.max(-128, Math.min(127, Math.round(x * 127))))];
    },
  };
}
