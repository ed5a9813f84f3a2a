// The bytes of a model in the order of the file, from wherever the caller has them, read into the place where they are used.

import { WrenError } from "../format/errors.ts";

/** So much of a file is read without a pause. */
const PAUSE_BYTES = 2 ** 20;

export type ModelSource = string | URL | Response | Blob | ArrayBuffer | ArrayBufferView;

export interface ByteReader {
  /** Fills `into`, or as much of it as there are bytes left; how many. */
  read(into: Uint8Array): Promise<number>;
  /** How many bytes are left; of those that are still on their way nothing is known. */
  rest(): number;
  close(): void;
  /** Told when what was read is no good model. */
  failed?(): void;
}

/**
 * Nothing but the reader's next piece is kept in memory besides what the caller reads into. Opening and reading throw
 * WrenError FETCH_FAILED with the address and the cause, or the signal's own reason once it is aborted. `fetched` gets the good
 * answer of a server before it is read.
 */
export async function openSource(
  source: ModelSource,
  signal?: AbortSignal,
  fetched?: (response: Response) => void,
): Promise<ByteReader> {
  const guard = async <T>(action: () => T | Promise<T>): Promise<T> => {
    try {
      signal?.throwIfAborted();
      return await action();
    } catch (cause) {
      signal?.throwIfAborted();
      const from = isAddress(source) ? ` from ${source}` : "";
      throw new WrenError("FETCH_FAILED", `cannot read the model${from}: ${describe(cause)}`, { cause });
    }
  };
  const opened = await guard(() => open(source, signal, fetched));
  return { ...opened, read: (into) => guard(() => opened.read(into)) };
}

interface Opened {
  readonly read: (into: Uint8Array) => number | Promise<number>;
  readonly rest: () => number;
  readonly close: () => void;
}

async function open(
  source: ModelSource,
  signal: AbortSignal | undefined,
  fetched?: (response: Response) => void,
): Promise<Opened> {
  if (isAddress(source)) {
    if (isFile(source)) return openFile(source);
    const response = await fetchFrom(source, signal);
    requireGood(response);
    fetched?.(response);
    return openBody(response);
  }
  // No view can be made of a buffer that was transferred.
  if ("byteLength" in source && source.byteLength === 0) return openBytes(new Uint8Array(0));
  if (ArrayBuffer.isView(source)) return openBytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  if ("byteLength" in source) return openBytes(new Uint8Array(source));
  return openBody(source);
}

/** All that a browser says is "Failed to fetch". */
async function fetchFrom(source: string | URL, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(source, signal ? { signal } : {});
  } catch (cause) {
    if (typeof location === "undefined") throw cause;
    throw new Error(
      `${describe(cause)}. Is the server there, does it allow other origins (CORS), does the page's ` +
        "Content-Security-Policy (connect-src)?",
      { cause },
    );
  }
}

function requireGood({ ok, status }: Response): void {
  if (!ok) throw new Error(`the server answered ${status}`);
}

function openBytes(bytes: Uint8Array): Opened {
  let at = 0;
  return {
    read(into) {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return part.length;
    },
    rest: () => bytes.length - at,
    close() {},
  };
}

function openBody(source: Response | Blob): Opened {
  if ("ok" in source) {
    requireGood(source);
    if (source.bodyUsed) throw new Error("the response was read before");
  }
  const body = "stream" in source ? source.stream() : source.body;
  const reader = body?.getReader();
  let left = new Uint8Array(0);
  return {
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        if (left.length === 0) {
          const piece = await reader?.read();
          if (!piece?.value) break;
          left = piece.value;
        }
        const part = left.subarray(0, into.length - filled);
        into.set(part, filled);
        filled += part.length;
        left = left.subarray(part.length);
      }
      return filled;
    },
    rest: () => left.length,
    // A browser takes what is cancelled out of its cache, though all is there but the word that nothing follows; and that word
    // comes milliseconds later, so nobody waits for it.
    close: () =>
      void reader
        ?.read()
        .then(({ done }) => (done ? undefined : reader.cancel()))
        .catch(() => {}),
  };
}

/**
 * In this thread, with pauses for whatever else waits: bytes that another one has read lie in another core's cache, from which the
 * weights of a model come several times as slowly as from a file that the system holds in memory.
 */
function openFile(source: string | URL): Opened {
  const fs = process.getBuiltinModule("node:fs");
  const path = typeof source === "string" && source.startsWith("file:") ? new URL(source) : source;
  const file = fs.openSync(path, "r");
  let sincePause = 0;
  return {
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        const count = fs.readSync(file, into, filled, Math.min(into.length - filled, PAUSE_BYTES), null);
        if (count === 0) break;
        filled += count;
        sincePause += count;
        if (sincePause < PAUSE_BYTES) continue;
        sincePause = 0;
        await new Promise((go) => setImmediate(go));
      }
      return filled;
    },
    rest: () => fs.readSync(file, new Uint8Array(1)),
    close: () => fs.closeSync(file),
  };
}

/** The message, and below it the cause that Node's fetch hides under "fetch failed". */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

export function isAddress(source: ModelSource): source is string | URL {
  return typeof source === "string" || source instanceof URL;
}

/** A path or file: URL, on a host that has files (Node, Deno, Bun); elsewhere a string is an address to fetch. */
function isFile(source: string | URL): boolean {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return false;
  return source instanceof URL ? source.protocol === "file:" : !/^(https?|data|blob):/.test(source);
}
