// The data section: an image of wasm memory from MEMORY_BASE on, into which constants and parameter blocks are laid.
// Equal constants are stored once, unless a call at load changes them.

import { MEMORY_BASE, SPARE_BYTES } from "../format/types.ts";

const ALIGNMENT = 16;

export class DataSection {
  #bytes = new Uint8Array(4096);
  #used = 0;
  readonly #placed = new Map<ArrayBufferView, number>();
  readonly #byContent = new Map<string, { data: Uint8Array; address: number }[]>();

  /** Wasm address of `size` zeroed bytes, 16-byte aligned. */
  reserve(size: number): number {
    const at = Math.ceil(this.#used / ALIGNMENT) * ALIGNMENT;
    this.#used = at + size;
    while (this.#used > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return MEMORY_BASE + at;
  }

  /** Wasm address of the constant's bytes. `own`: a call at load writes to them, so nobody else may share them. */
  place(view: ArrayBufferView, own: boolean): number {
    const known = this.#placed.get(view);
    if (known !== undefined) return known;
    const data = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const address = (own ? undefined : this.#find(data)) ?? this.#append(data, own);
    this.#placed.set(view, address);
    return address;
  }

  /** A view for writing at a reserved address; valid until the next reserve or place. */
  view(address: number, size: number): DataView {
    return new DataView(this.#bytes.buffer, address - MEMORY_BASE, size);
  }

  /** The finished section, with the spare bytes its last constant needs. */
  finish(): Uint8Array {
    this.reserve(SPARE_BYTES);
    return this.#bytes.slice(0, this.#used);
  }

  #append(data: Uint8Array, own: boolean): number {
    const address = this.reserve(data.length);
    this.#bytes.set(data, address - MEMORY_BASE);
    if (!own) this.#sameKey(data).push({ data, address });
    return address;
  }

  #find(data: Uint8Array): number | undefined {
    return this.#sameKey(data).find((entry) => entry.data.every((byte, i) => byte === data[i]))?.address;
  }

  /** Entries of the same length and a few equal sampled bytes. */
  #sameKey(data: Uint8Array): { data: Uint8Array; address: number }[] {
    const sample = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => data[Math.floor((i * (data.length - 1)) / 7)]);
    const key = `${data.length}:${sample}`;
    const entries = this.#byContent.get(key) ?? [];
    this.#byContent.set(key, entries);
    return entries;
  }
}
