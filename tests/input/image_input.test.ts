// Photo -> input values: pixels resized like Pillow's, colours, and every pixel value through the quantisation.

import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readPhoto } from "../../src/image/decode.ts";
import { type Build, type PixelImage, type Port, type Preprocessing, WrenError } from "../../src/index.ts";
import { ImageInput, type PhotoKernels } from "../../src/input/image_input.ts";
import { availableBuilds, random, sharedData } from "../support.ts";
import { preparedByReference } from "./image_reference.ts";

const RAW: Preprocessing = { fit: "stretch", resizeTo: 1, filter: "antialias", color: "rgb", mean: [0], std: [1] };

function port(dtype: Port["dtype"], shape: readonly number[], quantization: Partial<Port> = {}): Port {
  return { name: "x", dtype, shape, address: 64, ...quantization };
}

function gray(width: number, height: number, ...values: number[]): PixelImage {
  return { width, height, data: Uint8Array.from(values) };
}

let build!: Build;

function inputOf(port: Port, preprocessing: Preprocessing): ImageInput {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(build.module, { env: { memory, flip: build.flip } });
  return new ImageInput(port, preprocessing, { memory, ...exports } as unknown as PhotoKernels);
}

/** Raw pixels resized to `shape`. */
function resized(image: PixelImage, shape: readonly number[], options: Partial<Preprocessing> = {}): number[] {
  const input = inputOf(port("u8", shape), { ...RAW, ...options });
  return [...input.prepare(image)];
}

/** A number for every pixel of a 256x1 gray image that holds 0 .. 255. */
function allPixels(p: Port, options: Partial<Preprocessing>): number[] {
  const data = Uint8Array.from({ length: 256 }, (_, i) => i);
  return [...inputOf(p, { ...RAW, color: "gray", ...options }).prepare({ data, width: 256, height: 1 })];
}

function refuses(action: () => unknown, code: string): void {
  assert.throws(action, (error: unknown) => error instanceof WrenError && error.code === code);
}

