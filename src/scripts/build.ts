// npm run build, after the TypeScript compiler: the three wasm builds and the probe from assembly/, their bytes as a
// JavaScript module, the runtime bundled into one file with the wasm inside and into one with the wasm beside it, the command
// line bundled, and the peak loops that profiles compare with.

import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import asc from "assemblyscript/asc";
import { build as bundle } from "esbuild";
import { ENTRIES, RUNTIME_BUNDLE, SLIM_BUNDLES } from "./runtime_bundle.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const WASM_DIR = `${ROOT}build/wasm`;
const DIST_DIR = `${ROOT}build/dist`;

const SIMD = ["--enable", "simd"];
const RELAXED = [...SIMD, "--enable", "relaxed-simd"];
const KERNELS = ["--importMemory", "--initialMemory", "1"];
/** What the runtime carries. */
const MODULES = [
  { name: "scalar", entry: "index.ts", flags: KERNELS },
  { name: "simd", entry: "index.ts", flags: [...KERNELS, ...SIMD] },
  { name: "relaxed", entry: "index.ts", flags: [...KERNELS, ...RELAXED] },
  { name: "probe", entry: "probe.ts", flags: ["--noExportMemory", "--initialMemory", "0", ...RELAXED] },
];
/** What exports translate to JavaScript; its kernels have a constant to know by. */
const JS = { name: "js", entry: "index.ts", flags: KERNELS };
/** The relaxed build with its dot product spelt out, which tests run with either sign of activations on any machine. */
const EMULATED = { name: "relaxed_emulated", entry: "index.ts", flags: [...KERNELS, ...RELAXED] };
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
    ...["--use", `FOR_JAVASCRIPT=${name === JS.name ? 1 : 0}`],
    ...["--use", `EMULATE_DOT=${name === EMULATED.name ? 1 : 0}`],
  ]);
  if (error) throw new Error(`asc failed on ${name}:\n${stderr.toString()}`);
}

/** What src/runtime/binaries.d.ts says. Zopfli makes 5 % less of a build than zlib does; more iterations gain nothing. */
async function packed(name: string, wasm: Buffer): Promise<string | [bytes: number, deflated: string]> {
  if (name === "probe") return wasm.toString("base64");
  const deflated = await zopfli.deflateAsync(wasm, { numiterations: 3 });
  return [wasm.length, Buffer.from(deflated).toString("base64")];
}

async function inlineWasm(): Promise<void> {
  const entries = await Promise.all(
    MODULES.map(
      async ({ name }) =>
        `export const ${name} = ${JSON.stringify(await packed(name, await readFile(`${WASM_DIR}/${name}.wasm`)))};`,
    ),
  );
  await writeFile(`${ROOT}build/src/runtime/binaries.js`, `${entries.join("\n")}\n`);
  const js = (await readFile(`${WASM_DIR}/${JS.name}.wasm`)).toString("base64");
  await writeFile(`${ROOT}build/src/export/js/kernels.js`, `export const js = "${js}";\n`);
}

/** The worker's program as a script, and inside the entry that starts it. */
async function bundleWorker(): Promise<void> {
  const script = `${DIST_DIR}/worker_host.js`;
  const [entry] = RUNTIME_BUNDLE.entryPoints;
  const host = entry.replace(/index\.js$/, "worker/host.js");
  await bundle({ ...RUNTIME_BUNDLE, entryPoints: [host], format: "iife", outfile: script });
  const code = `export const hostCode = ${JSON.stringify(await readFile(script, "utf8"))};\n`;
  await writeFile(`${ROOT}build/src/worker/host_code.js`, code);
  const worker = entry.replace(/index\.js$/, "worker.js");
  await bundle({ ...RUNTIME_BUNDLE, entryPoints: [worker], outfile: `${DIST_DIR}/worker.js` });
}

await mkdir(WASM_DIR, { recursive: true });
for (const module of [...MODULES, JS, EMULATED, ...PEAKS]) await compileWasm(module);
await inlineWasm();
for (const [name, options] of Object.entries(ENTRIES)) await bundle({ ...options, outfile: `${DIST_DIR}/${name}` });
for (const options of SLIM_BUNDLES) await bundle({ ...options, outdir: DIST_DIR });
await bundleWorker();
for (const { name } of MODULES) await copyFile(`${WASM_DIR}/${name}.wasm`, `${DIST_DIR}/${name}.wasm`);
// Names of chunks change with what is in them.
await rm(`${DIST_DIR}/cli`, { recursive: true, force: true });
// Of the hundreds of files that the commands import, starting would otherwise take half a second.
await bundle({
  entryPoints: [`${ROOT}build/src/cli/main.js`],
  outdir: `${DIST_DIR}/cli`,
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  minifyWhitespace: true,
  minifySyntax: true,
});
await chmod(`${DIST_DIR}/cli/main.js`, 0o755);
await chmod(`${ROOT}build/src/cli/main.js`, 0o755);
