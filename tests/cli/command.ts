// Runs the real command line in a process of its own, as a user's shell would.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support.ts";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = join(ROOT, "build/src/cli/main.js");

export function bitwren(...args: readonly string[]): Promise<Outcome> {
  return bitwrenIn(ROOT, ...args);
}

/** With relative paths from `folder`. */
export function bitwrenIn(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs `action` with a new folder and removes it afterwards. */
export async function withFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-"));
  try {
    await action(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
