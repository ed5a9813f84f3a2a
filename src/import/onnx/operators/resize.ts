// Resize and Upsample. Every mode works on one axis after the other: nearest pixels are gathered, all others are weighted
// sums of some pixels along the axis (operator resample). Where the rules of TFLite's two operators come to the same pixels
// those are taken, which are faster.

import type { TensorId } from "../../../graph/graph.ts";
import { perTensor } from "../../../graph/tensor.ts";
import type { ResizeAttributes } from "../../../ops/resize.ts";
import { resizeScale } from "../../../ops/resize.ts";
import { nearestIndices } from "../../../ops/resize_nearest.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxValue, OperatorTable } from "../node.ts";
import {
  COORDINATE_MODES,
  type Filter,
  isOutside,
  NEAREST_MODES,
  type NearestMode,
  nearestPixels,
  positionsOf,
  type ResizedAxis,
  tapsOf,
} from "./resampling.ts";

/** Longer axes would take tables of their own many times an image. */
const MAX_OUTPUT = 2 ** 17;

/** Positions that differ by less of a pixel make the same image. */
const SAME_POSITION = 1e-4;

const KEEP_RATIO = ["stretch", "not_larger", "not_smaller"] as const;

interface Resizing {
  /** One an axis of the input; those that keep their size too. */
  readonly axes: readonly ResizedAxis[];
  readonly mode: "nearest" | "linear" | "cubic";
  readonly nearest: NearestMode;
  readonly filter: Filter;
  /** Value of pixels outside the part that tf_crop_and_resize takes. */
  readonly extrapolation: number;
}

/** Axis of the input -> value of a list that is about some axes. */
type PerAxis = ReadonlyMap<number, number>;

function perAxis(values: readonly number[], axes: readonly number[], what: string): PerAxis {
  ensure(
    values.length === axes.length,
    () => `${what} are ${values.length} numbers for ${axes.length} axes`,
    "The file is damaged; export the model again",
  );
  return new Map(axes.map((axis, i) => [axis, values[i]]));
}

function floatsOf(node: OnnxNode, i: number, what: string): number[] {
  return Array.from(node.valuesOf(node.input(i), `${what} (input ${i})`));
}

interface Extent {
  readonly scale: number;
  /** Before rounding. */
  readonly length: number;
  readonly output: number;
}

function extentOfScale(scale: number, input: number): Extent {
  ensure(scale > 0 && Number.isFinite(scale), () => `a scale is ${scale}`, "It must be a positive number");
  const length = Math.fround(scale * input);
  return { scale, length, output: Math.floor(length) };
}

/** Of the axes that `sizes` names; the ratio of the sides may be more important than the sizes. */
function extentsOfSizes(node: OnnxNode, shape: readonly number[], sizes: PerAxis): Map<number, Extent> {
  const policy = node.choice("keep_aspect_ratio_policy", "stretch", KEEP_RATIO);
  const scales = [...sizes].map(([axis, size]) => size / shape[axis]);
  const common = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  return new Map(
    [...sizes].map(([axis, size]) => {
      const output = policy === "stretch" ? size : Math.floor(common * shape[axis] + 0.5);
      const scale = Math.fround(policy === "stretch" ? size / shape[axis] : common);
      return [axis, { scale, length: output, output }];
    }),
  );
}

/** Inputs of Resize from opset 11 on: X, roi, scales, sizes; before, and of Upsample: X, scales. */
function extentsOf(node: OnnxNode, axes: readonly number[]): Map<number, Extent> {
  const shape = node.shape(0);
  const isNew = node.proto.opType === "Resize" && node.opset >= 11;
  if (isNew && node.hasInput(3)) {
    return extentsOfSizes(node, shape, perAxis(node.integers(3, "the sizes"), axes, "sizes"));
  }
  const attribute = node.floats("scales");
  const scales = attribute ?? floatsOf(node, isNew ? 2 : 1, "the scales");
  return new Map(
    [...perAxis(scales, axes, "scales")].map(([axis, scale]) => [axis, extentOfScale(scale, shape[axis])]),
  );
}

