// Tensors of ONNX files (`.pb`) as callers of a model give and get them.

import { TENSOR } from "./schema.ts";
import { type OnnxTensor, readTensor, tensorData } from "./tensor.ts";
import { TYPES } from "./types.ts";

/** A TensorProto in a file of its own. Throws Problem or WireError. */
export function readOnnxTensor(bytes: Uint8Array): OnnxTensor {
  return readTensor(TENSOR.decode(bytes));
}

/** The values in the element type of the port that an input or output of the tensor's type becomes. */
export function onnxPortData(tensor: OnnxTensor): Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array {
  const { type, bytes } = tensor;
  const { port } = TYPES[type];
  if (type === "INT64" || type === "UINT64") return new BigInt64Array(new Uint8Array(bytes).buffer);
  const data = tensorData(tensor);
  return port === "u8" ? Uint8Array.from(data, (value) => value + 128) : data;
}
