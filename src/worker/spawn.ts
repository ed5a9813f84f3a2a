// A worker of either kind: Node's threads (also in Deno and Bun), or a Worker.

import { WrenError } from "../format/errors.ts";
import { hostCode } from "./host_code.js";
import type { Reply, Request } from "./protocol.ts";

export interface Thread {
  post(request: Request, transfer: readonly Transferable[]): void;
  terminate(): void;
  /** Whether the process has to wait for it: one that has nothing to do keeps no program from ending. */
  hold(isBusy: boolean): void;
}

export interface Listener {
  onReply(reply: Reply): void;
  /** It has ended, or never begun. */
  onEnd(error: WrenError): void;
}

/** `script`: an address of worker_host.js, or a Worker of the caller's that runs it; else the program comes from inside. */
export function spawn(script: string | URL | Worker | undefined, listener: Listener): Thread {
  try {
    if (typeof Worker !== "undefined" && script instanceof Worker) return adopt(script, "given", listener);
    const isNode = typeof process !== "undefined" && typeof process.getBuiltinModule === "function";
    if (isNode && script === undefined) return spawnNode(listener);
    return spawnWeb(script as string | URL | undefined, listener);
  } catch (cause) {
    throw failure(cause, script);
  }
}

function spawnNode({ onReply, onEnd }: Listener): Thread {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(hostCode, { eval: true, execArgv: [] });
  worker.on("message", onReply);
  worker.on("messageerror", (error) => onEnd(failure(error, undefined)));
  worker.on("error", (error) => onEnd(failure(error, undefined)));
  worker.on("exit", (code) => onEnd(new WrenError("WORKER_FAILED", `the worker has ended (exit code ${code})`)));
  worker.unref();
  return {
    post: (request, transfer) => worker.postMessage(request, transfer as never[]),
    terminate: () => void worker.terminate(),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  };
}

function spawnWeb(script: string | URL | undefined, listener: Listener): Thread {
  if (script !== undefined) return adopt(new Worker(script, { type: "module" }), script, listener);
  const url = URL.createObjectURL(new Blob([hostCode], { type: "text/javascript" }));
  const thread = adopt(new Worker(url), undefined, {
    ...listener,
    onReply(reply) {
      if ("ready" in reply) URL.revokeObjectURL(url);
      listener.onReply(reply);
    },
  });
  return thread;
}

function adopt(worker: Worker, script: string | URL | undefined, { onReply, onEnd }: Listener): Thread {
  worker.onmessage = ({ data }) => onReply(data);
  worker.onmessageerror = () => onEnd(failure(new Error("a message could not be read"), script));
  worker.onerror = (event) => {
    event.preventDefault?.();
    onEnd(failure(new Error(event.message || "the browser does not say why"), script));
  };
  return {
    post: (request, transfer) => worker.postMessage(request, transfer as Transferable[]),
    terminate: () => worker.terminate(),
    hold() {},
  };
}

function failure(cause: unknown, script: string | URL | Worker | undefined): WrenError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const remedy =
    script === undefined
      ? "a page's Content-Security-Policy must allow `worker-src blob:`, or give {url} with the address of bitwren's " +
        "worker_host.js, served from the page's own origin"
      : "is bitwren's worker_host.js there, served as text/javascript, from the page's own origin, and allowed by worker-src?";
  const where = typeof script === "string" || script instanceof URL ? ` ${script}` : "";
  return new WrenError("WORKER_FAILED", `the worker${where} cannot run: ${why}; ${remedy}`, { cause });
}
