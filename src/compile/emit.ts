// Kernel calls + memory plan -> the model file: addresses put in, parameter blocks and constants laid out.

import {
  type Layer,
  MEMORY_BASE,
  type ModelFile,
  type Placement,
  type Plan,
  type Port,
  type Preprocessing,
  SPARE_BYTES,
  type Step,
} from "../format/types.ts";
import type { Graph, GraphPort } from "../graph/graph.ts";
import { describeType } from "../graph/tensor.ts";
import type { BufferRef, KernelCall } from "../kernels/call.ts";
import { structBytes, writeParams } from "../kernels/params.ts";
import type { ArenaPlan } from "./buffers.ts";
import { DataSection } from "./data_section.ts";
import { flipConstants } from "./flips.ts";
import type { LoweredCall, LoweredNode } from "./lower.ts";
import { byPanels, ownScratch, shareSteps, shareTiles } from "./sharing.ts";

export interface EmitOptions {
  readonly labels?: readonly string[] | undefined;
  readonly preprocessing?: Preprocessing | undefined;
  /** Weights and biases of the source, in elements. */
  readonly parameters: number;
}

interface PlacedCall {
  readonly call: KernelCall;
  readonly step: number;
  readonly paramsAddress: number;
}

export function emitModel(
  graph: Graph,
  lowered: readonly LoweredNode[],
  arena: ArenaPlan,
  options: EmitOptions,
): ModelFile {
  const section = new DataSection();
  const flips = flipConstants(graph, lowered, arena).map((call) => ({ call, step: 0 }));
  const planned = [
    ...flips,
    ...lowered.flatMap(({ calls }, step) => calls.map((call) => ({ call: byPanels(call), step }))),
  ];
  const owned = constantsChangedAtLoad(planned.map(({ call }) => call));
  const place = (data: ArrayBufferView) => section.place(data, owned.has(data));
  const blocks = new ParamBlocks(section);
  const placeCall = (call: KernelCall, step: number): PlacedCall => {
    return { call, step, paramsAddress: blocks.place(call, step) };
  };
  const calls = planned.map(({ call, step }) => placeCall(call, step));
  const fresh = lowered.map(({ tiles }, step) => {
    return (tiles?.fresh ?? []).map((tile) => tile.map((call) => placeCall(call, step)));
  });
  const all = [...calls, ...fresh.flat(2)];
  const placeTensor = (id: number) => {
    const { data } = graph.tensors[arena.storageOf(id)];
    if (data !== undefined) place(data);
  };
  for (const ref of all.flatMap(({ call }) => buffersOf(call))) {
    if (ref.kind === "constant") place(ref.data);
    else if (ref.kind === "tensor") placeTensor(ref.tensor);
  }
  for (const port of graph.outputs) placeTensor(port.tensor);

  // All constants are placed: the size of the section, and with it the arena's address, is known.
  const data = section.finish();
  const view = new DataView(data.buffer);
  const arenaAddress = MEMORY_BASE + Math.ceil(data.length / 16) * 16;
  const tensorAddress = (id: number): number => {
    const { data } = graph.tensors[arena.storageOf(id)];
    return data === undefined ? arenaAddress + arena.tensorOffset(id) : place(data);
  };
  for (const { call, step, paramsAddress } of all) {
    const address = (ref: BufferRef): number => {
      if (ref.kind === "null") return 0;
      if (ref.kind === "constant") return place(ref.data) + ref.offset;
      if (ref.kind === "tensor") return tensorAddress(ref.tensor) + ref.offset;
      return arenaAddress + arena.scratchOffset(step, ref.id) + ref.offset;
    };
    writeParams(view, paramsAddress - MEMORY_BASE, call.struct, call.params, address);
  }

  const running = calls.filter(({ call }) => isRun(call));
  const kernels = [...new Set(all.map(({ call }) => call.kernel))];
  const stepOf = ({ call, paramsAddress }: PlacedCall): Step => [kernels.indexOf(call.kernel), paramsAddress, call.end];
  const steps = (when: "load" | "run") => calls.filter(({ call }) => call.when === when).map(stepOf);
  const starts = firstSteps(lowered);
  const tiles = lowered.flatMap((node, i) => {
    const steps = fresh[i].map((tile) => tile.map(stepOf));
    return shareTiles(node, starts[i], steps) ?? [];
  });
  const plan: Plan = {
    name: graph.name,
    memory: { arena: arenaAddress, bytes: arenaAddress + arena.bytes + SPARE_BYTES },
    kernels,
    load: steps("load"),
    run: steps("run"),
    sharing: {
      ...shareSteps(running.map(({ call, step }) => ({ call, scratchBytes: scratchBytes(lowered[step], call) }))),
      ...(tiles.length > 0 && { tiles }),
    },
    inputs: graph.inputs.map((port) => emitPort(graph, port, tensorAddress)),
    outputs: graph.outputs.map((port) => emitPort(graph, port, tensorAddress)),
    ...(options.labels && { labels: options.labels }),
    ...(options.preprocessing && { preprocessing: options.preprocessing }),
    parameters: options.parameters,
    layers: lowered.flatMap(({ calls }) => calls.filter(isRun).map((call) => describeLayer(graph, call))),
    placements: placementsByCall(arena, lowered),
    goldens: 0,
  };
  return { plan, data, golden: new Uint8Array(0) };
}

