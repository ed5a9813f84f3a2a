// An operator's lowering by itself: its kernel calls over memory with guards.

import * as assert from "uvu/assert";
import { allocate, elementCount, type TensorData } from "../../src/graph/tensor.ts";
import { constant } from "../../src/kernels/call.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import type { KernelMemory } from "./kernel_memory.ts";

export interface Options {
  /** Fractions of every call's range at which it is split; the parts run last one first. */
  readonly cuts?: readonly number[];
  /** The input that output 0 lies over. */
  readonly over?: number;
}

/** All outputs of an operator's kernel calls. */
export function runCalls(
  memory: KernelMemory,
  op: Operator,
  sample: Sample,
  data: readonly (TensorData | undefined)[],
  options: Options,
) {
  const flip = (x: TensorData) => (x instanceof Int8Array ? memory.flipped(x) : x);
  const inputs = data.map((x) => x && flip(x.slice()));
  const targets = sample.outputs.map((y, i) =>
    i === 0 && options.over !== undefined ? inputs[options.over]! : allocate(y.dtype, elementCount(y.shape)),
  );
  const scratch: number[] = [];
  const calls = op.lower({
    attributes: sample.attributes,
    inputs: sample.inputs.map((type, i) => {
      const given = type?.constant ? data[i] : undefined;
      return type && { ...type, data: given, buffer: constant(inputs[i]!) };
    }),
    outputs: sample.outputs.map((type, i) => ({ ...type, buffer: constant(targets[i]) })),
    scratch: (bytes) => ({ kind: "scratch", id: scratch.push(bytes) - 1, offset: 0 }),
  });
  memory.clear();
  memory.place(calls, scratch);
  for (const call of calls) {
    const points = [0, ...(options.cuts ?? []).map((cut) => Math.floor(cut * call.end)), call.end];
    const parts = points.slice(1).map((end, i) => [points[i], end] as const);
    memory.run(call, parts.reverse());
  }
  assert.equal(memory.spoiltGuards(), [], `${op.name} writes outside its buffers`);
  return targets.map((target) => flip(memory.read(target)));
}
