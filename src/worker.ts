// The runtime off the main thread: the same API, by promises. The program of the worker is inside; no file has to be served.

import { ModelWorker, type WorkerOptions } from "./worker/client.ts";

export { type ErrorCode, WrenError } from "./format/errors.ts";
export type {
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
} from "./index.ts";
export { type CallOptions, ModelWorker, WorkerModel, type WorkerOptions } from "./worker/client.ts";

/** Starts a worker; it takes models and calls at once. Throws WrenError WORKER_FAILED where none can be made. */
export function createWorker(options: WorkerOptions = {}): ModelWorker {
  return new ModelWorker(options);
}
