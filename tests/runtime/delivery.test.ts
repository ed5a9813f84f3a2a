// Progress and SHA-256 of models from everywhere. The cache needs a browser: tests/hosts/browser_app.test.ts.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type ErrorCode, loadModel, type ModelSource, type Progress, type WrenError } from "../../src/index.ts";
import { ROOT } from "../support.ts";

interface Context {
  readonly server: Server;
  readonly url: string;
}

const PATH = `${ROOT}models/cifar10_wren9/model.wren`;
const file = await readFile(PATH);
const sha256 = createHash("sha256").update(file).digest("hex");
const integrity = `sha256-${createHash("sha256").update(file).digest("base64")}`;

const test = suite<Context>("delivery");

async function assertFails(promise: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.is((error as WrenError).code, code);
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable(`${code} was expected`);
}

test.before(async (context) => {
  const server = createServer((request, response) => {
    if (request.url === "/model.wren") response.end(file);
    else if (request.url === "/page") response.end("\n\n<html><title>Sign in</title>");
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  Object.assign(context, { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

test.after(({ server }) => {
  server.closeAllConnections();
  server.close();
});

for (const checked of [undefined, sha256, sha256.toUpperCase(), integrity]) {
  test(`progress runs from 0 to the whole, ${checked ?? "unchecked"}`, async ({ url }) => {
    const sources: [ModelSource, Progress["from"]][] = [
      [PATH, "file"],
      [`${url}/model.wren`, "network"],
      [await fetch(`${url}/model.wren`), "network"],
      [file, "memory"],
      [new Blob([file]), "memory"],
    ];
    for (const [source, from] of sources) {
      const seen: Progress[] = [];
      const options = checked === undefined ? {} : { sha256: checked };
      const model = await loadModel(source, { ...options, onProgress: (progress) => void seen.push(progress) });
      model.run(new Int8Array(3072));
      model.dispose();
      assert.ok(seen.length >= 3, from);
      seen.forEach((progress, i) => {
        assert.equal(progress, { loaded: progress.loaded, total: file.length, from });
        assert.ok(i === 0 || progress.loaded > seen[i - 1].loaded);
      });
      assert.is(seen[seen.length - 1].loaded, file.length);
    }
  });
}

test("another file than the SHA-256 says", async ({ url }) => {
  const other = sha256.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  for (const source of [PATH, `${url}/model.wren`, file]) {
    await assertFails(loadModel(source, { sha256: other }), "INTEGRITY_FAILED", new RegExp(`${sha256}.*${other}`));
  }
  const longer = new Uint8Array(file.length + 1);
  longer.set(file);
  await assertFails(loadModel(longer, { sha256 }), "INTEGRITY_FAILED", /another version/);
  await assertFails(loadModel(file.subarray(0, 5000), { sha256 }), "INTEGRITY_FAILED", /another version/);
  await assertFails(loadModel(file, { sha256: "abc" }), "INTEGRITY_FAILED", /64 hexadecimal digits/);
});

test("what is no model is named as what it is", async ({ url }) => {
  await assertFails(loadModel(`${url}/page`, { sha256 }), "HTML_INSTEAD_OF_MODEL", /127\.0\.0\.1.*HTML page/);
  await assertFails(loadModel(Uint8Array.of(1, 2, 3), { sha256 }), "NOT_A_MODEL", /WREN/);
  await assertFails(loadModel(`${url}/absent`, { sha256 }), "FETCH_FAILED", /404/);
});

test("a signal ends the loading", async ({ url }) => {
  const reason = new Error("no longer wanted");
  for (const options of [{}, { sha256 }]) {
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    try {
      await loadModel(`${url}/model.wren`, { ...options, signal: controller.signal, onProgress });
      assert.unreachable();
    } catch (error) {
      assert.is(error, reason);
    }
  }
});

test("where there is no Cache API, nothing is kept", async ({ url }) => {
  const seen: string[] = [];
  for (let i = 0; i < 2; i++) {
    await loadModel(`${url}/model.wren`, { cache: true, onProgress: ({ from }) => void seen.push(from) });
  }
  assert.equal([...new Set(seen)], ["network"]);
});

test.run();
