// The weights of a model are in memory once, from the first byte of loading on: the largest resident size of a process that
// loads a model of 134 MB grows by little more.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { GraphBuilder } from "../graphs.ts";
import { ROOT, skip } from "../support.ts";

const MB = 1e6;
const INPUTS = 4096;
const OUTPUTS = 8192;
const WEIGHTS_MB = (4 * INPUTS * OUTPUTS) / MB;
/** Stacks, code, and of a stream the pieces that wait for the collector, up to 64 MB whatever the size of the model. */
const SPARE_MB: Readonly<Record<string, number>> = { path: 20, blob: 80, url: 80 };

const test = suite("resident memory");
const run = promisify(execFile);

function largeModel(): Uint8Array {
  const g = new GraphBuilder();
  const weights = g.constant([OUTPUTS, INPUTS], new Float32Array(OUTPUTS * INPUTS).fill(0.5));
  return compileGraph(g.graph(g.op("fully_connected", [g.input([1, INPUTS]), weights])), { goldens: 0 });
}

async function grownMb(kind: string, path: string): Promise<number> {
  const { stdout } = await run(process.execPath, [`${ROOT}build/tests/runtime/resident.js`, kind, path]);
  return Number(stdout) / MB;
}

test("a model read from a path, a URL and a Blob", async () => {
  if (!existsSync("/proc/self/status")) return skip("resident memory: this system does not say what its peak was");
  const folder = await mkdtemp(join(tmpdir(), "bitwren-"));
  const path = join(folder, "large.wren");
  const file = largeModel();
  await writeFile(path, file);
  const server = createServer((_, response) => response.end(file));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/large.wren`;
    for (const [kind, source] of [
      ["path", path],
      ["url", url],
      ["blob", path],
    ]) {
      const grown = await grownMb(kind, source);
      console.log(`  ${kind}: ${grown.toFixed(1)} MB for ${WEIGHTS_MB.toFixed(1)} MB of weights`);
      assert.ok(grown > 0.9 * WEIGHTS_MB, `${kind}: ${grown} MB cannot hold the weights`);
      assert.ok(grown < WEIGHTS_MB + SPARE_MB[kind], `${kind}: ${grown} MB for ${WEIGHTS_MB} MB of weights`);
    }
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});

test.run();
