// bitwren/worker in Node: the same answers as on the main thread, calls that are given up, errors with their codes.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadModel, type Progress } from "../../src/index.ts";
import { createWorker, type ModelWorker, type WorkerModel, WrenError } from "../../src/worker.ts";
import { ROOT } from "../support.ts";

interface Context {
  readonly worker: ModelWorker;
  readonly model: WorkerModel;
}

const PATH = `${ROOT}models/cifar10_wren9/model.wren`;
const image = { data: Uint8Array.from({ length: 3 * 40 * 36 }, (_, i) => (i * 7) & 255), width: 40, height: 36 };
const input = Int8Array.from({ length: 3072 }, (_, i) => ((i * 13) & 255) - 128);

async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}

const test = suite<Context>("worker");

test.before(async (context) => {
  const worker = createWorker();
  Object.assign(context, { worker, model: await worker.loadModel(PATH) });
});

test.after(({ worker }) => worker.terminate());

test("classify, run, info, profile and warmup answer as on the main thread", async ({ model }) => {
  const here = await loadModel(PATH);
  assert.equal(await model.classify(image, { topK: 3 }), await here.classify(image, { topK: 3 }));
  assert.equal(await model.run({ input }), here.run({ input }));
  assert.equal(await model.run(input), here.run(input));
  assert.equal(model.info(), here.info());
  assert.equal(model.plan, here.plan);
  assert.is(await model.warmup(), undefined);
  const steps = (await model.profile(2)).map(({ kernel }) => kernel);
  assert.equal(
    steps,
    here.profile(1).map(({ kernel }) => kernel),
  );
  here.dispose();
});

test("results belong to the caller", async ({ model }) => {
  const first = await model.run(input);
  const copy = structuredClone(first);
  await model.run(new Int8Array(3072));
  assert.equal(first, copy);
});

test("arrays are copied, or handed over when asked", async ({ model }) => {
  const kept = input.slice();
  const expected = await model.run(kept);
  assert.is(kept.length, 3072);
  assert.equal(await model.run({ input: kept }, { transfer: true }), expected);
  assert.is(kept.length, 0);
  const pixels = { ...image, data: image.data.slice() };
  const ranked = await model.classify(pixels);
  assert.equal(await model.classify(pixels, { transfer: true }), ranked);
  assert.is(pixels.data.length, 0);
  assert.match((await failureOf(model.classify(pixels))).message, /detached|transferred|neutered/i);
});

test("bytes, Blobs and file: URLs are sources too, with their progress", async ({ worker }) => {
  const bytes = await readFile(PATH);
  for (const source of [bytes, new Blob([bytes]), new URL(`file://${PATH}`), new Response(bytes)]) {
    const seen: Progress[] = [];
    const model = await worker.loadModel(source, { onProgress: (progress) => void seen.push(progress) });
    assert.equal(await model.run(input), await (await worker.loadModel(PATH)).run(input));
    const last = seen[seen.length - 1];
    assert.is(last.loaded, bytes.length);
    assert.is(last.total, bytes.length);
    assert.ok(seen.length > 2);
    model.dispose();
  }
});

test("what waits can be given up, and the worker goes on", async ({ worker, model }) => {
  const reason = new Error("no longer wanted");
  const controller = new AbortController();
  const first = model.profile(30);
  const second = model.run(input, { signal: controller.signal });
  controller.abort(reason);
  assert.is(await failureOf(second), reason);
  await first;
  assert.is(await failureOf(model.classify(image, { signal: controller.signal })), reason);
  assert.is(await failureOf(worker.loadModel(PATH, { signal: controller.signal })), reason);
  const loading = new AbortController();
  const load = worker.loadModel(PATH, { signal: loading.signal, onProgress: () => loading.abort(reason) });
  assert.is(await failureOf(load), reason);
  assert.ok((await model.run(input)).probabilities.length > 0);
});

test("errors keep their codes", async ({ worker, model }) => {
  for (const [call, code] of [
    [() => worker.loadModel(`${ROOT}absent.wren`), "FETCH_FAILED"],
    [() => worker.loadModel(Uint8Array.of(1, 2, 3)), "NOT_A_MODEL"],
    [() => model.run({ other: input }), "BAD_INPUT"],
    [() => model.classify({ ...image, width: 7 }), "BAD_INPUT"],
    [() => model.classify((() => {}) as never), "BAD_INPUT"],
  ] as const) {
    const error = await failureOf(call());
    assert.instance(error, WrenError);
    assert.is(error.code, code);
  }
  assert.ok((await model.run(input)).probabilities.length > 0);
});

test("a disposed model and a terminated worker say so", async () => {
  const worker = createWorker();
  const model = await worker.loadModel(PATH);
  const other = await worker.loadModel(PATH);
  model.dispose();
  assert.is((await failureOf(model.run(input))).code, "DISPOSED");
  const running = other.profile(1000);
  worker.terminate();
  assert.is((await failureOf(running)).code, "WORKER_FAILED");
  assert.match((await failureOf(other.run(input))).message, /terminated/);
});

test("an idle worker keeps no process from ending", () => {
  const program = `import { createWorker } from "bitwren/worker";
    const model = await createWorker().loadModel(${JSON.stringify(PATH)});
    console.log(Object.keys(await model.run(new Int8Array(3072))).join());`;
  const options = { cwd: ROOT, encoding: "utf8", timeout: 20_000 } as const;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], options);
  assert.is(output.trim(), "probabilities");
});

test.run();
