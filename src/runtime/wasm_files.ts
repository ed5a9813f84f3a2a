// The wasm builds as files beside the JavaScript (`bitwren/slim`), of which only the chosen one is fetched. The bundle of that
// entry has this file in the place of wasm_inline.ts.

import { WrenError } from "../format/errors.ts";
import { decodeBase64 } from "./base64.ts";
import { probe } from "./binaries.js";
import type { BuildName } from "./builds.ts";
import { type Binaries, compiled, compileProbeOf } from "./wasm.ts";

/** Written out, as bundlers look for just these words. */
const FILES: Readonly<Record<BuildName, () => URL>> = {
  scalar: () => new URL("./scalar.wasm", import.meta.url),
  simd: () => new URL("./simd.wasm", import.meta.url),
  relaxed: () => new URL("./relaxed.wasm", import.meta.url),
};

async function compile(name: BuildName): Promise<WebAssembly.Module> {
  return fromFile(name, async (url) => {
    const file = await open(url);
    if (file instanceof Uint8Array) return WebAssembly.compile(file);
    // Engines compile while bytes come in only what a server calls wasm.
    if (file.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(file);
    return WebAssembly.compile(await bytesOf(file));
  });
}

async function read(name: BuildName): Promise<Uint8Array> {
  return fromFile(name, async (url) => {
    const file = await open(url);
    return file instanceof Uint8Array ? file : bytesOf(file);
  });
}

/** All throw WrenError WASM_NOT_FOUND. */
export const BINARIES: Binaries = {
  read,
  compile: (name) => compiled(name, () => compile(name)),
  // Less than a request for it would be.
  compileProbe: async () => compileProbeOf(decodeBase64(probe)),
};

async function fromFile<T>(name: BuildName, action: (url: URL) => Promise<T>): Promise<T> {
  const url = FILES[name]();
  try {
    return await action(url);
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError) throw cause;
    throw new WrenError(
      "WASM_NOT_FOUND",
      `cannot load ${url}: ${cause instanceof Error ? cause.message : cause}. Put bitwren's ${name}.wasm there (it lies ` +
        `beside slim.js), or import "bitwren", which has it inside`,
      { cause },
    );
  }
}

async function open(url: URL): Promise<Uint8Array<ArrayBuffer> | Response> {
  if (url.protocol === "file:" && typeof process !== "undefined") {
    return process.getBuiltinModule("node:fs").readFileSync(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0)
    throw new Error(`the server sent ${bytes[0] === 0x3c ? "an HTML page" : "something else than wasm"}`);
  return bytes;
}
