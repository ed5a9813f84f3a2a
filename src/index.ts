// The public runtime: what a page imports. Everything here and below is tiny and free of dependencies.

import { WrenError } from "./format/errors.ts";
import { portData, portElements } from "./format/types.ts";
import { type Classification, Classifier } from "./input/classifier.ts";
import { type ImageSource, PixelReader } from "./input/pixels.ts";
import { photoKernels } from "./photo_kernels.ts";
import type { Build, BuildName } from "./runtime/builds.ts";
import type { DeliveryOptions } from "./runtime/delivery.ts";
import { RuntimeModel } from "./runtime/model.ts";
import type { ModelSource } from "./runtime/source.ts";
import { runUntilSteady } from "./runtime/warm_up.ts";

export { type ErrorCode, WrenError } from "./format/errors.ts";
export type { Layer, Placement, Plan, Port, PortData, PortDType, Preprocessing } from "./format/types.ts";
export type { Classification } from "./input/classifier.ts";
export type { ImageSource, PixelImage } from "./input/pixels.ts";
export { type Ranked, topK } from "./input/top_k.ts";
export { BUILD_NAMES, type Build, type BuildName, chooseBuild } from "./runtime/builds.ts";
export type { DeliveryOptions, Progress } from "./runtime/delivery.ts";
export type { ModelInfo, StepProfile } from "./runtime/model.ts";
export type { ModelSource } from "./runtime/source.ts";

export interface LoadOptions extends DeliveryOptions {
  /**
   * Which wasm build to use; "auto" (the default) takes the fastest that is exact on this machine. The result of
   * `chooseBuild` (or another model's `build`) saves compiling the kernels again.
   */
  readonly build?: BuildName | "auto" | Build;
  /**
   * How many threads share a run; 1 if not said. More need workers and shared memory: Node, Deno, Bun, pages that are
   * cross-origin isolated. Where there are fewer, `info().threadsReason` says why. The results are the same bits. `dispose`
   * ends the workers.
   */
  readonly threads?: number;
  /** Cancels reading the model. */
  readonly signal?: AbortSignal;
}

export interface ClassifyOptions {
  /** How many classes to return; 5 if not said. */
  readonly topK?: number;
}

/** A model ready to run; made by loadModel. */
export class Model extends RuntimeModel {
  readonly #reader = new PixelReader();
  #classifier: Promise<Classifier> | undefined;

  static async load(source: ModelSource, options: LoadOptions): Promise<Model> {
    const parts = await RuntimeModel.prepare(source, options);
    try {
      return new Model(parts);
    } catch (error) {
      parts.team?.dispose();
      throw error;
    }
  }

  /**
   * The best classes of a photo, best first: resized, cropped and normalised as the model file says. `image`: 8-bit gray, RGB
   * or RGBA pixels ({data, width, height}, such as ImageData); in browsers also whatever a canvas can draw, or a Blob.
   * Throws WrenError NOT_A_CLASSIFIER, BAD_INPUT, OUT_OF_MEMORY, NOT_FINITE, DISPOSED, KERNEL_TRAP, WORKER_LOST.
   */
  async classify(image: ImageSource, options: ClassifyOptions = {}): Promise<Classification[]> {
    this.#classifier ??= photoKernels(this.build).then((kernels) => new Classifier(this.plan, kernels));
    const [classifier, pixels] = await Promise.all([this.#classifier, this.#reader.read(image)]);
    const outputs = this.run(classifier.prepare(pixels));
    return classifier.rank(outputs[classifier.output] as ArrayLike<number>, options.topK ?? 5);
  }

  /**
   * Runs the model, on a blank photo where it takes one, until it runs no faster, so that the next inference takes the time
   * that all later ones take: some 30 to 200 ms. Throws WrenError DISPOSED, KERNEL_TRAP, WORKER_LOST.
   */
  async warmup(): Promise<void> {
    const pixels = new Uint8Array(4 * 512 * 320);
    let height = 320;
    const { inputs } = this.plan;
    const zeros = Object.fromEntries(inputs.map((port) => [port.name, portData(port.dtype, portElements(port))]));
    await runUntilSteady(async () => {
      // Every photo of another size than the one before, for which new tables are made.
      height ^= 64;
      try {
        await this.classify({ data: pixels.subarray(0, 4 * 512 * height), width: 512, height });
      } catch (error) {
        const { code } = error as WrenError;
        if (code === "NOT_A_CLASSIFIER") this.run(zeros);
        else if (code !== "NOT_FINITE") throw error;
      }
    });
  }
}

/**
 * Reads a .wren file and binds it to the wasm kernels. `source`: a URL or (outside browsers) a path, a Response, a Blob, or
 * the bytes. Throws WrenError; see its codes.
 */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  if (source === undefined || source === null)
    throw new WrenError("FETCH_FAILED", "no model given: pass a path, a URL or bytes");
  return Model.load(source, options);
}
