// Failures of the host outside browsers, each provoked in a process of its own: engines without SIMD, without leave to make
// code, without memory, without WebAssembly.

import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "../support.ts";

const MODEL = `${ROOT}models/cifar10_wren9/model.wren`;
const test = suite("failures of the host");

/** What loading says in a process with these flags, behind the statement `before`. */
function load(flags: readonly string[], build: string, before = ""): string {
  const program = `const { loadModel } = await import(${JSON.stringify(`${ROOT}build/dist/bitwren.js`)});
    ${before};
    await loadModel(${JSON.stringify(MODEL)}, { build: "${build}" }).then(
      (model) => {
        model.run(new Int8Array(3072));
        console.log(model.info().build + ": " + model.info().buildReason);
      },
      ({ code, message }) => console.log(code + ": " + message),
    );`;
  const options = { encoding: "utf8", timeout: 30_000 } as const;
  return execFileSync(process.execPath, [...flags, "--input-type=module", "-e", program], options).trim();
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

test("a host that makes no code from bytes names the way out", () => {
  const lock = `for (const name of ["compile", "instantiate"]) {
    WebAssembly[name] = async () => {
      throw new WebAssembly.CompileError("WebAssembly." + name + "(): Wasm code generation disallowed by embedder");
    };
  }`;
  for (const build of ["auto", "scalar", "simd"]) {
    assert.match(
      load([], build, lock),
      /^CODE_FORBIDDEN: .*disallowed by embedder.*'wasm-unsafe-eval'.*"bitwren\/module"/,
    );
  }
});

test("a host without memory for the model says how much it needs", () => {
  const message = load(["--wasm-max-mem-pages=1"], "auto");
  assert.match(
    message,
    /^OUT_OF_MEMORY: .*: the host refused \d+ bytes of memory for this model: dispose\(\) of models/,
  );
});

test("a host without WebAssembly says so", () => {
  assert.match(load([], "auto", "delete globalThis.WebAssembly"), /^NO_WEBASSEMBLY: this host has no WebAssembly/);
});

test.run();
