// How photos become a model's input, and the names of its classes: what the source file and the user say, and sensible
// defaults for the rest.

import type { Port, Preprocessing } from "../format/types.ts";
import type { Graph, TensorId } from "../graph/graph.ts";
import type { Quantization } from "../graph/tensor.ts";

/** What the user asks for; everything may be left out. */
export interface PreprocessingOptions {
  /** real = (pixel − mean) / std, pixels 0..255; one value or one a channel. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
  /** Pixels of the short side before the centre crop, or "stretch": the whole photo to the input's size. */
  readonly resize?: number | "stretch" | undefined;
  /** Cut the centre out "after" resizing or "before" it. */
  readonly crop?: "after" | "before" | undefined;
  readonly color?: Preprocessing["color"] | undefined;
  readonly filter?: Preprocessing["filter"] | undefined;
}

/** What a source file or a .wren file says already. */
export type StatedPreprocessing = { readonly [K in keyof Preprocessing]?: Preprocessing[K] | undefined };

export interface PreprocessingChoice {
  /** Absent where the model has no image input. */
  readonly preprocessing?: Preprocessing;
  /** What was assumed without anybody saying so, a sentence each. */
  readonly notes: readonly string[];
}

/** An option that does not fit the model; the message says which and what would. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

export type ImagePort = Pick<Port, "name" | "dtype" | "shape" | "scale" | "zeroPoint">;

/** Smaller inputs are no photos (spectrograms, feature vectors). */
const SMALLEST_SIDE = 16;
/** ImageNet's evaluations resize to S / 0.875 before they crop; thumbnails up to this size have no margin to lose. */
const LARGEST_THUMBNAIL = 64;
const MARGIN = 0.875;
const UNKNOWN_NORMALISATION = { mean: [127.5], std: [127.5] };

/**
 * The graph's only input as a caller sees it; undefined if there are several. A float input that the model quantises at once, as
 * ONNX files with QuantizeLinear do, has that scale and zero point (of unsigned bytes).
 */
export function inputPort(graph: Graph): ImagePort | undefined {
  if (graph.inputs.length !== 1) return undefined;
  const [{ name, dtype, tensor }] = graph.inputs;
  const { shape } = graph.tensors[tensor];
  const quantization = dtype === "f32" ? firstQuantization(graph, tensor) : graph.tensors[tensor].quantization;
  const shift = dtype === "i8" ? 0 : 128;
  return {
    name,
    dtype,
    shape,
    ...(quantization && { scale: quantization.scale[0], zeroPoint: quantization.zeroPoint[0] + shift }),
  };
}

/** What all that reads the tensor makes of it, perhaps in another layout. */
function firstQuantization(graph: Graph, tensor: TensorId): Quantization | undefined {
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(tensor));
  if (readers.length !== 1) return undefined;
  const [{ op, outputs }] = readers;
  if (op.name === "quantize") return graph.tensors[outputs[0]].quantization;
  return op.name === "transpose" || op.name === "reshape" ? firstQuantization(graph, outputs[0]) : undefined;
}

/** Options win over what is stated, what is stated over the defaults. Throws OptionError. */
export function choosePreprocessing(
  port: ImagePort | undefined,
  stated: StatedPreprocessing = {},
  options: PreprocessingOptions = {},
): PreprocessingChoice {
  if (port === undefined || !isImage(port)) {
    if (Object.values(options).every((value) => value === undefined)) return { notes: [] };
    const what = port === undefined ? "the model has several inputs" : `input "${port.name}" is ${describe(port)}`;
    throw new OptionError(`${what}, not one image: leave out the options for photos`);
  }
  const notes: string[] = [];
  const { mean, std } = chooseNormalisation(port, stated, options, notes);
  const preprocessing: Preprocessing = {
    ...chooseGeometry(port, stated, options),
    filter: options.filter ?? stated.filter ?? "antialias",
    color: chooseColor(port, stated, options, notes),
    mean,
    std,
  };
  return { preprocessing, notes };
}

function isImage({ dtype, shape }: ImagePort): boolean {
  const [rows, columns, channels] = shape.slice(-3);
  const alone = shape.length >= 3 && shape.slice(0, -3).every((dim) => dim === 1);
  const isSized = Math.min(rows, columns) >= SMALLEST_SIDE && (channels === 1 || channels === 3);
  return alone && isSized && (dtype === "f32" || dtype === "i8" || dtype === "u8");
}

function describe({ dtype, shape }: ImagePort): string {
  return `${dtype}[${shape.join(",")}]`;
}

type Normalisation = Pick<Preprocessing, "mean" | "std">;

