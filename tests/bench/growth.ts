// How cost grows: Bitwren's time for MobileNetV2 of many widths and resolutions, with random weights, against their
// multiply-accumulates.

import { loadModel, type Model } from "../../src/index.ts";
import { compileGraph, type Graph, quantizeGraph } from "../../src/tools.ts";
import { GraphBuilder } from "../graphs.ts";
import { random } from "../support.ts";
import { type Runner, timeInRounds } from "./rounds.ts";
import type { ElementType } from "./runtimes/session.ts";

export interface GrowthPoint {
  readonly width: number;
  readonly resolution: number;
  readonly type: ElementType;
  readonly macs: number;
  /** The best run of all. */
  readonly ms: number;
}

const WIDTHS = [0.35, 0.5, 0.75, 1, 1.4] as const;
const RESOLUTIONS = [96, 128, 160, 192, 224] as const;
/** Expansion, channels, blocks, first stride of each stage: table 2 of https://arxiv.org/abs/1801.04381 */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const CLASSES = 1000;

/** Channels are multiples of 8, and not below nine tenths of what the width asks for. */
function channelsFor(channels: number, width: number): number {
  const rounded = Math.max(8, 8 * Math.floor((channels * width + 4) / 8));
  return rounded < 0.9 * channels * width ? rounded + 8 : rounded;
}

/** Builds the network one convolution after the other, all with weights of variance 2 / inputs. */
class Network {
  readonly builder = new GraphBuilder();
  readonly #next = random(1);
  #size: number;

  constructor(resolution: number) {
    this.#size = resolution;
  }

  weights(shape: readonly number[], inputs: number): number {
    const spread = Math.sqrt(24 / inputs);
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (this.#next() - 0.5) * spread);
    return this.builder.constant(shape, values);
  }

  bias(count: number): number {
    return this.builder.constant(
      [count],
      Float32Array.from({ length: count }, () => this.#next() - 0.5),
    );
  }

  pointwise(x: number, [from, to]: readonly [number, number], clamp: { min?: number; max?: number }): number {
    const attributes = { strides: [1, 1], pads: [0, 0, 0, 0], ...clamp };
    return this.builder.op("conv_2d", [x, this.weights([to, 1, 1, from], from), this.bias(to)], attributes);
  }

  /** 3x3 with TensorFlow's padding SAME; depthwise where there are no output channels. */
  spatial(x: number, stride: 1 | 2, channels: number, outputs?: number): number {
    const before = stride === 1 || this.#size % 2 === 1 ? 1 : 0;
    const attributes = { strides: [stride, stride], pads: [before, before, 1, 1], min: 0, max: 6 };
    this.#size = Math.ceil(this.#size / stride);
    if (outputs === undefined) {
      const inputs = [x, this.weights([1, 3, 3, channels], 9), this.bias(channels)];
      return this.builder.op("depthwise_conv_2d", inputs, attributes);
    }
    const inputs = [x, this.weights([outputs, 3, 3, channels], 9 * channels), this.bias(outputs)];
    return this.builder.op("conv_2d", inputs, attributes);
  }
}

export function mobilenetV2(width: number, resolution: number): Graph {
  const net = new Network(resolution);
  const relu6 = { min: 0, max: 6 };
  let channels = channelsFor(32, width);
  let x = net.spatial(net.builder.input([1, resolution, resolution, 3]), 2, 3, channels);
  for (const [expansion, stageChannels, blocks, firstStride] of STAGES) {
    const outputs = channelsFor(stageChannels, width);
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 ? firstStride : 1;
      const wide = channels * expansion;
      const expanded = expansion === 1 ? x : net.pointwise(x, [channels, wide], relu6);
      const y = net.pointwise(net.spatial(expanded, stride, wide), [wide, outputs], {});
      x = stride === 1 && channels === outputs ? net.builder.op("add", [x, y]) : y;
      channels = outputs;
    }
  }
  const last = Math.max(1280, channelsFor(1280, width));
  const pooled = net.builder.op("mean", [net.pointwise(x, [channels, last], relu6)], { axes: [1, 2] });
  const logits = net.builder.op("fully_connected", [pooled, net.weights([CLASSES, last], last), net.bias(CLASSES)]);
  return net.builder.graph(net.builder.op("softmax", [logits]));
}

async function models(width: number, resolution: number): Promise<Readonly<Record<ElementType, Graph>>> {
  const f32 = mobilenetV2(width, resolution);
  const next = random(2);
  const image = Float32Array.from({ length: resolution * resolution * 3 }, () => 2 * next() - 1);
  const plain = { method: "minmax", equalize: false, compensate: false, biasCorrection: false } as const;
  const { graph } = await quantizeGraph(f32, { count: 1, read: () => [image] }, plain);
  return { f32, int8: graph };
}

interface Sized extends Omit<GrowthPoint, "ms"> {
  readonly model: Model;
}

function runnerOf({ model }: Sized): Runner {
  const elements = model.info().inputs[0].shape.reduce((a, b) => a * b, 1);
  const input = model.info().inputs[0].dtype === "f32" ? new Float32Array(elements) : new Int8Array(elements);
  const once = () => {
    const start = performance.now();
    model.run(input);
    return performance.now() - start;
  };
  return { sample: async () => Array.from({ length: 5 }, once) };
}

/** Interleaved rounds of every width and resolution, on the fastest build of this host. */
export async function measureGrowth(rounds: number, onProgress: (text: string) => void): Promise<GrowthPoint[]> {
  const sized: Sized[] = [];
  for (const width of WIDTHS) {
    onProgress(`MobileNetV2 of width ${width} …`);
    for (const resolution of RESOLUTIONS) {
      for (const [type, graph] of Object.entries(await models(width, resolution)) as [ElementType, Graph][]) {
        const model = await loadModel(compileGraph(graph));
        sized.push({ width, resolution, type, macs: model.info().macs, model });
      }
    }
  }
  const runners = sized.map(runnerOf);
  await timeInRounds(runners, 2); // the kernels' tier-up
  const outcomes = await timeInRounds(runners, rounds);
  return sized.map(({ model, ...point }, i) => {
    model.dispose();
    const outcome = outcomes[i];
    if ("reason" in outcome) throw new Error(outcome.reason);
    return { ...point, ms: outcome.bestMs };
  });
}
