// Photo files: five formats, EXIF orientation, and what is said of files that are no photos.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { Jimp } from "jimp";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodePhoto, PhotoError, readPhoto } from "../../src/image/decode.ts";

const [WIDTH, HEIGHT] = [24, 16];
type Mime = "image/jpeg" | "image/png" | "image/bmp" | "image/gif" | "image/tiff";
const FORMATS: readonly Mime[] = ["image/jpeg", "image/png", "image/bmp", "image/gif", "image/tiff"];

/** Left half red, right half blue; the top left corner (8 x 8) is green. */
async function encode(mime: Mime): Promise<Uint8Array> {
  const image = new Jimp({ width: WIDTH, height: HEIGHT, color: 0x0000ffff });
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH / 2; x++) image.setPixelColor(x < 8 && y < 8 ? 0x00ff00ff : 0xff0000ff, x, y);
  }
  return new Uint8Array(await image.getBuffer(mime));
}

/** "r", "g" or "b" at a place. */
function colorAt({ data, width }: Awaited<ReturnType<typeof decodePhoto>>, x: number, y: number): string {
  const rgb = data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3);
  return "rgb"[rgb.indexOf(Math.max(...rgb))];
}

/** A TIFF block with nothing but the orientation. */
function orientationTag(orientation: number): number[] {
  const ifd = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, ...ifd];
}

const insert = (file: Uint8Array, at: number, bytes: readonly number[]) =>
  Uint8Array.from([...file.subarray(0, at), ...bytes, ...file.subarray(at)]);

/** JPEG: an APP1 segment behind the start of the image. PNG: an eXIf chunk behind IHDR. TIFF: one more entry in its directory. */
const WITH_ORIENTATION: Readonly<Partial<Record<Mime, (file: Uint8Array, orientation: number) => Uint8Array>>> = {
  "image/jpeg": (file, orientation) => {
    const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...orientationTag(orientation)];
    return insert(file, 2, [0xff, 0xe1, 0, exif.length + 2, ...exif]);
  },
  "image/png": (file, orientation) => {
    const chunk = [0x65, 0x58, 0x49, 0x66, ...orientationTag(orientation)];
    return insert(file, 33, [0, 0, 0, chunk.length - 4, ...chunk, ...checksumOf(chunk)]);
  },
  "image/tiff": (file, orientation) => {
    // The directory is copied to the end, where it has room to grow.
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    const little = file[0] === 0x49;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    const old = [...file.subarray(directory + 2, directory + 2 + 12 * entries)];
    const kept = Array.from({ length: entries }, (_, i) => old.slice(12 * i, 12 * i + 12)).filter(
      (_, i) => view.getUint16(directory + 2 + 12 * i, little) !== 274,
    );
    const start = file.length + (file.length & 1);
    const grown = new Uint8Array(start + 2 + 12 * (kept.length + 1) + 4);
    grown.set(file);
    const out = new DataView(grown.buffer);
    out.setUint32(4, start, little);
    out.setUint16(start, kept.length + 1, little);
    const tag = [274, 3].flatMap((n) => (little ? [n & 255, n >> 8] : [n >> 8, n & 255]));
    const count = little ? [1, 0, 0, 0] : [0, 0, 0, 1];
    const value = little ? [orientation, 0, 0, 0] : [0, orientation, 0, 0];
    const number = (entry: number[]) => (little ? entry[0] + 256 * entry[1] : entry[1] + 256 * entry[0]);
    const all = [...kept, [...tag, ...count, ...value]].sort((x, y) => number(x) - number(y));
    grown.set(all.flat(), start + 2);
    return grown;
  },
};

function checksumOf(bytes: readonly number[]): Uint8Array {
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, crc32(Uint8Array.from(bytes)));
  return sum;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await decodePhoto(bytes, "x.jpg");
  } catch (error) {
    assert.instance(error, PhotoError);
    const { message } = error as Error;
    assert.not.match(message, /\n/);
    assert.match(message, /x\.jpg/);
    return message;
  }
  return "";
}

