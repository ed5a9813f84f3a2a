// What applications do in a real browser: every kind of image, on the main thread and in a worker; models kept in the Cache
// API; and what the host's known failures say, each of them provoked.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "../support.ts";
import { hasChromium, openChromium, type ServedFile } from "./chromium.ts";

const MODEL = `${ROOT}models/cifar10_wren9`;
const file = await readFile(`${MODEL}/model.wren`);
const test = suite("browser, applications");

/** A page of every address below: /open/… without a policy, /csp/… and so on with one. */
const POLICIES: Readonly<Record<string, string>> = {
  open: "",
  strict: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'",
  nowasm: "default-src 'none'; script-src 'self'; connect-src 'self'",
};

async function served(): Promise<Map<string, ServedFile>> {
  const script = async (name: string) => ({
    type: "text/javascript",
    bytes: await readFile(`${ROOT}build/dist/${name}`),
  });
  return new Map<string, ServedFile>([
    ["bitwren.js", await script("bitwren.js")],
    ["slim.js", await script("slim.js")],
    ["worker.js", await script("worker.js")],
    ["worker_host.js", await script("worker_host.js")],
    ["text/worker_host.js", { type: "text/plain", bytes: await readFile(`${ROOT}build/dist/worker_host.js`) }],
    ["model.wren", { type: "text/plain", bytes: file }],
    ["photo.jpg", { type: "image/jpeg", bytes: await readFile(`${MODEL}/photos/cat_chelsea.jpg`) }],
    ["simd.wasm", { type: "text/html", bytes: "<!doctype html><title>app</title>" }],
    ["relaxed.wasm", { type: "text/html", bytes: "<!doctype html><title>app</title>" }],
  ]);
}

