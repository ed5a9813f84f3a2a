// Every command takes every format: what is asked for, what is said with options, what is refused. The models give an
// image's red, green and blue.

import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readNpy, writeNpy } from "../../src/cli/npy.ts";
import { readModel } from "../../src/tools.ts";
import {
  onnxWithExternalData,
  SMALL_ONNX,
  smallOnnx,
  smallTfjs,
  smallTflite,
  teachableZip,
  zipBomb,
} from "../import/small_models.ts";
import { sharedData } from "../support.ts";
import { bitwren, type Outcome, withFolder } from "./command.ts";

/** Files by name, and red.png and labels.txt. */
async function withFiles(
  files: Readonly<Record<string, Uint8Array | string>>,
  action: (at: (name: string) => string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await writeFile(at("red.png"), await new Jimp({ width: 40, height: 36, color: 0xff0000ff }).getBuffer("image/png"));
    await writeFile(at("labels.txt"), "red\ngreen\nblue\n");
    for (const [name, data] of Object.entries(files)) await writeFile(at(name), data);
    await action(at);
  });
}

function result(outcome: Outcome): Record<string, unknown> {
  assert.is(outcome.code, 0, outcome.stderr);
  return JSON.parse(outcome.stdout);
}

type Top = { readonly index: number; readonly label?: string; readonly score: number }[];

function best(outcome: Outcome): Top[number] {
  const [{ top }] = result(outcome).results as { readonly top: Top }[];
  return top[0];
}

/** Exit code 2, nothing on stdout, a message without a stack trace. */
function mistake({ code, stdout, stderr }: Outcome, pattern: RegExp): void {
  assert.is(code, 2, stderr);
  assert.is(stdout, "");
  assert.match(stderr, pattern);
  assert.match(stderr, /^bitwren: /);
  assert.not.match(stderr, /\n {4}at |internal error/);
}

const PIXELS = ["--mean", "0", "--std", "255"];
const ALL_SAID = [...PIXELS, "--color", "rgb"];

const test = suite("command line, formats");

test("one note asks for everything a file leaves open, none if all is said", () =>
  withFiles({ "net.onnx": smallOnnx() }, async (at) => {
    const said = ["--labels", at("labels.txt"), "--layout", "nhwc", ...ALL_SAID];
    const silent = await bitwren("classify", at("net.onnx"), at("red.png"), "--json", ...said);
    assert.equal(best(silent), { index: 0, label: "red", score: 1 });
    assert.is(silent.stderr, "");
    const asked = await bitwren("compile", at("net.onnx"), "--json");
    const lines = asked.stderr.trimEnd().split("\n");
    assert.match(lines[0], /^note: .*net\.onnx leaves open/);
    assert.is(lines.length, 5);
    for (const [i, option] of ["--layout", "--mean and --std", "--color", "--labels"].entries()) {
      assert.match(lines[i + 1], new RegExp(`^ {2}.*${option}`));
    }
    const { plan } = readModel(await readFile(at("net.wren")));
    assert.equal(plan.inputs[0].shape, [1, 32, 32, 3]);
    // Raw tensors ask for no labels and no colours.
    const raw = await bitwren("bench", at("net.onnx"), "--runs", "1", "--layout", "nchw");
    assert.is(raw.stderr, "");
  }));

test("what is said is stored", () =>
  withFiles({ "net.onnx": smallOnnx({ inputs: [{ name: "image", shape: ["n", 3, "h", "w"] }] }) }, async (at) => {
    const photos = ["--color", "bgr", "--mean", "104,117,123", "--std", "1,2,4", "--resize", "40"];
    const options = ["--shape", "1,3,32,32", "--labels", at("labels.txt"), "--layout", "nhwc", ...photos];
    const compiled = await bitwren("compile", at("net.onnx"), "-o", at("out.wren"), ...options);
    assert.is(compiled.code, 0);
    assert.is(compiled.stderr, "");
    const { plan } = readModel(await readFile(at("out.wren")));
    assert.equal(plan.labels, ["red", "green", "blue"]);
    const { mean, std, color, resizeTo } = plan.preprocessing!;
    assert.equal({ mean, std, color, resizeTo }, { mean: [104, 117, 123], std: [1, 2, 4], color: "bgr", resizeTo: 40 });
    // Blue comes first: red is the third channel, (255 - 123) / 4.
    const top = best(await bitwren("classify", at("out.wren"), at("red.png"), "--json"));
    assert.equal([top.index, top.score], [2, 33]);
  }));

