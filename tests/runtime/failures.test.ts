// Failures of the host outside browsers, each provoked in a process of its own: engines without SIMD, without leave to make
// code, without memory, without WebAssembly.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFolder } from "../cli/command.ts";
import { untilListening, WORKERD_PROGRAM, withWorkerd } from "../hosts/workerd.ts";
import { ROOT, skip } from "../support.ts";

const MODEL = `${ROOT}models/cifar10_wren9/model.wren`;
const test = suite("failures of the host");

/** What a process with these flags prints. */
function run(flags: readonly string[], program: string): string {
  return execFileSync(process.execPath, [...flags, "--input-type=module", "-e", program], {
    encoding: "utf8",
    timeout: 30_000,
    // V8 warns of flags that exclude each other.
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

/** Prints what loadModel says of the model, an expression. */
function report(model: string, build: string): string {
  return `await loadModel(${model}, { build: "${build}" }).then(
    (model) => {
      model.run(new Int8Array(3072));
      console.log(model.info().build + ": " + model.info().buildReason);
    },
    ({ code, message }) => console.log(code + ": " + message),
  );`;
}

function load(flags: readonly string[], build: string): string {
  const runtime = JSON.stringify(`${ROOT}build/dist/bitwren.js`);
  return run(flags, `const { loadModel } = await import(${runtime}); ${report(JSON.stringify(MODEL), build)}`);
}

if (process.arch === "x64") {
  test("an engine without SIMD takes the scalar build, and says so", () => {
    const flags = ["--no-enable-sse4-1"];
    assert.is(load(flags, "auto"), "scalar: no SIMD in this engine");
    assert.is(
      load(flags, "simd"),
      'BUILD_UNAVAILABLE: the simd build cannot run here (no SIMD in this engine): leave the build to "auto"',
    );
  });
}

const FORBIDDEN = /^CODE_FORBIDDEN: .*disallowed by embedder.*'wasm-unsafe-eval'.*"bitwren\/module"/;

test("a realm in which V8 makes no code from bytes names the way out", () => {
  const script = JSON.stringify(`${ROOT}build/dist/bitwren.global.js`);
  for (const build of ["auto", "scalar", "simd"]) {
    const said = run(
      [],
      `import { readFileSync } from "node:fs";
      import { createContext, runInContext } from "node:vm";
      const globals = { Buffer, TextDecoder, URL, performance, process };
      const realm = createContext(globals, { codeGeneration: { strings: false, wasm: false } });
      runInContext(readFileSync(${script}, "utf8"), realm);
      const { loadModel } = runInContext("bitwren", realm);
      ${report(`readFileSync(${JSON.stringify(MODEL)})`, build)}`,
    );
    assert.match(said, FORBIDDEN);
  }
});

if (existsSync(WORKERD_PROGRAM)) {
  test("workerd, given the entry that compiles bytes, names the way out", () =>
    withFolder(async (folder) => {
      await copyFile(`${ROOT}build/dist/bitwren.js`, join(folder, "bitwren.js"));
      await copyFile(MODEL, join(folder, "model.wren"));
      const worker = `import { loadModel } from "./bitwren.js";
        import model from "model.wren";
        const said = () => loadModel(model).then(() => "loads", ({ code, message }) => code + ": " + message);
        export default { fetch: async () => new Response(await said()) };`;
      await esbuild({
        stdin: { contents: worker, resolveDir: folder },
        outfile: join(folder, "worker.js"),
        ...{ bundle: true, format: "esm", external: ["*.wren"] },
      });
      await withWorkerd(folder, { wasm: [], data: ["model.wren"] }, async (url) => {
        assert.match(await (await untilListening(url)).text(), FORBIDDEN);
      });
    }));
} else skip("bytes compiled in workerd: it is not installed (npm ci in tests/hosts)");

test("a host without memory for the model says how much it needs", () => {
  const message = load(["--wasm-max-mem-pages=1"], "auto");
  assert.match(
    message,
    /^OUT_OF_MEMORY: .*: the host refused \d+ bytes of memory for this model: dispose\(\) of models/,
  );
});

test("a host without WebAssembly says so", () => {
  // So are hosts that may not make any code at run time.
  assert.match(load(["--jitless"], "auto"), /^NO_WEBASSEMBLY: this host has no WebAssembly/);
});

test.run();
