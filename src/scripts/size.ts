// npm run size: what a page downloads, against its budget. Exits 1 when one is exceeded; --json for programs.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";
import { RUNTIME_BUNDLE } from "./runtime_bundle.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Leaves out the wasm and what unpacks it. */
const withoutWasm: Plugin = {
  name: "without wasm",
  setup(build) {
    build.onLoad({ filter: /\/runtime\/wasm_inline\.js$/ }, () => ({ contents: "export const BINARIES = {};" }));
  },
};

/** Leaves out what is loaded only when somebody asks for it, at run time. */
const withoutOptions: Plugin = {
  name: "without options",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

async function runtimeWithoutWasm(plugins: readonly Plugin[]): Promise<Uint8Array> {
  const { outputFiles } = await bundle({ ...RUNTIME_BUNDLE, write: false, plugins: [withoutWasm, ...plugins] });
  return outputFiles[0].contents;
}

const gzipped = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length;
const dist = (name: string) => readFile(`${ROOT}build/dist/${name}`);

/** Of a file and those that it imports at once; what it imports on demand is not among them. */
async function downloaded(name: string): Promise<number> {
  const bytes = await dist(name);
  const others = [...bytes.toString().matchAll(/\bimport(?:\{[^}]*\}from)?"\.\/([^"]+)"/g)].map((match) => match[1]);
  const sizes = await Promise.all(others.map(downloaded));
  return sizes.reduce((sum, size) => sum + size, gzipped(bytes));
}
/** What a page with bitwren/slim downloads: the JavaScript and the larger one of the two builds that browsers choose. */
const download =
  (await downloaded("slim.js")) + Math.max(gzipped(await dist("simd.wasm")), gzipped(await dist("relaxed.wasm")));
const wasmBytes = async (name: string) => (await readFile(`${ROOT}build/wasm/${name}.wasm`)).length;
const runtime = await runtimeWithoutWasm([withoutOptions]);
const complete = await runtimeWithoutWasm([]);
const page = await dist("bitwren.js");

/** In bytes; a size without a limit is printed for information. */
const sizes: readonly { readonly name: string; readonly bytes: number; readonly limit?: number }[] = [
  { name: "simd.wasm", bytes: await wasmBytes("simd"), limit: 48_000 },
  { name: "runtime without wasm, minified, gzipped", bytes: gzipped(runtime), limit: 10_000 },
  { name: "the same with what runs on demand (threads)", bytes: gzipped(complete) },
  { name: "a page's download with bitwren/slim, gzipped", bytes: download, limit: 30_000 },
  { name: "runtime without wasm, minified", bytes: runtime.length },
  { name: "relaxed.wasm", bytes: await wasmBytes("relaxed") },
  { name: "scalar.wasm", bytes: await wasmBytes("scalar") },
  { name: "bitwren.js, all builds inside", bytes: page.length },
  { name: "bitwren.js, all builds inside, gzipped", bytes: gzipped(page), limit: 61_000 },
];

if (process.argv.includes("--json")) console.log(JSON.stringify(sizes));
else {
  for (const { name, bytes, limit } of sizes) {
    const budget = limit === undefined ? "" : `  of ${limit} (${((100 * bytes) / limit).toFixed(0)} %)`;
    console.log(`${String(bytes).padStart(8)} bytes  ${name}${budget}`);
  }
}
const tooLarge = sizes.filter(({ bytes, limit = Infinity }) => bytes > limit);
for (const { name, bytes, limit } of tooLarge) console.error(`${name}: ${bytes} bytes are more than ${limit}`);
if (tooLarge.length > 0) process.exitCode = 1;
