// Which tensors need arena memory, which share it, and how long each piece lives: the input of the memory planner.

import type { Graph } from "../graph/graph.ts";
import { byteLength } from "../graph/tensor.ts";
import type { LoweredNode } from "./lower.ts";
import { type Lifetime, planMemory } from "./memory_planner.ts";

export interface ArenaBuffer extends Lifetime {
  readonly name: string;
}

export interface ArenaPlan {
  readonly bytes: number;
  readonly buffers: readonly (ArenaBuffer & { readonly offset: number })[];
  /** Arena offset of a tensor that is not a constant. */
  tensorOffset(tensor: number): number;
  scratchOffset(node: number, id: number): number;
  /** A view of a constant is that constant; otherwise the tensor itself. */
  storageOf(tensor: number): number;
}

interface MutableBuffer {
  name: string;
  bytes: number;
  first: number;
  last: number;
}

/** Steps are indices of `lowered`; graph inputs live from step 0, graph outputs up to one step past the last. */
export function planArena(graph: Graph, lowered: readonly LoweredNode[]): ArenaPlan {
  const lastUse = lastUses(graph, lowered);
  const storage = graph.tensors.map((_, id) => id); // tensor -> tensor whose memory it uses
  const buffers: MutableBuffer[] = [];
  const bufferOf = new Map<number, MutableBuffer>();
  const define = (tensor: number, step: number) => {
    const { name } = graph.tensors[tensor];
    const buffer = {
      name,
      bytes: byteLength(graph.tensors[tensor]),
      first: step,
      last: Math.max(step, lastUse[tensor]),
    };
    buffers.push(buffer);
    bufferOf.set(tensor, buffer);
  };
  const share = (tensor: number, owner: number) => {
    storage[tensor] = storage[owner];
    const buffer = bufferOf.get(storage[owner]);
    if (buffer !== undefined) buffer.last = Math.max(buffer.last, lastUse[tensor]);
  };
  const scratch = new Map<string, MutableBuffer>();

  for (const port of graph.inputs) define(port.tensor, 0);
  lowered.forEach((node, step) => {
    const [output] = node.outputs;
    const donor = node.isView ? node.inputs[0] : takeOver(graph, node, step, storage, bufferOf);
    node.outputs.forEach((id, i) => {
      if (i === 0 && donor !== undefined) share(output, donor);
      else define(id, step);
    });
    node.scratch.forEach(({ name, bytes }, id) => {
      const buffer = { name, bytes, first: step, last: step };
      buffers.push(buffer);
      scratch.set(`${step}/${id}`, buffer);
    });
  });

  const layout = planMemory(buffers);
  const offsetOf = new Map(buffers.map((buffer, i) => [buffer, layout.offsets[i]]));
  const offset = (buffer: MutableBuffer | undefined, what: string): number => {
    const at = buffer && offsetOf.get(buffer);
    if (at === undefined) throw new Error(`${what} has no place in the arena`);
    return at;
  };
  return {
    bytes: layout.bytes,
    buffers: buffers.map((buffer, i) => ({ ...buffer, offset: layout.offsets[i] })),
    tensorOffset: (id) => offset(bufferOf.get(storage[id]), `tensor ${graph.tensors[id].name}`),
    scratchOffset: (step, id) => offset(scratch.get(`${step}/${id}`), `scratch ${id} of step ${step}`),
    storageOf: (id) => storage[id],
  };
}

/** The last step that reads each tensor: 0 if none does, one past the last for outputs of the graph. */
export function lastUses(graph: Graph, lowered: readonly LoweredNode[]): number[] {
  const last = new Array<number>(graph.tensors.length).fill(0);
  lowered.forEach(({ inputs }, step) => {
    for (const id of inputs) last[id] = step;
  });
  for (const port of graph.outputs) last[port.tensor] = lowered.length;
  return last;
}

/** The input whose buffer output 0 may take over: same size, dead after this step, and allowed by the operator. */
function takeOver(
  graph: Graph,
  { outputs, inPlace }: LoweredNode,
  step: number,
  storage: readonly number[],
  bufferOf: ReadonlyMap<number, MutableBuffer>,
): number | undefined {
  const bytes = byteLength(graph.tensors[outputs[0]]);
  return inPlace.find((id) => {
    const buffer = bufferOf.get(storage[id]);
    return buffer !== undefined && buffer.last === step && buffer.bytes === bytes;
  });
}
