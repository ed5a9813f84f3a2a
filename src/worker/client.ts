// The side of a worker that a page sees: models whose methods are promises.
//
// One computation is on its way at a time and the others wait here, as only what waits here can still be given up: a worker
// that computes hears nothing.

import { type ErrorCode, WrenError } from "../format/errors.ts";
import type {
  Classification,
  ClassifyOptions,
  ImageSource,
  LoadOptions,
  ModelInfo,
  ModelSource,
  Plan,
  PortData,
  Progress,
  StepProfile,
} from "../index.ts";
import { sendable } from "./images.ts";
import type { Calls, Inputs, Method, RemoteError, Reply } from "./protocol.ts";
import { spawn, type Thread } from "./spawn.ts";

export interface WorkerOptions {
  /** The address of bitwren's worker_host.js, for pages whose policy forbids workers made of blob: URLs. */
  readonly url?: string | URL;
  /** A Worker that runs worker_host.js. */
  readonly worker?: Worker;
}

/** Further for everything that computes. */
export interface CallOptions {
  /** Gives the call up, at once: its promise is rejected with the signal's reason. A run that has begun ends unseen. */
  readonly signal?: AbortSignal;
  /** Hands arrays, bitmaps and video frames over instead of copying them: they are empty here from then on. */
  readonly transfer?: boolean;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

interface Post {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: readonly Transferable[];
  readonly onProgress?: LoadOptions["onProgress"] | undefined;
}

export class ModelWorker {
  readonly #thread: Thread;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #ended: WrenError | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ url, worker }: WorkerOptions = {}) {
    this.#thread = spawn(worker ?? url, {
      onReply: (reply) => this.#receive(reply),
      onEnd: (error) => this.#end(error),
    });
  }

  /** As bitwren's loadModel, in the worker. Throws WrenError, with the codes of loadModel and WORKER_FAILED. */
  async loadModel(source: ModelSource, options: LoadOptions = {}): Promise<WorkerModel> {
    const { signal, onProgress, ...rest } = options;
    const loaded = await this.#load([await sendableSource(source), { ...rest, reports: onProgress !== undefined }], {
      signal,
      onProgress,
    });
    return new WorkerModel(this, loaded);
  }

  /** Ends the worker at once; what has not been answered fails with WORKER_FAILED. */
  terminate(): void {
    this.#end(new WrenError("WORKER_FAILED", "the worker was terminated: create another one"));
    this.#thread.terminate();
  }

  [Symbol.dispose](): void {
    this.terminate();
  }

  /** One after the other. */
  async compute<M extends Method>(method: M, args: Calls[M]["args"], options: Post): Promise<Calls[M]["result"]> {
    const turn = this.#queue.then(() => {
      options.signal?.throwIfAborted();
      return this.#send(method, args, options);
    });
    this.#queue = turn.catch(() => {});
    return abortable(turn, options.signal);
  }

  async #load(args: Calls["load"]["args"], options: Post): Promise<Calls["load"]["result"]> {
    const { signal } = options;
    signal?.throwIfAborted();
    const id = this.#calls + 1;
    const answer: Promise<Calls["load"]["result"]> = this.#send("load", args, options);
    const abort = () => {
      if (this.#ended === undefined) this.#thread.post({ abort: id }, []);
      // It may have been loaded in the meantime.
      answer.then(
        ({ model }) => this.compute("dispose", [model], {}),
        () => {},
      );
    };
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await abortable(answer, signal);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #send<M extends Method>(method: M, args: Calls[M]["args"], { transfer = [], onProgress }: Post): Promise<never> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      this.#thread.hold(true);
      try {
        this.#thread.post({ id, method, args }, transfer);
      } catch (cause) {
        this.#settle(id)?.reject(
          new WrenError("BAD_INPUT", `this cannot be sent to a worker: ${(cause as Error).message}`, { cause }),
        );
      }
    });
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#thread.hold(false);
    return pending;
  }

  #receive(reply: Reply): void {
    if ("ready" in reply) return;
    if ("progress" in reply) this.#pending.get(reply.id)?.onProgress?.(reply.progress);
    else if ("error" in reply) this.#settle(reply.id)?.reject(revive(reply.error));
    else this.#settle(reply.id)?.resolve(reply.result as never);
  }

  #end(error: WrenError): void {
    this.#ended ??= error;
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(this.#ended);
  }
}

/** A model in a worker: what Model does, by promises. Results belong to the caller. */
export class WorkerModel {
  readonly plan: Plan;
  readonly #worker: ModelWorker;
  readonly #model: number;
  readonly #info: ModelInfo;
  #disposed = false;

  constructor(worker: ModelWorker, { model, info, plan }: Calls["load"]["result"]) {
    this.#worker = worker;
    this.#model = model;
    this.#info = info;
    this.plan = plan;
  }

  /** As Model's. Elements of a document are sent as bitmaps, pixels are copied unless `transfer` hands them over. */
  async classify(image: ImageSource, options: ClassifyOptions & CallOptions = {}): Promise<Classification[]> {
    this.#requireAlive();
    options.signal?.throwIfAborted();
    const sent = await sendable(image, options.transfer === true);
    const { signal } = options;
    return this.#worker.compute("classify", [this.#model, sent.image, options.topK], {
      signal,
      transfer: sent.transfer,
    });
  }

  /** As Model's; the returned arrays are new ones. */
  async run(inputs: Inputs, { signal, transfer }: CallOptions = {}): Promise<Record<string, PortData>> {
    this.#requireAlive();
    const arrays = ArrayBuffer.isView(inputs) ? [inputs] : Object.values(inputs ?? {});
    const buffers = transfer ? [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))] : [];
    return this.#worker.compute("run", [this.#model, inputs], { signal, transfer: buffers });
  }

  info(): ModelInfo {
    return this.#info;
  }

  async warmup({ signal }: Pick<CallOptions, "signal"> = {}): Promise<void> {
    this.#requireAlive();
    return this.#worker.compute("warmup", [this.#model], { signal });
  }

  async profile(runs?: number, { signal }: Pick<CallOptions, "signal"> = {}): Promise<StepProfile[]> {
    this.#requireAlive();
    return this.#worker.compute("profile", [this.#model, runs], { signal });
  }

  /** Lets go of the model's memory in the worker, behind what was asked for before. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // A worker that has ended has no memory either.
    this.#worker.compute("dispose", [this.#model], {}).catch(() => {});
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #requireAlive(): void {
    if (this.#disposed) throw new WrenError("DISPOSED", "this model was disposed of: load it again");
  }
}

/** A Response cannot be sent, its bytes can; an address is relative to the page, not to the worker. */
async function sendableSource(source: ModelSource): Promise<unknown> {
  if (typeof Response !== "undefined" && source instanceof Response) {
    if (!source.ok) throw new WrenError("FETCH_FAILED", `cannot read the model: the server answered ${source.status}`);
    return source.arrayBuffer();
  }
  if (source instanceof URL) return source.href;
  return typeof source === "string" && typeof document !== "undefined"
    ? new URL(source, document.baseURI).href
    : source;
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function revive({ name, message, code }: RemoteError): Error {
  if (name === "WrenError") return new WrenError(code as ErrorCode, message);
  return Object.assign(new Error(message), { name });
}
