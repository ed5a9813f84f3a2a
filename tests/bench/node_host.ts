// Node as a host of runtimes, and a seat in a process of its own: `node seat.js FOLDER`, asked over the channel to its parent.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Host } from "./runtimes/session.ts";

/** The project's root, from build/tests/bench. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Where the peers are installed. */
export const PEERS = join(ROOT, "tests/bench");
/** Bitwren's bundles: `bitwren`, and `bitwren/slim` with its wasm beside it. */
export const BITWREN = join(ROOT, "build/dist");

/** `folder` holds the models. */
export function nodeHost(folder: string): Host {
  const require = createRequire(join(PEERS, "package.json"));
  const locate = (path: string) => join(PEERS, "node_modules", path);
  return {
    name: "node",
    locate,
    load: (path) => import(pathToFileURL(locate(path)).href),
    script: async (path) => void require(locate(path)),
    address: (name) => join(folder, name),
    // No Buffer: its slice() does not copy.
    read: async (name) => new Uint8Array(await readFile(join(folder, name))),
    bitwren: () => import(pathToFileURL(join(BITWREN, "bitwren.js")).href),
  };
}
