// Kernels called by themselves: one build over a memory in which every buffer stands between guard bytes, behind the zeros that
// every memory begins with.

import { MEMORY_BASE } from "../../src/format/types.ts";
import type { BufferRef, KernelCall } from "../../src/kernels/call.ts";
import { structBytes, writeParams } from "../../src/kernels/params.ts";
import { type Build, instantiateKernels, type Kernel } from "../../src/runtime/builds.ts";

const GUARD_BYTES = 32;
const GUARD = 0xa5;
const MEMORY_BYTES = 8 * 65536;

export class KernelMemory {
  readonly build: Build;
  readonly #kernels: Record<string, unknown>;
  readonly #bytes: Uint8Array;
  readonly #addresses = new Map<ArrayBufferView | number, number>();
  /** [begin, end) of what kernels may write, by address. */
  readonly #buffers: [number, number][] = [];
  #top = MEMORY_BASE + GUARD_BYTES;

  private constructor(build: Build, kernels: Record<string, unknown>, memory: WebAssembly.Memory) {
    this.build = build;
    this.#kernels = kernels;
    this.#bytes = new Uint8Array(memory.buffer).fill(GUARD, MEMORY_BASE);
  }

  static async of(build: Build): Promise<KernelMemory> {
    const memory = new WebAssembly.Memory({ initial: MEMORY_BYTES / 65536 });
    return new KernelMemory(build, await instantiateKernels(build, memory), memory);
  }

  /** Forgets all buffers: memory is guard bytes again. */
  clear(): void {
    this.#bytes.fill(GUARD, MEMORY_BASE);
    this.#addresses.clear();
    this.#buffers.length = 0;
    this.#top = MEMORY_BASE + GUARD_BYTES;
  }

  /** Places the constants and scratch of the calls; scratch buffers are known by id, so all calls share them. */
  place(calls: readonly KernelCall[], scratchBytes: readonly number[]): void {
    for (const call of calls) {
      for (const ref of Object.values(call.params as Record<string, BufferRef | number>)) {
        if (typeof ref !== "object" || ref.kind === "null") continue;
        if (ref.kind === "constant") this.#reserve(ref.data, ref.data.byteLength);
        else if (ref.kind === "scratch") this.#reserve(ref.id, scratchBytes[ref.id]);
        else throw new Error("a kernel by itself has no tensors");
      }
    }
    for (const [key, address] of this.#addresses) if (typeof key === "object") this.#bytes.set(bytesOf(key), address);
  }

  /** Runs a call over parts of its range, in the order given. */
  run(call: KernelCall, parts: readonly (readonly [begin: number, end: number])[] = [[0, call.end]]): void {
    const at = this.#reserve({} as ArrayBufferView, structBytes(call.struct));
    const view = new DataView(this.#bytes.buffer);
    writeParams(view, at, call.struct, call.params, (ref) => this.#address(ref));
    for (const [begin, end] of parts) (this.#kernels[call.kernel] as Kernel)(at, begin, end);
  }

  /** The present contents of a constant's place, as an array of the same type. */
  read<T extends Int8Array | Float32Array | Int32Array>(data: T): T {
    const address = this.#address({ kind: "constant", data, offset: 0 });
    const copy = this.#bytes.slice(address, address + data.byteLength);
    return new (data.constructor as new (buffer: ArrayBuffer) => T)(copy.buffer);
  }

  /** int8 activations in the form they are stored in, or back. */
  flipped(data: Int8Array): Int8Array {
    return data.map((q) => q ^ this.build.flip);
  }

  /** Addresses outside all buffers that a kernel has written to. */
  spoiltGuards(): number[] {
    const spoilt: number[] = [];
    for (let address = 0; address < MEMORY_BASE; address++) if (this.#bytes[address] !== 0) spoilt.push(address);
    let from = MEMORY_BASE;
    for (const [begin, end] of [...this.#buffers, [this.#bytes.length, 0]]) {
      for (let address = from; address < begin; address++) if (this.#bytes[address] !== GUARD) spoilt.push(address);
      from = end;
    }
    return spoilt;
  }

  #reserve(key: ArrayBufferView | number, size: number): number {
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const address = this.#top;
    this.#top = Math.ceil((address + size + GUARD_BYTES) / 16) * 16;
    if (this.#top > this.#bytes.length) throw new Error("the buffers of this test do not fit its memory");
    this.#addresses.set(key, address);
    this.#buffers.push([address, address + size]);
    return address;
  }

  #address(ref: BufferRef): number {
    if (ref.kind === "null") return 0;
    if (ref.kind === "tensor") throw new Error("a kernel by itself has no tensors");
    const address = this.#addresses.get(ref.kind === "constant" ? ref.data : ref.id);
    if (address === undefined) throw new Error("a buffer was not placed");
    return address + ref.offset;
  }
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
