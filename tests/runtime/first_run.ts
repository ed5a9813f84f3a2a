// A process of its own that warms one model up: node first_run.js MODEL. Prints how many milliseconds choosing and compiling a
// build took, and how many times as long as the median of later classifications the first one takes.

import { chooseBuild, loadModel } from "../../src/index.ts";

const begin = performance.now();
const build = await chooseBuild("auto");
const compileMs = performance.now() - begin;
const model = await loadModel(process.argv[2], { build });
await model.warmup();
const image = { data: new Uint8Array(320 * 240 * 4).fill(99), width: 320, height: 240 };
const times: number[] = [];
for (let i = 0; i < 41; i++) {
  const start = performance.now();
  await model.classify(image);
  times.push(performance.now() - start);
}
const [first, ...later] = times;
console.log(compileMs, first / later.sort((a, b) => a - b)[20]);
