// The bytes of a model, from wherever the caller has them.

import { WrenError } from "../format/errors.ts";

export type ModelSource = string | URL | Response | Blob | ArrayBuffer | ArrayBufferView;

/** Throws WrenError FETCH_FAILED with the address and the cause. */
export async function readSource(source: ModelSource, signal?: AbortSignal): Promise<Uint8Array> {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (typeof source !== "string" && !(source instanceof URL)) return new Uint8Array(await source.arrayBuffer());
  if (isFile(source)) return readFile(source);
  let response: Response;
  try {
    response = await fetch(source, signal ? { signal } : {});
  } catch (cause) {
    throw new WrenError("FETCH_FAILED", `cannot fetch the model from ${source}: ${describe(cause)}`, { cause });
  }
  if (!response.ok) {
    throw new WrenError(
      "FETCH_FAILED",
      `cannot fetch the model from ${source}: the server answered ${response.status}`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** A path or file: URL, on a host that has files (Node, Deno, Bun); elsewhere a string is an address to fetch. */
function isFile(source: string | URL): boolean {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return false;
  return source instanceof URL ? source.protocol === "file:" : !/^(https?|data|blob):/.test(source);
}

async function readFile(source: string | URL): Promise<Uint8Array> {
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  try {
    return await readFile(typeof source === "string" && source.startsWith("file:") ? new URL(source) : source);
  } catch (cause) {
    throw new WrenError("FETCH_FAILED", `cannot read the model ${source}: ${describe(cause)}`, { cause });
  }
}
