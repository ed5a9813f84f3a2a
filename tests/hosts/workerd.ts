// Starts workerd on modules in a folder, behind an address of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { tool } from "./package/project.ts";

export const WORKERD_PROGRAM = tool("@cloudflare/workerd-linux-64/bin/workerd");

/** In `folder`: worker.js, and what it imports, by how workerd is to read it. `use` is called at once: retry until it listens. */
export async function withWorkerd<T>(
  folder: string,
  { wasm, data }: { readonly wasm: readonly string[]; readonly data: readonly string[] },
  use: (url: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const modules = [
    '(name = "worker.js", esModule = embed "worker.js")',
    ...wasm.map((name) => `(name = "${name}", wasm = embed "${name}")`),
    ...data.map((name) => `(name = "${name}", data = embed "${name}")`),
  ];
  await writeFile(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [${modules.join(", ")}], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`,
  );
  const child = spawn(WORKERD_PROGRAM, ["serve", "config.capnp"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    return await use(`http://127.0.0.1:${port}/`);
  } finally {
    child.kill();
  }
}

/** The first answer of a server that has just been started. */
export async function untilListening(url: string): Promise<Response> {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
