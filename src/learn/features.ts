// What a network makes of each example before its last layer: computed once, with the kernels, and kept.

import { observe } from "../compress/calibrate.ts";
import { allocate, type TensorData } from "../graph/tensor.ts";
import { LearnError } from "./errors.ts";
import { type Examples, nameOf } from "./examples.ts";
import type { Body } from "./head.ts";
import type { Pace } from "./pace.ts";

/** As the network stores them: int8 features are bytes. One row an example. */
export interface Features {
  /** [count, depth]. */
  readonly stored: TensorData;
  readonly depth: number;
}

/** Throws LearnError where a feature is no finite number; and what reading an example throws. */
export async function computeFeatures(
  { graph, features, depth }: Body,
  examples: Examples,
  pace: Pace,
  onExample?: (done: number) => void,
): Promise<Features> {
  const stored = allocate(graph.tensors[features].dtype, examples.count * depth);
  let index = 0;
  await observe(graph, [features], pace.samples(examples), onExample, (_, row) => {
    requireFinite(row, nameOf(examples, index));
    stored.set(row, index * depth);
    index++;
  });
  return { stored, depth };
}

function requireFinite(row: TensorData, name: string): void {
  for (let j = 0; j < row.length; j++) {
    if (Number.isFinite(row[j])) continue;
    throw new LearnError(
      `feature ${j} of ${name} is ${row[j]}, which nothing can be learnt from: check its values, and mean and std of the input`,
    );
  }
}

export function rowOf({ stored, depth }: Features, index: number): TensorData {
  return stored.subarray(index * depth, (index + 1) * depth);
}
