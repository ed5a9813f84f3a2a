// Hosts that are programs: Node, Node for another processor, Deno, Bun, workerd.

import { execFile } from "node:child_process";
import { cp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as bundle } from "esbuild";
import { withWorkerd } from "../workerd.ts";
import { type Answer, COMMAND, COMMAND_WORKER, WORKERD } from "./program.ts";
import { tool } from "./project.ts";

export interface HostAnswers {
  readonly answers: readonly Answer[];
  /** Of the JavaScript, and of wasm beside it. */
  readonly bundleBytes: number;
}

const run = promisify(execFile);
const QEMU = ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"];

export const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "Node 20": [tool("node-20/bin/node"), "program.mjs"],
  "Node 24": [tool("node-24/bin/node"), "program.mjs"],
  "Node 26": [tool("node-26/bin/node"), "program.mjs"],
  Deno: [tool("@deno/linux-x64-glibc/deno"), "run", "--allow-read", "program.mjs"],
  Bun: [tool("@oven/bun-linux-x64/bin/bun"), "program.mjs"],
  "Node 26 arm64": [...QEMU, tool("node-arm64/bin/node"), "program.mjs"],
};

/** Those that are tried with createWorker() too. */
export const WORKER_COMMANDS = ["Node 20", "Node 26", "Deno", "Bun"] as const;

const distBytes = async (project: string, name: string) =>
  (await stat(join(project, "node_modules/bitwren/build/dist", name))).size;

/** `entry`: of the package, `bitwren.js` or `worker.js`. */
export async function runCommand(
  [file, ...args]: readonly string[],
  project: string,
  entry: "bitwren.js" | "worker.js",
): Promise<HostAnswers> {
  await writeFile(join(project, "program.mjs"), entry === "worker.js" ? COMMAND_WORKER : COMMAND);
  const { stdout } = await run(file, args, { cwd: project, timeout: 300_000 });
  return { answers: JSON.parse(stdout) as Answer[], bundleBytes: await distBytes(project, entry) };
}

/** Bundled as wrangler bundles: by the condition workerd, with wasm left to the host. */
export async function runWorkerd(project: string): Promise<HostAnswers> {
  await writeFile(join(project, "program.mjs"), WORKERD);
  await bundle({
    absWorkingDir: project,
    entryPoints: ["program.mjs"],
    outfile: join(project, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm", "*.wren", "*.i8"],
  });
  const dist = join(project, "node_modules/bitwren/build/dist");
  const wasm = (await readdir(dist)).filter((name) => name.endsWith(".wasm"));
  for (const name of wasm) await cp(join(dist, name), join(project, name));
  return withWorkerd(project, { wasm, data: ["model.wren", "inputs.i8"] }, async (url) => {
    const answers = await firstResponse(url);
    const sizes = await Promise.all(
      ["worker.js", ...wasm].map(async (name) => (await readFile(join(project, name))).length),
    );
    return { answers, bundleBytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
}

async function firstResponse(address: string): Promise<Answer[]> {
  for (let tries = 0; ; tries++) {
    try {
      const begin = performance.now();
      const response = await fetch(address);
      const answers = (await response.json()) as Answer[];
      return answers.map((answer) => ({ ...answer, ms: performance.now() - begin }));
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
