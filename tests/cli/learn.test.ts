// bitwren learn as a user runs it: a Teachable Machine download that sees the mean colour of a photo, and folders of photos of
// other colours than it knows.

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readModel } from "../../src/format/container.ts";
import { smallOnnx, teachableZip } from "../import/small_models.ts";
import { ROOT } from "../support.ts";
import { bitwren, type Outcome, withFolder } from "./command.ts";

const COLORS = { leaf: [60, 150, 40], night: [10, 15, 40], sand: [210, 190, 140] } as const;
const VARIANTS = 5;

interface Files {
  readonly folder: string;
  readonly model: string;
  readonly photos: string;
  readonly output: string;
}

async function withFiles(action: (files: Files) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    const files = { folder, model: at("teachable.zip"), photos: at("photos"), output: at("out.wren") };
    await writeFile(files.model, teachableZip());
    for (const [name, color] of Object.entries(COLORS)) {
      await mkdir(join(files.photos, name), { recursive: true });
      for (let i = 0; i < VARIANTS; i++) await writePhoto(join(files.photos, name, `${i}.png`), color, 4 * i);
    }
    await action(files);
  });
}

async function writePhoto(path: string, [r, g, b]: readonly [number, number, number], change: number): Promise<void> {
  const color = ((r + change) * 2 ** 24 + (g + change) * 2 ** 16 + (b + change) * 2 ** 8 + 255) >>> 0;
  await writeFile(path, await new Jimp({ width: 40, height: 36, color }).getBuffer("image/png"));
}

function refused({ code, stdout, stderr }: Outcome, pattern: RegExp): void {
  assert.is(code, 2, stderr);
  assert.is(stdout, "");
  assert.match(stderr, pattern);
  assert.not.match(stderr, /\n {4}at /);
}

const test = suite("learn command");

test("writes a model of the folders' classes, and says how it does on photos held out", () =>
  withFiles(async ({ folder, model, photos, output }) => {
    const { code, stdout, stderr } = await bitwren("learn", model, "--images", photos, "-o", output, "--json");
    assert.is(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.equal([result.file, result.labels, result.features], [output, ["leaf", "night", "sand"], 3]);
    assert.equal([result.converged, result.learning.count, result.learning.accuracy], [true, 12, 1]);
    assert.equal([result.heldOut.count, result.heldOut.right, result.heldOut.accuracy], [3, 3, 1]);
    assert.equal(result.heldOut.confusion, [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    assert.is((await bitwren("verify", output)).code, 0);
    const { labels, preprocessing } = readModel(await readFile(output)).plan;
    assert.equal([labels, preprocessing?.mean, preprocessing?.fit], [Object.keys(COLORS), [127], "square"]);
    const evaluated = await bitwren("eval", output, "--images", photos, "--json");
    assert.is(JSON.parse(evaluated.stdout).top1, 1, evaluated.stderr);
    // The same photos and seed give the same file.
    const again = join(folder, "again.wren");
    assert.is((await bitwren("learn", model, "--images", photos, "-o", again)).code, 0);
    assert.equal(await readFile(again), await readFile(output));
  }));

test("prints classes and mistakes for people; int8 where asked, all photos where none is held out", () =>
  withFiles(async ({ folder, model, photos, output }) => {
    const learn = (...args: string[]) => bitwren("learn", model, "--images", photos, "-o", output, ...args);
    // One photo in a wrong folder: whether held out or not, some photo comes out wrong.
    await writePhoto(join(photos, "leaf", "5.png"), COLORS.night, 3);
    const held = await learn("--hold-out", "0.5", "--seed", "3");
    assert.is(held.code, 0, held.stderr);
    assert.match(held.stdout, /^class +learnt from +held out +right +accuracy\nleaf +3 +3 /);
    assert.match(held.stdout, /on 9 photos held out: \d+\.\d\d % right \(\d\)/);
    const all = await learn("--int8", "--hold-out", "0");
    assert.is(all.code, 0, all.stderr);
    assert.match(
      all.stdout,
      /^class +learnt from\nleaf +6\n.*\n.*\n\n.*out\.wren: .*, learnt from 16 photos, 3 features/,
    );
    assert.match(all.stdout, /no photo is held out/);
    assert.is(readModel(await readFile(output)).plan.outputs[0].dtype, "i8");
    const both = JSON.parse((await learn("--int8", "--json")).stdout);
    assert.equal([both.heldOut.count, both.heldOutFloat.count], [3, 3]);
    assert.equal((await readdir(folder)).sort(), ["out.wren", "photos", "teachable.zip"]);
  }));

test("--labels names classes by a list or a table", () =>
  withFiles(async ({ folder, model, photos, output }) => {
    const list = join(folder, "list.txt");
    await writeFile(list, "sand\nnight\nleaf\n");
    const table = join(folder, "table.tsv");
    const files = Object.keys(COLORS).flatMap((name) => Array.from({ length: VARIANTS }, (_, i) => `${name}/${i}.png`));
    await writeFile(table, files.map((file) => `${file}\t${file.startsWith("night") ? "dark" : "bright"}\n`).join(""));
    for (const [labels, expected] of [
      [list, ["sand", "night", "leaf"]] as const,
      [table, ["bright", "dark"]] as const,
    ]) {
      const args = ["--images", photos, "-o", output, "--labels", labels, "--json"];
      const { code, stdout, stderr } = await bitwren("learn", model, ...args);
      assert.is(code, 0, stderr);
      const { labels: names, heldOut } = JSON.parse(stdout);
      assert.equal([names, heldOut.accuracy], [expected, 1]);
    }
  }));

test("a mistake is one message, and leaves no file", () =>
  withFiles(async ({ folder, model, photos, output }) => {
    const from = ["--images", photos];
    const broken = join(folder, "broken");
    await mkdir(join(broken, "night"), { recursive: true });
    await mkdir(join(broken, "day"));
    await writePhoto(join(broken, "day", "1.png"), COLORS.sand, 0);
    await writeFile(join(broken, "night", "9.png"), "no photo");
    const more = join(folder, "more.txt");
    await writeFile(more, "leaf\nnight\nsand\nsnow\n");
    const fewer = join(folder, "fewer.txt");
    await writeFile(fewer, "leaf\nnight\n");
    const onnx = join(folder, "net.onnx");
    await writeFile(onnx, smallOnnx());
    const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [[model, "--images", join(folder, "nowhere")], /nowhere/],
      [[model, "--images", join(photos, "leaf")], /0\.png lies in .*leaf itself: .* one folder a class/],
      [[model, ...from, "--hold-out", "1"], /from 0 up to, but not, 1/],
      [[model, ...from, "--weight-decay", "0"], /number above 0/],
      [[model, ...from, "--labels", more], /no examples of snow/],
      [[model, ...from, "--labels", fewer], /5 of 15 photos have no class in/],
      [[model, "--images", broken], /9\.png/],
      [[onnx, ...from], /not from a fully connected layer/],
      [[`${ROOT}models/cifar10_wren9/model.wren`, ...from], /is compiled already/],
    ];
    const outcomes = await Promise.all(cases.map(([args]) => bitwren("learn", ...args, "-o", output)));
    for (const [i, [, message]] of cases.entries()) refused(outcomes[i], message);
    assert.not(existsSync(output));
  }));

test.run();
