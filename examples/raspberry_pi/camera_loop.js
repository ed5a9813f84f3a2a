// Names every picture that the camera writes:
//
//   rpicam-still --timeout 0 --timelapse 2000 --width 640 --height 480 --nopreview --output frames/%06d.jpg &
//   node examples/raspberry_pi/camera_loop.js frames
//
// Given a file instead of a folder, it follows the one picture that is written again and again. Ends with Ctrl-C.

import { statSync, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { loadModel } from "bitwren";
import { Jimp } from "jimp";

const QUIET_MS = 100; // a picture is read when nothing was written to it for so long

const path = process.argv[2] ?? ".";
const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const folder = isFolder ? path : dirname(path);
const isWanted = (name) => (isFolder ? /\.jpe?g$/i.test(name) : name === basename(path));

const model = await loadModel(new URL("../../models/cifar10_wren9/model.wren", import.meta.url));
await model.warmup();

/** A JPEG ends with the marker FF D9; without it, more is to come, and the next write brings us back. */
const isWhole = (bytes) => bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;

async function classify(name) {
  try {
    const bytes = await readFile(join(folder, name));
    if (!isWhole(bytes)) return;
    const { bitmap } = await Jimp.fromBuffer(bytes);
    const start = performance.now();
    const [best] = await model.classify(bitmap, { topK: 1 });
    const ms = performance.now() - start;
    console.log(`${name}: ${best.label} ${(100 * best.score).toFixed(1)} % (${ms.toFixed(1)} ms)`);
  } catch (error) {
    if (error.code !== "ENOENT") console.error(`${name}: ${error.message}`); // deleted meanwhile: nothing to say
  }
}

const timers = new Map();
let last = Promise.resolve(); // one picture at a time

watch(folder, (_event, name) => {
  if (name === null || !isWanted(name)) return;
  clearTimeout(timers.get(name));
  const read = () => {
    timers.delete(name);
    last = last.then(() => classify(name));
  };
  timers.set(name, setTimeout(read, QUIET_MS));
});
console.log(`watching ${path}`);
