// How a model gets here, for those who want to watch it, keep it or be sure of it: progress, the Cache API, SHA-256. Loaded
// only by those who ask for one of these.

import { WrenError } from "../format/errors.ts";
import { type ByteReader, type ModelSource, openSource } from "./source.ts";

export interface Progress {
  /** Bytes of the model read so far. */
  readonly loaded: number;
  /** Bytes of the whole model; 0 until its header has been read. */
  readonly total: number;
  readonly from: "network" | "cache" | "file" | "memory";
}

export interface DeliveryOptions {
  /** Called after every 64 kB, and at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Keeps the model in the host's Cache API, where there is one, and takes it from there the next time: `true`, or the name of
   * the cache ("bitwren" if not said). Only addresses that are fetched. What is kept stays until `sha256` says otherwise.
   */
  readonly cache?: boolean | string;
  /**
   * What the file must be: SHA-256 in hexadecimal, or as in HTML's `integrity` ("sha256-…" in base64). The file is held in
   * memory as a whole until it is checked. A cached file that is another one is fetched anew.
   */
  readonly sha256?: string;
}

const PIECE_BYTES = 65536;
const HEADER_BYTES = 48;

/** As openSource, and fails with WrenError INTEGRITY_FAILED too. */
export async function deliver(
  source: ModelSource,
  options: DeliveryOptions,
  signal: AbortSignal | undefined,
): Promise<ByteReader> {
  const { sha256 } = options;
  const wanted = sha256 === undefined ? undefined : parseHash(sha256);
  const store = await openStore(source, options.cache);
  const kept = await store?.find();
  if (store !== undefined && kept !== undefined) {
    const reader = watch(await openSource(kept, signal), "cache", options);
    if (wanted === undefined) return { ...reader, failed: () => store.drop() };
    const checked = await check(reader, wanted, true)
      .catch(() => undefined)
      .finally(reader.close);
    if (checked !== undefined) return checked;
    signal?.throwIfAborted();
    await store.drop();
  }
  const reader = await openSource(source, signal, store?.keep);
  const from = source instanceof Response ? "network" : originOf(source);
  const watched = watch(reader, from, options);
  const failed = () => store?.drop();
  if (wanted === undefined) return { ...watched, failed };
  try {
    return { ...(await check(watched, wanted, false)), failed };
  } catch (error) {
    await failed();
    throw error;
  } finally {
    watched.close();
  }
}

function originOf(source: ModelSource): Progress["from"] {
  if (!(typeof source === "string" || source instanceof URL)) return "memory";
  return canFetch(source) ? "network" : "file";
}

/** Whether it is an http: address, or a string that the host resolves to one. */
function canFetch(source: string | URL): boolean {
  return typeof location === "undefined" || typeof caches === "undefined"
    ? /^https?:/.test(String(source))
    : !/^(file|data|blob):/.test(String(source));
}

interface Store {
  find(): Promise<Response | undefined>;
  /** Keeps what is being fetched. Its caller goes on reading. */
  readonly keep: (response: Response) => void;
  drop(): Promise<void>;
}

/** Undefined where nothing can be kept: no Cache API, a page that may not use it, or no address. */
async function openStore(source: ModelSource, wanted: boolean | string | undefined): Promise<Store | undefined> {
  if (!wanted || typeof caches === "undefined") return undefined;
  if (!(typeof source === "string" || source instanceof URL) || !canFetch(source)) return undefined;
  const key = String(source);
  let cache: Cache;
  try {
    cache = await caches.open(wanted === true ? "bitwren" : wanted);
  } catch {
    return undefined;
  }
  // What cannot be kept (the disk is full) is fetched again the next time: no reason to fail.
  let keeping: Promise<void> = Promise.resolve();
  return {
    find: () => cache.match(key).catch(() => undefined),
    keep: (response) => {
      keeping = cache.put(key, response.clone()).catch(() => {});
    },
    drop: async () => {
      await keeping;
      await cache.delete(key).catch(() => false);
    },
  };
}

/** The size is the header's word: servers that compress say another one. */
function watch(reader: ByteReader, from: Progress["from"], { onProgress }: DeliveryOptions): ByteReader {
  let loaded = 0;
  let total = 0;
  let told = -1;
  const tell = () => {
    if (loaded === told) return;
    told = loaded;
    onProgress?.({ loaded, total, from });
  };
  return {
    ...reader,
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        const count = await reader.read(into.subarray(filled, filled + PIECE_BYTES));
        if (count === 0) break;
        if (loaded === 0 && count >= HEADER_BYTES) total = bytesOfFile(into);
        filled += count;
        loaded += count;
        if (loaded - told >= PIECE_BYTES || loaded === total) tell();
      }
      return filled;
    },
  };
}

/** 0 where it is no model. */
function bytesOfFile(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  return view.getUint32(0, true) === 0x4e455257 ? view.getUint32(8, true) : 0;
}

/** Reads all of it. What is no model at all is left to its reader, who can say what it is. */
async function check(reader: ByteReader, wanted: string, isKept: boolean): Promise<ByteReader> {
  const header = new Uint8Array(HEADER_BYTES);
  const start = await reader.read(header);
  const size = start === HEADER_BYTES ? bytesOfFile(header) : 0;
  if (size < HEADER_BYTES && isKept) throw new Error("something else was kept");
  if (size < HEADER_BYTES) return openSource(header.subarray(0, start));
  // One byte more shows a file that is longer than it says.
  const file = reserve(size + 1);
  file.set(header);
  const end = HEADER_BYTES + (await reader.read(file.subarray(HEADER_BYTES)));
  const bytes = file.subarray(0, end);
  const found = toHex(new Uint8Array(await subtle().digest("SHA-256", bytes)));
  if (found !== wanted) {
    throw new WrenError(
      "INTEGRITY_FAILED",
      `the model's SHA-256 is ${found}, not ${wanted}: it was changed or damaged on its way, or it is another version`,
    );
  }
  return openSource(bytes);
}

function reserve(bytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new WrenError("OUT_OF_MEMORY", `the host refused ${bytes} bytes to check the model's SHA-256 in`, { cause });
  }
}

function subtle(): SubtleCrypto {
  const { crypto } = globalThis;
  if (crypto?.subtle === undefined) {
    throw new WrenError(
      "INTEGRITY_FAILED",
      "this page cannot compute SHA-256: browsers allow it only on https: and localhost; serve it so, or leave out sha256",
    );
  }
  return crypto.subtle;
}

/** In hexadecimal. */
function parseHash(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const base64 = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(text);
  if (base64) return toHex(Uint8Array.from(atob(base64[1]), (character) => character.charCodeAt(0)));
  throw new WrenError(
    "INTEGRITY_FAILED",
    `"${text}" is no SHA-256: give 64 hexadecimal digits, or "sha256-" and base64 as HTML's integrity has it`,
  );
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
