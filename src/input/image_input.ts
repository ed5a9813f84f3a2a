// Photo -> the values of a model's image input: resize and crop in two passes (columns, then rows, rounded to 8 bits
// after each), colour, and a table from pixel to input value. The result lies in an array of the input's element type.
//
// Colours as in Pillow: alpha is dropped, not blended; gray is (299 R + 587 G + 114 B) / 1000 in 16-bit fixed point, taken
// before resizing.

import { WrenError } from "../format/errors.ts";
import { type Port, type Preprocessing, portElements } from "../format/types.ts";
import { type Axis, planAxes, roundToEven, tabulate, WEIGHT_BITS } from "./axis.ts";
import { channelsOf, type PixelImage } from "./pixels.ts";

export type InputValues = Float32Array | Int8Array | Uint8Array;

const HALF = 1 << (WEIGHT_BITS - 1);
const ARRAYS = { f32: Float32Array, i8: Int8Array, u8: Uint8Array };

/** All tables for photos of one size. */
interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly columns: Axis;
  readonly rows: Axis;
  /** Source rows [top, bottom) that some output row reads. */
  readonly top: number;
  readonly bottom: number;
  /** Those rows after the first pass; clamps to 0..255 when written. */
  readonly narrowed: Uint8ClampedArray;
  /** One source row as gray. */
  readonly line: Uint8Array;
}

export class ImageInput {
  /** The prepared values, [H, W, C]; overwritten by the next image. */
  readonly values: InputValues;
  readonly #preprocessing: Preprocessing;
  readonly #size: readonly [columns: number, rows: number];
  readonly #channels: number;
  /** Per channel of `color`: the input value of each pixel value. */
  readonly #tables: readonly InputValues[];
  #geometry: Geometry | undefined;

  /** Throws WrenError NOT_A_CLASSIFIER unless the port is one image of the colours `preprocessing` names. */
  constructor(port: Port, preprocessing: Preprocessing) {
    const [rows, columns, channels] = port.shape.slice(-3);
    const colors = preprocessing.color === "gray" ? 1 : 3;
    const isImage = port.shape.length >= 3 && channels === colors && portElements(port) === rows * columns * channels;
    if (!isImage || !(port.dtype === "f32" || port.dtype === "i8" || port.dtype === "u8")) {
      throw new WrenError(
        "NOT_A_CLASSIFIER",
        `input "${port.name}" is ${port.dtype}[${port.shape.join(",")}], not one ${preprocessing.color} image: use run()`,
      );
    }
    if (preprocessing.resizeTo < Math.min(rows, columns) && preprocessing.fit !== "stretch") {
      throw new WrenError("NOT_A_CLASSIFIER", "photos become smaller than the input: compile with a larger --resize");
    }
    this.values = new ARRAYS[port.dtype](portElements(port));
    this.#preprocessing = preprocessing;
    this.#size = [columns, rows];
    this.#channels = channels;
    this.#tables = Array.from({ length: channels }, (_, c) => pixelTable(port, preprocessing, c));
  }

  /** Throws WrenError BAD_INPUT when the image's sizes disagree. Allocates only when the photo's size changes. */
  prepare(image: PixelImage): InputValues {
    const stride = channelsOf(image);
    const { width, height } = image;
    if (this.#geometry?.width !== width || this.#geometry.height !== height) this.#geometry = this.#plan(width, height);
    const planes = this.#channels === 1 || stride === 1 ? 1 : 3;
    narrow(image, stride, planes, this.#geometry);
    this.#finish(planes, this.#geometry);
    return this.values;
  }

  #plan(width: number, height: number): Geometry {
    const { filter } = this.#preprocessing;
    const [across, down] = planAxes([width, height], this.#size, this.#preprocessing);
    const columns = tabulate(across, filter);
    const rows = tabulate(down, filter);
    const last = rows.length - 1;
    const top = rows.starts[0];
    const bottom = rows.starts[last] + rows.counts[last];
    const narrowed = new Uint8ClampedArray((bottom - top) * columns.length * 3);
    return { width, height, columns, rows, top, bottom, narrowed, line: new Uint8Array(width) };
  }

  /** Second pass, and each pixel through its channel's table. */
  #finish(planes: number, { columns, rows, top, narrowed }: Geometry): void {
    const { values } = this;
    const channels = this.#channels;
    const stride = columns.length * planes;
    for (let channel = 0; channel < channels; channel++) {
      const table = this.#tables[channel];
      const plane = planes === 1 ? 0 : this.#preprocessing.color === "bgr" ? 2 - channel : channel;
      let to = channel;
      for (let y = 0; y < rows.length; y++) {
        const firstRow = (rows.starts[y] - top) * stride;
        const weights = y * rows.taps;
        const count = rows.counts[y];
        for (let x = 0; x < columns.length; x++, to += channels) {
          let from = firstRow + x * planes + plane;
          let sum = HALF;
          for (let k = 0; k < count; k++, from += stride) sum = (sum + narrowed[from] * rows.weights[weights + k]) | 0;
          values[to] = table[Math.min(255, sum >> WEIGHT_BITS)];
        }
      }
    }
  }
}

/** First pass: the source rows in use become as narrow as the input. */
function narrow(image: PixelImage, stride: number, planes: number, geometry: Geometry): void {
  const { columns, top, bottom, narrowed, line, width } = geometry;
  const toGray = planes === 1 && stride !== 1;
  let to = 0;
  for (let y = top; y < bottom; y++) {
    const row = y * width * stride;
    if (toGray) writeGray(image.data, row, stride, line);
    const source = toGray ? line : image.data;
    const step = toGray ? 1 : stride;
    for (let x = 0; x < columns.length; x++) {
      const first = (toGray ? 0 : row) + columns.starts[x] * step;
      const weights = x * columns.taps;
      const count = columns.counts[x];
      for (let plane = 0; plane < planes; plane++) {
        let sum = HALF;
        for (let k = 0, from = first + plane; k < count; k++, from += step) {
          sum = (sum + source[from] * columns.weights[weights + k]) | 0;
        }
        narrowed[to++] = sum >> WEIGHT_BITS;
      }
    }
  }
}

function writeGray(data: PixelImage["data"], row: number, stride: number, line: Uint8Array): void {
  for (let x = 0, i = row; x < line.length; x++, i += stride) {
    line[x] = (data[i] * 19595 + data[i + 1] * 38470 + data[i + 2] * 7471 + 0x8000) >> 16;
  }
}

/** real = (pixel − mean) / std, then to the port's element type: rounded to nearest even and clamped. */
function pixelTable(port: Port, { mean, std }: Preprocessing, channel: number): InputValues {
  const m = mean[channel] ?? mean[0];
  const s = std[channel] ?? std[0];
  const { dtype, scale = 1, zeroPoint = 0 } = port;
  if (dtype === "f32") return Float32Array.from({ length: 256 }, (_, pixel) => (pixel - m) / s);
  const low = dtype === "u8" ? 0 : -128;
  const steps = Array.from({ length: 256 }, (_, pixel) => roundToEven((pixel - m) / s / scale) + zeroPoint);
  const clamped = steps.map((q) => Math.max(low, Math.min(low + 255, q)));
  return dtype === "u8" ? Uint8Array.from(clamped) : Int8Array.from(clamped);
}
