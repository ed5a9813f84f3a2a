// The entries of the package that no other test here imports: kernels given as modules, the script for a script tag.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Modules } from "../../src/module.ts";
import { availableBuilds, ROOT } from "../support.ts";

type Runtime = typeof import("../../src/module.ts");

const MODEL = `${ROOT}models/cifar10_wren9`;
const DIST = `${ROOT}build/dist`;
const NAMES = ["scalar", "simd", "relaxed", "probe"] as const;

const importDist = async (name: string) => (await import(pathToFileURL(`${DIST}/${name}`).href)) as Runtime;

/** Those that this engine compiles. */
async function compiledModules(): Promise<Modules> {
  const modules: Partial<Record<(typeof NAMES)[number], WebAssembly.Module>> = {};
  for (const name of NAMES) {
    const bytes = await readFile(`${DIST}/${name}.wasm`);
    if (WebAssembly.validate(bytes)) modules[name] = await WebAssembly.compile(bytes);
  }
  return modules;
}

const messageOf = (action: Promise<unknown>) =>
  action.then(
    () => "",
    (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
  );

const test = suite("entries");

test("bitwren/module answers the golden photos on every module given", async () => {
  const { chooseBuild, loadModel } = await importDist("module.js");
  const modules = await compiledModules();
  const pixels = await readFile(`${MODEL}/golden/photos_32x32_rgb.u8`);
  const golden = [...new Int8Array(await readFile(`${MODEL}/golden/photos_probabilities_int8.bin`))];
  for (const { name } of await availableBuilds()) {
    const build = await chooseBuild(name, modules);
    const model = await loadModel(`${MODEL}/model.wren`, { build, threads: 2 });
    const answers: number[] = [];
    for (let at = 0; at < pixels.length; at += 3072) {
      const outputs = model.run(Int8Array.from(pixels.subarray(at, at + 3072), (v) => v - 128));
      answers.push(...Array.from(outputs[model.info().outputs[0].name], Number));
    }
    assert.equal(answers, golden, name);
    assert.is(model.info().build, name);
    assert.match(model.info().threadsReason, /modules run on one thread/);
  }
});

test("bitwren/module takes the best of what it is given and says what it lacks", async () => {
  const { chooseBuild, loadModel } = await importDist("module.js");
  const { simd, scalar, relaxed } = await compiledModules();
  assert.is((await chooseBuild("auto", { simd: simd!, scalar: scalar! })).name, "simd");
  assert.is((await chooseBuild("auto", { scalar: scalar! })).name, "scalar");
  // Without the probe nobody knows whether relaxed is exact here.
  if (relaxed) assert.is((await chooseBuild("auto", { simd: simd!, relaxed })).name, "simd");
  assert.match(await messageOf(chooseBuild("simd", {})), /^BUILD_UNAVAILABLE .*simd\.wasm was not given/);
  assert.match(await messageOf(chooseBuild("auto", {})), /^BUILD_UNAVAILABLE .*was not given/);
  assert.match(await messageOf(loadModel(`${MODEL}/model.wren`)), /^WASM_NOT_FOUND .*chooseBuild\("auto", \{simd\}\)/);
});

test("tools and training are found by their names, and the runtime knows neither", async () => {
  const exportsOf = async (name: string) => Object.keys(await import(name));
  const [runtime, tools, learn] = await Promise.all(["bitwren", "bitwren/tools", "bitwren/learn"].map(exportsOf));
  assert.ok(tools.includes("compileGraph") && learn.includes("learnClasses"));
  for (const name of [...tools, ...learn]) assert.not(runtime.includes(name), name);
});

test("the script for a script tag leaves one name behind, with all that a module exports", async () => {
  const before = Object.keys(globalThis);
  runInThisContext(await readFile(`${DIST}/bitwren.global.js`, "utf8"));
  assert.equal(
    Object.keys(globalThis).filter((name) => !before.includes(name)),
    ["bitwren"],
  );
  const { bitwren } = globalThis as unknown as { bitwren: Runtime };
  assert.equal(Object.keys(bitwren).sort(), Object.keys(await importDist("bitwren.js")).sort());
  const model = await bitwren.loadModel(await readFile(`${MODEL}/model.wren`), { build: "simd" });
  assert.is(model.info().build, "simd");
});

test.run();
