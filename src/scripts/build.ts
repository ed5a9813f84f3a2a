// npm run build, after the TypeScript compiler: the three wasm builds and the probe from assembly/, their bytes as a
// JavaScript module, the runtime bundled into one file, and the peak loops that benchmarks compare with.

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build as bundle } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const WASM_DIR = `${ROOT}build/wasm`;

const SIMD = ["--enable", "simd"];
const RELAXED = [...SIMD, "--enable", "relaxed-simd"];
/** What the runtime carries. */
const MODULES = [
  { name: "scalar", entry: "index.ts", flags: ["--importMemory", "--initialMemory", "1"] },
  { name: "simd", entry: "index.ts", flags: ["--importMemory", "--initialMemory", "1", ...SIMD] },
  { name: "relaxed", entry: "index.ts", flags: ["--importMemory", "--initialMemory", "1", ...RELAXED] },
  { name: "probe", entry: "probe.ts", flags: ["--noExportMemory", "--initialMemory", "0", ...RELAXED] },
];
const PEAKS = [
  { name: "peak.simd", entry: "bench/peak.ts", flags: ["--noExportMemory", "--initialMemory", "0", ...SIMD] },
  { name: "peak.relaxed", entry: "bench/peak.ts", flags: ["--noExportMemory", "--initialMemory", "0", ...RELAXED] },
];

async function compileWasm({ name, entry, flags }: (typeof MODULES)[number]): Promise<void> {
  const { error, stderr } = await asc.main([
    `${ROOT}assembly/${entry}`,
    ...["--outFile", `${WASM_DIR}/${name}.wasm`, "--textFile", `${WASM_DIR}/${name}.wat`],
    // Shrink level 1: at 0, functions with loops are inlined too, and what is shared on purpose is copied (1.7 times the size).
    ...["-O3", "--shrinkLevel", "1", "--noAssert", "--runtime", "stub", ...flags],
  ]);
  if (error) throw new Error(`asc failed on ${name}:\n${stderr.toString()}`);
}

async function inlineWasm(): Promise<void> {
  const entries = await Promise.all(
    MODULES.map(async ({ name }) => `  ${name}: "${(await readFile(`${WASM_DIR}/${name}.wasm`)).toString("base64")}",`),
  );
  await writeFile(`${ROOT}build/src/runtime/binaries.js`, `export const BINARIES = {\n${entries.join("\n")}\n};\n`);
}

await mkdir(WASM_DIR, { recursive: true });
for (const module of [...MODULES, ...PEAKS]) await compileWasm(module);
await inlineWasm();
await bundle({
  entryPoints: [`${ROOT}build/src/index.js`],
  outfile: `${ROOT}build/dist/bitwren.js`,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
});
await chmod(`${ROOT}build/src/cli/main.js`, 0o755);
