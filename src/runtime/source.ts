// The bytes of a model, from wherever the caller has them.

import { WrenError } from "../format/errors.ts";

export type ModelSource = string | URL | Response | Blob | ArrayBuffer | ArrayBufferView;

/**
 * Bytes in memory are not copied. Throws WrenError FETCH_FAILED with the address and the cause, or the signal's own reason
 * once it is aborted.
 */
export async function readSource(source: ModelSource, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  const isAddress = typeof source === "string" || source instanceof URL;
  if (!isAddress && "byteLength" in source) return new Uint8Array(source);
  try {
    if (isAddress && isFile(source)) return await readFile(source, signal);
    const body = isAddress ? await fetch(source, signal ? { signal } : {}) : source;
    if ("ok" in body && !body.ok) throw new Error(`the server answered ${body.status}`);
    return new Uint8Array(await body.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    const from = isAddress ? ` from ${source}` : "";
    throw new WrenError("FETCH_FAILED", `cannot read the model${from}: ${describe(cause)}`, { cause });
  }
}

/** The message, and below it the cause that Node's fetch hides under "fetch failed". */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** A path or file: URL, on a host that has files (Node, Deno, Bun); elsewhere a string is an address to fetch. */
function isFile(source: string | URL): boolean {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return false;
  return source instanceof URL ? source.protocol === "file:" : !/^(https?|data|blob):/.test(source);
}

function readFile(source: string | URL, signal?: AbortSignal): Promise<Uint8Array> {
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  return readFile(typeof source === "string" && source.startsWith("file:") ? new URL(source) : source, { signal });
}
