// The choice of preprocessing: options before the file's word before defaults.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { perTensor } from "../../src/graph/tensor.ts";
import type { Preprocessing } from "../../src/index.ts";
import {
  choosePreprocessing,
  fitLabels,
  type ImagePort,
  inputPort,
  OptionError,
  type PreprocessingOptions,
} from "../../src/tools.ts";
import { GraphBuilder } from "../graphs.ts";

function image(
  dtype: ImagePort["dtype"],
  side: number,
  rest: Partial<ImagePort> & { channels?: number } = {},
): ImagePort {
  const { channels = 3, ...quantization } = rest;
  return { name: "x", dtype, shape: [1, side, side, channels], ...quantization };
}

function chosen(...args: Parameters<typeof choosePreprocessing>): Preprocessing {
  const { preprocessing } = choosePreprocessing(...args);
  assert.ok(preprocessing);
  return preprocessing;
}

function refuses(port: ImagePort | undefined, options: PreprocessingOptions, pattern: RegExp): void {
  assert.throws(
    () => choosePreprocessing(port, {}, options),
    (error: unknown) => error instanceof OptionError && pattern.test(error.message),
  );
}

const test = suite("preprocessing");

test("large inputs: ImageNet's margin; thumbnails: the whole centre", () => {
  const fits = (side: number) => {
    const { fit, resizeTo } = chosen(image("u8", side));
    return [fit, resizeTo];
  };
  assert.equal(fits(224), ["shorter", 256]);
  assert.equal(fits(128), ["shorter", 146]);
  assert.equal(fits(96), ["shorter", 110]);
  assert.equal(fits(32), ["square", 32]);
});

test("quantised inputs get raw pixels", () => {
  const u8 = chosen(image("u8", 224, { scale: 0.0078125, zeroPoint: 128 }));
  assert.equal([u8.mean, u8.std], [[128], [128]]);
  const i8 = chosen(image("i8", 96, { scale: 1 / 255, zeroPoint: -128 }));
  assert.equal([i8.mean, i8.std], [[0], [255]]);
});

test("float inputs that are quantised at once get what fills their bytes, and that is said", () => {
  const builder = new GraphBuilder();
  const x = builder.input([1, 32, 32, 3]);
  const moved = builder.op("transpose", [x], { perm: [0, 3, 1, 2] });
  const port = inputPort(
    builder.graph(builder.op("quantize", [moved], {}, { dtype: "i8", quantization: perTensor(0.5, -28) })),
  );
  assert.is(port?.dtype, "f32");
  assert.equal([port?.scale, port?.zeroPoint], [0.5, 100]);
  const { preprocessing, notes } = choosePreprocessing(port);
  assert.equal([preprocessing?.mean, preprocessing?.std], [[100], [2]]);
  assert.match(notes[0], /\(pixel - 100\) \/ 2, .*--mean and --std/);
});

test("what the file says holds, unless it only misses raw pixels by rounding", () => {
  const port = image("u8", 224, { scale: 0.0078125, zeroPoint: 128 });
  assert.equal(chosen(port, { mean: [127.5], std: [127.5] }).mean, [128]);
  const other = chosen(port, { mean: [0], std: [255] });
  assert.equal([other.mean, other.std], [[0], [255]]);
  const float = chosen(image("f32", 224), { mean: [127], std: [128] });
  assert.equal([float.mean, float.std], [[127], [128]]);
});

test("float inputs of unknown range are assumed, and that is said", () => {
  const { preprocessing, notes } = choosePreprocessing(image("f32", 224));
  assert.equal([preprocessing?.mean, preprocessing?.std], [[127.5], [127.5]]);
  assert.is(notes.length, 2);
  assert.match(notes[0], /--mean and --std/);
  assert.match(notes[1], /--color bgr/);
  const said = { mean: [0], std: [255], color: "rgb" } as const;
  assert.is(choosePreprocessing(image("f32", 224), {}, said).notes.length, 0);
  assert.is(choosePreprocessing(image("f32", 224), said, {}).notes.length, 0);
  assert.is(choosePreprocessing(image("f32", 224, { channels: 1 }), {}, { mean: [0], std: [255] }).notes.length, 0);
});

test("options win", () => {
  const stated: Preprocessing = {
    fit: "shorter",
    resizeTo: 256,
    filter: "antialias",
    color: "rgb",
    mean: [1],
    std: [2],
  };
  const port = image("f32", 224);
  assert.equal(chosen(port, stated), stated);
  assert.equal(chosen(port, stated, { resize: 240 }), { ...stated, resizeTo: 240 });
  assert.equal(chosen(port, stated, { crop: "before" }), { ...stated, fit: "square" });
  assert.equal(chosen(port, stated, { resize: "stretch" }), { ...stated, fit: "stretch", resizeTo: 224 });
  assert.equal(chosen(port, stated, { color: "bgr", filter: "nearest" }), {
    ...stated,
    color: "bgr",
    filter: "nearest",
  });
  assert.equal(chosen(port, stated, { mean: [3] }), { ...stated, mean: [3] });
});

test("gray follows from one channel", () => {
  assert.is(chosen(image("i8", 96, { channels: 1 })).color, "gray");
});

test("inputs that are no images get none", () => {
  assert.equal(choosePreprocessing({ name: "x", dtype: "f32", shape: [1, 49, 10, 1] }), { notes: [] });
  assert.equal(choosePreprocessing({ name: "x", dtype: "f32", shape: [1, 640] }), { notes: [] });
  assert.equal(choosePreprocessing(undefined), { notes: [] });
  refuses({ name: "x", dtype: "f32", shape: [1, 640] }, { mean: [0], std: [1] }, /not one image/);
});

test("options that do not fit are refused", () => {
  refuses(image("f32", 224), { mean: [0] }, /belong together/);
  refuses(image("f32", 224), { mean: [0], std: [0] }, /--std holds a 0/);
  refuses(image("f32", 224, { channels: 1 }), { mean: [0, 0, 0], std: [1] }, /--mean has 3 values/);
  refuses(image("f32", 224), { resize: 200 }, /smaller than the input/);
  refuses(image("f32", 224), { resize: "stretch", crop: "after" }, /leave out --crop/);
  refuses(image("f32", 224), { color: "gray" }, /--color gray/);
});

test("labels: one a class, or all but the background", () => {
  assert.equal(fitLabels(["a", "b"], 2), ["a", "b"]);
  assert.equal(fitLabels(["a", "b"], 3), ["background", "a", "b"]);
  assert.is(fitLabels(["a", "b"], 4), undefined);
  assert.is(fitLabels(["a", "b"], 1), undefined);
});

test.run();
