// The program of the worker: models by number, and the calls that come for them. The build makes one script of it with all
// that it needs.

import { loadModel, type Model, type ModelSource } from "../index.ts";
import type { Inputs, RemoteError, RemoteLoadOptions, Reply, Request } from "./protocol.ts";

interface Port {
  post(reply: Reply, transfer?: Transferable[]): void;
  listen(handle: (request: Request) => void): void;
}

/** A Worker's own scope, or a thread of Node's. */
function openPort(): Port {
  const thread =
    typeof process !== "undefined" && typeof process.getBuiltinModule === "function"
      ? process.getBuiltinModule("node:worker_threads").parentPort
      : null;
  if (thread) {
    return {
      post: (reply, transfer = []) => thread.postMessage(reply, transfer as never[]),
      listen: (handle) => void thread.on("message", handle),
    };
  }
  return {
    post: (reply, transfer = []) => globalThis.postMessage(reply, { transfer }),
    listen: (handle) => globalThis.addEventListener("message", ({ data }) => handle(data)),
  };
}

const port = openPort();
const models = new Map<number, Model>();
const loading = new Map<number, AbortController>();

function modelOf(id: unknown): Model {
  const model = models.get(id as number);
  if (model === undefined) throw new Error("the worker does not have this model");
  return model;
}

async function load(id: number, source: ModelSource, { reports, ...options }: RemoteLoadOptions) {
  const controller = new AbortController();
  loading.set(id, controller);
  try {
    const { signal } = controller;
    const model = await loadModel(source, {
      ...options,
      signal,
      ...(reports && { onProgress: (progress) => port.post({ id, progress }) }),
    });
    models.set(id, model);
    return { model: id, info: model.info(), plan: model.plan };
  } finally {
    loading.delete(id);
  }
}

/** The result, and what of it is handed over. */
async function perform(id: number, method: string, args: readonly unknown[]): Promise<[unknown, Transferable[]]> {
  switch (method) {
    case "load":
      return [await load(id, args[0] as ModelSource, args[1] as RemoteLoadOptions), []];
    case "classify": {
      const image = args[1] as ImageBitmap;
      const topK = args[2] as number | undefined;
      try {
        return [await modelOf(args[0]).classify(image, topK === undefined ? {} : { topK }), []];
      } finally {
        // Bitmaps and video frames hold memory that no collector sees; here they are ours.
        image?.close?.();
      }
    }
    case "run": {
      // The model's own arrays are overwritten by its next run.
      const outputs = Object.entries(modelOf(args[0]).run(args[1] as Inputs)).map(
        ([name, data]) => [name, data.slice()] as const,
      );
      return [Object.fromEntries(outputs), outputs.map(([, { buffer }]) => buffer as ArrayBuffer)];
    }
    case "warmup":
      return [await modelOf(args[0]).warmup(), []];
    case "profile":
      return [modelOf(args[0]).profile(args[1] as number | undefined), []];
    case "dispose":
      modelOf(args[0]).dispose();
      return [void models.delete(args[0] as number), []];
  }
  throw new Error(`the worker cannot ${method}`);
}

function describe(error: unknown): RemoteError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? { name, message, code } : { name, message };
}

port.listen((request) => {
  if ("abort" in request) {
    loading.get(request.abort)?.abort();
    return;
  }
  const { id, method, args } = request;
  perform(id, method, args).then(
    ([result, transfer]) => port.post({ id, result }, transfer),
    (error) => port.post({ id, error: describe(error) }),
  );
});
port.post({ ready: true });
