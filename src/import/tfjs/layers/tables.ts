// The one table of Keras layers, and what to do about layers that are not in it.

import { ACTIVATION_LAYERS } from "./activations.ts";
import { CONVOLUTION_LAYERS } from "./convolution.ts";
import { MERGE_LAYERS } from "./merge.ts";
import type { LayerImporter } from "./node.ts";
import { NORMALIZATION_LAYERS } from "./normalization.ts";
import { POOLING_LAYERS } from "./pooling.ts";
import { SHAPE_LAYERS } from "./shapes.ts";

export const LAYERS: ReadonlyMap<string, LayerImporter> = new Map(
  Object.entries({
    ...ACTIVATION_LAYERS,
    ...CONVOLUTION_LAYERS,
    ...MERGE_LAYERS,
    ...NORMALIZATION_LAYERS,
    ...POOLING_LAYERS,
    ...SHAPE_LAYERS,
  }),
);

const RECURRENT =
  "Recurrent layers cannot be run; classify windows of the sequence with Conv1D, or unroll the layer into others";
const GRAPH = "Export the model as a graph model: tensorflowjs_converter --output_format=tfjs_graph_model";
/** Advice of its own for layers that are refused. */
export const LAYER_HINTS: ReadonlyMap<string, string> = new Map([
  [
    "Lambda",
    "Its function is not in the file; replace it by layers (Rescaling for arithmetic), or export a graph model",
  ],
  ["TFOpLambda", GRAPH],
  ["SlicingOpLambda", GRAPH],
  ["TensorFlowOpLayer", GRAPH],
  ["Masking", "Give the model sequences of one length and leave the layer out"],
  ...["LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM2D", "ConvLSTM2DCell", "TimeDistributed"].map(
    (name): [string, string] => [name, RECURRENT],
  ),
  ...["CuDNNLSTM", "CuDNNGRU", "LSTMCell", "GRUCell", "SimpleRNNCell"].map((name): [string, string] => [
    name,
    RECURRENT,
  ]),
]);

export function hintFor(className: string): string {
  return LAYER_HINTS.get(className) ?? `If it is a layer of your own, replace it by layers of Keras. ${GRAPH}`;
}
