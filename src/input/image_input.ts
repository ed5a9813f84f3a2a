// Photo -> the values of a model's image input: resize and crop in two passes (columns, then rows, rounded to 8 bits
// after each), colour, and a table from pixel to input value. The kernels photo_columns_u8 and photo_rows_u8 do the work (before it is
// optimised, JavaScript takes five times as long for the first photo), in a memory of their own:
//
//   0 | parameter blocks | narrowed photo | values | some rows of the photo | tables |
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

export class ImageInput {
  readonly #port: Port;
  readonly #preprocessing: Preprocessing;
  readonly #kernels: PhotoKernels;
  /** The input value of each pixel value, channel after channel. */
  readonly #tables: InputValues;
  /** Of the photo that #fill takes: width, height, bytes a pixel. */
  #sizes = "";
  #fill!: (data: PixelImage["data"]) => InputValues;

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
    this.#tables = pixelTables(port, preprocessing, channels);
  }

  /**
   * The input's values, [H, W, C]; overwritten by the next image. Throws WrenError BAD_INPUT when the image's sizes disagree. Memory
   * is asked for only when a photo needs more than any before.
   */
  prepare(image: PixelImage): InputValues {
    const channels = channelsOf(image);
    const sizes = `${image.width} ${image.height} ${channels}`;
    if (sizes !== this.#sizes) {
      this.#fill = this.#plan(image, channels);
      this.#sizes = sizes;
    }
    return this.#fill(image.data);
  }

  /** Lays out the memory for photos of this size. */
  #plan({ width, height }: PixelImage, channels: number): (data: PixelImage["data"]) => InputValues {
    const { filter, color } = this.#preprocessing;
    const { memory, photo_columns_u8, photo_rows_u8 } = this.#kernels;
    const port = this.#port;
    const [inputRows, inputColumns, inputChannels] = port.shape.slice(-3);
    const [across, down] = planAxes([width, height], [inputColumns, inputRows], this.#preprocessing);
    const columns = tabulate(across, filter);
    const rows = tabulate(down, filter);
    // Source rows [top, bottom) that some output row reads.
    const top = rows.taps[0];
    const last = rows.taps.length - rows.stride;
    const bottom = rows.taps[last] + rows.taps[last + 1];
    for (let at = 0; at < rows.taps.length; at += rows.stride) rows.taps[at] -= top;

    const isGray = inputChannels === 1 || channels === 1;
    const planes = isGray ? 1 : 4;
    const narrowBytes = inputColumns * planes;
    const step = isGray ? 1 : channels;
    const rowBytes = width * step;
    const pieceRows = Math.min(bottom - top, Math.max(1, Math.floor(PIECE_BYTES / rowBytes)));
    let end = PARAMS.end;
    // Kernels read up to 16 bytes behind the end.
    const place = (bytes: number): number => {
      const at = end;
      end = (at + bytes + 31) & ~15;
      return at;
    };
    const constants: [address: number, Int32Array | InputValues][] = [];
    const put = (data: Int32Array | InputValues): number => {
      const at = place(data.byteLength);
      constants.push([at, data]);
      return at;
    };
    const narrowed = place((bottom - top) * narrowBytes);
    const values = place(portElements(port) * this.#tables.BYTES_PER_ELEMENT);
    const piece = place(pieceRows * rowBytes);
    const pass = (address: number, words: readonly number[]) => constants.push([address, Int32Array.from(words)]);
    pass(PARAMS.columns, [
      piece,
      narrowed,
      put(columns.taps),
      4 * columns.stride,
      rowBytes,
      inputColumns,
      planes,
      step,
    ]);
    const [firstPlane, planeStep] = isGray ? [0, 0] : color === "bgr" ? [2, -1] : [0, 1];
    pass(PARAMS.rows, [
      ...[narrowed, values, put(rows.taps), 4 * rows.stride, narrowBytes, inputColumns, planes, 0],
      ...[place(narrowBytes), put(this.#tables), inputChannels, port.dtype === "f32" ? 2 : 0, firstPlane, planeStep],
    ]);
    if (end > memory.buffer.byteLength) grow(memory, Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES));

    const bytes = new Uint8Array(memory.buffer);
    for (const [at, { buffer }] of constants) bytes.set(new Uint8Array(buffer), at);
    const rowsOfPhoto = bytes.subarray(piece, piece + pieceRows * rowBytes);
    const columnsX = new Int32Array(memory.buffer, PARAMS.columns, 1);
    const result = new ARRAYS[port.dtype as keyof typeof ARRAYS](memory.buffer, values, portElements(port));
    return (data) => {
      for (let y = top; y < bottom; y += pieceRows) {
        const count = Math.min(pieceRows, bottom - y);
        const source = data.subarray(y * width * channels, (y + count) * width * channels);
        if (step === channels) rowsOfPhoto.set(source);
        else writeGray(source, channels, rowsOfPhoto);
        // Row `y` of the photo lies at the beginning of the piece.
        columnsX[0] = piece - (y - top) * rowBytes;
        photo_columns_u8(PARAMS.columns, y - top, y - top + count);
      }
      photo_rows_u8(PARAMS.rows, 0, inputRows);
      return result;
    };
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
function pixelTables(port: Port, { mean, std }: Preprocessing, channels: number): InputValues {
  const { dtype, scale = 1, zeroPoint = 0 } = port;
  const low = dtype === "u8" ? 0 : -128;
  const tables = new ARRAYS[dtype as keyof typeof ARRAYS](256 * channels);
  for (let i = 0; i < tables.length; i++) {
    const real = ((i & 255) - (mean[i >> 8] ?? mean[0])) / (std[i >> 8] ?? std[0]);
    tables[i] = dtype === "f32" ? real : Math.max(low, Math.min(low + 255, roundToEven(real / scale) + zeroPoint));
  }
  return tables;
}
