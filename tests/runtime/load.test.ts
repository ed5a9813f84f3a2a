// loadModel: every kind of source, and every way a source can be wrong.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { checksum, readModel, writeModel } from "../../src/format/container.ts";
import { type ErrorCode, loadModel, type ModelSource, WrenError } from "../../src/index.ts";
import { GraphBuilder } from "../graphs.ts";

interface Context {
  readonly folder: string;
  readonly path: string;
  readonly server: Server;
  readonly url: string;
}

const test = suite<Context>("loadModel");

const builder = new GraphBuilder();
const file = compileGraph(builder.graph(builder.op("hard_swish", [builder.input([3])])));

async function assertLoads(source: ModelSource): Promise<void> {
  const model = await loadModel(source);
  const { y0 } = model.run(Float32Array.of(-4, 0, 6));
  assert.equal([...y0].map(Number), [0, 0, 6]);
  model.dispose();
}

/** The error's message must match, and say something in one line. */
async function assertFails(source: ModelSource, code: ErrorCode, message: RegExp): Promise<void> {
  try {
    await loadModel(source);
  } catch (error) {
    assert.instance(error, WrenError);
    assert.is((error as WrenError).code, code);
    assert.match((error as WrenError).message, message);
    assert.not.match((error as WrenError).message, /\n/);
    return;
  }
  assert.unreachable(`${code} was expected`);
}

test.before(async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-"));
  const path = join(folder, "model one.wren");
  await writeFile(path, file);
  const server = createServer((request, response) => {
    if (request.url === "/model.wren") response.end(file);
    else if (request.url === "/page") response.end("<!DOCTYPE html><title>Sign in</title>");
    else if (request.url === "/broken") {
      response.writeHead(200, { "content-length": file.length });
      response.write(file.subarray(0, 100), () => response.destroy());
    } else if (request.url === "/slow") response.write(file.subarray(0, 100));
    else response.writeHead(404).end("nothing here");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(context, { folder, path, server, url });
});

test.after(async ({ folder, server }) => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test("a path, absolute or relative", async ({ path }) => {
  await assertLoads(path);
  await assertLoads(relative(process.cwd(), path));
});

test("a file: URL, as an object or as text", async ({ path }) => {
  await assertLoads(pathToFileURL(path));
  await assertLoads(pathToFileURL(path).href);
});

test("an http: URL, as an object or as text", async ({ url }) => {
  await assertLoads(`${url}/model.wren`);
  await assertLoads(new URL("/model.wren", url));
});

test("a data: URL", () => assertLoads(`data:application/octet-stream;base64,${Buffer.from(file).toString("base64")}`));

test("a Response and a Blob", async ({ url }) => {
  await assertLoads(await fetch(`${url}/model.wren`));
  await assertLoads(new Response(file.slice()));
  await assertLoads(new Blob([file.slice()]));
});

test("an ArrayBuffer and typed arrays at odd offsets", async () => {
  await assertLoads(file.slice().buffer);
  const larger = new Uint8Array(file.length + 20);
  larger.set(file, 7);
  await assertLoads(larger.subarray(7, 7 + file.length));
  await assertLoads(new DataView(larger.buffer, 7, file.length));
  await assertLoads(Buffer.from(file));
  const foreign = runInNewContext("new ArrayBuffer(length)", { length: file.length }) as ArrayBuffer;
  new Uint8Array(foreign).set(file);
  await assertLoads(foreign);
});

test("nothing there", async ({ folder, url }) => {
  await assertFails(join(folder, "absent.wren"), "FETCH_FAILED", /absent\.wren.*ENOENT/);
  await assertFails(folder, "FETCH_FAILED", /EISDIR/);
  await assertFails(`${url}/absent.wren`, "FETCH_FAILED", /absent\.wren.*404/);
  await assertFails(await fetch(`${url}/absent.wren`), "FETCH_FAILED", /404/);
  await assertFails("http://127.0.0.1:1/model.wren", "FETCH_FAILED", /127\.0\.0\.1:1/);
  await assertFails(undefined as unknown as string, "FETCH_FAILED", /pass a path/);
});

test("a body that ends early, or was read before", async ({ url }) => {
  await assertFails(`${url}/broken`, "FETCH_FAILED", /broken/);
  const response = await fetch(`${url}/model.wren`);
  await response.arrayBuffer();
  await assertFails(response, "FETCH_FAILED", /read the model/);
});

test("an aborted load throws the signal's reason", async ({ path, url }) => {
  for (const source of [path, `${url}/model.wren`, file]) {
    const reason = new Error("no longer wanted");
    try {
      await loadModel(source, { signal: AbortSignal.abort(reason) });
      assert.unreachable();
    } catch (error) {
      assert.is(error, reason);
    }
  }
  try {
    await loadModel(`${url}/slow`, { signal: AbortSignal.timeout(50) });
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).name, "TimeoutError");
  }
});

test("other things than models", async ({ url }) => {
  await assertFails(`${url}/page`, "HTML_INSTEAD_OF_MODEL", /HTML/);
  await assertFails(new TextEncoder().encode("<html><body>"), "HTML_INSTEAD_OF_MODEL", /HTML/);
  await assertFails(new Uint8Array(0), "NOT_A_MODEL", /empty.*transferred/);
  await assertFails(new TextEncoder().encode("TFL3".repeat(20)), "NOT_A_MODEL", /bitwren compile/);
});

test("damaged models", async () => {
  await assertFails(file.subarray(0, file.length - 1), "CORRUPT_MODEL", /fetch it again/);
  await assertFails(file.subarray(0, 50), "CORRUPT_MODEL", /fetch it again/);
  const changed = file.slice();
  changed[100] ^= 1;
  await assertFails(changed, "CORRUPT_MODEL", /checksum/);
});

test("models of another version or with kernels of another runtime", async () => {
  const newer = file.slice();
  newer[4] = 99;
  await assertFails(newer, "UNSUPPORTED_VERSION", /format 99.*compile the model again/);
  const model = readModel(file);
  const kernels = model.plan.kernels.map(() => "hard_swish_f64");
  await assertFails(writeModel({ ...model, plan: { ...model.plan, kernels } }), "MISSING_KERNEL", /hard_swish_f64/);
});

test("an exported memory or helper is no kernel", async () => {
  const model = readModel(file);
  for (const name of ["memory", "constructor", "toString", "__new"]) {
    const forged = writeModel({ ...model, plan: { ...model.plan, kernels: model.plan.kernels.map(() => name) } });
    await assertFails(forged, "MISSING_KERNEL", new RegExp(name));
  }
});

test("a build this host has not got", async () => {
  try {
    await loadModel(file, { build: "turbo" as "simd" });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, WrenError);
    assert.is((error as WrenError).code, "BUILD_UNAVAILABLE");
  }
});

test("the checksum sees every changed bit", () => {
  const bytes = file.subarray(16);
  const sum = checksum(bytes);
  for (let bit = 0; bit < bytes.length * 8; bit += 7) {
    const copy = bytes.slice();
    copy[bit >> 3] ^= 1 << (bit & 7);
    assert.is.not(checksum(copy), sum);
  }
});

test.run();
