// npm run size: what a page downloads, against its budget. Exits 1 when one is exceeded; --json for programs.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Leaves the wasm bytes out of the bundle. */
const withoutWasm: Plugin = {
  name: "without wasm",
  setup(build) {
    build.onLoad({ filter: /\/runtime\/binaries\.js$/ }, () => ({ contents: "export const BINARIES = {};" }));
  },
};

async function runtimeWithoutWasm(): Promise<Uint8Array> {
  const { outputFiles } = await bundle({
    entryPoints: [`${ROOT}build/src/index.js`],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    plugins: [withoutWasm],
  });
  return outputFiles[0].contents;
}

const wasmBytes = async (name: string) => (await readFile(`${ROOT}build/wasm/${name}.wasm`)).length;
const runtime = await runtimeWithoutWasm();
const page = await readFile(`${ROOT}build/dist/bitwren.js`);

/** In bytes; a size without a limit is printed for information. */
const sizes: readonly { readonly name: string; readonly bytes: number; readonly limit?: number }[] = [
  { name: "simd.wasm", bytes: await wasmBytes("simd"), limit: 40_000 },
  { name: "runtime without wasm, minified, gzipped", bytes: gzipSync(runtime, { level: 9 }).length, limit: 10_000 },
  { name: "runtime without wasm, minified", bytes: runtime.length },
  { name: "relaxed.wasm", bytes: await wasmBytes("relaxed") },
  { name: "scalar.wasm", bytes: await wasmBytes("scalar") },
  { name: "bitwren.js, all builds inside", bytes: page.length },
  { name: "bitwren.js, all builds inside, gzipped", bytes: gzipSync(page, { level: 9 }).length },
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
