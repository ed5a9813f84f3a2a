// Small TFLite models that exercise the importer without any file from outside.

import { OPTIONS } from "../../src/import/tflite/schema.ts";
import { f32, i8, i32, i32s, table, u8 } from "./flatbuffer_writer.ts";
import { type ModelSpec, writeTflite } from "./tflite_writer.ts";

export interface SampleModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const { conv2d, reshape, softmax, stridedSlice } = OPTIONS;

/** int8 per channel: convolution with fused relu6, reshape, fully connected, soft-max. */
export const CLASSIFIER: ModelSpec = {
  tensors: [
    { name: "image", type: "int8", shape: [1, 8, 8, 3], scale: [0.5], zeroPoint: [-128] },
    {
      name: "filters",
      type: "int8",
      shape: [4, 3, 3, 3],
      data: Int8Array.from({ length: 108 }, (_, i) => (i * 37) % 255),
      scale: [0.01, 0.02, 0.03, 0.04],
      dimension: 0,
    },
    {
      name: "bias",
      type: "int32",
      shape: [4],
      data: Int32Array.of(1, -2, 3, -4),
      scale: [0.005, 0.01, 0.015, 0.02],
    },
    { name: "features", type: "int8", shape: [1, 4, 4, 4], scale: [6 / 255], zeroPoint: [-128] },
    { name: "flat/shape", type: "int32", shape: [2], data: Int32Array.of(1, -1) },
    { name: "flat", type: "int8", shape: [1, 64], scale: [6 / 255], zeroPoint: [-128] },
    {
      name: "weights",
      type: "int8",
      shape: [3, 64],
      data: Int8Array.from({ length: 192 }, (_, i) => (i * 53) % 255),
      scale: [0.02],
    },
    { name: "logits", type: "int8", shape: [1, 3], scale: [0.5], zeroPoint: [3] },
    { name: "scores", type: "int8", shape: [1, 3], scale: [1 / 256], zeroPoint: [-128] },
  ],
  operators: [
    {
      kind: "CONV_2D",
      inputs: ["image", "filters", "bias"],
      outputs: ["features"],
      options: {
        type: conv2d.type,
        table: table({ [conv2d.strideW]: i32(2), [conv2d.strideH]: i32(2), [conv2d.activation]: i8(3) }),
      },
    },
    {
      kind: "RESHAPE",
      inputs: ["features", "flat/shape"],
      outputs: ["flat"],
      options: { type: reshape.type, table: table({ [reshape.newShape]: i32s([1, 64]) }) },
    },
    { kind: "FULLY_CONNECTED", inputs: ["flat", "weights", ""], outputs: ["logits"] },
    {
      kind: "SOFTMAX",
      inputs: ["logits"],
      outputs: ["scores"],
      options: { type: softmax.type, table: table({ [softmax.beta]: f32(1) }) },
    },
  ],
  inputs: ["image"],
  outputs: ["scores"],
};

/** f32 with slices, pads and a reduction: whatever takes its shape from constants. */
export const SLICER: ModelSpec = {
  tensors: [
    { name: "x", shape: [1, 6, 6, 2] },
    { name: "begin", type: "int32", shape: [4], data: Int32Array.of(0, 1, -1, 0) },
    { name: "end", type: "int32", shape: [4], data: Int32Array.of(1, 5, 0, 1) },
    { name: "strides", type: "int32", shape: [4], data: Int32Array.of(1, 2, -2, 1) },
    { name: "sliced", shape: [1, 2, 3] },
    { name: "paddings", type: "int32", shape: [3, 2], data: Int32Array.of(0, 0, 1, 1, 2, 0) },
    { name: "padded", shape: [1, 4, 5] },
    { name: "axes", type: "int32", shape: [1], data: Int32Array.of(-1) },
    { name: "sums", shape: [1, 4] },
  ],
  operators: [
    {
      kind: "STRIDED_SLICE",
      inputs: ["x", "begin", "end", "strides"],
      outputs: ["sliced"],
      options: {
        type: stridedSlice.type,
        table: table({ [stridedSlice.endMask]: i32(4), [stridedSlice.shrinkAxisMask]: i32(8) }),
      },
    },
    { kind: "PAD", inputs: ["sliced", "paddings"], outputs: ["padded"] },
    {
      kind: "SUM",
      inputs: ["padded", "axes"],
      outputs: ["sums"],
      options: { type: OPTIONS.reducer.type, table: table({ [OPTIONS.reducer.keepDims]: u8(0) }) },
    },
  ],
  inputs: ["x"],
  outputs: ["sums"],
};

export const SAMPLE_MODELS: readonly SampleModel[] = [
  { name: "classifier", bytes: writeTflite(CLASSIFIER) },
  { name: "slicer", bytes: writeTflite(SLICER) },
];
