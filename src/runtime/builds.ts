// The three wasm builds and the choice between them.

import { instantiate } from "@assemblyscript/loader";
import { WrenError } from "../format/errors.ts";
import { BINARIES } from "./binaries.js";

/** Slowest first. */
export const BUILD_NAMES = ["scalar", "simd", "relaxed"] as const;
export type BuildName = (typeof BUILD_NAMES)[number];

/** A kernel: parameter block, then the range [begin, end). */
export type Kernel = (params: number, begin: number, end: number) => void;

export interface Build {
  readonly name: BuildName;
  /** Why it was chosen, for info(). */
  readonly reason: string;
  /** Stored activation = int8 value xor flip: 0 or 128 (assembly/lane/int8.ts). */
  readonly flip: number;
}

/** What the relaxed dot product of this engine does: its second operand unsigned, signed, or nothing we can use. */
type DotProduct = { readonly flip: number } | { readonly unusable: string };

function bytesOf(name: BuildName | "probe"): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(BINARIES[name]), (c) => c.charCodeAt(0));
}

/**
 * Runs the instruction on a = −128, b = −1 and looks at the answer, with and without an accumulator (one engine is known
 * to double results in one of the two). Exact answers are those of an unsigned or a signed b; saturating machines are
 * no faster than the simd build.
 */
async function probeDotProduct(): Promise<DotProduct> {
  const bytes = bytesOf("probe");
  if (!WebAssembly.validate(bytes)) return { unusable: "no relaxed SIMD in this engine" };
  const { exports } = await instantiate<{ dot(a: number, b: number, sum: number): number }>(bytes);
  const plain = exports.dot(-128, -1, 0);
  const added = exports.dot(-128, -1, 1000) - 1000;
  const low = exports.dot(-128, 127, 0);
  if (added !== plain || low !== -128 * 127 * 4) return { unusable: "the relaxed dot product of this engine is wrong" };
  if (plain === -128 * 255 * 4) return { flip: 0x80 };
  if (plain === 128 * 4) return { flip: 0 };
  return { unusable: "the relaxed dot product of this machine saturates" };
}

/** The best build that is exact here, or the one asked for. Throws WrenError NO_WEBASSEMBLY, BUILD_UNAVAILABLE. */
export async function chooseBuild(wanted: BuildName | "auto"): Promise<Build> {
  if (typeof WebAssembly === "undefined") {
    throw new WrenError("NO_WEBASSEMBLY", "this host has no WebAssembly: use a browser, Node, Deno or Bun");
  }
  if (wanted === "scalar") return { name: "scalar", reason: "asked for", flip: 0 };
  const hasSimd = WebAssembly.validate(bytesOf("simd"));
  const dot = wanted === "simd" ? { unusable: "the simd build was asked for" } : await probeDotProduct();
  if ("flip" in dot) {
    const operand = dot.flip === 0 ? "signed" : "unsigned";
    return { name: "relaxed", reason: `exact relaxed dot product, ${operand} activations`, flip: dot.flip };
  }
  if (wanted === "relaxed" || (wanted === "simd" && !hasSimd)) {
    const why = wanted === "simd" ? "no SIMD in this engine" : dot.unusable;
    throw new WrenError("BUILD_UNAVAILABLE", `the ${wanted} build cannot run here (${why}): leave the build to "auto"`);
  }
  if (hasSimd) return { name: "simd", reason: dot.unusable, flip: 0 };
  return { name: "scalar", reason: "no SIMD in this engine", flip: 0 };
}

/** A fresh instance of the build's kernels over `memory`, by symbol. */
export async function instantiateKernels(build: Build, memory: WebAssembly.Memory): Promise<Record<string, unknown>> {
  const env: WebAssembly.ModuleImports = { memory, flip: build.flip };
  const { exports } = await instantiate(bytesOf(build.name), { env });
  return exports;
}
