// What a photo becomes, in the fewest words: the specification of the kernels behind ImageInput.

import type { Port, Preprocessing } from "../../src/format/types.ts";
import { portElements } from "../../src/format/types.ts";
import { type Axis, planAxes, roundToEven, tabulate, WEIGHT_BITS } from "../../src/input/axis.ts";
import type { InputValues } from "../../src/input/image_input.ts";
import type { PixelImage } from "../../src/input/pixels.ts";

/** Kept pixel `i` of an axis along which `sourceAt` gives the source. */
function weigh({ taps, stride }: Axis, i: number, sourceAt: (source: number) => number): number {
  const [first, count, ...weights] = taps.subarray(i * stride, (i + 1) * stride);
  let sum = 2 ** (WEIGHT_BITS - 1);
  for (let k = 0; k < count; k++) sum += sourceAt(first + k) * weights[k];
  return Math.min(255, Math.floor(sum / 2 ** WEIGHT_BITS));
}

export function preparedByReference(port: Port, preprocessing: Preprocessing, image: PixelImage): InputValues {
  const { data, width, height } = image;
  const { color, filter, mean, std } = preprocessing;
  const bytes = data.length / (width * height);
  const [rows, columns, channels] = port.shape.slice(-3);
  const [across, down] = planAxes([width, height], [columns, rows], preprocessing);
  const [columnAxis, rowAxis] = [tabulate(across, filter), tabulate(down, filter)];

  /** Channel `c` of the model, before resizing. */
  const sourceOf = (c: number) => (x: number, y: number) => {
    const at = (y * width + x) * bytes;
    if (bytes === 1) return data[at];
    if (color === "gray") return (data[at] * 19595 + data[at + 1] * 38470 + data[at + 2] * 7471 + 0x8000) >> 16;
    return data[at + (color === "bgr" ? 2 - c : c)];
  };
  const { dtype, scale = 1, zeroPoint = 0 } = port;
  const toValue = (pixel: number, c: number) => {
    const real = (pixel - mean[c]) / std[c];
    return dtype === "f32" ? real : roundToEven(real / scale) + zeroPoint;
  };
  const [low, high] = dtype === "u8" ? [0, 255] : dtype === "i8" ? [-128, 127] : [-Infinity, Infinity];
  const Values = { u8: Uint8Array, i8: Int8Array, f32: Float32Array }[dtype as "u8" | "i8" | "f32"];
  const values = new Values(portElements(port));
  for (let c = 0; c < channels; c++) {
    const source = sourceOf(c);
    const narrowed = Array.from({ length: height }, (_, y) =>
      Array.from({ length: columns }, (_, j) => weigh(columnAxis, j, (x) => source(x, y))),
    );
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const pixel = weigh(rowAxis, i, (y) => narrowed[y][j]);
        values[(i * columns + j) * channels + c] = Math.max(low, Math.min(high, toValue(pixel, c)));
      }
    }
  }
  return values;
}
