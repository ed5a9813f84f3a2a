// The wasm builds as files beside the JavaScript (`bitwren/slim`), of which only the chosen one is fetched. The bundle of that
// entry has this file in the place of wasm_inline.ts.

import { WrenError } from "../format/errors.ts";
import type { BuildName } from "./builds.ts";

/** Written out, as bundlers look for just these words. */
const FILES: Readonly<Record<BuildName, () => URL>> = {
  scalar: () => new URL("./scalar.wasm", import.meta.url),
  simd: () => new URL("./simd.wasm", import.meta.url),
  relaxed: () => new URL("./relaxed.wasm", import.meta.url),
};

/** Throws WrenError WASM_NOT_FOUND, and WebAssembly.CompileError if the engine lacks an instruction that the build uses. */
export async function compileBuild(name: BuildName): Promise<WebAssembly.Module> {
  const url = FILES[name]();
  try {
    return await compileFrom(url);
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

async function compileFrom(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:" && typeof process !== "undefined") {
    return WebAssembly.compile(process.getBuiltinModule("node:fs").readFileSync(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // Engines compile while bytes come in only what a server calls wasm.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  const [first] = new Uint8Array(bytes, 0, Math.min(1, bytes.byteLength));
  if (first !== 0) throw new Error(`the server sent ${first === 0x3c ? "an HTML page" : "something else than wasm"}`);
  return WebAssembly.compile(bytes);
}
