// The kernels that a model's run calls, taken out of a build.

import type { ModelFile } from "../format/types.ts";
import { ExportError } from "./errors.ts";
import type { Names } from "./translate/translate.ts";
import { Reader } from "./wasm/bytes.ts";
import { keepFunctions, readModule, type WasmModule } from "./wasm/module.ts";

/** `kernels`: the bytes of the build. Throws ExportError where it lacks one that the run calls. */
export function linkKernels({ plan }: ModelFile, kernels: Uint8Array): WasmModule {
  // Those called at load do something in the relaxed build only.
  const needed = [...new Set(plan.run.map(([kernel]) => plan.kernels[kernel]))];
  const module = keepFunctions(readModule(kernels), needed);
  const missing = needed.filter((kernel) => !module.exports.has(kernel));
  if (missing.length > 0) throw new ExportError(`this version of bitwren lacks the kernels ${missing.join(", ")}`);
  return module;
}

/** What another language calls them. `literal` writes a constant; `wanted`: the build to ask for where one has no value. */
export function translatedNames(module: WasmModule, literal: (value: number) => string, wanted: string): Names {
  const nameOf = new Map([...module.exports].map(([kernel, index]) => [index, kernel]));
  return {
    functions: module.functions.map((f, i) => ({ name: nameOf.get(i) ?? `part_${i}`, function: f })),
    globals: module.globals.map(({ value }) => {
      if (value === undefined) throw new ExportError(wanted);
      return literal(Number(new Reader(value.subarray(1)).signed()));
    }),
  };
}
