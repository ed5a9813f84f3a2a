// The model that ships, judged by the real TFLite interpreter's outputs for its photos, on every build; and, where the shared
// data is, by 1000 test images and with other small models.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Build, loadModel, type Model } from "../src/index.ts";
import { compileGraph, executeGraph, importTflite, verifyModel } from "../src/tools.ts";
import { readCifar10 } from "./cifar10.ts";
import { kernelBuilds, ROOT, sharedData, skip } from "./support.ts";

const WREN9 = `${ROOT}models/cifar10_wren9`;
const IMAGE_BYTES = 32 * 32 * 3;
/** Small models of the conformance folder: f32, int8, uint8-free to keep this quick; `npm run conformance` has them all. */
const SMALL_MODELS = ["ad01_int8", "cifar10_f", "cifar10_q", "hello_world_int8", "kws_ref_model", "mnist_resnet_q"];

interface Conformance {
  readonly pass: number;
  readonly cases: number;
  readonly models: number;
  readonly wrong: readonly object[];
  readonly crashed: readonly object[];
  readonly unsupported: readonly object[];
  /** Builds that cannot run here. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

const toInt8 = (pixels: Uint8Array) => Int8Array.from(pixels, (v) => v - 128);

/** The class scores of every image, one after the other. */
function classifyAll(model: Model, images: Uint8Array): Int8Array {
  const output = model.info().outputs[0].name;
  const count = images.length / IMAGE_BYTES;
  const scores = new Int8Array(count * 10);
  for (let i = 0; i < count; i++) {
    const pixels = images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    scores.set(model.run(toInt8(pixels))[output] as Int8Array, i * 10);
  }
  return scores;
}

async function scoresOf(bytes: Uint8Array, build: Build, images: Uint8Array): Promise<Int8Array> {
  const model = await loadModel(bytes, { build });
  try {
    return classifyAll(model, images);
  } finally {
    model.dispose();
  }
}

function argMax(scores: ArrayLike<number>, image: number): number {
  let best = 0;
  for (let i = 1; i < 10; i++) if (scores[image * 10 + i] > scores[image * 10 + best]) best = i;
  return best;
}

const builds = await kernelBuilds();
const shared = sharedData();

for (const build of builds) {
  const test = suite(`the model that ships, on ${build.title}`);

  test("the photos' scores are the golden ones, bit for bit", async () => {
    const images = await readFile(`${WREN9}/golden/photos_32x32_rgb.u8`);
    const golden = new Int8Array(await readFile(`${WREN9}/golden/photos_probabilities_int8.bin`));
    assert.equal(await scoresOf(await readFile(`${WREN9}/model.wren`), build, images), golden);
  });

  test("its stored golden vectors hold", async () => {
    const report = await verifyModel(await readFile(`${WREN9}/model.wren`), build);
    assert.ok(report.pass, JSON.stringify(report));
  });

  test("importing and compiling its source gives the same scores", async () => {
    const images = await readFile(`${WREN9}/golden/photos_32x32_rgb.u8`);
    const golden = new Int8Array(await readFile(`${WREN9}/golden/photos_probabilities_int8.bin`));
    const graph = importTflite(await readFile(`${WREN9}/cifar10_wren9.tflite`), { name: "cifar10_wren9" });
    assert.equal(await scoresOf(compileGraph(graph), build, images), golden);
  });

  if (shared !== undefined) {
    test("accuracy on 1000 test images", async () => {
      const { classes: labels, rgb } = await readCifar10(shared, 50);
      const images = Uint8Array.from(labels.flatMap((_, image) => Array.from(rgb(image))));
      const golden = new Int8Array(await readFile(`${shared}/models/own/golden/test1000_probabilities_int8.bin`));
      const scores = await scoresOf(await readFile(`${WREN9}/model.wren`), build, images);
      const count = (isRight: (image: number) => boolean) => labels.filter((_, image) => isRight(image)).length;
      const right = count((image) => argMax(scores, image) === labels[image]);
      const agreeing = count((image) => argMax(scores, image) === argMax(golden, image));
      const identical = count((image) => isSame(scores, golden, image));
      console.log(`\n  cifar10_wren9 on ${build.title}: ${right / 10} % of ${labels.length} test images right,`);
      console.log(`  the golden class on ${agreeing}, all ten scores identical on ${identical}`);
      assert.is(labels.length, 1000);
      assert.ok(Math.abs(right / 10 - 90) <= 0.3, `${right / 10} % are right`);
      assert.ok(agreeing >= 995, `${agreeing} have the golden class`);
    });
  }
  test.run();
}

// What no build has a part in runs once, in the process that has the simd build.
if (builds.some(({ name }) => name === "simd")) {
  const test = suite("the model that ships, its reference and its file");

  test("the reference gives the golden scores, bit for bit", async () => {
    const images = await readFile(`${WREN9}/golden/photos_32x32_rgb.u8`);
    const golden = new Int8Array(await readFile(`${WREN9}/golden/photos_probabilities_int8.bin`));
    const graph = importTflite(await readFile(`${WREN9}/cifar10_wren9.tflite`), { name: "cifar10_wren9" });
    const scores = new Int8Array(golden.length);
    for (let i = 0; i * 10 < scores.length; i++) {
      const values = executeGraph(graph, [toInt8(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES))]);
      scores.set(values.get(graph.outputs[0].tensor) as Int8Array, i * 10);
    }
    assert.equal(scores, golden);
  });

  test("model.wren is what the compiler makes of its source", () => {
    execFileSync(process.execPath, [`${ROOT}build/src/scripts/models.js`, "--check"], { encoding: "utf8" });
  });

  if (shared !== undefined) {
    test("small models of others conform to their golden outputs on all builds", () => {
      const folder = `${shared}/conformance/tflite_golden`;
      const script = [
        `${ROOT}build/src/scripts/conformance.js`,
        "tflite-golden",
        folder,
        "--only",
        SMALL_MODELS.join(),
      ];
      const report = JSON.parse(runToEnd([...script, "--json"])) as Conformance;
      console.log(`\n  ${report.pass} of ${report.cases} cases of ${report.models} small models pass`);
      for (const { name, reason } of report.missing) skip(`small models on the ${name} build: ${reason}`);
      assert.is(report.models, SMALL_MODELS.length);
      assert.equal([...report.wrong, ...report.crashed, ...report.unsupported], []);
      assert.is(report.pass, report.cases);
    });
  }
  test.run();
}

/** Standard output, whatever the exit code. */
function runToEnd(script: readonly string[]): string {
  try {
    return execFileSync(process.execPath, script, { encoding: "utf8", maxBuffer: 1 << 26 });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function isSame(a: Int8Array, b: Int8Array, image: number): boolean {
  return a.subarray(image * 10, image * 10 + 10).every((score, i) => score === b[image * 10 + i]);
}