function resizingOf(node: OnnxNode): Resizing {
  const shape = node.shape(0);
  const isNew = node.proto.opType === "Resize" && node.opset >= 11;
  const axes = node.ints("axes")?.map((axis) => node.axis(axis, shape.length)) ?? shape.map((_, axis) => axis);
  const extents = extentsOf(node, axes);
  const coordinates = isNew
    ? node.choice("coordinate_transformation_mode", "half_pixel", COORDINATE_MODES)
    : "asymmetric";
  const usesRoi = coordinates === "tf_crop_and_resize" && node.hasInput(1);
  const roi = usesRoi ? floatsOf(node, 1, "the region of interest") : [...axes.map(() => 0), ...axes.map(() => 1)];
  const starts = perAxis(roi.slice(0, axes.length), axes, "starts of the region of interest");
  const ends = perAxis(roi.slice(axes.length), axes, "ends of the region of interest");
  const resized = shape.map((input, axis): ResizedAxis => {
    const { scale, length, output } = extents.get(axis) ?? { scale: 1, length: input, output: input };
    ensure(
      output >= 1 && output <= MAX_OUTPUT,
      () => `axis ${axis} of [${shape}] becomes ${output}`,
      `Sizes from 1 to ${MAX_OUTPUT} are supported`,
    );
    return { input, output, scale, length, coordinates, roi: [starts.get(axis) ?? 0, ends.get(axis) ?? 1] };
  });
  const mode = node.choice("mode", "nearest", ["nearest", "linear", "cubic"]);
  return {
    axes: resized,
    mode,
    nearest: isNew ? node.choice("nearest_mode", "round_prefer_floor", NEAREST_MODES) : "floor",
    filter: {
      shape: mode === "cubic" ? "cubic" : "linear",
      antialias: node.int("antialias", 0) !== 0,
      excludeOutside: node.int("exclude_outside", 0) !== 0,
      cubicA: node.float("cubic_coeff_a", -0.75),
    },
    extrapolation: node.float("extrapolation_value", 0),
  };
}

/** The axis stays as it is. */
function isIdentity({ input, output, scale, coordinates, roi }: ResizedAxis): boolean {
  const isWhole = coordinates !== "tf_crop_and_resize" || (roi[0] === 0 && roi[1] === 1);
  return input === output && scale === 1 && isWhole;
}

/** Settings of TFLite's operators on images [N, H, W, C]. */
const FLAGS: readonly Omit<ResizeAttributes, "size">[] = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
  { alignCorners: true, halfPixelCenters: true },
];

/** The setting with which resize_nearest takes the same pixels. */
function nearestFlags(image: readonly ResizedAxis[], mode: NearestMode): (typeof FLAGS)[number] | undefined {
  return FLAGS.find((flags) =>
    image.every((axis) => {
      const pixels = nearestPixels(positionsOf(axis), axis.input, mode);
      return nearestIndices(axis.input, axis.output, flags).every((pixel, i) => pixel === pixels[i]);
    }),
  );
}

/** The setting with which resize_bilinear blends at the same places. */
function bilinearFlags(image: readonly ResizedAxis[]): (typeof FLAGS)[number] | undefined {
  return FLAGS.slice(0, 3).find(({ alignCorners, halfPixelCenters }) =>
    image.every((axis) => {
      const scale = resizeScale(axis.input, axis.output, alignCorners);
      const offset = halfPixelCenters ? 0.5 * scale - 0.5 : 0;
      const inside = (x: number) => Math.min(Math.max(x, 0), axis.input - 1);
      return positionsOf(axis).every((x, i) => Math.abs(inside(x) - inside(i * scale + offset)) < SAME_POSITION);
    }),
  );
}

/** `image` says whether `x` is [N, H, W, C] of which only height and width change. */
function resizeNearest(node: OnnxNode, x: TensorId, axes: readonly ResizedAxis[], resizing: Resizing, image: boolean) {
  const flags = image && node.dtypeOf(x) !== "i32" ? nearestFlags(axes.slice(1, 3), resizing.nearest) : undefined;
  if (flags !== undefined) {
    return node.emit("resize_nearest", [x], { ...flags, size: [axes[1].output, axes[2].output] });
  }
  let result = x;
  axes.forEach((axis, i) => {
    if (isIdentity(axis)) return;
    const pixels = nearestPixels(positionsOf(axis), axis.input, resizing.nearest);
    result = node.emit("gather", [result, node.constant([pixels.length], pixels)], { axis: i });
  });
  return result;
}

