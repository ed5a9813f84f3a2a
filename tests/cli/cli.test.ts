// The commands as a user runs them: JSON shapes, exit codes, messages, files. The model averages each colour of a 32x32
// photo, so that its classes are red, green and blue.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readNpy, writeNpy } from "../../src/cli/npy.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { compileGraph, readModel, writeModel } from "../../src/tools.ts";
import { GraphBuilder } from "../graphs.ts";
import { ROOT, sharedData } from "../support.ts";
import { bitwren, type Outcome, withFolder } from "./command.ts";

const COLORS = { red: 0xff0000ff, green: 0x00ff00ff, blue: 0x0000ffff };

function colorModel(): Uint8Array {
  const b = new GraphBuilder();
  const x = b.input([1, 32, 32, 3], { dtype: "i8", quantization: perTensor(1 / 255, -128), as: "u8" });
  const y = b.op("average_pool_2d", [x], { kernel: [32, 32], strides: [1, 1], pads: [0, 0, 0, 0] });
  return compileGraph(b.graph(y), { labels: Object.keys(COLORS) });
}

function floatModel(): Uint8Array {
  const b = new GraphBuilder();
  const x = b.input([1, 32, 32, 3]);
  return compileGraph(b.graph(b.op("average_pool_2d", [x], { kernel: [32, 32], strides: [1, 1], pads: [0, 0, 0, 0] })));
}

/** A folder with color.wren and photos/{red,green,blue}_1.png. */
async function withFiles(action: (folder: string, model: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const model = join(folder, "color.wren");
    await writeFile(model, colorModel());
    await mkdir(join(folder, "photos"));
    for (const [name, color] of Object.entries(COLORS)) {
      const photo = await new Jimp({ width: 40, height: 36, color }).getBuffer("image/png");
      await writeFile(join(folder, "photos", `${name}_1.png`), photo);
    }
    await action(folder, model);
  });
}

function json(outcome: Outcome): Record<string, unknown> {
  assert.is(outcome.code, 0, outcome.stderr);
  return JSON.parse(outcome.stdout);
}

function mistake({ code, stdout, stderr }: Outcome, pattern: RegExp): void {
  assert.is(code, 2, stderr);
  assert.is(stdout, "");
  assert.match(stderr, pattern);
  assert.match(stderr, /^bitwren: [^\n]*\n$/);
}

const test = suite("command line");

test("classify", () =>
  withFiles(async (folder, model) => {
    const photo = join(folder, "photos/green_1.png");
    const result = json(await bitwren("classify", model, photo, join(folder, "photos/blue_1.png"), "--json"));
    assert.equal(Object.keys(result), ["model", "build", "results"]);
    const [first, second] = result.results as {
      file: string;
      ms: number;
      top: { index: number; label: string; score: number }[];
    }[];
    assert.is(first.file, photo);
    assert.type(first.ms, "number");
    assert.equal(
      first.top.map(({ index, label, score }) => [index, label, Math.round(score * 255)]),
      [
        [1, "green", 255],
        [0, "red", 0],
        [2, "blue", 0],
      ],
    );
    assert.is(second.top[0].label, "blue");
    const people = await bitwren("classify", model, photo, "--top", "1", "--build", "scalar");
    assert.match(people.stdout, /green_1\.png {2}\([\d.]+ ms\)\n +100\.0 % {2}green\n$/);
  }));

test("eval writes its table", () =>
  withFiles(async (folder, model) => {
    const table = join(folder, "out.tsv");
    const images = join(folder, "photos");
    const result = json(await bitwren("eval", model, "--images", images, "--predictions", table, "--json"));
    assert.equal({ ...result, ms: 0 }, { count: 3, top1: 1, top5: 1, ms: 0 });
    const lines = (await readFile(table, "utf8")).trim().split("\n");
    assert.is(lines.filter((line) => line.startsWith("#")).length, 5);
    assert.is(lines.at(-1), "red_1.png\t0\t0:127 1:-128 2:-128");
    // The table serves as labels in its turn; a list of one class less puts the background first.
    assert.is(json(await bitwren("eval", model, "--images", images, "--labels", table, "--json")).top1, 1);
    await writeFile(join(folder, "list.txt"), "green\nblue\n");
    mistake(
      await bitwren("eval", model, "--images", images, "--labels", join(folder, "list.txt")),
      /1 of 3 photos have no class in .*list\.txt, the first is red_1\.png/,
    );
  }));

