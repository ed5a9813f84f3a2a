// Photo -> the values of a model's image input: resize and crop in two passes (columns, then rows, rounded to 8 bits
// after each), colour, and a table from pixel to input value. The kernels photo_columns_u8 and photo_rows_u8 do the work (before it is
// optimised, JavaScript takes five times as long for the first photo), in a memory of their own:
//
//   0 | parameter blocks | tables | columns | rows | narrowed photo | line | values | some rows of the photo |
//
// Colours as in Pillow: alpha is dropped, not blended; gray is (299 R + 587 G + 114 B) / 1000 in 16-bit fixed point, taken
// before resizing.

import { WrenError } from "../format/errors.ts";
import { type Port, type Preprocessing, portElements } from "../format/types.ts";
import { planAxes, roundToEven, tabulate } from "./axis.ts";
import { channelsOf, type PixelImage } from "./pixels.ts";

export type InputValues = Float32Array | Int8Array | Uint8Array;

const ARRAYS = { f32: Float32Array, i8: Int8Array, u8: Uint8Array };
const PAGE_BYTES = 65536;
/** Rows of a photo are copied to the kernels in pieces of this size. */
const PIECE_BYTES = 4 * PAGE_BYTES;
/** Two parameter blocks of 14 words, each with room to spare. */
const PARAMS = { columns: 0, rows: 64, end: 128 };

type PhotoKernel = (params: number, begin: number, end: number) => void;

/** An instance of the runtime's kernels over a memory that nothing else uses. */
export interface PhotoKernels {
  readonly memory: WebAssembly.Memory;
  readonly photo_columns_u8: PhotoKernel;
  readonly photo_rows_u8: PhotoKernel;
}

/** What is fixed for photos of one size and number of channels. */
interface Geometry {
  readonly width: number;
  readonly height: number;
  /** Bytes a pixel of the photo. */
  readonly channels: number;
  /** Source rows [top, bottom) that some output row reads. */
  readonly top: number;
  readonly bottom: number;
  /** Where the kernels find rows of the photo, and how many at a time. */
  readonly piece: number;
  readonly pieceRows: number;
  /** Of one such row. */
  readonly rowBytes: number;
  /** Rows of the input. */
  readonly rows: number;
  readonly values: InputValues;
}

export class ImageInput {
  readonly #port: Port;
  readonly #preprocessing: Preprocessing;
  readonly #kernels: PhotoKernels;
  /** Per channel of `color`: the input value of each pixel value. */
  readonly #tables: readonly InputValues[];
  #geometry: Geometry | undefined;

  /** Throws WrenError NOT_A_CLASSIFIER unless the port is one image of the colours `preprocessing` names. */
  constructor(port: Port, preprocessing: Preprocessing, kernels: PhotoKernels) {
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
    this.#port = port;
    this.#preprocessing = preprocessing;
    this.#kernels = kernels;
    this.#tables = Array.from({ length: channels }, (_, c) => pixelTable(port, preprocessing, c));
  }

  /**
   * The input's values, [H, W, C]; overwritten by the next image. Throws WrenError BAD_INPUT when the image's sizes disagree. Memory
   * is asked for only when a photo needs more than any before.
   */
  prepare(image: PixelImage): InputValues {
    const channels = channelsOf(image);
    const { width, height, data } = image;
    const known = this.#geometry;
    const isKnown = known?.width === width && known.height === height && known.channels === channels;
    const geometry = isKnown ? known : this.#plan(width, height, channels);
    this.#geometry = geometry;
    const { memory, photo_columns_u8, photo_rows_u8 } = this.#kernels;
    const { top, bottom, piece, pieceRows, rowBytes } = geometry;
    const copy = new Uint8Array(memory.buffer, piece, pieceRows * rowBytes);
    const parameters = new Int32Array(memory.buffer, PARAMS.columns, 1);
    for (let y = top; y < bottom; y += pieceRows) {
      const count = Math.min(pieceRows, bottom - y);
      const source = data.subarray(y * width * channels, (y + count) * width * channels);
      if (rowBytes === width * channels) copy.set(source);
      else writeGray(source, channels, copy);
      // Row `y` of the photo lies at the beginning of the piece.
      parameters[0] = piece - (y - top) * rowBytes;
      photo_columns_u8(PARAMS.columns, y - top, y - top + count);
    }
    photo_rows_u8(PARAMS.rows, 0, geometry.rows);
    return geometry.values;
  }