test("a Teachable Machine archive says everything itself", () =>
  withFiles({ "export.zip": teachableZip() }, async (at) => {
    const outcome = await bitwren("classify", at("export.zip"), at("red.png"), "--json");
    assert.is(outcome.stderr, "");
    const top = best(outcome);
    assert.is(top.label, "red");
    assert.ok(Math.abs(top.score - 128 / 127) < 1e-5, String(top.score));
    const shown = await bitwren("inspect", at("export.zip"));
    assert.match(shown.stdout, /^export\nformat {4}TensorFlow\.js, compiled just now\n/);
    assert.match(shown.stdout, /\nlabels {4}3: red \| green \| blue\n/);
  }));

test("TensorFlow.js and TFLite", () =>
  withFiles({ ...Object.fromEntries(smallTfjs()), "net.tflite": smallTflite() }, async (at) => {
    for (const name of ["model.json", "net.tflite"]) {
      const outcome = await bitwren(
        "classify",
        at(name),
        at("red.png"),
        "--json",
        ...ALL_SAID,
        "--labels",
        at("labels.txt"),
      );
      assert.is(best(outcome).label, "red", name);
      assert.is(outcome.stderr, "");
    }
    const inspected = result(await bitwren("inspect", at("model.json"), "--json"));
    assert.is(inspected.format, "TensorFlow.js");
    assert.equal(inspected.labels, ["red", "green", "blue"], "of labels.txt beside it");
  }));

test("ONNX with external data, on every build", () => {
  const { model, files } = onnxWithExternalData();
  return withFiles({ "net.onnx": model, ...Object.fromEntries(files) }, async (at) => {
    assert.is(result(await bitwren("verify", at("net.onnx"), "--layout", "nhwc", "--json")).pass, true);
  });
});

