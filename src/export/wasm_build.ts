// Model + build by name -> standalone WebAssembly.

import type { ModelFile } from "../format/types.ts";
import type { BuildName } from "../runtime/builds.ts";
import { BINARIES } from "../runtime/wasm_inline.ts";
import { exportWasmFile } from "./wasm_file.ts";

/**
 * The model as one WebAssembly file without imports (wasm_file.ts says what it exports); "simd" if no build is named, "scalar"
 * for hosts without SIMD. Throws ExportError where the build could not be right on every machine.
 */
export async function exportWasm(file: ModelFile, build: BuildName = "simd"): Promise<Uint8Array<ArrayBuffer>> {
  return exportWasmFile(file, await BINARIES.read(build));
}
