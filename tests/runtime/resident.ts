// A process of its own that loads one model: node resident.js path|url|blob MODEL. Prints, in bytes, by how much its largest
// resident memory grew while the model was loaded.

import { openAsBlob, readFileSync } from "node:fs";
import { loadModel } from "../../src/index.ts";

const [kind, path] = process.argv.slice(2);
// What the host loads for the first use of fetch, streams and blobs is not the model's.
await (await fetch("data:,")).text();
await new Blob(["x"]).arrayBuffer();
const source = kind === "blob" ? await openAsBlob(path) : path;
const before = process.memoryUsage.rss();
const model = await loadModel(source);
// Linux's own count: the one of resourceUsage begins with what the parent process had.
const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
console.log(Number(peak) * 1024 - before);
model.dispose();
