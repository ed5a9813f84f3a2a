// The three wasm builds and the choice between them.

import { WrenError } from "../format/errors.ts";
import type { Binaries } from "./wasm.ts";
import { BINARIES } from "./wasm_inline.ts";

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
  /** False for the relaxed build on a machine whose dot product saturates: for models without KERNELS_OF_DOT. */
  readonly isDotExact: boolean;
  /** Compiled once; every model loaded with this build shares it. */
  readonly module: WebAssembly.Module;
}

/** Kernels of the relaxed build that use its dot product. */
export const KERNELS_OF_DOT = ["conv_i8", "depthwise_3x3_i8"];

export function usesDot(kernels: readonly string[]): boolean {
  return kernels.some((kernel) => KERNELS_OF_DOT.includes(kernel));
}

const SATURATES = "the relaxed dot product of this machine saturates";

/**
 * What stored activations are flipped by for the relaxed dot product of this engine, or why that is of no use. Runs the
 * instruction on a = −128, b = −1 and looks at the answer, with and without an accumulator (one engine is known to double
 * results in one of the two). Exact answers are those of an unsigned or a signed b; saturating machines are no faster than the
 * simd build.
 */
async function probeDotProduct(binaries: Binaries): Promise<number | string> {
  const probe = await binaries.compileProbe();
  if (typeof probe === "string") return probe;
  const { exports } = await WebAssembly.instantiate(probe);
  const dot = exports.dot as (a: number, b: number, sum: number) => number;
  const plain = dot(-128, -1, 0);
  const added = dot(-128, -1, 1000) - 1000;
  const low = dot(-128, 127, 0);
  if (added !== plain || low !== -128 * 127 * 4) return "the relaxed dot product of this engine is wrong";
  if (plain === -128 * 255 * 4) return 0x80;
  if (plain === 128 * 4) return 0;
  return SATURATES;
}

/**
 * The best build that is exact here for every model, or the one asked for, compiled. Throws WrenError NO_WEBASSEMBLY,
 * BUILD_UNAVAILABLE, CODE_FORBIDDEN; WASM_NOT_FOUND from bitwren/slim.
 */
export function chooseBuild(wanted: BuildName | "auto"): Promise<Build> {
  return chooseFrom(wanted, BINARIES);
}

/**
 * `needsDot`: whether the model uses the relaxed dot product, asked for only where that is inexact. A float model is a fifth
 * faster on the relaxed build all the same: it multiplies and adds in one instruction.
 */
export async function chooseFrom(
  wanted: BuildName | "auto",
  binaries: Binaries,
  needsDot: boolean | Promise<boolean> = true,
): Promise<Build> {
  if (typeof WebAssembly === "undefined") {
    throw new WrenError("NO_WEBASSEMBLY", "this host has no WebAssembly: use a browser, Node, Deno or Bun");
  }
  if (wanted !== "auto" && !BUILD_NAMES.includes(wanted)) {
    throw new WrenError("BUILD_UNAVAILABLE", `there is no build "${wanted}": use "auto", ${BUILD_NAMES.join(", ")}`);
  }
  const isAuto = wanted === "auto";
  const candidates: readonly BuildName[] = isAuto ? ["relaxed", "simd", "scalar"] : [wanted];
  let why = "asked for";
  let early: ReturnType<Binaries["compile"]> | undefined;
  for (const name of candidates) {
    let flip = name === "relaxed" ? await probeDotProduct(binaries) : 0;
    const isDotExact = flip !== SATURATES;
    if (!isDotExact) {
      // Most models use it: their kernels come while their plan does.
      if (isAuto) early = binaries.compile("simd");
      early?.catch(() => {});
      if (!(await needsDot)) flip = 0;
    }
    const compiling = name === "simd" ? early : undefined;
    const module = typeof flip === "string" ? flip : await (compiling ?? binaries.compile(name));
    if (typeof module === "string") {
      why = module;
      continue;
    }
    const operand = flip === 0 ? "signed" : "unsigned";
    const relaxed = isDotExact
      ? `exact relaxed dot product, ${operand} activations`
      : `of use for floats: ${SATURATES}`;
    return { name, reason: name === "relaxed" ? relaxed : why, flip: flip as number, isDotExact, module };
  }
  const name = candidates[candidates.length - 1];
  throw new WrenError(
    "BUILD_UNAVAILABLE",
    `the ${name} build cannot run here (${why})${isAuto ? "" : ': leave the build to "auto"'}`,
  );
}

/**
 * A fresh instance of the build's kernels over `memory`, by symbol. Without AssemblyScript's loader: it is 2 kB of the runtime, and
 * its test for a Response makes Node load fetch, 40 ms of every start.
 */
export async function instantiateKernels(build: Build, memory: WebAssembly.Memory): Promise<Record<string, unknown>> {
  const env: WebAssembly.ModuleImports = { memory, flip: build.flip };
  return (await WebAssembly.instantiate(build.module, { env })).exports;
}
