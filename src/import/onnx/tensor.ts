// Tensors as an ONNX file holds them.

import type { OnnxType } from "./node.ts";

/** A TensorProto: little-endian raw values, whatever field the file has them in; sub-byte types packed, low half first. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
