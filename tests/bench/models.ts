// The columns of the benchmark: three networks, float and int8, and where each format's file of the same weights is.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPhoto } from "../../src/image/decode.ts";
import { chooseBuild } from "../../src/index.ts";
import { ImageInput } from "../../src/input/image_input.ts";
import { photoKernels } from "../../src/photo_kernels.ts";
import type { ElementType, InputSpec } from "./runtimes/session.ts";

export type Format = "wren" | "tflite" | "onnx" | "tfjs";

export interface Column {
  readonly id: string;
  readonly network: string;
  readonly type: ElementType;
  readonly input: InputSpec;
  /** Files by format, in `models` of the data folder; TensorFlow.js: a folder. What is not there does not exist in int8. */
  readonly files: Readonly<Partial<Record<Exclude<Format, "wren">, string>>>;
}

const f32 = (id: string, network: string, size: number, scale: readonly [number, number]): Column => ({
  id: `${id}_f32`,
  ...{ network, type: "f32" },
  input: { type: "f32", shape: [1, size, size, 3], mean: scale[0], std: scale[1] },
  files: { tflite: `peers/${id}_f32.tflite`, onnx: `peers/${id}_f32.onnx`, tfjs: `peers/${id}_f32_tfjs` },
});

const int8 = (id: string, network: string, size: number): Column => ({
  id: `${id}_int8`,
  ...{ network, type: "int8" },
  input: { type: "u8", shape: [1, size, size, 3], mean: 0, std: 1 },
  files: { tflite: `peers/${id}_int8_u8io.tflite`, onnx: `peers/${id}_qdq_u8s8.onnx` },
});

const mobilenetInt8 = int8("mnv2", "MobileNetV2 1.0 224", 224);
const vwwF32 = f32("vww", "VWW 96", 96, [0, 255]);

export const COLUMNS: readonly Column[] = [
  f32("mnv2", "MobileNetV2 1.0 224", 224, [127.5, 127.5]),
  {
    ...mobilenetInt8,
    files: { ...mobilenetInt8.files, tflite: "coral/tf2_mobilenet_v2_1.0_224_ptq.tflite" },
  },
  f32("resnet8", "ResNet-8", 32, [0, 1]),
  int8("resnet8", "ResNet-8", 32),
  { ...vwwF32, files: { ...vwwF32.files, tflite: "mlperf_tiny/vww/vww_96_float.tflite" } },
  int8("vww", "VWW 96", 96),
];

/** A file of the data folder's models, unpacked where it is only there as .xz. */
export async function readData(data: string, name: string): Promise<Uint8Array> {
  const path = join(data, "models", name);
  if (existsSync(path)) return readFile(path);
  return execFileSync("xz", ["-dc", `${path}.xz`], { maxBuffer: 1 << 28 });
}

/** The photos that every runtime names, resized to the input of the column, one after the other. */
export async function readPhotos(data: string, { input }: Column): Promise<Uint8Array> {
  const folder = join(data, "images/crops_224");
  const port = { name: "pixels", dtype: "u8", shape: input.shape, address: 0 } as const;
  const stretch = { fit: "stretch", resizeTo: 0, filter: "antialias", color: "rgb", mean: [0], std: [1] } as const;
  const photos = new ImageInput(port, stretch, await photoKernels(await chooseBuild("auto")));
  const parts: Buffer[] = [];
  for (const name of (await readdir(folder)).sort()) {
    parts.push(Buffer.from(photos.prepare(await readPhoto(join(folder, name)))));
  }
  return Buffer.concat(parts);
}
