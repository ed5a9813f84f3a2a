// examples/cloudflare_worker, bundled as wrangler bundles: in workerd where it is installed, and its handler under Node.

import { existsSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFolder } from "../cli/command.ts";
import { untilListening, WORKERD_PROGRAM, withWorkerd } from "../hosts/workerd.ts";
import { ROOT, skip } from "../support.ts";

type Fetch = (request: Request) => Promise<Response>;

const MODEL = `${ROOT}models/cifar10_wren9`;
const WASM = ["scalar.wasm", "simd.wasm", "relaxed.wasm", "probe.wasm"];
const COMMON = { absWorkingDir: ROOT, entryPoints: ["examples/cloudflare_worker/worker.js"], bundle: true };

/** The first golden photo, an automobile; what is no picture; what is no POST. */
async function checkAnswers(fetch: Fetch, url: string): Promise<void> {
  const body = (await readFile(`${MODEL}/golden/photos_32x32_rgb.u8`)).subarray(0, 32 * 32 * 3);
  const response = await fetch(new Request(`${url}?width=32&height=32`, { method: "POST", body }));
  assert.is(response.status, 200);
  const top = (await response.json()) as { label: string; score: number }[];
  const golden = new Int8Array(await readFile(`${MODEL}/golden/photos_probabilities_int8.bin`)).subarray(0, 10);
  assert.is(top.length, 3);
  assert.is(top[0].label, "automobile");
  assert.is(top[0].score, (Math.max(...golden) + 128) / 256);

  const wrong = await fetch(new Request(`${url}?width=33&height=32`, { method: "POST", body }));
  assert.is(wrong.status, 400);
  const { code, message } = (await wrong.json()) as { code: string; message: string };
  assert.match(code, /^[A-Z_]+$/);
  assert.match(message, /33/);
  assert.is((await fetch(new Request(url))).status, 405);
}

const test = suite("the example worker");

test("its handler answers under Node", () =>
  withFolder(async (folder) => {
    const outfile = join(folder, "worker.mjs");
    await build({
      ...COMMON,
      outfile,
      format: "esm",
      platform: "node",
      target: "node20",
      loader: { ".wren": "binary" },
    });
    const worker = (await import(pathToFileURL(outfile).href)) as { default: { fetch: Fetch } };
    await checkAnswers(worker.default.fetch, "http://localhost/");
  }));

/** The Worker and its modules. */
async function writeWorker(folder: string): Promise<void> {
  const modelBeside = {
    name: "model beside the worker",
    setup: (bundler: import("esbuild").PluginBuild) =>
      bundler.onResolve({ filter: /\.wren$/ }, () => ({ path: "./model.wren", external: true })),
  };
  const outfile = join(folder, "worker.js");
  const conditions = ["workerd", "worker", "browser"];
  await build({ ...COMMON, outfile, format: "esm", conditions, external: ["*.wasm"], plugins: [modelBeside] });
  for (const name of WASM) await copyFile(`${ROOT}build/dist/${name}`, join(folder, name));
  await copyFile(`${MODEL}/model.wren`, join(folder, "model.wren"));
}

if (existsSync(WORKERD_PROGRAM)) {
  test("it answers in workerd", () =>
    withFolder(async (folder) => {
      await writeWorker(folder);
      await withWorkerd(folder, { wasm: WASM, data: ["model.wren"] }, async (url) => {
        await untilListening(url);
        await checkAnswers(fetch, url);
      });
    }));
} else {
  skip("examples/cloudflare_worker in workerd: it is not installed (npm ci in tests/hosts)");
}

test.run();
