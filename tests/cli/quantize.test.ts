// bitwren quantize as a user runs it: a Teachable Machine download whose classes are red, green and blue, and photos of one
// colour each.

import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { teachableZip } from "../import/small_models.ts";
import { bitwren, type Outcome, withFolder } from "./command.ts";

const COLORS = { red: [200, 20, 40], green: [30, 180, 60], blue: [10, 90, 250] } as const;
const VARIANTS = 4;

interface Files {
  readonly folder: string;
  readonly model: string;
  readonly photos: string;
  readonly labels: string;
  readonly output: string;
}

async function withFiles(action: (files: Files) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    const files = {
      ...{ folder, model: at("teachable.zip"), photos: at("photos") },
      ...{ labels: at("labels.txt"), output: at("out.wren") },
    };
    await writeFile(files.model, teachableZip());
    await writeFile(files.labels, `${Object.keys(COLORS).join("\n")}\n`);
    await mkdir(files.photos);
    for (const [name, [r, g, b]] of Object.entries(COLORS)) {
      for (let i = 0; i < VARIANTS; i++) {
        const color = ((r + i) * 2 ** 24 + (g + i) * 2 ** 16 + b * 2 ** 8 + 255) >>> 0;
        const photo = await new Jimp({ width: 40, height: 36, color }).getBuffer("image/png");
        await writeFile(join(files.photos, `${name}_${i}.png`), photo);
      }
    }
    await action(files);
  });
}

function refused({ code, stdout, stderr }: Outcome, pattern: RegExp): void {
  assert.is(code, 2, stderr);
  assert.is(stdout, "");
  assert.match(stderr, pattern);
  assert.not.match(stderr, /\n {4}at /);
}

const test = suite("quantize command");

test("writes an int8 model that keeps labels and preprocessing, and reports layers and accuracy", () =>
  withFiles(async ({ model, photos, labels, output }) => {
    const args = [
      "quantize",
      model,
      "--calibrate",
      photos,
      "-o",
      output,
      "--samples",
      "10",
      "--labels",
      labels,
      "--json",
    ];
    const { code, stdout, stderr } = await bitwren(...args);
    assert.is(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.equal([result.file, result.calibrated, result.method], [output, 10, "mse"]);
    assert.equal(result.accuracy, { photos: 2, before: { top1: 1, top5: 1 }, after: { top1: 1, top5: 1 } });
    assert.ok(result.layers.length >= 2);
    for (const { name, op, dtype, low, high, scale, sqnr } of result.layers) {
      assert.ok(name !== "" && op !== "" && dtype === "i8", name);
      assert.ok(low <= 0 && high > 0 && Math.abs((high - low) / 255 - scale) < 1e-6, name);
      assert.ok(sqnr === null || sqnr > 20, `${name}: ${sqnr} dB`);
    }
    const verified = await bitwren("verify", output, "--json");
    assert.is(verified.code, 0, verified.stderr);
    const { inputs, outputs, labels: kept } = JSON.parse((await bitwren("inspect", output, "--json")).stdout);
    assert.equal([inputs[0].dtype, outputs[0].dtype, kept], ["i8", "i8", ["red", "green", "blue"]]);
    const classified = await bitwren("classify", output, join(photos, "blue_1.png"), "--json");
    assert.match(classified.stdout, /"label":"blue"/);
  }));

test("prints a table for people; photos by seed, layers in float by name", () =>
  withFiles(async ({ model, photos, output }) => {
    const args = ["quantize", model, "--calibrate", photos, "-o", output, "--samples", "4"];
    const { code, stdout, stderr } = await bitwren(
      ...args,
      "--seed",
      "7",
      "--method",
      "entropy",
      "--keep-float",
      "auto",
    );
    assert.is(code, 0, stderr);
    assert.match(stdout, /^layer +operator +range +scale +SQNR dB\n/);
    assert.match(stdout, /out\.wren: .* calibrated on 4 photos \(entropy\)/);
  }));

test("a mistake is one message, and leaves no file", () =>
  withFiles(async ({ folder, model, photos, labels, output }) => {
    const quantize = (...args: string[]) => bitwren("quantize", ...args);
    const calibrated = ["--calibrate", photos, "-o", output];
    refused(await quantize(model, "--calibrate", join(folder, "nowhere"), "-o", output), /nowhere/);
    await mkdir(join(folder, "empty"));
    refused(await quantize(model, "--calibrate", join(folder, "empty"), "-o", output), /there are no photos/);
    refused(await quantize(model, ...calibrated, "--method", "best"), /minmax, percentile, mse, entropy/);
    refused(await quantize(model, ...calibrated, "--samples", "0"), /whole number/);
    refused(await quantize(model, ...calibrated, "--keep-float", "block9"), /no layer is called block9/);
    refused(await quantize(model, ...calibrated, "--labels", labels), /lower --samples/);
    refused(await quantize(model, "--calibrate", photos, "-o", join(folder, "none", "out.wren")), /make the folder/);
    assert.not(existsSync(output));
    assert.is((await quantize(model, ...calibrated)).code, 0);
    refused(await quantize(output, "--calibrate", photos, "-o", join(folder, "again.wren")), /is compiled already/);
    assert.equal((await readdir(folder)).sort(), ["empty", "labels.txt", "out.wren", "photos", "teachable.zip"]);
  }));

test.run();
