// The three wasm builds and the choice between them.

import { WrenError } from "../format/errors.ts";
import { decodeBase64 } from "./base64.ts";
import { probe } from "./binaries.js";
import { compileBuild } from "./wasm_inline.ts";

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
  /** Compiled once; every model loaded with this build shares it. */
  readonly module: WebAssembly.Module;
}

/** What the relaxed dot product of this engine does: its second operand unsigned, signed, or nothing we can use. */
type DotProduct = { readonly flip: number } | { readonly unusable: string };

/**
 * Runs the instruction on a = −128, b = −1 and looks at the answer, with and without an accumulator (one engine is known
 * to double results in one of the two). Exact answers are those of an unsigned or a signed b; saturating machines are
 * no faster than the simd build.
 */
async function probeDotProduct(): Promise<DotProduct> {
  const bytes = decodeBase64(probe);
  if (!WebAssembly.validate(bytes)) return { unusable: "no relaxed SIMD in this engine" };
  const { instance } = await WebAssembly.instantiate(bytes).catch(forbidden);
  const dot = instance.exports.dot as (a: number, b: number, sum: number) => number;
  const plain = dot(-128, -1, 0);
  const added = dot(-128, -1, 1000) - 1000;
  const low = dot(-128, 127, 0);
  if (added !== plain || low !== -128 * 127 * 4) return { unusable: "the relaxed dot product of this engine is wrong" };
  if (plain === -128 * 255 * 4) return { flip: 0x80 };
  if (plain === 128 * 4) return { flip: 0 };
  return { unusable: "the relaxed dot product of this machine saturates" };
}

/** "\0asm", version 1: the smallest module. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Policies forbid by the same class of error as unknown instructions; but those not even an empty module. Always throws. */
async function forbidden(error: unknown): Promise<never> {
  try {
    await WebAssembly.compile(EMPTY);
  } catch (cause) {
    throw new WrenError(
      "CODE_FORBIDDEN",
      `this host does not let WebAssembly be compiled (${(cause as Error).message}): in a page, add 'wasm-unsafe-eval' to ` +
        'script-src of its Content-Security-Policy; elsewhere, import "bitwren/module" and give it compiled modules',
      { cause },
    );
  }
  throw error;
}

/** The compiled module of a build; undefined if the engine lacks an instruction it uses. */
async function compile(name: BuildName): Promise<WebAssembly.Module | undefined> {
  try {
    return await compileBuild(name);
  } catch (error) {
    return forbidden(error).catch((rest) => {
      if (rest instanceof WebAssembly.CompileError) return undefined;
      throw rest;
    });
  }
}

/**
 * The best build that is exact here, or the one asked for, compiled. Throws WrenError NO_WEBASSEMBLY, BUILD_UNAVAILABLE,
 * CODE_FORBIDDEN; WASM_NOT_FOUND from bitwren/slim.
 */
export async function chooseBuild(wanted: BuildName | "auto"): Promise<Build> {
  if (typeof WebAssembly === "undefined") {
    throw new WrenError("NO_WEBASSEMBLY", "this host has no WebAssembly: use a browser, Node, Deno or Bun");
  }
  if (wanted !== "auto" && !BUILD_NAMES.includes(wanted)) {
    throw new WrenError("BUILD_UNAVAILABLE", `there is no build "${wanted}": use "auto", ${BUILD_NAMES.join(", ")}`);
  }
  if (wanted === "scalar") return build("scalar", "asked for", 0);
  const dot = wanted === "simd" ? { unusable: "the simd build was asked for" } : await probeDotProduct();
  if ("flip" in dot) {
    const operand = dot.flip === 0 ? "signed" : "unsigned";
    return build("relaxed", `exact relaxed dot product, ${operand} activations`, dot.flip);
  }
  if (wanted === "relaxed") throw unavailable("relaxed", dot.unusable);
  try {
    return await build("simd", dot.unusable, 0);
  } catch (error) {
    if (wanted === "simd" || (error as WrenError).code !== "BUILD_UNAVAILABLE") throw error;
    return build("scalar", "no SIMD in this engine", 0);
  }
}

async function build(name: BuildName, reason: string, flip: number): Promise<Build> {
  const module = await compile(name);
  if (module === undefined)
    throw unavailable(name, `no ${name === "scalar" ? "WebAssembly 2" : "SIMD"} in this engine`);
  return { name, reason, flip, module };
}

function unavailable(name: BuildName, why: string): WrenError {
  return new WrenError("BUILD_UNAVAILABLE", `the ${name} build cannot run here (${why}): leave the build to "auto"`);
}

/**
 * A fresh instance of the build's kernels over `memory`, by symbol. Without AssemblyScript's loader: it is 2 kB of the runtime, and
 * its test for a Response makes Node load fetch, 40 ms of every start.
 */
export async function instantiateKernels(build: Build, memory: WebAssembly.Memory): Promise<Record<string, unknown>> {
  const env: WebAssembly.ModuleImports = { memory, flip: build.flip };
  return (await WebAssembly.instantiate(build.module, { env })).exports;
}
