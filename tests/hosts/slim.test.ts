// The entry with the wasm beside the JavaScript, in Node and in headless Chromium: the same answers, one wasm file read, and
// errors that say what to do where it is not there.

import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BUILD_NAMES } from "../../src/index.ts";
import { availableBuilds, ROOT } from "../support.ts";
import { hasChromium, reportOfPage, type ServedFile } from "./chromium.ts";

type Runtime = typeof import("../../src/index.ts");

const MODEL = `${ROOT}models/cifar10_wren9`;
const DIST = `${ROOT}build/dist`;
const test = suite("slim");

/** What a page and Node do: the answers to the golden photos, one after the other. */
async function answer({ loadModel }: Runtime, model: string, pixels: Uint8Array, build: string): Promise<number[]> {
  const loaded = await loadModel(model, { build: build as "auto" });
  const [{ name }] = loaded.info().outputs;
  const answers: number[] = [];
  for (let at = 0; at < pixels.length; at += 3072) {
    const outputs = loaded.run(Int8Array.from(pixels.subarray(at, at + 3072), (v) => v - 128));
    answers.push(...Array.from(outputs[name], Number));
  }
  await loaded.warmup();
  return answers;
}

/** Also reports which wasm files were asked for, and the messages of what fails. */
const page = `<!doctype html><meta charset="utf-8"><title>bitwren</title><script type="module">
  const answer = ${answer.toString()};
  const pixels = new Uint8Array(await (await fetch("/photos.u8")).arrayBuffer());
  const failure = async (folder) => {
    const runtime = await import(folder + "slim.js");
    return runtime.loadModel("/model.wren", { build: "simd" }).then(() => "", (error) => error.code + " " + error.message);
  };
  const runtime = await import("/slim.js");
  const answers = await answer(runtime, "/model.wren", pixels, "auto");
  const entries = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  const plain = await answer(await import("/plain/slim.js"), "/model.wren", pixels, "simd");
  const failures = [await failure("/page/"), await failure("/text/"), await failure("/absent/")];
  window.report = { answers, plain, wasm: entries.filter((name) => name.endsWith(".wasm")), failures };
</script>`;

interface PageReport {
  readonly answers: readonly number[];
  readonly plain: readonly number[];
  readonly wasm: readonly string[];
  readonly failures: readonly string[];
}

async function servedFiles(): Promise<Map<string, ServedFile>> {
  const slim = { type: "text/javascript", bytes: await readFile(`${DIST}/slim.js`) };
  const wasm = async (name: string, type: string) => ({ type, bytes: await readFile(`${DIST}/${name}.wasm`) });
  const binary = async (path: string) => ({ type: "application/octet-stream", bytes: await readFile(path) });
  return new Map<string, ServedFile>([
    ["/", { type: "text/html", bytes: page }],
    ["/slim.js", slim],
    ["/simd.wasm", await wasm("simd", "application/wasm")],
    ["/relaxed.wasm", await wasm("relaxed", "application/wasm")],
    // A server that does not know what wasm is.
    ["/plain/slim.js", slim],
    ["/plain/simd.wasm", await wasm("simd", "application/octet-stream")],
    // A server that answers every address with its first page; one with another file there; one with none.
    ["/page/slim.js", slim],
    ["/page/simd.wasm", { type: "text/html", bytes: "<!doctype html>" }],
    ["/text/slim.js", slim],
    ["/text/simd.wasm", { type: "text/plain", bytes: "version https://git-lfs.github.com/spec/v1" }],
    ["/absent/slim.js", slim],
    ["/model.wren", await binary(`${MODEL}/model.wren`)],
    ["/photos.u8", await binary(`${MODEL}/golden/photos_32x32_rgb.u8`)],
  ]);
}

const readGolden = async () => [...new Int8Array(await readFile(`${MODEL}/golden/photos_probabilities_int8.bin`))];

test("Node answers the golden photos on every build", async () => {
  const slim = (await import(pathToFileURL(`${DIST}/slim.js`).href)) as Runtime;
  const pixels = await readFile(`${MODEL}/golden/photos_32x32_rgb.u8`);
  const builds = ["auto", ...(await availableBuilds()).map(({ name }) => name)];
  for (const build of builds) {
    assert.equal(await answer(slim, `${MODEL}/model.wren`, pixels, build), await readGolden(), build);
  }
});

test("it has the names of the entry with the wasm inside", async () => {
  const [whole, slim] = await Promise.all(
    ["bitwren.js", "slim.js"].map((name) => import(pathToFileURL(`${DIST}/${name}`).href)),
  );
  assert.equal(Object.keys(slim), Object.keys(whole));
  const text = await readFile(`${DIST}/slim.js`, "utf8");
  for (const name of BUILD_NAMES) {
    assert.match(text, new RegExp(`new URL\\("\\./${name}\\.wasm",\\s*import\\.meta\\.url\\)`));
  }
});

test("Node says where the wasm should have been", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-"));
  try {
    await copyFile(`${DIST}/slim.js`, join(folder, "slim.mjs"));
    const { chooseBuild } = (await import(pathToFileURL(join(folder, "slim.mjs")).href)) as Runtime;
    const failure = async (build: "simd" | "scalar" | "auto") => {
      try {
        await chooseBuild(build);
      } catch (error) {
        return `${(error as { code?: string }).code} ${(error as Error).message}`;
      }
      return "";
    };
    assert.match(await failure("simd"), /^WASM_NOT_FOUND .*simd\.wasm: ENOENT.*import "bitwren"/);
    assert.match(await failure("auto"), /^WASM_NOT_FOUND .*(relaxed|simd)\.wasm: ENOENT/);
    await writeFile(join(folder, "scalar.wasm"), await readFile(`${DIST}/scalar.wasm`));
    assert.is(await failure("scalar"), "");
  } finally {
    await rm(folder, { recursive: true });
  }
});

if (hasChromium("bitwren/slim in the browser")) {
  test("Chromium fetches one wasm file and answers the golden photos", async () => {
    const { report, complaints } = await reportOfPage<PageReport>(await servedFiles());
    const golden = await readGolden();
    assert.equal(report.answers, golden);
    assert.equal(report.plain, golden);
    assert.is(report.wasm.length, 1, `${report.wasm}`);
    assert.match(report.wasm[0], /^\/(relaxed|simd)\.wasm$/);
    const [html, text, absent] = report.failures;
    assert.match(html, /^WASM_NOT_FOUND .*\/page\/simd\.wasm: the server sent an HTML page.*import "bitwren"/);
    assert.match(text, /^WASM_NOT_FOUND .*something else than wasm/);
    assert.match(absent, /^WASM_NOT_FOUND .*404/);
    // The browser's own word on the 404.
    assert.equal(
      complaints.filter((complaint) => !complaint.includes("404")),
      [],
    );
  });
}

test.run();
