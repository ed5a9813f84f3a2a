// Where the parts of a model lie in C: parameter blocks and weights as constant data, the arena as the only memory that is
// written. Addresses in parameter blocks become references to one of the three.

import { MEMORY_BASE, type ModelFile, type Plan } from "../../format/types.ts";
import { STRUCTS, type StructName, structBytes } from "../../kernels/params.ts";
import { structOf } from "../../kernels/structs.ts";
import { ExportError } from "../errors.ts";
import { exportedData } from "../ports.ts";

/** A place in one of the parts; `offset` in bytes. */
export interface Place {
  readonly part: "weights" | "arena";
  readonly offset: number;
}

/** One parameter block: numbers as 32 bits, addresses as places; 0 is an absent buffer. */
export interface ParameterBlock {
  readonly struct: StructName;
  readonly words: readonly (number | Place)[];
}

export interface CallStep {
  readonly kernel: string;
  /** Index into `blocks`. */
  readonly block: number;
  readonly end: number;
}

export interface Sections {
  readonly blocks: readonly ParameterBlock[];
  readonly steps: readonly CallStep[];
  /** Constants, a whole number of words. */
  readonly weights: Uint8Array;
  readonly arenaBytes: number;
  placeOf(address: number): Place;
}

/** Throws ExportError where the model needs a kernel that this version does not know. */
export function layOut(file: ModelFile): Sections {
  const { plan } = file;
  const data = exportedData(file, MEMORY_BASE);
  const first = endOfBlocks(plan);
  const weights = new Uint8Array(Math.ceil((MEMORY_BASE + data.length - first) / 4) * 4);
  weights.set(data.subarray(first - MEMORY_BASE));
  const placeOf = (address: number): Place => {
    if (address >= plan.memory.arena) return { part: "arena", offset: address - plan.memory.arena };
    if (address < first) throw new ExportError("this model's weights lie among its parameters: compile it again");
    return { part: "weights", offset: address - first };
  };
  const view = new DataView(data.buffer);
  const blocks: ParameterBlock[] = [];
  const known = new Map<number, number>();
  const steps = plan.run.map(([kernel, params, end]): CallStep => {
    const name = plan.kernels[kernel];
    const block =
      known.get(params) ?? blocks.push(readBlock(view, params - MEMORY_BASE, kernelStruct(name), placeOf)) - 1;
    known.set(params, block);
    return { kernel: name, block, end };
  });
  return { blocks, steps, weights, arenaBytes: plan.memory.bytes - plan.memory.arena, placeOf };
}

/** The compiler puts all parameter blocks before all constants. */
function endOfBlocks({ kernels, load, run }: Plan): number {
  const ends = [...load, ...run].map(([kernel, params]) => params + structBytes(kernelStruct(kernels[kernel])));
  return Math.ceil(Math.max(MEMORY_BASE, ...ends) / 16) * 16;
}

function kernelStruct(kernel: string): StructName {
  const struct = structOf(kernel);
  if (struct === undefined) throw new ExportError(`this version of bitwren lacks the kernels ${kernel}`);
  return struct;
}

function readBlock(
  view: DataView,
  at: number,
  struct: StructName,
  placeOf: (address: number) => Place,
): ParameterBlock {
  const words = Object.values(STRUCTS[struct]).map((type, i) => {
    const word = view.getUint32(at + 4 * i, true);
    return type === "ptr" && word !== 0 ? placeOf(word) : word;
  });
  return { struct, words };
}
