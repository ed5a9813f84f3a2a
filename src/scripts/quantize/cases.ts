// The float models that quantisation is judged by.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Preprocessing } from "../../index.ts";
import {
  channelMagnitudes,
  choosePreprocessing,
  findLinks,
  type Graph,
  importModel,
  inputPort,
  optimizeGraph,
  type PreprocessingOptions,
  type Samples,
  scaleChannels,
} from "../../tools.ts";

export interface Case {
  readonly name: string;
  /** In the folder of shared data. */
  readonly path: string;
  readonly photos: PreprocessingOptions;
  /** Channels are made this much smaller at most, by chance, where that does not change the function. */
  readonly unbalanced?: number;
}

const SIGNED = { mean: [127.5], std: [127.5] };
const MOBILENET_V2 = { path: "models/peers/mnv2_f32.tflite.xz", photos: SIGNED };

export const CASES: readonly Case[] = [
  {
    name: "MobileNetV1 0.25",
    path: "models/tflite_support/mobilenet_v1_0.25_224_1_default_1.tflite",
    photos: SIGNED,
  },
  { name: "MobileNetV1 0.75", path: "models/tfjs_mobilenet_v1_0.75_224/model.json", photos: SIGNED },
  {
    name: "SqueezeNet 1.0",
    path: "models/onnx/squeezenet_v1.0_deepcomp_f32.onnx.xz",
    photos: { mean: [104, 117, 123], std: [1], color: "bgr" },
  },
  { name: "MobileNetV2 1.0", ...MOBILENET_V2 },
  { name: "MobileNetV2 unbalanced", ...MOBILENET_V2, unbalanced: 1000 },
];

export interface OpenedCase {
  readonly graph: Graph;
  readonly preprocessing: Preprocessing;
}

export async function openCase(data: string, { path, photos }: Case): Promise<OpenedCase> {
  const name = path.replace(/\.xz$/, "");
  const folder = dirname(join(data, path));
  const { graph } = await importModel(await readModelFile(join(data, path)), {
    name,
    sibling: async (relative) => {
      const file = join(folder, relative);
      return existsSync(file) ? new Uint8Array(await readFile(file)) : undefined;
    },
  });
  const { preprocessing } = choosePreprocessing(inputPort(graph), graph.preprocessing, photos);
  if (preprocessing === undefined) throw new Error(`${path} takes no photo`);
  return { graph, preprocessing };
}

async function readModelFile(path: string): Promise<Uint8Array> {
  const bytes = path.endsWith(".xz") ? execFileSync("xz", ["-dc", path], { maxBuffer: 1 << 28 }) : await readFile(path);
  return new Uint8Array(bytes);
}

/** A channel that gets so near to an upper bound (of relu6) may be cut off by it, and stays. */
const NEAR_BOUND = 0.98;

/** The same function on the samples, with channels of very different sizes. */
export async function unbalance(source: Graph, samples: Samples, most: number): Promise<Graph> {
  const graph = optimizeGraph(source);
  const magnitudes = await channelMagnitudes(graph, samples);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return findLinks(graph).reduce((current, link) => {
    const { tensor, max = Infinity } = link;
    const factors = magnitudes.get(tensor)!.map((size) => {
      const factor = most ** next();
      return size < NEAR_BOUND * max ? factor : 1;
    });
    return scaleChannels(current, link, factors);
  }, graph);
}