function chooseNormalisation(
  port: ImagePort,
  stated: StatedPreprocessing,
  options: PreprocessingOptions,
  notes: string[],
): Normalisation {
  const channels = port.shape[port.shape.length - 1];
  for (const name of ["mean", "std"] as const) {
    const values = options[name];
    if (values !== undefined && values.length !== 1 && values.length !== channels) {
      throw new OptionError(`--${name} has ${values.length} values: give one, or ${channels} for the input's channels`);
    }
  }
  if (options.std?.includes(0)) throw new OptionError("--std holds a 0, but pixels are divided by it");
  const mean = options.mean ?? stated.mean;
  const std = options.std ?? stated.std;
  const isAsked = options.mean !== undefined || options.std !== undefined;
  if (mean !== undefined && std !== undefined) {
    const said = { mean, std };
    return !isAsked && port.dtype !== "f32" && nearlyRaw(port, said) ? rawPixels(port) : said;
  }
  if (isAsked) throw new OptionError("--mean and --std belong together: give both");
  if (port.dtype !== "f32") return rawPixels(port);
  if (port.scale !== undefined) {
    const raw = rawPixels(port);
    const [m, s] = [raw.mean[0], raw.std[0]].map((value) => Number(value.toFixed(3)));
    notes.push(
      `pixels become (pixel - ${m}) / ${s}, all that the model's first step, which quantises, tells apart; say otherwise with --mean and --std`,
    );
    return raw;
  }
  notes.push("pixels become (pixel - 127.5) / 127.5; say otherwise with --mean and --std");
  return UNKNOWN_NORMALISATION;
}

/** Real values such that a pixel is its own quantised value (minus 128 on i8 inputs). */
function rawPixels({ dtype, scale = 1, zeroPoint = 0 }: ImagePort): Normalisation {
  return { mean: [zeroPoint + (dtype === "i8" ? 128 : 0)], std: [1 / scale] };
}

/**
 * Quantised image inputs are made so that normalising and quantising cancel out; files' rounded constants then miss raw
 * pixels by a step here and there (mean 127.5 for zero point 128), and callers feed raw pixels all the same.
 */
function nearlyRaw(port: ImagePort, { mean, std }: Normalisation): boolean {
  const raw = rawPixels(port);
  const scale = port.scale ?? 1;
  return mean.every((m, c) =>
    [0, 255].every((pixel) => {
      const difference = (pixel - m) / (std[c] ?? std[0]) - (pixel - raw.mean[0]) / raw.std[0];
      return Math.abs(difference) <= scale * 1.01;
    }),
  );
}

function chooseGeometry(
  { shape }: ImagePort,
  stated: StatedPreprocessing,
  { resize, crop }: PreprocessingOptions,
): Pick<Preprocessing, "fit" | "resizeTo"> {
  const side = Math.min(...shape.slice(-3, -1));
  const isThumbnail = side <= LARGEST_THUMBNAIL;
  if (resize === "stretch" || (stated.fit === "stretch" && resize === undefined && crop === undefined)) {
    if (crop !== undefined) throw new OptionError("--resize stretch keeps the whole photo: leave out --crop");
    return { fit: "stretch", resizeTo: side };
  }
  const resizeTo = resize ?? stated.resizeTo ?? (isThumbnail ? side : Math.round(side / MARGIN));
  if (resizeTo < side) {
    throw new OptionError(`--resize ${resizeTo} is smaller than the input (${side} pixels): give ${side} or more`);
  }
  const usual = stated.fit === "shorter" || stated.fit === "square" ? stated.fit : isThumbnail ? "square" : "shorter";
  return { fit: crop === undefined ? usual : crop === "before" ? "square" : "shorter", resizeTo };
}

function chooseColor(
  { shape }: ImagePort,
  stated: StatedPreprocessing,
  { color }: PreprocessingOptions,
  notes: string[],
): Preprocessing["color"] {
  const isGray = shape[shape.length - 1] === 1;
  if (color !== undefined && (color === "gray") !== isGray) {
    throw new OptionError(`--color ${color} does not fit an input of ${isGray ? "one channel" : "three channels"}`);
  }
  if (isGray) return "gray";
  const said = color ?? stated.color;
  if (said === "rgb" || said === "bgr") return said;
  notes.push("channels are red, green, blue; say otherwise with --color bgr");
  return "rgb";
}

/**
 * One name a class: lists of one class less get "background" in front, as ImageNet's models with 1001 classes expect;
 * undefined for any other number.
 */
export function fitLabels(labels: readonly string[], classes: number): readonly string[] | undefined {
  if (labels.length === classes) return labels;
  return labels.length > 1 && labels.length === classes - 1 ? ["background", ...labels] : undefined;
}
