// What each source format's operators become, and which are refused with a remedy of their own: the importers' tables,
// for the documentation and for whoever wants to know before converting.

import { IMPORTERS as ONNX, OPERATOR_HINTS as ONNX_HINTS } from "./onnx/operators/index.ts";
import { TF_HINTS, TF_OPERATORS } from "./tfjs/graph/operators/index.ts";
import { LAYER_HINTS, LAYERS } from "./tfjs/layers/tables.ts";
import { IMPORTERS as TFLITE, OPERATOR_HINTS as TFLITE_HINTS } from "./tflite/operators/index.ts";

export interface ForeignFormat {
  readonly name: string;
  /** Versions taken, a sentence. */
  readonly versions: string;
  /** The format's name of an operator -> the operators that nodes of it become; none where it is computed at once. */
  readonly operators: ReadonlyMap<string, readonly string[]>;
  /** Operators that are refused -> what the message advises. */
  readonly refused: ReadonlyMap<string, string>;
}

export function foreignFormats(): ForeignFormat[] {
  return [
    {
      name: "TFLite",
      versions: "Schema version 3; any version of an operator whose options have the meaning of the table.",
      operators: made(TFLITE),
      refused: TFLITE_HINTS,
    },
    {
      name: "ONNX",
      versions: "Operator sets 1 to 23 of ai.onnx.",
      operators: made(ONNX),
      refused: ONNX_HINTS,
    },
    {
      name: "TensorFlow.js layers",
      versions: "Layers models that Keras 1 to 3 or TensorFlow.js wrote; activations may be arguments of other layers.",
      operators: made(LAYERS),
      refused: LAYER_HINTS,
    },
    {
      name: "TensorFlow.js graph",
      versions: "Graph models of any converter.",
      operators: made(TF_OPERATORS),
      refused: TF_HINTS,
    },
  ];
}

function made(table: ReadonlyMap<string, { readonly makes: readonly string[] }>): Map<string, readonly string[]> {
  return new Map([...table].map(([name, { makes }]) => [name, makes]));
}
