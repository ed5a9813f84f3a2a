// NCHW graphs as ONNX importers write them: image operators between transposes.

import type { Graph } from "../../src/graph/graph.ts";
import type { Attributes } from "../../src/graph/op_def.ts";
import { elementCount } from "../../src/graph/tensor.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";

export const TO_NHWC = { perm: [0, 2, 3, 1] };
export const TO_NCHW = { perm: [0, 3, 1, 2] };

/** Shapes are those of NCHW. */
export class NchwBuilder extends GraphBuilder {
  readonly #next = random(7);

  weights(...shape: readonly number[]): number {
    return this.constant(shape, randomData({ dtype: "f32", shape, range: [0.1, 1] }, this.#next));
  }

  /** An NHWC operator of x between transposes. */
  image(name: string, x: number, others: readonly number[], attributes: Attributes): number {
    const y = this.op(name, [this.op("transpose", [x], TO_NHWC), ...others], attributes);
    return this.op("transpose", [y], TO_NCHW);
  }

  conv(x: number, inputs: number, outputs: number, size = 1, stride = 1): number {
    const pad = (size - 1) / 2;
    const attributes = { strides: [stride, stride], pads: [pad, pad, pad, pad] };
    return this.image("conv_2d", x, [this.weights(outputs, size, size, inputs), this.weights(outputs)], attributes);
  }

  depthwise(x: number, channels: number): number {
    const attributes = { strides: [1, 1], pads: [1, 1, 1, 1] };
    return this.image("depthwise_conv_2d", x, [this.weights(1, 3, 3, channels), this.weights(channels)], attributes);
  }

  maxPool(x: number): number {
    return this.image("max_pool_2d", x, [], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] });
  }

  reshape(x: number, ...shape: readonly number[]): number {
    return this.op("reshape", [x], { shape });
  }

  transpose(x: number, ...perm: readonly number[]): number {
    return this.op("transpose", [x], { perm });
  }
}

/** Transposes that move something, and the elements they move. */
export function transposes({ nodes, tensors }: Graph): { count: number; elements: number } {
  const moving = nodes.filter(({ op, inputs, attributes }) => {
    if (op.name !== "transpose") return false;
    const { shape } = tensors[inputs[0]];
    const axes = (attributes.perm as readonly number[]).filter((axis) => shape[axis] > 1);
    return axes.some((axis, i) => i > 0 && axis < axes[i - 1]);
  });
  const elements = moving.reduce((sum, { outputs }) => sum + elementCount(tensors[outputs[0]].shape), 0);
  return { count: moving.length, elements };
}
