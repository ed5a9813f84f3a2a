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

const RUNTIME_FOLDER = fileURLToPath(new URL("../runtime/", import.meta.url));
/** What slim.js loads only when somebody asks for it, by their files' names. */
const ON_DEMAND = ["threads", "delivery"] as const;

/** For bitwren/slim: wasm files beside the JavaScript instead of wasm inside. */
const wasmBeside: Plugin = {
  name: "wasm beside",
  setup(build) {
    build.onResolve({ filter: /\/wasm_inline\.js$/ }, ({ path, resolveDir }) =>
      build.resolve(path.replace("wasm_inline", "wasm_files"), { resolveDir, kind: "import-statement" }),
    );
  },
};

/** Leaves what runs on demand in files of its own beside slim.js. */
const onDemandBeside: Plugin = {
  name: "on demand beside",
  setup(build) {
    build.onResolve({ filter: /\/(threads|delivery)\.js$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: path.replace("./", "./slim_"), external: true } : undefined,
    );
  },
};

/** There is one class of errors: slim.js has it. */
const errorsFromSlim: Plugin = {
  name: "errors from slim.js",
  setup(build) {
    build.onResolve({ filter: /\/errors\.js$/ }, () => ({ path: "./slim.js", external: true }));
  },
};

/** The entry bitwren/slim: one file, and one for everything that it loads on demand. */
export const SLIM_BUNDLES: readonly BuildOptions[] = [
  { ...RUNTIME_BUNDLE, entryPoints: { slim: RUNTIME_BUNDLE.entryPoints[0] }, plugins: [wasmBeside, onDemandBeside] },
  ...ON_DEMAND.map((name) => ({
    ...RUNTIME_BUNDLE,
    entryPoints: { [`slim_${name}`]: `${RUNTIME_FOLDER}${name}.js` },
    plugins: [wasmBeside, errorsFromSlim],
  })),
];
