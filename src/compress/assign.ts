// Ranges -> the quantisation of every activation.

import type { Graph, TensorId } from "../graph/graph.ts";
import { perTensor, type Quantization } from "../graph/tensor.ts";
import type { QuantizationGroup, QuantizationPlan } from "./plan.ts";
import { quantizationOf, type Range, rangeOf, union } from "./ranges.ts";

/** The kernels of sums take inputs whose step is up to so many output steps (ops/binary_int8.ts: below 256). */
const LARGEST_RATIO = 250;
const SUMS: ReadonlySet<string> = new Set(["add", "sub"]);

/** `exact` wins over ranges, for tensors whose quantisation the outside world gives. */
export function assignQuantization(
  graph: Graph,
  plan: QuantizationPlan,
  ranges: ReadonlyMap<TensorId, Range>,
  exact: ReadonlyMap<TensorId, Quantization>,
): Map<TensorId, Quantization> {
  const byGroup = new Map<QuantizationGroup, Quantization>();
  const quantizations = new Map<TensorId, Quantization>();
  for (const [id, group] of plan.groups) {
    let quantization = byGroup.get(group);
    if (quantization === undefined) {
      quantization = quantizationOfGroup(group, ranges, exact);
      byGroup.set(group, quantization);
    }
    quantizations.set(id, quantization);
  }
  for (const node of graph.nodes) {
    if (!plan.int8.has(node) || !SUMS.has(node.op.name)) continue;
    const largest = Math.max(...node.inputs.map((id) => quantizations.get(id)!.scale[0]));
    const [output] = node.outputs;
    const { scale, zeroPoint } = quantizations.get(output)!;
    if (largest / scale[0] <= LARGEST_RATIO) continue;
    const coarser = perTensor(Math.fround(largest / LARGEST_RATIO), zeroPoint[0]);
    for (const [id, group] of plan.groups) if (group === plan.groups.get(output)) quantizations.set(id, coarser);
  }
  return quantizations;
}

function quantizationOfGroup(
  { sources, fills, fixed }: QuantizationGroup,
  ranges: ReadonlyMap<TensorId, Range>,
  exact: ReadonlyMap<TensorId, Quantization>,
): Quantization {
  if (fixed !== undefined) return fixed;
  if (sources.length === 1 && fills.length === 0 && exact.has(sources[0])) return exact.get(sources[0])!;
  const nothing: Range = { low: 0, high: 0 };
  const covered = [...sources.map((id) => ranges.get(id) ?? nothing), ...fills.map((fill) => rangeOf(fill, fill))];
  return quantizationOf(covered.reduce(union, nothing));
}
