// The table: what TFLite calls an operator -> what adds its graph nodes.

import type { NodeImporter } from "../node.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CONVOLUTION } from "./convolution.ts";
import { LAYOUT } from "./layout.ts";
import { LOGIC } from "./logic.ts";
import { SLICES } from "./slice.ts";

export const IMPORTERS: ReadonlyMap<string, NodeImporter> = new Map(
  Object.entries({ ...ARITHMETIC, ...CONVOLUTION, ...LAYOUT, ...LOGIC, ...SLICES }),
);

/** Remedies for operators that graphs do not have. */
export const OPERATOR_HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    CUSTOM: "Custom operators are not supported; build the model from TFLite's builtin operators",
    LSTM: recurrent(),
    UNIDIRECTIONAL_SEQUENCE_LSTM: recurrent(),
    BIDIRECTIONAL_SEQUENCE_LSTM: recurrent(),
    RNN: recurrent(),
    UNIDIRECTIONAL_SEQUENCE_RNN: recurrent(),
    BIDIRECTIONAL_SEQUENCE_RNN: recurrent(),
    SVDF: recurrent(),
    IF: control(),
    WHILE: control(),
    CALL: control(),
    CALL_ONCE: control(),
    VAR_HANDLE: variables(),
    READ_VARIABLE: variables(),
    ASSIGN_VARIABLE: variables(),
    HASHTABLE: variables(),
    NON_MAX_SUPPRESSION_V4: "Detection post-processing is not supported; cut the model before it",
    NON_MAX_SUPPRESSION_V5: "Detection post-processing is not supported; cut the model before it",
    FAKE_QUANT: "Convert the trained model to int8 instead of keeping its fake quantisation",
    DELEGATE: "The file was saved with a delegate applied; convert the model again",
  }),
);

export const DEFAULT_HINT = "Replace the operator in the model before conversion, or cut the model before it";

function recurrent(): string {
  return "Recurrent layers are not supported; use convolutions over time instead";
}

function control(): string {
  return "Control flow and calls between subgraphs are not supported; unroll or inline them before conversion";
}

function variables(): string {
  return "Variables and hash tables are not supported; freeze the model before conversion";
}
