// Calibration data: what the model sees in practice, as the values of its inputs.

import { choosePreprocessing, inputPort } from "../compile/preprocessing.ts";
import type { Preprocessing } from "../format/types.ts";
import type { Graph } from "../graph/graph.ts";
import type { TensorData } from "../graph/tensor.ts";
import { chooseBuild } from "../index.ts";
import { ImageInput } from "../input/image_input.ts";
import type { PixelImage } from "../input/pixels.ts";
import { photoKernels } from "../photo_kernels.ts";
import { generator, shuffled } from "./chance.ts";
import { QuantizeError } from "./errors.ts";

export interface Samples {
  readonly count: number;
  /** One array a graph input, in the element type it has inside the graph; not kept by the reader. */
  read(index: number): readonly TensorData[] | Promise<readonly TensorData[]>;
}

/** The samples with these indices, in this order. */
export function pick(samples: Samples, indices: readonly number[]): Samples {
  return { count: indices.length, read: (i) => samples.read(indices[i]) };
}

/** The indices of `wanted` of `count` samples, or of all, by chance and repeatably. */
export function choose(count: number, wanted: number, seed: number): number[] {
  return shuffled(count, generator(seed)).slice(0, wanted);
}

/** At most `count` samples, evenly spread. */
export function spread(samples: Samples, count: number): Samples {
  if (samples.count <= count) return samples;
  return pick(
    samples,
    Array.from({ length: count }, (_, i) => Math.floor((i * samples.count) / count)),
  );
}

/**
 * Photo -> values of the graph's only input, an image, made as the runtime makes them: f32, or i8 where the graph's input is int8 or
 * uint8. The array is overwritten by the next photo. Throws QuantizeError unless the graph takes one image; the reader WrenError.
 */
export function photoReader(
  graph: Graph,
  preprocessing: Preprocessing | undefined = choosePreprocessing(inputPort(graph), graph.preprocessing).preprocessing,
): (photo: PixelImage) => Promise<Float32Array | Int8Array> {
  const [port, ...others] = graph.inputs;
  const type = port && graph.tensors[port.tensor];
  if (preprocessing === undefined || type === undefined || type.dtype === "i32" || others.length > 0) {
    throw new QuantizeError("photos fit models with one image as input: give other models their values as .npy");
  }
  const { dtype, shape, quantization } = type;
  const stored = quantization && { scale: quantization.scale[0], zeroPoint: quantization.zeroPoint[0] };
  const image = { name: port.name, dtype, shape, address: 0, ...stored };
  const open = async () => new ImageInput(image, preprocessing, await photoKernels(await chooseBuild("auto")));
  let input: Promise<ImageInput> | undefined;
  return async (photo) => {
    input ??= open();
    return (await input).prepare(photo) as Float32Array | Int8Array;
  };
}
