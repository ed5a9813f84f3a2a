// Layers that change the shape of their input, and those that do nothing once the model is trained.

import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import { describeJson } from "../json.ts";
import { isChannelsFirst } from "./images.ts";
import type { LayerImporter, LayerTable } from "./node.ts";

const flatten: LayerImporter = {
  makes: ["reshape"],
  run(node) {
    const x =
      isChannelsFirst(node) && node.shapeOf(node.input()).length > 2 ? node.channelsLast(node.input()) : node.input();
    const [batch, ...rest] = node.shapeOf(x);
    return node.reshape(x, [batch, elementCount(rest)]);
  },
};

const reshape: LayerImporter = {
  makes: ["reshape"],
  run(node) {
    const x = node.input();
    const [batch, ...rest] = node.shapeOf(x);
    // TensorFlow.js writes null for the dimension that is left open.
    const target = node.config.list("target_shape").map((dim) => (dim === null ? -1 : dim));
    ensure(
      target.every((dim): dim is number => Number.isSafeInteger(dim)),
      () => `${node.config.where}.target_shape is ${describeJson(target)}`,
      "The file is damaged; export the model again",
    );
    const known = elementCount(target.filter((dim) => dim !== -1));
    const shape = target.map((dim) => (dim === -1 ? elementCount(rest) / known : dim));
    ensure(
      target.filter((dim) => dim === -1).length <= 1 && shape.every((dim) => Number.isInteger(dim) && dim >= 1),
      () => `cannot reshape [${rest}] to [${target}]`,
      "Both must have one number of elements; state the shape that the model's input was trained with",
    );
    return node.reshape(x, [batch, ...shape]);
  },
};

/** Dimensions count from 1: the batch stays. */
const permute: LayerImporter = {
  makes: ["transpose"],
  run: (node) => node.transpose(node.input(), [0, ...node.config.integers("dims")]),
};

const repeatVector: LayerImporter = {
  makes: ["tile"],
  run(node) {
    const x = node.inputOfRank(2);
    const [batch, length] = node.shapeOf(x);
    return node.emit("tile", [node.reshape(x, [batch, 1, length])], { multiples: [1, node.config.integer("n"), 1] });
  },
};

const embedding: LayerImporter = {
  makes: ["gather"],
  run: (node) => node.emit("gather", [node.weight(["embeddings"]), node.cast(node.input(), "i32")], { axis: 0 }),
};

const nothing: LayerImporter = { makes: [], run: (node) => node.input() };

/** Layers that act during training alone. */
const TRAINING_ONLY = [
  ...["ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Identity"],
  ...["SpatialDropout1D", "SpatialDropout2D", "RandomBrightness", "RandomContrast", "RandomFlip", "RandomHeight"],
  ...["RandomRotation", "RandomTranslation", "RandomWidth", "RandomZoom"],
];

export const SHAPE_LAYERS: LayerTable = {
  Embedding: embedding,
  Flatten: flatten,
  Permute: permute,
  RepeatVector: repeatVector,
  Reshape: reshape,
  ...Object.fromEntries(TRAINING_ONLY.map((name) => [name, nothing])),
};
