// How the runtime becomes one file, for the build and for whoever measures it.

import { fileURLToPath } from "node:url";
import type { BuildOptions, Plugin } from "esbuild";

export const RUNTIME_BUNDLE = {
  entryPoints: [fileURLToPath(new URL("../index.js", import.meta.url))],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
} as const satisfies BuildOptions;

/** The entry bitwren/slim: wasm files beside the JavaScript instead of wasm inside. */
export const wasmBeside: Plugin = {
  name: "wasm beside",
  setup(build) {
    build.onResolve({ filter: /\/wasm_inline\.js$/ }, ({ path, resolveDir }) =>
      build.resolve(path.replace("wasm_inline", "wasm_files"), { resolveDir, kind: "import-statement" }),
    );
  },
};
