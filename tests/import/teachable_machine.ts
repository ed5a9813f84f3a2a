// A download of Teachable Machine written by hand: the structure of the real ones, with a few weights.

import type { TfjsFiles } from "../../src/import/tfjs/import.ts";
import type { Json } from "../../src/import/tfjs/json.ts";
import { keras, ramp } from "./tfjs_writer.ts";
import { writeZip } from "./zip_writer.ts";

const text = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const bytesOf = ({ weights }: TfjsFiles) => (weights as ReadonlyMap<string, Uint8Array>).get("w.bin")!;

export const METADATA = {
  ...{
    tfjsVersion: "1.3.1",
    tmVersion: "2.4.10",
    packageVersion: "0.8.4-alpha2",
    packageName: "@teachablemachine/image",
  },
  ...{ timeStamp: "2024-05-05T10:00:00.000Z", userMetadata: {}, modelName: "tm-my-image-model" },
  ...{ labels: ["cat", "dog"], imageSize: 32 },
};

/** What Teachable Machine exports: a model of a feature extractor and a head, each a model itself. */
export function teachable(): TfjsFiles {
  const spec = (className: string, name: string, config: Record<string, Json>): Json => ({
    class_name: className,
    config: { name, ...config },
  });
  const sub = (name: string, ...layers: Json[]): Json => ({ class_name: "Sequential", config: { name, layers } });
  const convolution = { filters: 4, kernel_size: [3, 3], strides: [2, 2], use_bias: false };
  const features = sub(
    "sequential_1",
    sub("model1", spec("Conv2D", "Conv1", { ...convolution, batch_input_shape: [null, 32, 32, 3] })),
    spec("GlobalAveragePooling2D", "pool", {}),
  );
  const head = sub(
    "sequential_3",
    spec("Dense", "dense_Dense1", { units: 3, activation: "relu", batch_input_shape: [null, 4] }),
    spec("Dense", "dense_Dense2", { units: 2, activation: "softmax", use_bias: false }),
  );
  const model = { class_name: "Sequential", config: { name: "sequential_4", layers: [features, head] } };
  const weights = {
    ...{ "Conv1/kernel": ramp(3, 3, 3, 4), "dense_Dense1/kernel": ramp(4, 3), "dense_Dense1/bias": ramp(3) },
    "dense_Dense2/kernel": ramp(3, 2),
  };
  return keras(model, weights, "tfjs-layers 1.3.1");
}

/** The zip, its files in `folder` ("", or with a slash at its end). */
export function download(folder: string): Uint8Array {
  const model = teachable();
  return writeZip([
    { path: `${folder}model.json`, content: text(model.model) },
    { path: `${folder}w.bin`, content: bytesOf(model) },
    { path: `${folder}metadata.json`, content: text(METADATA) },
  ]);
}
