// The table: what ONNX calls an operator (with its domain, if that is not ai.onnx) -> what adds its graph nodes.

import type { NodeImporter } from "../node.ts";
import { ACTIVATIONS } from "./activations.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CASTS } from "./cast.ts";
import { CONSTANTS } from "./constant.ts";
import { CONVOLUTION } from "./convolution.ts";
import { GATHERS } from "./gather.ts";
import { INTEGER_PRODUCTS } from "./integer_products.ts";
import { MATRICES } from "./matrix.ts";
import { NORMALIZATION } from "./normalization.ts";
import { POOLING } from "./pooling.ts";
import { QUANTIZATION } from "./quantization.ts";
import { QUANTIZED } from "./quantized.ts";
import { REDUCTIONS } from "./reduce.ts";
import { IMAGE_HINTS, RESIZE } from "./resize.ts";
import { SHAPES } from "./shape.ts";
import { SLICES } from "./slice.ts";

export const IMPORTERS: ReadonlyMap<string, NodeImporter> = new Map(
  Object.entries({
    ...ACTIVATIONS,
    ...ARITHMETIC,
    ...CASTS,
    ...CONSTANTS,
    ...CONVOLUTION,
    ...NORMALIZATION,
    ...POOLING,
    ...INTEGER_PRODUCTS,
    ...QUANTIZATION,
    ...QUANTIZED,
    ...RESIZE,
    ...GATHERS,
    ...MATRICES,
    ...REDUCTIONS,
    ...SHAPES,
    ...SLICES,
  }),
);

/** Remedies for operators that graphs do not have. */
export const OPERATOR_HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...IMAGE_HINTS,
    Loop: control(),
    Scan: control(),
    LSTM: recurrent(),
    GRU: recurrent(),
    RNN: recurrent(),
    NonZero: sized(),
    Compress: sized(),
    Unique: sized(),
    NonMaxSuppression: "Detection post-processing is not supported; cut the model before it",
    Einsum: "Write it as MatMul and Transpose before export",
  }),
);

export const DEFAULT_HINT = "Replace the operator in the model before conversion, or cut the model before it";

function control(): string {
  return "Loops are not supported; unroll them before export";
}

function recurrent(): string {
  return "Recurrent layers are not supported; use convolutions over time instead";
}

function sized(): string {
  return "The size of its output depends on values, not on shapes; cut the model before it";
}
