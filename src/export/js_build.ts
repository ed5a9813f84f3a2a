// Model -> one JavaScript file, with the kernels of this package.

import type { ModelFile } from "../format/types.ts";
import { decodeBase64 } from "../runtime/base64.ts";
import { js } from "./js/kernels.js";
import { exportJsFile, type JsOptions } from "./js_file.ts";

/**
 * The model as one JavaScript file (js_file.ts says what it defines) for engines without WebAssembly: int8 results are the same
 * bits there. `name` ("model": the file defines createModel) and `format`, "script" (the default; for CommonJS too) or "module".
 * Throws ExportError.
 */
export async function exportJs(file: ModelFile, options: JsOptions = {}): Promise<string> {
  return exportJsFile(file, decodeBase64(js), options);
}
