// The wasm builds as modules that the bundler hands over compiled, for hosts that compile no bytes: workerd and its like. The
// entries for the condition `workerd` have this file in the place of wasm_inline.ts.

import type { BuildName } from "./builds.ts";
import probe from "./probe.wasm";
import relaxed from "./relaxed.wasm";
import scalar from "./scalar.wasm";
import simd from "./simd.wasm";
import type { Binaries } from "./wasm.ts";

const MODULES: Readonly<Record<BuildName, WebAssembly.Module>> = { scalar, simd, relaxed };

export const BINARIES: Binaries = {
  compile: async (name) => MODULES[name],
  compileProbe: async () => probe,
  read: () => Promise.reject(new Error("this host compiles no bytes")),
};