const isRun = ({ when }: KernelCall) => when === "run";

/** Parameter blocks in the data section; calls with the same parameters, as tiles often are, have one together. */
class ParamBlocks {
  readonly #section: DataSection;
  readonly #addresses = new Map<string, number>();
  readonly #constants = new Map<ArrayBufferView, number>();

  constructor(section: DataSection) {
    this.#section = section;
  }

  /** Address of the block of a call in step `step`, whose scratch memory is that of no other step. */
  place(call: KernelCall, step: number): number {
    const fields = Object.entries(call.params as Record<string, BufferRef | number>);
    const key = `${call.struct} ${fields.map(([name, value]) => `${name}=${this.#describe(value, step)}`)}`;
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const address = this.#section.reserve(structBytes(call.struct));
    this.#addresses.set(key, address);
    return address;
  }

  #describe(value: BufferRef | number, step: number): string {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (value.kind === "null") return value.kind;
    if (value.kind === "tensor") return `tensor ${value.tensor}+${value.offset}`;
    if (value.kind === "scratch") return `scratch ${step}/${value.id}+${value.offset}`;
    const number = this.#constants.get(value.data) ?? this.#constants.size;
    this.#constants.set(value.data, number);
    return `constant ${number}+${value.offset}`;
  }
}

/** The step of a run that each node begins with, then the number of all. */
function firstSteps(lowered: readonly LoweredNode[]): number[] {
  const starts = [0];
  for (const { calls } of lowered) starts.push(starts[starts.length - 1] + calls.filter(isRun).length);
  return starts;
}

/** The arena's buffers, alive from call to call of a run. */
function placementsByCall(arena: ArenaPlan, lowered: readonly LoweredNode[]): Placement[] {
  const starts = firstSteps(lowered);
  return arena.buffers.map(({ name, offset, bytes, first, last }) => {
    const from = starts[first];
    const to = last < lowered.length ? Math.max(from, starts[last + 1] - 1) : starts[lowered.length];
    return { name, offset, bytes, first: from, last: to };
  });
}

/** Of the call's own working memory. */
function scratchBytes({ scratch }: LoweredNode, call: KernelCall): number {
  const ref = ownScratch(call);
  return ref === undefined ? 0 : scratch[ref.id].bytes - ref.offset;
}

function buffersOf(call: KernelCall): BufferRef[] {
  return Object.values(call.params as Record<string, BufferRef | number>).filter((value) => typeof value === "object");
}

function constantsChangedAtLoad(calls: readonly KernelCall[]): Set<ArrayBufferView> {
  const changed = new Set<ArrayBufferView>();
  for (const call of calls) {
    if (call.when !== "load") continue;
    for (const ref of buffersOf(call)) if (ref.kind === "constant") changed.add(ref.data);
  }
  return changed;
}

function emitPort(graph: Graph, port: GraphPort, address: (id: number) => number): Port {
  const { shape, quantization } = graph.tensors[port.tensor];
  const shift = port.dtype === "u8" ? 128 : 0;
  return {
    name: port.name,
    dtype: port.dtype,
    shape,
    address: address(port.tensor),
    ...(quantization && { scale: quantization.scale[0], zeroPoint: quantization.zeroPoint[0] + shift }),
  };
}

function describeLayer(graph: Graph, { node, kernel, macs, reason }: LoweredCall): Layer {
  const output = describeType(graph.tensors[node.outputs[0]]);
  return { op: node.op.name, name: node.origin, kernel, macs, output, reason };
}
