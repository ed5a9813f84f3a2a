// The wasm builds inside the JavaScript (`bitwren`): no file for a server or bundler to lose.

import { decodeBase64 } from "./base64.ts";
import { probe, relaxed, scalar, simd } from "./binaries.js";
import type { BuildName } from "./builds.ts";
import { inflate } from "./inflate.ts";
import { type Binaries, compiled, compileProbeOf } from "./wasm.ts";

const PACKED: Readonly<Record<BuildName, readonly [bytes: number, deflated: string]>> = { scalar, simd, relaxed };

async function read(name: BuildName): Promise<Uint8Array<ArrayBuffer>> {
  const [bytes, deflated] = PACKED[name];
  const packed = decodeBase64(deflated);
  // Node's own is at hand at once; to load its streams would take longer than everything else here.
  if (typeof process !== "undefined" && typeof process.getBuiltinModule === "function") {
    const zlib = process.getBuiltinModule("node:zlib");
    if (zlib) return new Uint8Array(zlib.inflateRawSync(packed));
  }
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return inflate(packed, bytes);
  }
}

export const BINARIES: Binaries = {
  read,
  compile: (name) => compiled(name, async () => WebAssembly.compile(await read(name))),
  compileProbe: async () => compileProbeOf(decodeBase64(probe)),
};
