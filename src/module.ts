// The runtime for hosts that compile no bytes (`bitwren/module`): it is given the kernels as WebAssembly.Modules. Under the
// condition `workerd` they are in the package already, as imports of wasm.

import { type Build, type BuildName, chooseFrom } from "./runtime/builds.ts";
import { fromModules, type Modules } from "./runtime/wasm_given.ts";
import { BINARIES } from "./runtime/wasm_inline.ts";

export * from "./index.ts";
export type { Modules } from "./runtime/wasm_given.ts";

/**
 * The best of the given builds that is exact here, or the one asked for; what it returns is loadModel's `build`. `relaxed` is
 * taken only with `probe`. Throws WrenError NO_WEBASSEMBLY, BUILD_UNAVAILABLE, and WASM_NOT_FOUND without modules.
 */
export function chooseBuild(wanted: BuildName | "auto", modules?: Modules): Promise<Build> {
  return chooseFrom(wanted, modules === undefined ? BINARIES : fromModules(modules));
}