  #plan(width: number, height: number, channels: number): Geometry {
    const { filter, color } = this.#preprocessing;
    const [inputRows, inputColumns, inputChannels] = this.#port.shape.slice(-3);
    const [across, down] = planAxes([width, height], [inputColumns, inputRows], this.#preprocessing);
    const columns = tabulate(across, filter);
    const rows = tabulate(down, filter);
    const top = rows.taps[0];
    const last = rows.taps.length - rows.stride;
    const bottom = rows.taps[last] + rows.taps[last + 1];
    for (let at = 0; at < rows.taps.length; at += rows.stride) rows.taps[at] -= top;

    const isGray = inputChannels === 1 || channels === 1;
    const step = isGray ? 1 : channels;
    const planes = isGray ? 1 : 4;
    const shift = this.#port.dtype === "f32" ? 2 : 0;
    const narrowBytes = inputColumns * planes;
    const rowBytes = width * step;
    const pieceRows = Math.min(bottom - top, Math.max(1, Math.floor(PIECE_BYTES / rowBytes)));
    let end = PARAMS.end;
    // Kernels read up to 16 bytes behind the end.
    const place = (bytes: number): number => {
      const at = end;
      end = Math.ceil((at + bytes + 16) / 16) * 16;
      return at;
    };
    const tables = place((256 << shift) * inputChannels);
    const columnTaps = place(columns.taps.byteLength);
    const rowTaps = place(rows.taps.byteLength);
    const narrowed = place((bottom - top) * narrowBytes);
    const line = place(narrowBytes);
    const values = place(portElements(this.#port) << shift);
    const piece = place(pieceRows * rowBytes);
    const { memory } = this.#kernels;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) grow(memory, missing);

    const write = (at: number, words: readonly number[]) => new Int32Array(memory.buffer, at, words.length).set(words);
    const passes = (x: number, y: number, taps: number, stride: number, bytes: number) =>
      [x, y, taps, 4 * stride, bytes, inputColumns, planes] as const;
    write(PARAMS.columns, [...passes(piece, narrowed, columnTaps, columns.stride, rowBytes), step]);
    const [firstPlane, planeStep] = planes === 1 ? [0, 0] : color === "bgr" ? [2, -1] : [0, 1];
    const lookup = [line, tables, inputChannels, shift, firstPlane, planeStep];
    write(PARAMS.rows, [...passes(narrowed, values, rowTaps, rows.stride, narrowBytes), 0, ...lookup]);
    const Values = ARRAYS[this.#port.dtype as keyof typeof ARRAYS];
    this.#tables.forEach((table, c) => {
      new Values(memory.buffer, tables + c * (256 << shift), 256).set(table);
    });
    new Int32Array(memory.buffer, columnTaps, columns.taps.length).set(columns.taps);
    new Int32Array(memory.buffer, rowTaps, rows.taps.length).set(rows.taps);
    const view = new Values(memory.buffer, values, portElements(this.#port));
    return { width, height, channels, top, bottom, piece, pieceRows, rowBytes, rows: inputRows, values: view };
  }
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new WrenError("OUT_OF_MEMORY", `the host refused ${pages * PAGE_BYTES} bytes of memory for this photo`, {
      cause,
    });
  }
}

function writeGray(pixels: PixelImage["data"], channels: number, gray: Uint8Array): void {
  for (let to = 0, i = 0; i < pixels.length; to++, i += channels) {
    gray[to] = (pixels[i] * 19595 + pixels[i + 1] * 38470 + pixels[i + 2] * 7471 + 0x8000) >> 16;
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