test("run writes one .npy an output", () =>
  withFiles(async (folder, model) => {
    const [input, out] = [join(folder, "x.npy"), join(folder, "out")];
    const bytes = new Uint8Array(32 * 32 * 3).fill(7);
    await writeFile(input, writeNpy({ dtype: "u8", shape: [1, 32, 32, 3], bytes }));
    await writeFile(join(folder, "x.bin"), bytes);
    for (const spec of [input, `x0=${join(folder, "x.bin")}`]) {
      const result = json(await bitwren("run", model, "--input", spec, "--out", out, "--json"));
      const [output] = result.outputs as { file: string; shape: number[] }[];
      assert.equal(output.shape, [1, 1, 1, 3]);
      // int8: 7 - 128, as bytes.
      assert.equal([...readNpy(await readFile(output.file), "y").bytes], [135, 135, 135]);
      assert.equal(await readdir(out), ["y0.npy"]);
    }
    await writeFile(input, writeNpy({ dtype: "f32", shape: [1], bytes: new Uint8Array(4) }));
    mistake(
      await bitwren("run", model, "--input", input, "--out", join(folder, "no")),
      /holds float32, but input "x0"/,
    );
    await writeFile(input, writeNpy({ dtype: "u8", shape: [3072], bytes }));
    mistake(
      await bitwren("run", model, "--input", input, "--out", join(folder, "no")),
      /shape \[3072\].*reshape\(1, 32/,
    );
    assert.not.ok(existsSync(join(folder, "no")));
    mistake(
      await bitwren("run", model, "--input", join(folder, "x.bin"), "--out", model),
      /cannot write .*color\.wren/,
    );
  }));

test("inspect", () =>
  withFiles(async (_, model) => {
    const result = json(await bitwren("inspect", model, "--json"));
    for (const key of ["macs", "params", "weightBytes", "arenaBytes", "memoryBytes", "transposes"])
      assert.type(result[key], "number");
    assert.is(result.memoryBytes, 65536);
    const [step] = result.steps as Record<string, unknown>[];
    for (const key of ["op", "kernel", "macs"]) assert.ok(key in step);
    const people = await bitwren("inspect", model);
    assert.match(people.stdout, /x0 {2}u8\[1,32,32,3\]/);
    assert.match(people.stdout, /\n0 of \d+ steps only change the layout\n/);
    assert.match(people.stdout, /\narena\n/);
  }));

test("bench", () =>
  withFiles(async (_, model) => {
    const result = json(await bitwren("bench", model, "--runs", "3", "--build", "scalar", "--json"));
    assert.is(result.build, "scalar");
    for (const key of ["threads", "medianMs", "minMs", "gmacsPerSecond"]) assert.type(result[key], "number");
    assert.is(result.steps, undefined);
    const small = await bitwren("bench", model, "--runs", "3", "--threads", "2", "--json");
    assert.is(json(small).threads, 1);
    assert.match(small.stderr, /--threads 2: runs on 1, no step of the model is large enough/);
    const wren9 = `${ROOT}models/cifar10_wren9/model.wren`;
    const shared = json(await bitwren("bench", wren9, "--runs", "3", "--threads", "2", "--json"));
    assert.is(shared.threads, Math.min(2, availableParallelism()));
    mistake(await bitwren("bench", model, "--threads", "0"), /whole number from 1 on/);
    const profiled = json(await bitwren("bench", model, "--runs", "3", "--build", "scalar", "--profile", "--json"));
    assert.is((profiled.steps as unknown[]).length, 1);
    assert.equal(profiled.peaks, {});
  }));

test("bench compares steps with the machine's peak, and writes them as a page", () =>
  withFiles(async (folder, model) => {
    const page = join(folder, "profile.html");
    const result = json(await bitwren("bench", model, "--runs", "3", "--build", "simd", "--html", page, "--json"));
    const { peaks, steps } = result as { peaks: Record<string, number>; steps: Record<string, number | string>[] };
    for (const type of ["int8", "f32"]) assert.ok(peaks[type] > 0.1, `${type}: ${peaks[type]}`);
    for (const { peakShare, macs, ms } of steps) {
      if (macs === 0 || ms === 0) continue;
      assert.ok(Number(peakShare) > 0 && Number(peakShare) < 1, `${peakShare}`);
    }
    const text = await readFile(page, "utf8");
    assert.match(text, /^<!doctype html>/);
    assert.equal(await readdir(folder).then((names) => names.filter((name) => name.endsWith(".tmp"))), []);
    const people = await bitwren("bench", model, "--runs", "3", "--build", "simd", "--profile");
    assert.match(people.stdout, /of peak\n/);
    assert.match(people.stdout, /in registers alone this machine does int8 [\d.]+, f32 [\d.]+ GMAC\/s/);
    mistake(await bitwren("bench", model, "--html", join(folder, "no/profile.html")), /make the folder/);
  }));

test("the bundle that the package installs is the same command", () =>
  withFiles(async (_, model) => {
    const { bin, version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const bundle = (...args: string[]) =>
      execFileSync(process.execPath, [join(ROOT, bin.bitwren), ...args], { encoding: "utf8" });
    assert.is(bundle("--version").trim(), version);
    const photo = join(ROOT, "models/cifar10_wren9/photos/cat_chelsea.jpg");
    const { results } = JSON.parse(bundle("classify", model, photo, "--json"));
    const [expected] = json(await bitwren("classify", model, photo, "--json")).results as { top: unknown }[];
    assert.equal(results[0].top, expected.top);
    const { peaks } = JSON.parse(bundle("bench", model, "--runs", "1", "--build", "simd", "--profile", "--json"));
    assert.ok(peaks.int8 > 0);
  }));

test("verify finds a changed golden vector", () =>
  withFiles(async (folder, model) => {
    const good = json(await bitwren("verify", model, "--json"));
    assert.is(good.pass, true);
    assert.ok((good.builds as unknown[]).length > 0);
    const file = readModel(colorModel());
    file.golden[file.golden.length - 1] ^= 1;
    const bad = join(folder, "bad.wren");
    await writeFile(bad, writeModel(file));
    const outcome = await bitwren("verify", bad);
    assert.is(outcome.code, 1);
    assert.match(outcome.stdout, /scalar: WRONG\n.*1 of 3 values differ/);
  }));

test("compile describes a .wren anew, whole or not at all", () =>
  withFiles(async (folder, model) => {
    const [labels, out] = [join(folder, "labels.txt"), join(folder, "new.wren")];
    await writeFile(labels, "0 rot\n1 gruen\n2 blau\n");
    json(await bitwren("compile", model, "-o", out, "--labels", labels, "--resize", "40", "--crop", "after", "--json"));
    const { plan } = readModel(await readFile(out));
    assert.equal(plan.labels, ["rot", "gruen", "blau"]);
    assert.equal([plan.preprocessing?.fit, plan.preprocessing?.resizeTo], ["shorter", 40]);
    const before = await readFile(out);
    mistake(await bitwren("compile", model, "-o", out, "--resize", "8"), /--resize 8 is smaller than the input/);
    assert.equal(await readFile(out), before);
    mistake(await bitwren("compile", model, "-o", join(folder, "none/x.wren")), /make the folder .*none first/);
    await writeFile(labels, "one\n");
    mistake(await bitwren("compile", model, "-o", out, "--labels", labels), /1 labels, the model has 3 classes/);
    assert.equal((await readdir(folder)).sort(), ["color.wren", "labels.txt", "new.wren", "photos"]);
  }));

test("mistakes are one line and exit code 2", () =>
  withFiles(async (folder, model) => {
    const text = join(folder, "text.jpg");
    await writeFile(text, "no photo");
    mistake(await bitwren("classify", model, text), /text\.jpg is no photo/);
    mistake(await bitwren("classify", join(folder, "none.wren"), text), /cannot read the model .*no such file/);
    mistake(await bitwren("classify", text, text), /is no model: known are \.wren, TFLite/);
    await mkdir(join(folder, "empty"));
    mistake(await bitwren("eval", model, "--images", join(folder, "empty")), /there are no photos/);
    mistake(await bitwren("bench", model, "--build", "fast"), /Allowed choices are auto, scalar/);
    mistake(await bitwren("dance"), /unknown command 'dance'/);
  }));

test("scores that are not finite are reported, never ranked", () =>
  withFiles(async (folder) => {
    const model = join(folder, "float.wren");
    await writeFile(model, floatModel());
    const options = ["--mean=-1e300", "--std", "1"];
    mistake(await bitwren("classify", model, join(folder, "photos/red_1.png"), ...options), /not finite/);
  }));

test("the project's model names its photos", async () => {
  const data = sharedData();
  if (data === undefined) return;
  const own = `${data}/models/own`;
  const args = ["--images", `${own}/photos`, "--labels", `${own}/labels.txt`, "--json"];
  const result = json(await bitwren("eval", `${own}/cifar10_wren9.tflite`, ...args));
  assert.equal([result.count, result.top1], [10, 0.9]);
});

test.run();