async function startServer(): Promise<Server> {
  const files = await served();
  const server = createServer((request, response) => {
    const [, policy, ...rest] = (request.url ?? "").split("/");
    const found = files.get(rest.join("/"));
    if (POLICIES[policy]) response.setHeader("content-security-policy", POLICIES[policy]);
    // As servers of single-page applications answer.
    if (found === undefined) response.setHeader("content-type", "text/html").end("<!doctype html><title>app</title>");
    else response.setHeader("content-type", found.type).end(found.bytes);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

type Browser = Awaited<ReturnType<typeof openChromium>>;

/** Runs the program, which is handed `import` of the package's files, in a page with the policy. */
async function inPage<T>({ context }: Browser, server: Server, policy: string, program: string): Promise<T> {
  const page = await context.newPage();
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${policy}/`);
    return await page.evaluate<T>(`(async () => { ${program} })()`);
  } finally {
    await page.close();
  }
}

const FAILURE = `const failure = (promise) => promise.then(() => "none", ({ code, message }) => code + ": " + message);`;

const SOURCES = `
  const { loadModel } = await import("./bitwren.js");
  const { createWorker } = await import("./worker.js");
  const worker = createWorker();
  const here = await loadModel("model.wren");
  const there = await worker.loadModel("model.wren");
  const blob = await (await fetch("photo.jpg")).blob();
  const image = new Image();
  image.src = "photo.jpg";
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  const offscreen = new OffscreenCanvas(width, height);
  offscreen.getContext("2d").drawImage(image, 0, 0);
  const imageData = offscreen.getContext("2d").getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3).map((_, i) => imageData.data[4 * Math.floor(i / 3) + (i % 3)]);
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = canvas.captureStream(30);
  const drawing = setInterval(() => canvas.getContext("2d").drawImage(image, 0, 0), 30);
  await video.play();
  while (!(video.videoWidth > 0 && video.currentTime > 0)) await new Promise((done) => setTimeout(done, 30));
  const bitmap = await createImageBitmap(blob);
  const sources = {
    blob, image, canvas, offscreen, imageData, bitmap, video, frame: new VideoFrame(canvas, { timestamp: 0 }),
    pixels: { data: rgb, width, height },
  };
  const answers = {};
  for (const [name, source] of Object.entries(sources)) {
    const [a] = await here.classify(source);
    const [b] = await there.classify(source);
    answers[name] = [a.label, Math.round(100 * a.score), b.label, Math.round(100 * b.score)];
  }
  clearInterval(drawing);
  await there.classify(bitmap, { transfer: true });
  const info = [here.info().build, there.info().build];
  worker.terminate();
  return { answers, width: bitmap.width, info };`;

const CACHE = (hash: string) => `
  const { loadModel } = await import("./bitwren.js");
  const load = async (options) => {
    const from = new Set();
    try {
      const model = await loadModel("model.wren", { ...options, onProgress: (progress) => from.add(progress.from) });
      model.run(new Int8Array(3072));
      model.dispose();
    } catch (error) {
      from.add(error.code);
    }
    return [...from].join();
  };
  const kept = async (name) => {
    for (let i = 0; i < 100; i++) {
      if (await (await caches.open(name)).match("model.wren")) return true;
      await new Promise((done) => setTimeout(done, 20));
    }
    return false;
  };
  const seen = [await load({}), await caches.keys().then((keys) => keys.length)];
  seen.push(await load({ cache: true }), await kept("bitwren"), await load({ cache: true }));
  seen.push(await load({ cache: true, sha256: "${hash}" }), await load({ cache: "mine", sha256: "${hash}" }));
  seen.push(await kept("mine"));
  // Another version lies in the cache: it is fetched anew, and what is cached then is the right one.
  const put = async (body) => (await caches.open("bitwren")).put("model.wren", new Response(body));
  await put("an old version");
  seen.push(await load({ cache: true, sha256: "${hash}" }), await kept("bitwren"), await load({ cache: true }));
  // A damaged one is thrown away when it does not load.
  await put("WREN, damaged");
  seen.push(await load({ cache: true }));
  await new Promise((done) => setTimeout(done, 200));
  seen.push(await load({ cache: true }));
  return seen;`;

if (hasChromium("images, workers, cache and failures in a browser")) {
  let server!: Server;
  let browser!: Browser;

  test.before(async () => {
    server = await startServer();
    browser = await openChromium();
  });

  test.after(async () => {
    await browser.close();
    server.close();
  });

  test("every kind of image, on the main thread and in a worker", async () => {
    interface Report {
      readonly answers: Readonly<Record<string, readonly [string, number, string, number]>>;
      readonly width: number;
      readonly info: readonly string[];
    }
    const { answers, width, info } = await inPage<Report>(browser, server, "open", SOURCES);
    assert.equal(Object.keys(answers).length, 9);
    for (const [name, [here, score, there, scoreThere]] of Object.entries(answers)) {
      assert.is(here, "cat", name);
      assert.is(there, "cat", name);
      // Video is compressed by the browser, each frame in its own way.
      if (name !== "video") assert.is(score, scoreThere, name);
      assert.ok(score > 90, `${name}: ${score} %`);
    }
    assert.is(width, 0, "a bitmap that is handed over is closed here");
    assert.is(info[0], info[1]);
  });

  test("the Cache API keeps models, and SHA-256 says which", async () => {
    const hash = createHash("sha256").update(file).digest("hex");
    assert.equal(await inPage<unknown[]>(browser, server, "open", CACHE(hash)), [
      ...["network", 0],
      ...["network", true, "cache"],
      ...["cache", "network", true],
      ...["network", true, "cache"],
      ...["NOT_A_MODEL", "network"],
    ]);
  });

  test("a strict policy with 'wasm-unsafe-eval' allows everything but workers from inside", async () => {
    const [classified, blob, url] = await inPage<string[]>(
      browser,
      server,
      "strict",
      `${FAILURE}
      const { loadModel } = await import("./bitwren.js");
      const { createWorker } = await import("./worker.js");
      const pixels = { data: new Uint8Array(3072), width: 32, height: 32 };
      const first = (await (await loadModel("model.wren")).classify(pixels)).length;
      const blob = await failure(createWorker().loadModel("model.wren"));
      const other = await createWorker({ url: "worker_host.js" }).loadModel("model.wren");
      return [String(first), blob, String((await other.classify(pixels)).length)];`,
    );
    assert.is(classified, "5");
    assert.match(blob, /^WORKER_FAILED: the worker cannot run: .*`worker-src blob:`.*\{url\}.*worker_host\.js/);
    assert.is(url, "5");
  });

  test("HTML instead of the model, of wasm, of the worker; a wrong type of the worker", async () => {
    const [model, wasm, page, text, absent] = await inPage<string[]>(
      browser,
      server,
      "open",
      `${FAILURE}
      const { loadModel } = await import("./bitwren.js");
      const slim = await import("./slim.js");
      const { createWorker } = await import("./worker.js");
      return [
        await failure(loadModel("absent.wren")),
        await failure(slim.loadModel("model.wren")),
        await failure(createWorker({ url: "absent.js" }).loadModel("model.wren")),
        await failure(createWorker({ url: "text/worker_host.js" }).loadModel("model.wren")),
        await failure(loadModel("http://127.0.0.1:1/model.wren")),
      ];`,
    );
    assert.match(model, /^HTML_INSTEAD_OF_MODEL: absent\.wren: the server sent an HTML page .* check the address$/);
    assert.match(
      wasm,
      /^WASM_NOT_FOUND: .*\/open\/(simd|relaxed)\.wasm: the server sent an HTML page\. .*import "bitwren"/,
    );
    for (const message of [page, text]) {
      assert.match(message, /^WORKER_FAILED: the worker \S*\.js cannot run: .*served as text\/javascript/);
    }
    assert.match(absent, /^FETCH_FAILED: .*127\.0\.0\.1:1.*Failed to fetch.*CORS.*connect-src/);
  });

  test("a policy that forbids WebAssembly", async () => {
    for (const build of ["auto", "scalar", "simd", "relaxed"]) {
      const message = await inPage<string>(
        browser,
        server,
        "nowasm",
        `${FAILURE} const { loadModel } = await import("./bitwren.js");
        return failure(loadModel("model.wren", { build: "${build}" }));`,
      );
      assert.match(message, /^CODE_FORBIDDEN: .*Content Security Policy.*add 'wasm-unsafe-eval' to script-src/, build);
    }
  });

  test("images without pixels", async () => {
    const messages = await inPage<string[]>(
      browser,
      server,
      "open",
      `${FAILURE}
      const { loadModel } = await import("./bitwren.js");
      const model = await loadModel("model.wren");
      const closed = await createImageBitmap(new ImageData(8, 8));
      closed.close();
      const detached = new ImageData(8, 8);
      structuredClone(detached.data, { transfer: [detached.data.buffer] });
      const foreign = new Image();
      foreign.src = location.href.replace("127.0.0.1", "localhost") + "photo.jpg";
      await foreign.decode();
      const bytes = new Uint8Array(8);
      structuredClone(bytes, { transfer: [bytes.buffer] });
      const results = [closed, new Image(), detached, foreign, new Blob(["GIF"], { type: "image/heic" }), "cat.jpg"];
      const said = await Promise.all(results.map((image) => failure(model.classify(image))));
      return [...said, await failure(loadModel(bytes)), (await failure(model.classify(new ImageData(8, 8))))];`,
    );
    const expected = [/closed or transferred/, /not loaded yet/, /transferred to another thread/];
    expected.push(/other origins need crossOrigin="anonymous"/, /cannot decode this photo \(image\/heic, 3 bytes\)/);
    expected.push(/not an image: give \{data, width, height\}/);
    expected.forEach((pattern, i) => {
      assert.match(messages[i], /^BAD_INPUT: /);
      assert.match(messages[i], pattern);
    });
    assert.match(messages[6], /^NOT_A_MODEL: .*transferred to another thread/);
    assert.is(messages[7], "none", "a bad image spoils nothing");
  });
}

test.run();
