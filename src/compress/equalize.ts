// Cross-layer equalisation: relu(s · x) = s · relu(x) for s > 0, so a factor a channel may move from the weights that make an
// activation to the weights that read it. One scale for all channels of a tensor serves best if they are of one size.
// Source: Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, arXiv 1906.04721, section 4.1.
//
// Their sizes of channels are those of weights; with calibration data at hand, those of the activations themselves serve better,
// since weights have a scale a channel anyway.

import type { Graph, GraphNode, GraphTensor, TensorId } from "../graph/graph.ts";
import { observe } from "./calibrate.ts";
import { type EqualizableLink, findLinks, type Reader } from "./links.ts";
import type { Samples } from "./samples.ts";
import { CHANNEL_AXIS } from "./scheme.ts";
import { channelOf } from "./weights.ts";

export interface EqualizeOptions {
  /** Largest magnitude of each channel of a link's tensor; without it, weights alone decide. */
  readonly magnitudes?: ReadonlyMap<TensorId, Float64Array>;
}

const MAX_SWEEPS = 30;
/** Factors nearer to 1 end the sweeps. */
const CONVERGED = 1e-3;
/** Channels that an upper bound could cut off stay this far below it. */
const HEADROOM = 1.1;
const LARGEST_FACTOR = 1e6;

/** The same function with other weights. Links whose activation has an upper bound need magnitudes. */
export function equalize(graph: Graph, { magnitudes }: EqualizeOptions = {}): Graph {
  const links = findLinks(graph);
  const tensors = [...graph.tensors];
  const sizes = new Map([...(magnitudes ?? [])].map(([id, values]) => [id, Float64Array.from(values)]));
  const copies = new Set<TensorId>();
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let change = 0;
    for (const link of links) {
      const size = sizes.get(link.tensor);
      if (link.max !== undefined && size === undefined) continue;
      const factors = factorsOf(tensors, link, size);
      change = Math.max(change, ...factors.map((s) => Math.abs(Math.log(s))));
      scaleLink(tensors, copies, link, factors);
      if (size !== undefined) for (let c = 0; c < size.length; c++) size[c] /= factors[c];
    }
    if (change < CONVERGED) break;
  }
  return copies.size === 0 ? graph : { ...graph, tensors };
}

/**
 * The largest magnitude that each channel takes on the calibration data, for `equalize`. Of channels that are 0 throughout, weights
 * tell how large they would be: the weights that read them share their scale with all others, and may not be left too large.
 */
export async function channelMagnitudes(graph: Graph, samples: Samples): Promise<Map<TensorId, Float64Array>> {
  const links = findLinks(graph);
  const magnitudes = new Map(links.map(({ tensor, channels }) => [tensor, new Float64Array(channels)]));
  await observe(graph, magnitudes.keys(), samples, undefined, (id, data) => {
    const largest = magnitudes.get(id)!;
    for (let i = 0; i < data.length; ) {
      for (let c = 0; c < largest.length; c++) largest[c] = Math.max(largest[c], Math.abs(data[i++]));
    }
  });
  for (const link of links)
    fillSilent(magnitudes.get(link.tensor)!, writtenSizes(graph.tensors, link.writer), link.max);
  return magnitudes;
}

/** Silent channels are to their weights what the others are in the middle. */
function fillSilent(magnitudes: Float64Array, weights: Float64Array, max = Infinity): void {
  const ratios = magnitudes.map((size, c) => (weights[c] > 0 ? size / weights[c] : 0)).filter((ratio) => ratio > 0);
  if (ratios.length === 0) return;
  const usual = ratios.sort()[ratios.length >> 1];
  for (let c = 0; c < magnitudes.length; c++) {
    if (magnitudes[c] === 0) magnitudes[c] = Math.min(usual * weights[c], max / 2);
  }
}

