// What bench_start.ts times, a process of its own: node first_run.js MODEL [warm]. Prints milliseconds: to choose and compile a
// build, to load the model, to warm it up if asked to, of the first classification, and the median of later ones.

import { type Build, chooseBuild, loadModel } from "../index.ts";

const LATER = 41;
const image = { data: new Uint8Array(320 * 240 * 4).fill(99), width: 320, height: 240 };

async function timed<T>(action: () => Promise<T>): Promise<[T, number]> {
  const begin = performance.now();
  const result = await action();
  return [result, performance.now() - begin];
}

const [path, warmup] = process.argv.slice(2);
const [build, compileMs] = await timed<Build>(() => chooseBuild("auto"));
const [model, loadMs] = await timed(() => loadModel(path, { build }));
const [, warmupMs] = warmup === "warm" ? await timed(() => model.warmup()) : [undefined, 0];
const [, firstMs] = await timed(() => model.classify(image));
const later: number[] = [];
for (let i = 0; i < LATER; i++) later.push((await timed(() => model.classify(image)))[1]);
console.log(
  JSON.stringify({ compileMs, loadMs, warmupMs, firstMs, steadyMs: later.sort((a, b) => a - b)[LATER >> 1] }),
);