const test = suite("image decoding");

for (const mime of FORMATS) {
  test(`reads ${mime}`, async () => {
    const photo = await decodePhoto(await encode(mime), "x");
    assert.equal([photo.width, photo.height, photo.data.length], [WIDTH, HEIGHT, WIDTH * HEIGHT * 4]);
    assert.is([colorAt(photo, 2, 2), colorAt(photo, 2, 12), colorAt(photo, 20, 12)].join(""), "grb");
  });
}

for (const [mime, turn] of Object.entries(WITH_ORIENTATION)) {
  test(`turns ${mime} as its orientation says`, async () => {
    const file = await encode(mime as Mime);
    // Where the green corner lies once the photo is upright: EXIF 2.3, 4.6.4 A, tag 274.
    const corners = { 1: "left top", 2: "right top", 3: "right bottom", 4: "left bottom" };
    const turned = { 5: "left top", 6: "right top", 7: "right bottom", 8: "left bottom" };
    for (const [value, corner] of Object.entries({ ...corners, ...turned })) {
      const photo = await decodePhoto(turn(file, Number(value)), "x");
      assert.equal([photo.width, photo.height], Number(value) > 4 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT]);
      const x = corner.startsWith("left") ? 2 : photo.width - 3;
      const y = corner.endsWith("top") ? 2 : photo.height - 3;
      assert.is(colorAt(photo, x, y), "g", `orientation ${value}`);
    }
  });
}

test("says what a file is that is no photo", async () => {
  const text = (s: string) => new TextEncoder().encode(s);
  assert.match(await refusal(new Uint8Array(0)), /is empty/);
  assert.match(await refusal(text("hello, world")), /is no photo: give a JPEG, PNG/);
  assert.match(await refusal(text("RIFF....WEBPVP8 ")), /is a WebP image: give/);
  assert.match(await refusal(text("\0\0\0\x18ftypheic\0\0\0\0")), /is a HEIF image/);
  assert.match(await refusal(text("<!DOCTYPE html>")), /is HTML or SVG text/);
});

test("says that a file is damaged, at every place it may be cut", async () => {
  for (const mime of FORMATS) {
    const bytes = await encode(mime);
    // Some formats hold the picture's directory or padding last: only the first three quarters must matter.
    for (const part of [0.02, 0.1, 0.3, 0.5, 0.75]) {
      const cut = bytes.subarray(0, Math.max(4, Math.floor(bytes.length * part)));
      assert.match(
        await refusal(cut),
        /x\.jpg is (a damaged or truncated \w+ file|no photo)/,
        `${mime} cut at ${part}`,
      );
    }
  }
});

test("photos that were changed are read or refused, never a crash", async () => {
  let state = 1;
  const next = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (const mime of FORMATS) {
    const bytes = await encode(mime);
    for (let round = 0; round < 30; round++) {
      const changed = bytes.slice();
      for (let i = 0; i < 3; i++) changed[next(changed.length)] = next(256);
      await refusal(changed);
    }
  }
});

test("enormous pictures are refused before they are decoded", async () => {
  const png = await encode("image/png");
  new DataView(png.buffer).setUint32(16, 60000);
  new DataView(png.buffer).setUint32(20, 60000);
  assert.match(await refusal(png), /has 60000x60000 pixels: scale it down below/);
});

test("missing files and folders are named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-"));
  const message = (path: string) =>
    readPhoto(path).then(
      () => "",
      (error: Error) => (error instanceof PhotoError ? error.message : "another error"),
    );
  try {
    assert.match(await message(join(folder, "none.jpg")), /there is no photo .*none\.jpg/);
    assert.match(await message(folder), /is a folder: give photos/);
    await writeFile(join(folder, "a.png"), await encode("image/png"));
    assert.is((await readPhoto(join(folder, "a.png"))).width, WIDTH);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.run();
