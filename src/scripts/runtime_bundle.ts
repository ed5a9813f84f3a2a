// How the runtime becomes the entries of the package, for the build and for whoever measures it.

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

/** Files of src/runtime in the place of others. */
function instead(files: Readonly<Record<string, string>>): Plugin {
  return {
    name: "instead",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir, kind }) => {
        const name = path.slice(path.lastIndexOf("/") + 1, -3);
        if (!Object.hasOwn(files, name)) return undefined;
        return build.resolve(path.replace(name, files[name]), { resolveDir, kind });
      });
    },
  };
}

/** For bitwren/slim: wasm files beside the JavaScript instead of wasm inside. */
const wasmBeside = instead({ wasm_inline: "wasm_files" });

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

const MODULE_ENTRY = fileURLToPath(new URL("../module.js", import.meta.url));

/** The other entries, by their names in build/dist. */
export const ENTRIES: Readonly<Record<string, BuildOptions>> = {
  "bitwren.js": RUNTIME_BUNDLE,
  // For a script tag: `bitwren.loadModel(…)`.
  "bitwren.global.js": { ...RUNTIME_BUNDLE, format: "iife", globalName: "bitwren" },
  "module.js": {
    ...RUNTIME_BUNDLE,
    entryPoints: [MODULE_ENTRY],
    plugins: [instead({ wasm_inline: "wasm_given", threads: "no_threads" })],
  },
  "workerd.js": {
    ...RUNTIME_BUNDLE,
    entryPoints: [MODULE_ENTRY],
    external: ["*.wasm"],
    plugins: [instead({ wasm_inline: "wasm_modules", threads: "no_threads" })],
  },
};
