// One small classifier in each source format, for tests that want files: an image [1, 32, 32, 3] (in ONNX NCHW) is averaged
// over its pixels, so that the scores are its red, green and blue.

import { type Zippable, zipSync } from "fflate";
import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { i8, i32, table } from "./flatbuffer_writer.ts";
import { type OnnxSpec, writeOnnx } from "./onnx_writer.ts";
import { writeTflite } from "./tflite_writer.ts";

const SIDE = 32;

export const SMALL_ONNX: OnnxSpec = {
  nodes: [
    { op: "GlobalAveragePool", inputs: ["image"], outputs: ["means"] },
    { op: "Flatten", inputs: ["means"], outputs: ["flat"] },
    { op: "Mul", inputs: ["flat", "gains"], outputs: ["scores"] },
  ],
  inputs: [{ name: "image", shape: [1, 3, SIDE, SIDE] }],
  outputs: [{ name: "scores", shape: [1, 3] }],
  initializers: [{ name: "gains", shape: [3], data: Float32Array.of(1, 1, 1) }],
};

export function smallOnnx(changes: Partial<OnnxSpec> = {}): Uint8Array {
  return writeOnnx({ ...SMALL_ONNX, ...changes });
}

/** The gains lie in the file gains.bin, behind four bytes of something else. */
export function onnxWithExternalData(): {
  readonly model: Uint8Array;
  readonly files: ReadonlyMap<string, Uint8Array>;
} {
  const data = { location: "gains.bin", offset: 4, length: 12 };
  const model = smallOnnx({ initializers: [{ name: "gains", shape: [3], data }] });
  return { model, files: new Map([["gains.bin", new Uint8Array(Float32Array.of(7, 1, 2, 3).buffer)]]) };
}

export function smallTflite(): Uint8Array {
  const { pool2d } = OPTIONS;
  const window = { [pool2d.padding]: i8(1), [pool2d.strideW]: i32(1), [pool2d.strideH]: i32(1) };
  return writeTflite({
    tensors: [
      { name: "image", shape: [1, SIDE, SIDE, 3] },
      { name: "means", shape: [1, 1, 1, 3] },
    ],
    operators: [
      {
        kind: "AVERAGE_POOL_2D",
        inputs: ["image"],
        outputs: ["means"],
        options: {
          type: pool2d.type,
          table: table({ ...window, [pool2d.filterW]: i32(SIDE), [pool2d.filterH]: i32(SIDE) }),
        },
      },
    ],
    inputs: ["image"],
    outputs: ["means"],
  });
}

const text = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** A layers model with a dense layer, which scales red, green and blue by 1, 2, 3: model.json, weights.bin. */
export function smallTfjs(side: number | null = SIDE): Map<string, Uint8Array> {
  const layer = (className: string, name: string, config: object, from?: string) => ({
    class_name: className,
    config: { name, ...config },
    name,
    inbound_nodes: from === undefined ? [] : [[[from, 0, 0, {}]]],
  });
  const config = {
    name: "small",
    layers: [
      layer("InputLayer", "image", { batch_input_shape: [null, side, side, 3], dtype: "float32" }),
      layer("GlobalAveragePooling2D", "pool", { data_format: "channels_last" }, "image"),
      layer("Dense", "scores", { units: 3, use_bias: false, activation: "linear" }, "pool"),
    ],
    input_layers: [["image", 0, 0]],
    output_layers: [["scores", 0, 0]],
  };
  const model = {
    format: "layers-model",
    modelTopology: {
      keras_version: "2.4.0",
      backend: "tensorflow",
      model_config: { class_name: "Functional", config },
    },
    weightsManifest: [
      { paths: ["weights.bin"], weights: [{ name: "scores/kernel", shape: [3, 3], dtype: "float32" }] },
    ],
  };
  const kernel = Float32Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3);
  return new Map([
    ["model.json", text(model)],
    ["weights.bin", new Uint8Array(kernel.buffer)],
  ]);
}

/** Teachable Machine's download: the layers model with its metadata. */
export function teachableZip(): Uint8Array {
  const metadata = {
    packageName: "@teachablemachine/image",
    packageVersion: "0.8.4",
    tmVersion: "2.4.7",
    labels: ["red", "green", "blue"],
    imageSize: SIDE,
  };
  const files: Zippable = Object.fromEntries(smallTfjs());
  return zipSync({ ...files, "metadata.json": text(metadata) });
}

/** Nothing, about a megabyte for each kilobyte. */
export function zipBomb(): Uint8Array {
  return zipSync({ "model.json": new Uint8Array(40e6) }, { level: 6 });
}
