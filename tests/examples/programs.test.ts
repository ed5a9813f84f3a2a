// examples/: the programs for Node, Deno and the camera loop, run as the README says.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFolder } from "../cli/command.ts";
import { ROOT, skip } from "../support.ts";

const run = promisify(execFile);
const PHOTOS = "models/cifar10_wren9/photos";
const ASKED = [`${PHOTOS}/cat_chelsea.jpg`, `${PHOTOS}/automobile_supra.jpg`];
/** The pixels are those of Jimp, whose decoder is not the one of the command line and of the golden outputs. */
const ANSWERS = `${ASKED[0]}: cat 99.2 %
${ASKED[1]}: automobile 84.4 %
`;

/** Where the tools of npm run test:hosts are, or on the path. */
const DENO = [
  `${ROOT}tests/hosts/node_modules/@deno/linux-x64-glibc/deno`,
  ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "deno")),
].find(existsSync);

const test = suite("example programs");

test("Node names photos", async () => {
  const { stdout } = await run(process.execPath, ["examples/node/classify.js", ...ASKED], { cwd: ROOT });
  assert.is(stdout, ANSWERS);
});

if (DENO === undefined) {
  skip("examples/deno: no Deno is installed (npm ci in tests/hosts, or https://deno.com)");
} else {
  test("Deno names photos", async () => {
    const cache = await mkdtemp(join(tmpdir(), "bitwren-deno-"));
    try {
      const args = ["run", "--allow-read", "--allow-env", "examples/deno/classify.js", ...ASKED];
      const { stdout } = await run(DENO, args, { cwd: ROOT, env: { ...process.env, DENO_DIR: cache } });
      assert.is(stdout, ANSWERS);
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  });
}

/** Runs `body` beside the camera loop, which watches `path`; `printed(text)` waits for a line that begins so. */
async function besideLoop(path: string, body: (printed: (text: string) => Promise<string>) => Promise<void>) {
  const child: ChildProcess = spawn(process.execPath, ["examples/raspberry_pi/camera_loop.js", path], { cwd: ROOT });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const printed = async (text: string) => {
    for (const end = Date.now() + 20_000; Date.now() < end; await pause(20)) {
      const line = output.split("\n").find((each) => each.startsWith(text));
      if (line !== undefined) return line;
    }
    throw new Error(`never printed: ${text}; but ${output}`);
  };
  try {
    await printed("watching");
    await body(printed);
    assert.is(output.match(/half/g)?.length ?? 0, output.match(/half.*: cat/g)?.length ?? 0, output);
  } finally {
    child.kill();
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("the camera loop names pictures of a folder, half-written ones when they are whole", () =>
  withFolder((folder) =>
    besideLoop(folder, async (printed) => {
      const bytes = await readFile(`${ROOT}${ASKED[0]}`);
      const half = await open(join(folder, "half.jpg"), "w");
      await half.write(bytes.subarray(0, bytes.length >> 1));
      await writeFile(join(folder, "notes.txt"), "no picture");
      await pause(300); // longer than the loop waits for the next write
      await copyFile(`${ROOT}${ASKED[1]}`, join(folder, "000002.jpg"));
      assert.match(await printed("000002.jpg"), /^000002\.jpg: automobile 84\.4 % \([\d.]+ ms\)$/);
      await half.write(bytes.subarray(bytes.length >> 1));
      await half.close();
      assert.match(await printed("half.jpg"), /^half\.jpg: cat 99\.2 %/);
    }),
  ));

test("the camera loop follows one file and outlives a damaged picture", () =>
  withFolder(async (folder) => {
    const picture = join(folder, "latest.jpg");
    await besideLoop(picture, async (printed) => {
      await writeFile(picture, Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9));
      const complaint = await printed("latest.jpg: ");
      assert.not.match(complaint, / %/);
      await copyFile(`${ROOT}${ASKED[1]}`, join(folder, "other.jpg"));
      await copyFile(`${ROOT}${ASKED[0]}`, picture);
      assert.match(await printed("latest.jpg: cat"), /99\.2 %/);
    });
  }));

test.run();