/** What each channel is divided by at its writer. */
function factorsOf(
  tensors: readonly GraphTensor[],
  link: EqualizableLink,
  size: Float64Array | undefined,
): Float64Array {
  const written = size ?? writtenSizes(tensors, link.writer);
  const read = readSizes(tensors, link);
  const isLive = (c: number) => written[c] > 0 && read[c] > 0;
  const raw = written.map((value, c) => (isLive(c) ? Math.sqrt(value / read[c]) : 1));
  // Only what channels are to each other matters: the largest written one keeps its size.
  const largest = Math.max(...written);
  const after = Math.max(...written.map((value, c) => (isLive(c) ? value / raw[c] : 0)));
  const unit = size !== undefined && after > 0 ? after / largest : 1;
  return raw.map((factor, c) => {
    if (!isLive(c)) return 1;
    const scaled = Math.min(Math.max(factor * unit, 1 / LARGEST_FACTOR), LARGEST_FACTOR);
    return link.max === undefined ? scaled : boundedFactor(scaled, written[c], link.max);
  });
}

/** A channel that comes near the upper bound may not change at all, any other one not come near it. */
function boundedFactor(factor: number, size: number, max: number): number {
  const least = (size * HEADROOM) / max;
  return least >= 1 ? 1 : Math.max(factor, least);
}

/** The largest weight that makes each channel. */
function writtenSizes(tensors: readonly GraphTensor[], writer: GraphNode): Float64Array {
  const { data, shape } = tensors[writer.inputs[1]];
  const axis = CHANNEL_AXIS[writer.op.name];
  return largestWeights(data as Float32Array, shape[axis], channelOf(axis, shape[axis], data!.length));
}

/** The largest weight that reads each channel, relative to the largest of its output channel, which sets the scale. */
function readSizes(tensors: readonly GraphTensor[], { readers, channels }: EqualizableLink): Float64Array {
  const sizes = new Float64Array(channels);
  for (const { node, channelOf: inputChannel } of readers) {
    const { data, shape } = tensors[node.inputs[1]];
    const axis = CHANNEL_AXIS[node.op.name];
    const outputChannel = channelOf(axis, shape[axis], data!.length);
    const rows = largestWeights(data as Float32Array, shape[axis], outputChannel);
    for (let i = 0; i < data!.length; i++) {
      const c = inputChannel(i);
      const row = rows[outputChannel(i)];
      if (row > 0) sizes[c] = Math.max(sizes[c], Math.abs(data![i]) / row);
    }
  }
  return sizes;
}

function largestWeights(data: Float32Array, channels: number, channel: (index: number) => number): Float64Array {
  const largest = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) {
    const c = channel(i);
    largest[c] = Math.max(largest[c], Math.abs(data[i]));
  }
  return largest;
}

/** Divides the channels of a link's tensor by factors: the same function, if none but linear activations or relu lie between. */
export function scaleChannels(graph: Graph, link: EqualizableLink, factors: Float64Array): Graph {
  const tensors = [...graph.tensors];
  scaleLink(tensors, new Set(), link, factors);
  return { ...graph, tensors };
}

function scaleLink(
  tensors: GraphTensor[],
  copies: Set<TensorId>,
  { writer, readers }: EqualizableLink,
  factors: Float64Array,
): void {
  const own = (id: TensorId): Float32Array => {
    if (!copies.has(id)) {
      tensors[id] = { ...tensors[id], data: Float32Array.from(tensors[id].data!) };
      copies.add(id);
    }
    return tensors[id].data as Float32Array;
  };
  const [, weightsId, biasId] = writer.inputs;
  const weights = own(weightsId);
  const axis = CHANNEL_AXIS[writer.op.name];
  const channel = channelOf(axis, factors.length, weights.length);
  for (let i = 0; i < weights.length; i++) weights[i] /= factors[channel(i)];
  if (biasId !== undefined && biasId >= 0) {
    const bias = own(biasId);
    for (let c = 0; c < bias.length; c++) bias[c] /= factors[c];
  }
  for (const reader of readers) scaleReader(own(reader.node.inputs[1]), reader, factors);
}

function scaleReader(weights: Float32Array, { channelOf: channel }: Reader, factors: Float64Array): void {
  for (let i = 0; i < weights.length; i++) weights[i] *= factors[channel(i)];
}
