// The wasm builds inside the JavaScript (`bitwren`): no file for a server or bundler to lose.

import { decodeBase64 } from "./base64.ts";
import { relaxed, scalar, simd } from "./binaries.js";
import type { BuildName } from "./builds.ts";

const BINARIES: Readonly<Record<BuildName, string>> = { scalar, simd, relaxed };

export async function readBuild(name: BuildName): Promise<Uint8Array> {
  return decodeBase64(BINARIES[name]);
}

/** Throws WebAssembly.CompileError if the engine lacks an instruction that the build uses. */
export async function compileBuild(name: BuildName): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decodeBase64(BINARIES[name]));
}