test("values of inputs: numbers and arrays", () => {
  const [pool, flatten] = SMALL_ONNX.nodes;
  const model = smallOnnx({
    nodes: [
      pool,
      flatten,
      { op: "Reshape", inputs: ["flat", "target"], outputs: ["shaped"] },
      { op: "Mul", inputs: ["shaped", "gains"], outputs: ["scores"] },
    ],
    inputs: [...SMALL_ONNX.inputs, { name: "target", type: "INT64", shape: [2] }, { name: "gains", shape: [3, 1] }],
    outputs: [{ name: "scores", shape: [3, 1] }],
    initializers: [],
  });
  const npy = (shape: readonly number[], values: Float32Array) =>
    writeNpy({ dtype: "f32", shape, bytes: new Uint8Array(values.buffer) });
  const files = { "net.onnx": model, "x.npy": npy([1, 3, 32, 32], new Float32Array(3072).fill(1)) };
  return withFiles({ ...files, "gains.npy": npy([3, 1], Float32Array.of(5, 6, 7)) }, async (at) => {
    const run = (...options: string[]) =>
      bitwren("run", at("net.onnx"), "--layout", "nchw", "--input", at("x.npy"), "--out", at("out"), ...options);
    for (const [gains, expected] of [
      ["gains=[[1],[2],[3]]", [1, 2, 3]],
      [`gains=@${at("gains.npy")}`, [5, 6, 7]],
    ] as const) {
      const outcome = await run("--set", "target=3,1", "--set", gains);
      assert.is(outcome.code, 0, outcome.stderr);
      const { bytes } = readNpy(await readFile(at("out/scores.npy")), "scores");
      assert.equal([...new Float32Array(Uint8Array.from(bytes).buffer)], expected);
    }
    mistake(await run("--set", "target=3,1"), /input "gains"|names no input|"x\.npy" names no input|give NAME=FILE/);
    mistake(await run(), /#2 Reshape "shaped": .*"target".* --set target=VALUE/);
    mistake(await run("--set", "other=1"), /there is no input "other"\. The inputs are "image", "target", "gains"/);
    mistake(await run("--set", "target=[1,[2]]"), /--set .* is invalid\. Give NAME=1,2,3/);
  });
});

test("shapes that do not fit, and where they have no meaning", () =>
  withFiles({ "net.onnx": smallOnnx(), "net.tflite": smallTflite() }, async (at) => {
    const before = await readdir(at("."));
    mistake(
      await bitwren("compile", at("net.onnx"), "--shape", "1,3,32"),
      /"image" has the shape \[1,3,32,32\], not \[1,3,32\]/,
    );
    mistake(await bitwren("compile", at("net.onnx"), "--shape", "picture=1,3,32,32"), /no input "picture"/);
    mistake(
      await bitwren("compile", at("net.onnx"), "--shape", "image=1,x"),
      /--shape .* is invalid\. Give NAME=1,3,224,224/,
    );
    mistake(await bitwren("compile", at("net.tflite"), "--layout", "nchw"), /--layout nchw is for ONNX models/);
    assert.equal(await readdir(at(".")), before, "nothing is written");
  }));

test("open sizes without a usual value have to be given", () => {
  const model = smallOnnx({
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    inputs: [{ name: "x", shape: ["n", "tokens"] }],
    outputs: [{ name: "y", shape: ["n", "tokens"] }],
  });
  return withFiles({ "net.onnx": model }, async (at) => {
    mistake(
      await bitwren("inspect", at("net.onnx")),
      /"x" has the shape \[n,tokens\], in which sizes are open\. Give them: --shape x=1,N/,
    );
    assert.is((await bitwren("inspect", at("net.onnx"), "--shape", "x=1,7")).code, 0);
  });
});

test("files that are no models, or not whole", () => {
  const tfjs = smallTfjs();
  const files = {
    "model.json": tfjs.get("model.json")!,
    "bomb.zip": zipBomb(),
    "weights.h5": "\x89HDF\r\n\x1a\n",
    "notes.txt": "no model",
    "cut.onnx": smallOnnx().subarray(0, 60),
  };
  return withFiles(
    { ...files, "weights.h5": Uint8Array.from("\x89HDF\r\n\x1a\n", (c) => c.charCodeAt(0)) },
    async (at) => {
      const before = await readdir(at("."));
      mistake(await bitwren("compile", at("model.json")), /the weight file "weights\.bin" is missing/);
      mistake(await bitwren("compile", at("bomb.zip")), /unpacks from \d+ to \d+ bytes/);
      mistake(await bitwren("compile", at("weights.h5")), /Keras .* export it with tf\.lite\.TFLiteConverter/);
      mistake(await bitwren("compile", at("notes.txt")), /is no model: known are \.wren, TFLite/);
      mistake(await bitwren("compile", at("cut.onnx")), /cut has a problem:\n/);
      assert.equal(await readdir(at(".")), before, "nothing is written");
    },
  );
});

test("a model names files in its own folder only", () => {
  const model = new TextDecoder().decode(smallTfjs().get("model.json")).replace("weights.bin", "../weights.bin");
  return withFiles({ "model.json": model }, async (at) => {
    mistake(
      await bitwren("compile", at("model.json")),
      /names the file \.\.\/weights\.bin, which lies outside its folder/,
    );
  });
});

test("a .wren file takes no options of its source", () =>
  withFiles({ "net.tflite": smallTflite() }, async (at) => {
    assert.is((await bitwren("compile", at("net.tflite"))).code, 0);
    mistake(
      await bitwren("run", at("net.wren"), "--shape", "1,2", "--input", "x", "--out", "y"),
      /compiled already: --shape/,
    );
  }));

const data = sharedData();

if (data !== undefined) {
  const models = `${data}/models`;

  test("the project's float ONNX names its photos", async () => {
    const folder = `${models}/own`;
    const photos = ["--images", `${folder}/photos`, "--labels", `${folder}/labels.txt`, "--mean", "0", "--std", "1"];
    const { count, top1 } = result(await bitwren("eval", `${folder}/cifar10_wren9.onnx`, ...photos, "--json"));
    assert.equal([count, top1], [10, 0.9]);
  });

  test("an int8 ONNX model with quantisation nodes runs on bytes", async () => {
    const labels = ["--labels", `${data}/labels/imagenet_1001_background_first.txt`];
    const model = `${models}/onnx/mobilenet_v2_1.0_224_int8_qdq.onnx`;
    const top = best(await bitwren("classify", model, `${data}/images/photos/parrot.jpg`, ...labels, "--json"));
    assert.is(top.label, "macaw");
  });

  test("TensorFlow.js's MobileNet names most of 30 photos", () =>
    withFolder(async (folder) => {
      const names = (await readdir(`${data}/images/imagenet_256`)).filter((_, i) => i % 15 === 0);
      await mkdir(join(folder, "photos"));
      for (const name of names) await symlink(`${data}/images/imagenet_256/${name}`, join(folder, "photos", name));
      const options = [
        "--images",
        join(folder, "photos"),
        "--labels",
        `${data}/labels/imagenet_1000_wnids.txt`,
        "--json",
      ];
      const outcome = await bitwren("eval", `${models}/tfjs_mobilenet_v1_0.75_224/model.json`, ...options);
      const { count, top1 } = result(outcome) as { count: number; top1: number };
      assert.is(count, 30);
      assert.ok(top1 >= 0.75, `top-1 ${top1}`);
    }));
}

test.run();