function resizeSmoothly(node: OnnxNode, x: TensorId, axes: readonly ResizedAxis[], resizing: Resizing, image: boolean) {
  const { filter, mode } = resizing;
  const flags = image && mode === "linear" && !filter.antialias ? bilinearFlags(axes.slice(1, 3)) : undefined;
  if (flags !== undefined) {
    return node.emit("resize_bilinear", [x], { ...flags, size: [axes[1].output, axes[2].output] });
  }
  // What shrinks most comes first: fewer pixels are left for the others.
  const order = axes.map((_, axis) => axis).filter((axis) => !isIdentity(axes[axis]));
  order.sort((a, b) => axes[a].scale - axes[b].scale || a - b);
  let result = x;
  for (const axis of order) {
    const { input, scale } = axes[axis];
    result = node.emit("resample", [result], { axis, ...tapsOf(positionsOf(axes[axis]), input, filter, scale) });
  }
  return result;
}

/** Pixels that tf_crop_and_resize finds outside the image become a value of their own. */
function extrapolate(node: OnnxNode, y: TensorId, axes: readonly ResizedAxis[], value: number): TensorId {
  let result = y;
  axes.forEach((axis, i) => {
    const outside = Array.from(positionsOf(axis), (x) => isOutside(x, axis.input));
    if (axis.coordinates !== "tf_crop_and_resize" || !outside.some((is) => is)) return;
    const shape = axes.map(({ output }, other) => (other === i ? output : 1));
    const line = (on: number, off: number) =>
      node.constant(
        shape,
        Float32Array.from(outside, (is) => (is ? on : off)),
      );
    result = node.emit("add", [node.emit("mul", [result, line(0, 1)]), line(value, 0)]);
  });
  return result;
}

/** As f32 and back again. */
function inFloat(node: OnnxNode, x: TensorId, operation: (x: TensorId) => TensorId): TensorId {
  const { dtype, quantization } = node.tensor(x);
  if (dtype === "f32") return operation(x);
  const y = operation(quantization === undefined ? node.cast(x, "f32") : node.emit("dequantize", [x]));
  return dtype === "i32" ? node.cast(y, "i32") : node.emit("quantize", [y], {}, quantization ?? perTensor(1, 0));
}

function resize(node: OnnxNode): OnnxValue[] {
  const resizing = resizingOf(node);
  const isImage = resizing.axes.length === 4 && resizing.axes.slice(0, 2).every(isIdentity);
  const [batch, channels, ...spatial] = resizing.axes;
  const axes = isImage ? [batch, ...spatial, channels] : resizing.axes;
  const x = isImage ? node.channelsLast(node.input(0)) : node.input(0);
  const isOutsideUsed = axes.some(({ coordinates }) => coordinates === "tf_crop_and_resize");
  const smooth = (from: TensorId) => resizeSmoothly(node, from, axes, resizing, isImage);
  const nearest = (from: TensorId) => resizeNearest(node, from, axes, resizing, isImage);
  const resized = resizing.mode === "nearest" ? nearest : smooth;
  const whole = (from: TensorId) =>
    isOutsideUsed ? extrapolate(node, resized(from), axes, resizing.extrapolation) : resized(from);
  const y = resizing.mode === "nearest" && !isOutsideUsed ? nearest(x) : inFloat(node, x, whole);
  return node.like(0, isImage ? node.channelsFirst(y) : y);
}

const importer: NodeImporter = {
  makes: ["resize_bilinear", "resize_nearest", "resample", "gather", "mul", "add"],
  run: resize,
};

export const RESIZE: OperatorTable = { Resize: importer, Upsample: importer };

/** Remedies for operators on images that graphs do not have. */
export const IMAGE_HINTS: Readonly<Record<string, string>> = {
  AffineGrid: "Sampling at computed places is not supported; cut the model before it",
  DeformConv: "Convolutions with computed offsets are not supported; use a model without them",
  GridSample: "Sampling at computed places is not supported; cut the model before it",
  MaxRoiPool: "Detection heads are not supported; cut the model before the regions",
  MaxUnpool: "Unpooling is not supported; use Resize or ConvTranspose instead",
  RoiAlign: "Detection heads are not supported; cut the model before the regions",
};
