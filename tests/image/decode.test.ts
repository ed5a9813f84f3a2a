// Photo files: five formats, EXIF orientation, and what is said of files that are no photos.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** An APP1 segment with nothing but the orientation, put behind the start of the image. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const ifd = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, ...ifd];
  const segment = [0xff, 0xe1, 0, exif.length + 2, ...exif];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
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

test("turns JPEGs as their EXIF orientation says", async () => {
  const jpeg = await encode("image/jpeg");
  // Where the green corner lies once the photo is upright: EXIF 2.3, 4.6.4 A, tag 274.
  const corners = { 1: "left top", 2: "right top", 3: "right bottom", 4: "left bottom" };
  const turned = { 5: "left top", 6: "right top", 7: "right bottom", 8: "left bottom" };
  for (const [value, corner] of Object.entries({ ...corners, ...turned })) {
    const photo = await decodePhoto(withOrientation(jpeg, Number(value)), "x");
    assert.equal([photo.width, photo.height], Number(value) > 4 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT]);
    const x = corner.startsWith("left") ? 2 : photo.width - 3;
    const y = corner.endsWith("top") ? 2 : photo.height - 3;
    assert.is(colorAt(photo, x, y), "g", `orientation ${value}`);
  }
});

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
