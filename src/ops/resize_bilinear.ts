import { requireShape } from "../graph/op_def.ts";
import { clampInt, roundHalfEven } from "../graph/rounding.ts";
import { allocate, BYTES_PER_ELEMENT, elementCount, rowMajorStrides } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { flatIndex, forEachIndex } from "./movement.ts";
import { close, defineOperator } from "./operator.ts";
import { requantized, requantizedData } from "./requantize.ts";
import { type ResizeAttributes, requireInput, resizedShape, resizeSamples, resizeScale } from "./resize.ts";

type Flags = Omit<ResizeAttributes, "size">;

export const resize_bilinear = defineOperator<ResizeAttributes>({
  name: "resize_bilinear",
  doc: "Images [N, H, W, C] in another size: every pixel is blended from the four around it; int8 with 11-bit weights",
  tolerance: close(2e-6, 1e-6),
  infer([x], attributes) {
    requireInput("resize_bilinear", x);
    requireShape(x.dtype !== "i32", () => "resize_bilinear takes f32 or i8, not i32");
    requireShape(
      !(attributes.alignCorners && attributes.halfPixelCenters),
      () => "alignCorners and halfPixelCenters exclude each other",
    );
    return [{ dtype: x.dtype, shape: resizedShape(x, attributes) }];
  },
  reference([x], [y], attributes) {
    if (x === undefined) throw new Error("resize_bilinear has no input");
    const values = requantizedData(x, y);
    const strides = rowMajorStrides(x.type.shape);
    const rows = neighbours(x.type.shape[1], attributes.size[0], attributes);
    const columns = neighbours(x.type.shape[2], attributes.size[1], attributes);
    const blend = y.dtype === "i8" ? blendInt8 : blendFloat;
    const result = allocate(y.dtype, elementCount(y.shape));
    forEachIndex(y.shape, ([n, i, j, c], position) => {
      const [row, column] = [rows[i], columns[j]];
      const at = (r: number, k: number) => values[flatIndex([n, r, k, c], strides)];
      const upper = [at(row.lower, column.lower), at(row.lower, column.upper)] as const;
      const lower = [at(row.upper, column.lower), at(row.upper, column.upper)] as const;
      result[position] = blend(upper, lower, row.weight, column.weight);
    });
    return [result];
  },
  samples: () => {
    const flags = [
      { alignCorners: false, halfPixelCenters: false },
      { alignCorners: true, halfPixelCenters: false },
      { alignCorners: false, halfPixelCenters: true },
    ];
    return resizeSamples(flags, ["f32", "i8"]);
  },
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("resize_bilinear has no input");
    const { buffer, calls } = requantized(context, x, y);
    const { attributes } = context;
    const [n, inputHeight, inputWidth, channels] = x.shape;
    const [height, width] = attributes.size;
    const pixelBytes = channels * BYTES_PER_ELEMENT[x.dtype];
    const isInt8 = x.dtype === "i8";
    const table = (entries: readonly Neighbours[], bytes: number) => constant(neighbourTable(entries, bytes, isInt8));
    const resize = call(`resize_bilinear_${x.dtype}`, "ResizeBilinear", n * height, {
      x: buffer,
      y: y.buffer,
      rows: table(neighbours(inputHeight, height, attributes), inputWidth * pixelBytes),
      columns: table(neighbours(inputWidth, width, attributes), pixelBytes),
      height,
      width,
      pixelBytes,
      imageBytes: inputHeight * inputWidth * pixelBytes,
    });
    return [...calls, resize];
  },
});

/** The two input indices an output index is blended from, and the weight of the upper one, an f32 in [0, 1). */
interface Neighbours {
  readonly lower: number;
  readonly upper: number;
  readonly weight: number;
}

/** XNNPACK's coordinates, in f32; TFLite's own differ by a rounding where centres are at halves. */
function neighbours(input: number, output: number, { alignCorners, halfPixelCenters }: Flags): Neighbours[] {
  const { fround } = Math;
  const scale = resizeScale(input, output, alignCorners);
  const offset = halfPixelCenters ? fround(fround(0.5 * scale) - 0.5) : 0;
  return Array.from({ length: output }, (_, i) => {
    const at = clampInt(fround(fround(i * scale) + offset), 0, halfPixelCenters ? input - 1 : Infinity);
    const lower = Math.min(Math.floor(at), input - 1);
    return { lower, upper: Math.min(lower + 1, input - 1), weight: fround(at - lower) };
  });
}

function fixedPoint(weight: number): number {
  return roundHalfEven(weight * 2048);
}

type Pair = readonly [left: number, right: number];

function blendFloat(upper: Pair, lower: Pair, weightY: number, weightX: number): number {
  const top = upper[0] + (upper[1] - upper[0]) * weightX;
  const bottom = lower[0] + (lower[1] - lower[0]) * weightX;
  return top + (bottom - top) * weightY;
}

function blendInt8(upper: Pair, lower: Pair, weightY: number, weightX: number): number {
  const wx = fixedPoint(weightX);
  const top = upper[0] * 2048 + (upper[1] - upper[0]) * wx;
  const bottom = lower[0] * 2048 + (lower[1] - lower[0]) * wx;
  return Math.floor((top * 2048 + (bottom - top) * fixedPoint(weightY) + 2 ** 21) / 2 ** 22);
}

/** Entries of assembly/resize/bilinear.ts; indices become offsets of `bytes` each. */
function neighbourTable(entries: readonly Neighbours[], bytes: number, isInt8: boolean): Int32Array {
  const table = new Int32Array(entries.length * 3);
  const weights = new Float32Array(table.buffer);
  entries.forEach(({ lower, upper, weight }, i) => {
    table[3 * i] = lower * bytes;
    table[3 * i + 1] = upper * bytes;
    if (isInt8) table[3 * i + 2] = fixedPoint(weight);
    else weights[3 * i + 2] = weight;
  });
  return table;
}
