// Int8 activations are stored as the machine's dot product wants them (assembly/lane/int8.ts). A constant that takes the
// place of an activation must be stored so too: one call at load for each.

import type { Graph } from "../graph/graph.ts";
import { type BufferRef, call, constant, type KernelCall } from "../kernels/call.ts";
import type { ArenaPlan } from "./buffers.ts";
import type { LoweredNode } from "./lower.ts";

/** Weights are no activations: a lowering packs them into an array of its own. */
export function flipConstants(graph: Graph, lowered: readonly LoweredNode[], arena: ArenaPlan): KernelCall[] {
  const read = new Set<unknown>(); // arrays that kernels or callers read as they are in the graph
  const readTensor = (id: number) => read.add(graph.tensors[arena.storageOf(id)].data);
  for (const { params } of lowered.flatMap(({ calls }) => calls)) {
    for (const ref of Object.values(params as Record<string, BufferRef | number>)) {
      if (typeof ref !== "object") continue;
      if (ref.kind === "constant") read.add(ref.data);
      else if (ref.kind === "tensor") readTensor(ref.tensor);
    }
  }
  for (const port of graph.outputs) readTensor(port.tensor);

  const activations = new Set<Int8Array>();
  for (const { data } of graph.tensors) if (data instanceof Int8Array && read.has(data)) activations.add(data);
  return [...activations].map((data) => call("flip_i8", "Flip", data.length, { x: constant(data) }, { when: "load" }));
}