for (const candidate of await availableBuilds()) {
  const test = suite(`image input, ${candidate.name}`);

  test.before(() => {
    build = candidate;
  });

  test("any photo is prepared as the reference does it", () => {
    const next = random(5);
    // The last two go to the kernels in several pieces.
    const sizes = [
      [1, 1],
      [5, 3],
      [31, 64],
      [300, 200],
      [640, 480],
      [3000, 90],
    ];
    const bytes = { 1: "gray", 3: "RGB", 4: "RGBA" } as const;
    for (const [width, height] of sizes) {
      for (const channels of [1, 3, 4] as const) {
        const data = Uint8ClampedArray.from({ length: width * height * channels }, () => next() * 256);
        for (const color of ["rgb", "bgr", "gray"] as const) {
          for (const dtype of ["u8", "i8", "f32"] as const) {
            const fit = (["shorter", "square", "stretch"] as const)[Math.floor(next() * 3)];
            const filter = (["antialias", "bilinear", "nearest"] as const)[Math.floor(next() * 3)];
            const depth = color === "gray" ? 1 : 3;
            const shape = [1, 17, 22, depth];
            const preprocessing = {
              fit,
              filter,
              color,
              resizeTo: 24,
              mean: [9, 99, 120].slice(0, depth),
              std: [1, 2, 3].slice(0, depth),
            };
            const wanted = port(dtype, shape, { scale: 0.9, zeroPoint: 3 });
            const image = { data, width, height };
            assert.equal(
              inputOf(wanted, preprocessing).prepare(image).slice(),
              preparedByReference(wanted, preprocessing, image),
              `${bytes[channels]} ${width}x${height} to ${color} ${dtype}, ${fit}, ${filter}`,
            );
          }
        }
      }
    }
  });

  test("halving gives Pillow's values", () => {
    assert.equal(resized(gray(4, 1, 0, 70, 140, 210), [1, 1, 2, 1], { color: "gray" }), [50, 160]);
    assert.equal(resized(gray(1, 4, 0, 70, 140, 210), [1, 2, 1, 1], { color: "gray" }), [50, 160]);
  });

  test("both passes round to 8 bits", () => {
    // Columns: [1, 0] -> 0.5 -> 1 and [0, 0] -> 0; rows: (1 + 0) / 2 -> 1. In one step it would be 0.25 -> 0.
    assert.equal(resized(gray(2, 2, 1, 0, 0, 0), [1, 1, 1, 1], { color: "gray" }), [1]);
  });

  test("resizing is within rounding of exact arithmetic", () => {
    const next = random(7);
    const [width, height, side] = [37, 23, 9];
    const data = Uint8Array.from({ length: width * height * 3 }, () => next() * 256);
    const actual = resized({ data, width, height }, [1, side, side, 3]);
    const weigh = (size: number, i: number) => {
      const scale = size / side;
      const all = Array.from({ length: size }, (_, x) => Math.max(0, 1 - Math.abs((x + 0.5) / scale - (i + 0.5))));
      const sum = all.reduce((a, b) => a + b, 0);
      return all.map((w) => w / sum);
    };
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const across = weigh(width, x);
        const down = weigh(height, y);
        for (let c = 0; c < 3; c++) {
          let exact = 0;
          for (let v = 0; v < height; v++) {
            for (let u = 0; u < width; u++) exact += down[v] * across[u] * data[(v * width + u) * 3 + c];
          }
          assert.ok(Math.abs(actual[(y * side + x) * 3 + c] - exact) <= 1.01);
        }
      }
    }
  });

  test("flat images stay flat", () => {
    for (const value of [0, 1, 128, 255]) {
      const image = { width: 301, height: 99, data: new Uint8Array(301 * 99 * 4).fill(value) };
      for (const filter of ["antialias", "bilinear", "nearest"] as const) {
        assert.ok(resized(image, [1, 17, 17, 3], { filter }).every((v) => v === value));
      }
    }
  });

  test("a crop takes the pixels in the middle", () => {
    const data = Uint8Array.from({ length: 6 * 4 }, (_, i) => i);
    const options = { color: "gray", fit: "shorter", resizeTo: 4 } as const;
    assert.equal(resized({ data, width: 6, height: 4 }, [1, 2, 2, 1], options), [8, 9, 14, 15]);
  });

  test("alpha is dropped, colours keep or swap their order, gray becomes three channels", () => {
    const rgba = { width: 1, height: 1, data: Uint8Array.of(10, 20, 30, 0) };
    assert.equal(resized(rgba, [1, 1, 1, 3]), [10, 20, 30]);
    assert.equal(resized(rgba, [1, 1, 1, 3], { color: "bgr" }), [30, 20, 10]);
    assert.equal(resized(gray(1, 1, 9), [1, 1, 1, 3]), [9, 9, 9]);
  });

  test("gray is Pillow's luma", () => {
    const luma = (...rgb: number[]) => resized(gray(1, 1, ...rgb), [1, 1, 1, 1], { color: "gray" })[0];
    assert.equal([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255), luma(255, 255, 255)], [76, 150, 29, 255]);
  });

  test("means and deviations follow the order of the input's channels", () => {
    const rgb = gray(1, 1, 10, 20, 30);
    const options = { mean: [30, 20, 10], std: [1, 1, 2] };
    const input = inputOf(port("f32", [1, 1, 1, 3]), { ...RAW, ...options, color: "bgr" });
    assert.equal([...input.prepare(rgb)], [0, 0, 0]);
    const other = inputOf(port("f32", [1, 1, 1, 3]), { ...RAW, ...options });
    assert.equal([...other.prepare(rgb)], [-20, 0, 10]);
  });

  test("quantised inputs get raw pixels exactly, whatever their scale", () => {
    const raw = Array.from({ length: 256 }, (_, i) => i);
    for (const scale of [
      1,
      Math.fround(1 / 255),
      Math.fround(1 / 127.5),
      Math.fround(0.0186584),
      Math.fround(0.0078125),
    ]) {
      for (const zeroPoint of [0, 114, 127, 128]) {
        const u8 = allPixels(port("u8", [1, 1, 256, 1], { scale, zeroPoint }), { mean: [zeroPoint], std: [1 / scale] });
        assert.equal(u8, raw);
        const low = { scale, zeroPoint: zeroPoint - 128 };
        const i8 = allPixels(port("i8", [1, 1, 256, 1], low), { mean: [zeroPoint], std: [1 / scale] });
        assert.equal(
          i8,
          raw.map((v) => v - 128),
        );
      }
    }
  });

  test("other scales round to nearest even and clamp", () => {
    const half = allPixels(port("u8", [1, 1, 256, 1], { scale: 2, zeroPoint: 0 }), {});
    assert.equal(half.slice(0, 6), [0, 0, 1, 2, 2, 2]);
    const wide = allPixels(port("i8", [1, 1, 256, 1], { scale: 0.5, zeroPoint: 0 }), { mean: [128] });
    assert.equal([wide[0], wide[128], wide[129], wide[255]], [-128, 0, 2, 127]);
  });

  test("photos of one size share all buffers", () => {
    const input = inputOf(port("u8", [1, 2, 2, 1]), { ...RAW, color: "gray" });
    const first = input.prepare(gray(2, 2, 1, 2, 3, 4));
    const second = input.prepare(gray(2, 2, 5, 6, 7, 8));
    assert.is(first, second);
    assert.equal([...second], [5, 6, 7, 8]);
    assert.equal([...input.prepare(gray(1, 1, 9))], [9, 9, 9, 9]);
  });

  test("images and inputs that do not fit are refused", () => {
    refuses(() => resized(gray(2, 2, 1, 2, 3), [1, 1, 1, 3]), "BAD_INPUT");
    refuses(() => resized(gray(2, 1, 1, 2, 3, 4), [1, 1, 1, 3]), "BAD_INPUT");
    refuses(() => resized(gray(0, 0), [1, 1, 1, 3]), "BAD_INPUT");
    refuses(() => resized(gray(1, 1, 1), [1, 10]), "NOT_A_CLASSIFIER");
    refuses(() => resized(gray(1, 1, 1), [2, 1, 1, 3]), "NOT_A_CLASSIFIER");
    refuses(() => resized(gray(1, 1, 1), [1, 1, 1, 3], { color: "gray" }), "NOT_A_CLASSIFIER");
    refuses(() => resized(gray(1, 1, 1), [1, 9, 9, 3], { fit: "shorter", resizeTo: 8 }), "NOT_A_CLASSIFIER");
  });

  test("the demo photos become what Pillow makes of them", async () => {
    const data = sharedData();
    if (data === undefined) return;
    const folder = `${data}/models/own`;
    const names = readFileSync(`${folder}/golden/photos.txt`, "utf8").trim().split("\n");
    const expected = readFileSync(`${folder}/golden/photos_32x32_rgb.u8`);
    const input = inputOf(port("u8", [1, 32, 32, 3]), { ...RAW, fit: "square", resizeTo: 32 });
    for (const [i, name] of names.entries()) {
      const actual = input.prepare(await readPhoto(`${folder}/photos/${name}`));
      const differences = [...actual].map((value, k) => Math.abs(value - expected[i * actual.length + k]));
      // JPEG decoders differ by a step or two; the resize itself is exact.
      assert.ok(Math.max(...differences) === 0, `${name} differs by ${Math.max(...differences)}`);
      assert.ok(differences.reduce((a, b) => a + b, 0) / actual.length < 0.5, name);
    }
  });

  test.run();
}
