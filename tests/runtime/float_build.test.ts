// Float models run on the relaxed build even where its dot product saturates, and int8 models never do there. Such a machine is
// made of any x64 one by keeping V8 from the instructions that are exact.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { instructionsOf, RELAXED_DOTS } from "../../src/export/wasm/instructions.ts";
import { keepFunctions, readModule } from "../../src/export/wasm/module.ts";
import { KERNELS_OF_DOT, usesDot } from "../../src/runtime/builds.ts";
import { GraphBuilder } from "../graphs.ts";
import { ROOT, skip } from "../support.ts";

const NODE = `${ROOT}node_modules/node/bin/node`;
const INT8_MODEL = `${ROOT}models/cifar10_wren9/model.wren`;
const SATURATING = ["--no-enable-avx-vnni", "--no-enable-avx-vnni-int8", "--input-type=module", "-e"];

const test = suite("float models and the relaxed build");

test("no kernels use the relaxed dot product but those that are said to", async () => {
  const module = readModule(new Uint8Array(await readFile(`${ROOT}build/wasm/relaxed.wasm`)));
  const users = [...module.exports.keys()].filter((name) =>
    keepFunctions(module, [name]).functions.some(({ code }) => {
      for (const { op } of instructionsOf(code)) if (RELAXED_DOTS.includes(op)) return true;
      return false;
    }),
  );
  assert.equal(users.sort(), [...KERNELS_OF_DOT].sort());
  assert.ok(usesDot(["add_i8", "conv_i8"]));
  assert.not.ok(usesDot(["conv_f32", "conv_i8_prepare"]));
});

function floatModel(): Uint8Array {
  const b = new GraphBuilder();
  const x = b.input([1, 4, 4, 3]);
  const weights = Float32Array.from({ length: 2 * 9 * 3 }, (_, i) => Math.sin(i));
  const filter = b.constant([2, 3, 3, 3], weights);
  const bias = b.constant([2], Float32Array.of(1, -1));
  return compileGraph(b.graph(b.op("conv_2d", [x, filter, bias], { strides: [1, 1], pads: [1, 1, 1, 1] })));
}

if (process.arch !== "x64" || !existsSync(NODE)) {
  skip("the relaxed build on a saturating machine: this is no x64 machine, or the npm package `node` is not installed");
} else {
  test("where the dot product saturates float models take the relaxed build, int8 models the simd build", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bitwren-float-"));
    try {
      const path = join(folder, "float.wren");
      await writeFile(path, floatModel());
      const program = `const { loadModel } = await import(${JSON.stringify(`${ROOT}build/dist/bitwren.js`)});
        const say = (promise) => promise.then((m) => m.info().build + ": " + m.info().buildReason, (e) => e.code + ": " + e.message);
        const paths = [${JSON.stringify(path)}, ${JSON.stringify(INT8_MODEL)}];
        for (const build of ["auto", "relaxed"]) for (const path of paths) console.log(await say(loadModel(path, { build })));
        const [relaxed, simd] = await Promise.all(["auto", "simd"].map((build) => loadModel(paths[0], { build })));
        console.log(await say(loadModel(paths[0], { build: relaxed.build })));
        console.log(await say(loadModel(paths[1], { build: relaxed.build })));
        const x = Float32Array.from({ length: 48 }, (_, i) => Math.cos(i));
        const [a, b] = [relaxed, simd].map((model) => Object.values(model.run(x))[0]);
        console.log(Math.max(...a.map((value, i) => Math.abs(value - b[i]))) < 1e-5);`;
      const lines = execFileSync(NODE, [...SATURATING, program], { encoding: "utf8", timeout: 60_000 })
        .trim()
        .split("\n");
      const why = "the relaxed dot product of this machine saturates";
      assert.equal(lines, [
        `relaxed: of use for floats: ${why}`,
        `simd: ${why}`,
        `relaxed: of use for floats: ${why}`,
        `BUILD_UNAVAILABLE: the relaxed build cannot run here (${why}): leave the build to "auto"`,
        `relaxed: of use for floats: ${why}`,
        "BUILD_UNAVAILABLE: this build is that of a float model and inexact for int8 on this machine: load this model with the " +
          'build "auto"',
        "true",
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

test.run();
