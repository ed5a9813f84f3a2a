// What a .wren file holds, shared by the compiler that writes it and the runtime that runs it. docs/format.md describes
// the file for readers of other languages; container.ts is the byte layout.

/** Raised when a reader of the old version would misread the new one. */
export const FORMAT_VERSION = 2;

/** First address of the data section in wasm memory. Below it are zeros, which kernels may read; address 0 also means "absent". */
export const MEMORY_BASE = 64;

/** Bytes after the end of any buffer that kernels may read (never write). */
export const SPARE_BYTES = 16;

/** Element types at the model's boundary. u8 is kept in memory as i8 (value − 128), i64 as i32. */
export type PortDType = "f32" | "i8" | "u8" | "i32" | "i64";

/** Kernel (index into `kernels`), address of its parameter block, and the end of its range [0, end). */
export type Step = readonly [kernel: number, params: number, end: number];

/**
 * How threads may share a step: cut at multiples of `tile`, into `parts` parts at most, 0 where it is better left whole.
 * A step with working memory of its own has a parameter block of `blockBytes` bytes with that memory's address `scratch`
 * bytes into it: every thread needs a copy with another address. Without, both are 0.
 */
export type ShareOfStep = readonly [tile: number, parts: number, blockBytes: number, scratch: number];

/**
 * Steps in tiles that threads may take apart. Each thread has working memory of its own, which a tile finds as the one before it has
 * left it: whoever has not just computed that one runs the tile's steps of `fresh` in place of those of `run`.
 */
export interface ShareOfTiles {
  /** The step of `run` that each tile begins with, then the end of the last. */
  readonly begins: readonly number[];
  /** One entry a tile. */
  readonly fresh: readonly (readonly Step[])[];
  /** Bytes of the working memory. */
  readonly scratch: number;
  /**
   * For each step of `run` in turn, then of `fresh`, what a copy of its parameter block for another thread takes: its bytes (0: no
   * copy), then by twos where in it an address stands and how many bytes into that thread's working memory it is to lead.
   */
  readonly blocks: readonly (readonly number[])[];
}

export interface Sharing {
  /** Most bytes of working memory that a step has. */
  readonly scratch: number;
  /** One entry a step of `run`. */
  readonly steps: readonly ShareOfStep[];
  /** Steps that are better shared so; in order, none twice. */
  readonly tiles?: readonly ShareOfTiles[];
}

export interface Port {
  readonly name: string;
  readonly dtype: PortDType;
  /** Row-major; images are NHWC. */
  readonly shape: readonly number[];
  /** Where its values lie in wasm memory. */
  readonly address: number;
  /** real = scale · (value − zeroPoint), in terms of `dtype`; absent on float ports. */
  readonly scale?: number;
  readonly zeroPoint?: number;
}

/** How a photo becomes the input: resize, crop, colour, then real = (pixel − mean) / std with pixels 0..255. */
export interface Preprocessing {
  /**
   * "shorter": the short side becomes `resizeTo`, the long side in proportion (rounded), then the centre is cut out.
   * "square": the same centre is cut out of the photo first, then resized. "stretch": the whole photo, to the input's size.
   * Centres begin at floor((n − kept) / 2).
   */
  readonly fit: "shorter" | "square" | "stretch";
  /** Pixels the short side has when the input is cut out of it: the input's size (no margin) or more; unused by "stretch". */
  readonly resizeTo: number;
  /** "antialias": triangle filter over the source's pixels as PIL does it; "bilinear": four neighbours (half-pixel centres); "nearest". */
  readonly filter: "antialias" | "bilinear" | "nearest";
  readonly color: "rgb" | "bgr" | "gray";
  /** One value, or one a channel in the order of `color`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** One step of `run`, for people: what it computes and why this kernel. */
export interface Layer {
  readonly op: string;
  readonly name: string;
  readonly kernel: string;
  readonly macs: number;
  readonly output: string;
  readonly reason: string;
}

/** One buffer of the arena, alive from step `first` to step `last`; for the arena map. */
export interface Placement {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Plan {
  readonly name: string;
  /** Wasm memory: data at MEMORY_BASE, then the arena, `bytes` in all. */
  readonly memory: { readonly arena: number; readonly bytes: number };
  readonly kernels: readonly string[];
  /** Run once, when the data is in place. */
  readonly load: readonly Step[];
  readonly run: readonly Step[];
  /** For runtimes with threads, which check it when they use it (check_sharing.ts). */
  readonly sharing?: Sharing;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly labels?: readonly string[];
  readonly preprocessing?: Preprocessing;
  /** Weights and biases of the source model, counted in elements. */
  readonly parameters: number;
  /** One entry a step of `run`. */
  readonly layers: readonly Layer[];
  readonly placements: readonly Placement[];
  /** Stored cases of inputs and outputs; see `ModelFile.golden`. */
  readonly goldens: number;
}

export interface ModelFile {
  readonly plan: Plan;
  /** Copied to MEMORY_BASE as it is: weights in kernel layout, tables, parameter blocks. */
  readonly data: Uint8Array;
  /** Case after case: the bytes of every input, then of every output, little-endian in the port's element type. */
  readonly golden: Uint8Array;
}

export const PORT_BYTES: Readonly<Record<PortDType, number>> = { f32: 4, i8: 1, u8: 1, i32: 4, i64: 8 };

export function portElements(port: Port): number {
  let count = 1;
  for (const dim of port.shape) count *= dim;
  return count;
}

export function portBytes(port: Port): number {
  return portElements(port) * PORT_BYTES[port.dtype];
}

/** Values of a port, in the element type the caller sees. */
export type PortData = Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;

/** An array in a port's element type: of so many zeros, or over the whole of a buffer. */
export function portData(dtype: PortDType, from: number | ArrayBuffer): PortData {
  // One signature of each constructor takes what `from` is; the types want to know which.
  const source = from as ArrayBuffer;
  switch (dtype) {
    case "f32":
      return new Float32Array(source);
    case "i8":
      return new Int8Array(source);
    case "u8":
      return new Uint8Array(source);
    case "i32":
      return new Int32Array(source);
    case "i64":
      return new BigInt64Array(source);
  }
}

export const PAGE_BYTES = 65536;

/** The whole wasm memory a loaded model has. */
export function memoryBytes({ memory }: Plan): number {
  return Math.ceil(memory.bytes / PAGE_BYTES) * PAGE_BYTES;
}
