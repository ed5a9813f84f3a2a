// Watches activations of the float graph over the calibration data: first between which bounds they lie, then how often they
// take which value.

import type { Graph, TensorId } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { QuantizeError } from "./errors.ts";
import type { QuantizationPlan } from "./plan.ts";
import { chooseRange, type Histogram, type Range, type RangeMethod, rangeOf } from "./ranges.ts";
import { compileRunner } from "./runner.ts";
import type { Samples } from "./samples.ts";
import { scoresOf } from "./scores.ts";

export type OnSample = (done: number) => void;

const BINS = 2048;

/** Bounds of a tensor's values. */
interface Bounds {
  low: number;
  high: number;
}

/**
 * The range of every tensor that `plan` needs one of. `known` tensors have theirs already. Throws QuantizeError where a value is
 * no finite number.
 */
export async function calibrate(
  graph: Graph,
  plan: QuantizationPlan,
  samples: Samples,
  options: { readonly method: RangeMethod; readonly known: ReadonlyMap<TensorId, Range>; readonly onSample?: OnSample },
): Promise<Map<TensorId, Range>> {
  if (samples.count === 0) throw new QuantizeError("there is no calibration data: give at least one sample");
  const watched = watchedTensors(graph, plan, options.known);
  const bounds = new Map<TensorId, Bounds>([...watched].map((id) => [id, { low: Infinity, high: -Infinity }]));
  await observe(graph, watched, samples, options.onSample, (id, data) => widen(graph, id, data, bounds.get(id)!));
  const ranges = new Map<TensorId, Range>(options.known);
  for (const [id, { low, high }] of bounds) ranges.set(id, rangeOf(low, high));
  for (const [id, range] of constantRanges(graph, plan)) ranges.set(id, range);
  if (options.method === "minmax") return ranges;

  const histograms = new Map([...bounds].map(([id, { low, high }]) => [id, emptyHistogram(low, high)]));
  await observe(graph, watched, samples, options.onSample, (id, data) => count(data, histograms.get(id)!));
  const scores = sourcesOfScores(graph, plan);
  for (const [id, histogram] of histograms) ranges.set(id, chooseRange(histogram, options.method, scores.has(id)));
  return ranges;
}

/** Computed tensors, and inputs of the graph, of which a range has to be found. */
function watchedTensors(graph: Graph, plan: QuantizationPlan, known: ReadonlyMap<TensorId, Range>): Set<TensorId> {
  const watched = new Set<TensorId>();
  for (const { sources, fixed } of plan.groups.values()) {
    if (fixed !== undefined) continue;
    for (const id of sources) if (graph.tensors[id].data === undefined && !known.has(id)) watched.add(id);
  }
  return watched;
}

/**
 * The sources of the scores' groups. The largest scores are rare, and cutting them off would hardly change the mean error, but it
 * makes the best classes equal: with MobileNetV1 0.75, noise among the five best of 1000 doubles.
 */
function sourcesOfScores(graph: Graph, plan: QuantizationPlan): Set<TensorId> {
  return new Set([...scoresOf(graph)].flatMap((id) => plan.groups.get(id)?.sources ?? []));
}

function constantRanges(graph: Graph, plan: QuantizationPlan): Map<TensorId, Range> {
  const ranges = new Map<TensorId, Range>();
  for (const id of plan.groups.keys()) {
    const { data } = graph.tensors[id];
    if (data === undefined) continue;
    const bounds = { low: Infinity, high: -Infinity };
    widen(graph, id, data, bounds);
    ranges.set(id, rangeOf(bounds.low, bounds.high));
  }
  return ranges;
}

/** Calls `visit` with the values of each watched tensor for each sample. */
export async function observe(
  graph: Graph,
  watched: Iterable<TensorId>,
  samples: Samples,
  onSample: OnSample | undefined,
  visit: (id: TensorId, data: TensorData) => void,
): Promise<void> {
  const inputs = new Map(graph.inputs.map(({ tensor }, i) => [tensor, i]));
  const ids = [...watched];
  if (ids.length === 0) return;
  const computed = ids.filter((id) => !inputs.has(id));
  const runner = computed.length > 0 ? await compileRunner(graph, computed) : undefined;
  try {
    for (let i = 0; i < samples.count; i++) {
      const values = await samples.read(i);
      const results = runner?.run(values) ?? new Map<TensorId, TensorData>();
      for (const id of ids) visit(id, results.get(id) ?? values[inputs.get(id)!]);
      onSample?.(i + 1);
    }
  } finally {
    runner?.dispose();
  }
}

function widen(graph: Graph, id: TensorId, data: TensorData, bounds: Bounds): void {
  let { low, high } = bounds;
  let sum = 0; // no finite number if any value is none: the comparisons do not see NaN
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  if (!Number.isFinite(sum)) throw notFinite(graph, id, data);
  bounds.low = low;
  bounds.high = high;
}

function notFinite(graph: Graph, id: TensorId, data: TensorData): QuantizeError {
  const value = (data as Float32Array).find((v) => !Number.isFinite(v));
  const node = graph.nodes.find(({ outputs }) => outputs.includes(id));
  const what = node === undefined ? `"${graph.tensors[id].name}"` : `the output of ${node.origin} (${node.op.name})`;
  return new QuantizeError(
    `${what} holds ${value} on the calibration data, which int8 cannot express: check mean and std of the input, ` +
      "or keep the nodes around it float",
  );
}

function emptyHistogram(low: number, high: number): Histogram & { zeros: number } {
  return { low, high, counts: new Float64Array(BINS), zeros: 0 };
}

function count(data: TensorData, histogram: Histogram & { zeros: number }): void {
  const { low, high, counts } = histogram;
  const factor = high > low ? counts.length / (high - low) : 0;
  const last = counts.length - 1;
  let zeros = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value === 0) zeros++;
    else counts[Math.min(last, Math.floor((value - low) * factor))]++;
  }
  histogram.zeros += zeros;
}
