// The public runtime: what a page imports. Everything here and below is tiny and free of dependencies.

import { WrenError } from "./format/errors.ts";
import type { BuildName } from "./runtime/builds.ts";
import { RuntimeModel } from "./runtime/model.ts";
import { type ModelSource, readSource } from "./runtime/source.ts";

export { type ErrorCode, WrenError } from "./format/errors.ts";
export type { Layer, Placement, Plan, Port, PortData, PortDType, Preprocessing } from "./format/types.ts";
export { BUILD_NAMES, type BuildName } from "./runtime/builds.ts";
export type { ModelInfo, StepProfile } from "./runtime/model.ts";
export type { ModelSource } from "./runtime/source.ts";

export interface LoadOptions {
  /** Which wasm build to use; "auto" (the default) takes the fastest that is exact on this machine. */
  readonly build?: BuildName | "auto";
  /** Cancels reading the model. */
  readonly signal?: AbortSignal;
}

/** A model ready to run; made by loadModel. */
export class Model extends RuntimeModel {
  static async load(bytes: Uint8Array, options: LoadOptions): Promise<Model> {
    return new Model(...(await RuntimeModel.prepare(bytes, options.build ?? "auto")));
  }
}

/**
 * Reads a .wren file and binds it to the wasm kernels. `source`: a URL or (outside browsers) a path, a Response, a Blob, or
 * the bytes. Throws WrenError; see its codes.
 */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  if (source === undefined || source === null)
    throw new WrenError("FETCH_FAILED", "no model given: pass a path, a URL or bytes");
  return Model.load(await readSource(source, options.signal), options);
}
