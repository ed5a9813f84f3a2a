// The data section: an image of wasm memory from MEMORY_BASE on, into which constants and parameter blocks are laid.
// Equal constants are stored once, unless a call at load changes them.
//
// Places are given out first, then memory is made once, of the size they add up to: models have hundreds of megabytes.

import { MEMORY_BASE, SPARE_BYTES } from "../format/types.ts";

const ALIGNMENT = 16;

interface Piece {
  readonly data: Uint8Array;
  readonly address: number;
}

export class DataSection {
  /** None before `finish`. */
  #bytes: Uint8Array | undefined;
  #used = 0;
  readonly #pieces: Piece[] = [];
  readonly #placed = new Map<ArrayBufferView, number>();
  readonly #byContent = new Map<string, Piece[]>();

  /** Wasm address of `size` zeroed bytes, 16-byte aligned. Not after `finish`. */
  reserve(size: number): number {
    if (this.#bytes !== undefined) throw new Error("the data section has its final size");
    const at = Math.ceil(this.#used / ALIGNMENT) * ALIGNMENT;
    this.#used = at + size;
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

  /** Ends the giving out of places: the section with all constants and the spare bytes that its last one needs. */
  finish(): Uint8Array {
    this.reserve(SPARE_BYTES);
    this.#bytes = new Uint8Array(this.#used);
    for (const { data, address } of this.#pieces) this.#bytes.set(data, address - MEMORY_BASE);
    return this.#bytes;
  }

  #append(data: Uint8Array, own: boolean): number {
    const piece = { data, address: this.reserve(data.length) };
    this.#pieces.push(piece);
    if (!own) this.#sameKey(data).push(piece);
    return piece.address;
  }

  #find(data: Uint8Array): number | undefined {
    return this.#sameKey(data).find((piece) => isSame(piece.data, data))?.address;
  }

  /** Entries of the same length and a few equal sampled bytes. */
  #sameKey(data: Uint8Array): Piece[] {
    const sample = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => data[Math.floor((i * (data.length - 1)) / 7)]);
    const key = `${data.length}:${sample}`;
    const entries = this.#byContent.get(key) ?? [];
    this.#byContent.set(key, entries);
    return entries;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
