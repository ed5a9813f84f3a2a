// Threads in a real browser: an isolated page gets them and the golden answers; others get one thread and the reason.

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "../support.ts";
import { hasChromium, ISOLATION, reportOfPage, type ServedFile } from "./chromium.ts";

const MODEL = `${ROOT}models/cifar10_wren9`;

/** Answers every photo three times with two threads, in the page and in a worker of its own. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>bitwren</title><script type="module" src="/page.js"></script>`;
const SCRIPT = `
  import { loadModel } from "/bitwren.js";
  const pixels = new Uint8Array(await (await fetch("/photos.u8")).arrayBuffer());
  const isWorker = typeof document === "undefined";
  async function answer() {
    const model = await loadModel("/model.wren", { threads: 2 });
    const { threads, threadsReason, outputs } = model.info();
    const answers = [];
    for (let i = 0; i < 3; i++) {
      answers.length = 0;
      for (let at = 0; at < pixels.length; at += 3072) {
        const input = Int8Array.from(pixels.subarray(at, at + 3072), (v) => v - 128);
        answers.push(...model.run(input)[outputs[0].name]);
      }
    }
    model.dispose();
    return { threads, threadsReason, answers };
  }
  function answerInWorker() {
    return new Promise((done, failed) => {
      const worker = new Worker("/page.js", { type: "module" });
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = ({ message }) => failed(new Error(message));
    });
  }
  if (isWorker) postMessage(await answer());
  else window.report = { page: await answer(), worker: await answerInWorker(), cores: navigator.hardwareConcurrency };
`;

interface Answer {
  readonly threads: number;
  readonly threadsReason: string;
  readonly answers: readonly number[];
}

interface PageReport {
  readonly page: Answer;
  readonly worker: Answer;
  readonly cores: number;
}

/** What the page says under these headers; its answers are the golden ones. */
async function visit(headers: Readonly<Record<string, string>>) {
  const golden = new Int8Array(await readFile(`${MODEL}/golden/photos_probabilities_int8.bin`));
  const file = async (type: string, path: string): Promise<ServedFile> => ({ type, bytes: await readFile(path) });
  const { report, complaints } = await reportOfPage<PageReport>(
    new Map<string, ServedFile>([
      ["/", { type: "text/html", bytes: PAGE }],
      ["/page.js", { type: "text/javascript", bytes: SCRIPT }],
      ["/bitwren.js", await file("text/javascript", `${ROOT}build/dist/bitwren.js`)],
      ["/model.wren", await file("application/octet-stream", `${MODEL}/model.wren`)],
      ["/photos.u8", await file("application/octet-stream", `${MODEL}/golden/photos_32x32_rgb.u8`)],
    ]),
    headers,
  );
  assert.equal(report.page.answers, [...golden]);
  assert.equal(report.worker.answers, [...golden]);
  return { ...report, complaints };
}

const test = suite("threads in a browser");

if (hasChromium("the test of threads in a browser")) {
  test("an isolated page and its worker get two threads", async () => {
    const { page, worker, cores, complaints } = await visit(ISOLATION);
    assert.is(page.threads, Math.min(cores, 2), page.threadsReason);
    assert.is(worker.threads, Math.min(cores, 2), worker.threadsReason);
    assert.equal(complaints, []);
  });

  test("a page that is not isolated runs on one, says why, and its console is silent", async () => {
    const { page, worker, complaints } = await visit({});
    for (const { threads, threadsReason } of [page, worker]) {
      assert.is(threads, 1);
      assert.match(threadsReason, /not cross-origin isolated/);
    }
    assert.equal(complaints, []);
  });

  test("a page whose policy forbids workers of blobs runs on one and says why", async () => {
    const policy = "script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; worker-src 'self'";
    const { page, cores } = await visit({ ...ISOLATION, "content-security-policy": policy });
    assert.is(page.threads, 1);
    assert.match(page.threadsReason, cores > 1 ? /no worker can start here.*/ : /core/);
    console.log(`  ${page.threadsReason}`);
  });
}

test.run();
