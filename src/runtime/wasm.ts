// Where the wasm comes from is one of: inside the JavaScript (wasm_inline.ts), files beside it (wasm_files.ts), modules that the
// bundler hands over (wasm_modules.ts), or that the caller has (wasm_given.ts). Every entry of the package is bundled with one.

import { WrenError } from "../format/errors.ts";
import type { BuildName } from "./builds.ts";

export interface Binaries {
  /** A compiled build, or why there is none. */
  compile(name: BuildName): Promise<WebAssembly.Module | string>;
  /** The probe of the relaxed dot product (assembly/probe.ts), or why there is none. */
  compileProbe(): Promise<WebAssembly.Module | string>;
  /** The bytes of a build, for those who have to change them (threads). */
  read(name: BuildName): Promise<Uint8Array>;
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
        "script-src of its Content-Security-Policy, or use what `bitwren export --to js` writes; elsewhere, import " +
        '"bitwren/module" and give it compiled modules',
      { cause },
    );
  }
  throw error;
}

/** The module, or that the engine lacks an instruction of it. Throws WrenError CODE_FORBIDDEN. */
export async function compiled(
  name: BuildName,
  compile: () => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module | string> {
  try {
    return await compile();
  } catch (error) {
    return forbidden(error).catch((rest) => {
      if (rest instanceof WebAssembly.CompileError) return LACKS[name];
      throw rest;
    });
  }
}

const LACKS: Readonly<Record<BuildName, string>> = {
  scalar: "no WebAssembly 2 in this engine",
  simd: "no SIMD in this engine",
  relaxed: "no relaxed SIMD in this engine",
};

/** From its bytes, as every entry has them that may compile any. At once: a turn through another thread takes longer than the work. */
export async function compileProbeOf(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module | string> {
  if (!WebAssembly.validate(bytes)) return LACKS.relaxed;
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    return forbidden(error);
  }
}
