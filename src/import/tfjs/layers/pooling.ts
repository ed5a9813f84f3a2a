// Pooling, padding, cropping and resizing of images and sequences.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { Json } from "../json.ts";
import { asImages, isChannelsFirst, type Pair, resolvePads } from "./images.ts";
import type { LayerImporter, LayerNode, LayerTable } from "./node.ts";

const DAMAGED = "The file is damaged; export the model again";

function pool(op: "max_pool_2d" | "average_pool_2d", rank: 1 | 2): LayerImporter {
  return {
    makes: [op],
    run: (node) =>
      asImages(node, node.inputOfRank(rank + 2), (x) => {
        const pair = (name: string, otherwise: readonly number[]): Pair => {
          const values = node.config.integers(name, rank, otherwise);
          return rank === 1 ? [1, values[0]] : [values[0], values[1]];
        };
        const size = node.config.integers("pool_size", rank, new Array(rank).fill(2));
        const kernel = pair("pool_size", size);
        const strides = pair("strides", size);
        return node.emit(op, [x], { kernel, strides, pads: resolvePads(node, node.shapeOf(x), kernel, { strides }) });
      }),
  };
}

function globalPool(op: "mean" | "reduce_max", rank: 1 | 2): LayerImporter {
  return {
    makes: [op],
    run(node) {
      const first = isChannelsFirst(node) ? 2 : 1;
      const axes = rank === 1 ? [first] : [first, first + 1];
      return node.emit(op, [node.inputOfRank(rank + 2)], { axes, keepDims: node.config.boolean("keepdims", false) });
    },
  };
}

/** One number for all sides, one for each dimension, or [before, after] for each dimension; flattened to the last form. */
function sides(node: LayerNode, name: string, rank: 1 | 2, otherwise: Json): number[] {
  const value = node.config.get(name) ?? otherwise;
  const perDimension = Array.isArray(value) ? value : [value];
  const isOfOne = rank === 1 && perDimension.length === 2 && perDimension.every((side) => typeof side === "number");
  const dimensions = isOfOne
    ? [perDimension]
    : !Array.isArray(value)
      ? new Array<Json>(rank).fill(value)
      : perDimension;
  const flat = dimensions.flatMap((sides) => (Array.isArray(sides) ? sides : [sides, sides]));
  ensure(
    flat.length === 2 * rank && flat.every((side) => Number.isSafeInteger(side) && (side as number) >= 0),
    () => `${node.config.where}.${name} is ${JSON.stringify(value).slice(0, 80)}, not counts for ${rank} dimensions`,
    DAMAGED,
  );
  return flat as number[];
}

const zeroPadding = (rank: 1 | 2): LayerImporter => ({
  makes: ["pad"],
  run: (node) => {
    const around = sides(node, "padding", rank, 1);
    const image = rank === 1 ? [0, 0, ...around] : around;
    return asImages(node, node.inputOfRank(rank + 2), (x) => node.emit("pad", [x], { pads: [0, 0, ...image, 0, 0] }));
  },
});

/** The part of [N, H, W, C] that begins at a pixel. */
function crop(node: LayerNode, x: TensorId, [top, left]: Pair, [height, width]: Pair): TensorId {
  const [batch, , , channels] = node.shapeOf(x);
  ensure(
    height >= 1 && width >= 1,
    () => `cuts [${node.shapeOf(x)}] down to ${height} rows and ${width} columns`,
    "State the shape that the model's input was trained with",
  );
  const attributes = { begin: [0, top, left, 0], strides: [1, 1, 1, 1], size: [batch, height, width, channels] };
  return node.emit("slice", [x], attributes);
}

const cropping = (rank: 1 | 2): LayerImporter => ({
  makes: ["slice"],
  run: (node) => {
    const around = sides(node, "cropping", rank, 0);
    const [top, bottom, left, right] = rank === 1 ? [0, 0, ...around] : around;
    return asImages(node, node.inputOfRank(rank + 2), (x) => {
      const [, height, width] = node.shapeOf(x);
      return crop(node, x, [top, left], [height - top - bottom, width - left - right]);
    });
  },
});

