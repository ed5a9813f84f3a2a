// No wasm at all (`bitwren/module`): the caller has the modules. That entry has this file in the place of wasm_inline.ts.

import { WrenError } from "../format/errors.ts";
import type { BuildName } from "./builds.ts";
import type { Binaries } from "./wasm.ts";

/** Compiled from the files of the same names in the package. `probe` tells whether `relaxed` is exact on a machine. */
export type Modules = Readonly<Partial<Record<BuildName | "probe", WebAssembly.Module>>>;

const notGiven = () =>
  Promise.reject(
    new WrenError(
      "WASM_NOT_FOUND",
      'bitwren/module has no kernels inside: give loadModel {build: await chooseBuild("auto", {simd})} with the ' +
        "WebAssembly.Module of bitwren/simd.wasm",
    ),
  );

export const BINARIES: Binaries = { compile: notGiven, compileProbe: notGiven, read: notGiven };

export function fromModules(modules: Modules): Binaries {
  const get = async (name: BuildName | "probe") => modules[name] ?? `the module of ${name}.wasm was not given`;
  return { compile: get, compileProbe: () => get("probe"), read: notGiven };
}
