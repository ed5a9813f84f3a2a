// Model -> C99 sources, with the kernels of this package.

import type { ModelFile } from "../format/types.ts";
import { BINARIES } from "../runtime/wasm_inline.ts";
import { type CFiles, exportCFiles } from "./c_files.ts";

/**
 * The model as C99 sources, and what they will take of RAM and flash. `name` (default "model") names the files and begins all
 * symbols. Throws ExportError.
 */
export async function exportC(file: ModelFile, name?: string): Promise<CFiles> {
  return exportCFiles(file, await BINARIES.read("scalar"), name);
}