/** The middle of an image; images that are smaller are stretched by Keras first, which is left to the caller here. */
const centerCrop: LayerImporter = {
  makes: ["slice"],
  run: (node) => {
    const size: Pair = [node.config.integer("height"), node.config.integer("width")];
    return asImages(node, node.inputOfRank(4), (x) => {
      const [, height, width] = node.shapeOf(x);
      ensure(
        size[0] <= height && size[1] <= width,
        () => `the image [${height}, ${width}] is smaller than the crop [${size}]`,
        "Give the model's input a shape of at least that size",
      );
      return crop(node, x, [(height - size[0]) >> 1, (width - size[1]) >> 1], size);
    });
  },
};

const KERNELS = ["nearest", "bilinear"] as const;

/**
 * TensorFlow 2 sees pixels as areas (centres at halves); TensorFlow 1, which Keras ran on up to 2.2, and TensorFlow.js see
 * them as points.
 */
function resize(node: LayerNode, x: TensorId, size: Pair): TensorId {
  const isNearest = node.config.choice("interpolation", "nearest", KERNELS) === "nearest";
  const halfPixelCenters = !node.dialect.isTfjs && !node.dialect.isTensorflow1;
  const op = isNearest ? "resize_nearest" : "resize_bilinear";
  return node.emit(op, [x], { size, alignCorners: false, halfPixelCenters });
}

const RESIZE_OPS = ["resize_nearest", "resize_bilinear"];

const upSampling: LayerImporter = {
  makes: RESIZE_OPS,
  run: (node) =>
    asImages(node, node.inputOfRank(4), (x) => {
      const [, height, width] = node.shapeOf(x);
      const [down, across] = node.config.integers("size", 2, [2, 2]);
      return resize(node, x, [height * down, width * across]);
    }),
};

const upSampling1d: LayerImporter = {
  makes: ["resize_nearest"],
  run: (node) => {
    const x = node.inputOfRank(3);
    const [batch, length, channels] = node.shapeOf(x);
    const [factor] = node.config.integers("size", 1, [2]);
    const row = node.reshape(x, [batch, 1, length, channels]);
    const attributes = { size: [1, length * factor], alignCorners: false, halfPixelCenters: false };
    return node.reshape(node.emit("resize_nearest", [row], attributes), [batch, length * factor, channels]);
  },
};

const resizing: LayerImporter = {
  makes: RESIZE_OPS,
  run: (node) =>
    asImages(node, node.inputOfRank(4), (x) => {
      const size: Pair = [node.config.integer("height"), node.config.integer("width")];
      const [, height, width] = node.shapeOf(x);
      for (const option of ["crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"]) {
        ensure(
          !node.config.boolean(option, false) || (option !== "antialias" && size[0] * width === size[1] * height),
          () => `${option} is set`,
          "Resize before the model and leave the layer out",
        );
      }
      const isNearest = node.config.choice("interpolation", "bilinear", KERNELS) === "nearest";
      const op = isNearest ? "resize_nearest" : "resize_bilinear";
      return node.emit(op, [x], { size, alignCorners: false, halfPixelCenters: true });
    }),
};

export const POOLING_LAYERS: LayerTable = {
  MaxPooling1D: pool("max_pool_2d", 1),
  MaxPooling2D: pool("max_pool_2d", 2),
  AveragePooling1D: pool("average_pool_2d", 1),
  AveragePooling2D: pool("average_pool_2d", 2),
  GlobalMaxPooling1D: globalPool("reduce_max", 1),
  GlobalMaxPooling2D: globalPool("reduce_max", 2),
  GlobalAveragePooling1D: globalPool("mean", 1),
  GlobalAveragePooling2D: globalPool("mean", 2),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  CenterCrop: centerCrop,
  UpSampling1D: upSampling1d,
  UpSampling2D: upSampling,
  Resizing: resizing,
};
