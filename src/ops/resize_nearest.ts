import { allocate, BYTES_PER_ELEMENT, elementCount, rowMajorStrides } from "../graph/tensor.ts";
import { type BufferRef, constant, type KernelCall } from "../kernels/call.ts";
import { copyView, repeat, rowMajor, sliceAxis } from "../kernels/strided.ts";
import { gatherRows } from "./gather.ts";
import { flatIndex, forEachIndex } from "./movement.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { requantized, requantizedData } from "./requantize.ts";
import { type ResizeAttributes, requireInput, resizedShape, resizeSamples, resizeScale } from "./resize.ts";

type Flags = Omit<ResizeAttributes, "size">;

export const resize_nearest = defineOperator<ResizeAttributes>({
  name: "resize_nearest",
  doc: "Images [N, H, W, C] in another size: every pixel is the nearest one of the input",
  tolerance: EXACT,
  infer([x], attributes) {
    requireInput("resize_nearest", x);
    return [{ dtype: x.dtype, shape: resizedShape(x, attributes) }];
  },
  reference([x], [y], attributes) {
    if (x === undefined) throw new Error("resize_nearest has no input");
    const values = requantizedData(x, y);
    const strides = rowMajorStrides(x.type.shape);
    const [, height, width] = x.type.shape;
    const rows = nearestIndices(height, attributes.size[0], attributes);
    const columns = nearestIndices(width, attributes.size[1], attributes);
    const result = allocate(y.dtype, elementCount(y.shape));
    forEachIndex(y.shape, ([n, row, column, c], i) => {
      result[i] = values[flatIndex([n, rows[row], columns[column], c], strides)];
    });
    return [result];
  },
  samples: () => {
    const flags = [0, 1, 2, 3].map((i) => ({ alignCorners: (i & 1) !== 0, halfPixelCenters: (i & 2) !== 0 }));
    return resizeSamples(flags, ["f32", "i8"]);
  },
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("resize_nearest has no input");
    const { buffer, calls } = requantized(context, x, y);
    const [n, height, width] = x.shape;
    const { size } = context.attributes;
    const rows = nearestIndices(height, size[0], context.attributes);
    const columns = nearestIndices(width, size[1], context.attributes);
    const pixelBytes = x.shape[3] * BYTES_PER_ELEMENT[x.dtype];
    const image: Image = { shape: [n, height, width, pixelBytes], rows, columns };
    const even = evenResize(buffer, y.buffer, image);
    return [...calls, ...(even ?? gatherResize(buffer, y.buffer, image, (bytes) => context.scratch(bytes)))];
  },
});

/** The input index of every output index along one axis; TFLite's GetNearestNeighbor, in f32. */
export function nearestIndices(input: number, output: number, { alignCorners, halfPixelCenters }: Flags): Int32Array {
  const scale = resizeScale(input, output, alignCorners);
  return Int32Array.from({ length: output }, (_, i) => {
    const at = Math.fround(Math.fround(i + (halfPixelCenters ? 0.5 : 0)) * scale);
    return Math.min(Math.floor(alignCorners ? at + 0.5 : at), input - 1);
  });
}

interface Image {
  /** Of the input, the last dimension in bytes. */
  readonly shape: readonly [number, number, number, number];
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** One strided copy, if rows and columns repeat or skip evenly: whole factors. */
function evenResize(x: BufferRef, y: BufferRef, { shape, rows, columns }: Image): KernelCall[] | undefined {
  const down = evenWalk(rows);
  const across = evenWalk(columns);
  if (down === undefined || across === undefined) return undefined;
  const cropped = sliceAxis(sliceAxis(rowMajor(shape), 1, down), 2, across);
  const from = repeat(repeat(cropped, 3, across.repeats), 2, down.repeats);
  return copyView({ buffer: y, view: rowMajor(from.sizes) }, { buffer: x, view: from }, 1);
}

/** indices[i] = begin + step · floor(i / repeats), if it is so. */
function evenWalk(indices: Int32Array) {
  const [begin] = indices;
  const change = indices.findIndex((index) => index !== begin);
  const repeats = change < 0 ? indices.length : change;
  const step = change < 0 ? 0 : indices[change] - begin;
  const isEven = indices.every((index, i) => index === begin + step * Math.floor(i / repeats));
  if (!isEven || indices.length % repeats !== 0) return undefined;
  return { begin, step, repeats, size: indices.length / repeats };
}

/** Rows and columns one after the other by index tables, in the order with the smaller image between. */
function gatherResize(x: BufferRef, y: BufferRef, image: Image, scratch: (bytes: number) => BufferRef): KernelCall[] {
  const { shape, rows, columns } = image;
  const [n, height, width, bytes] = shape;
  const rowsFirst = rows.length * width < height * columns.length;
  const between = scratch(n * bytes * (rowsFirst ? rows.length * width : height * columns.length));
  const columnsOf = (from: BufferRef, to: BufferRef, lines: number) =>
    gatherRows(from, to, { index: constant(columns), count: columns.length, limit: width, outer: n * lines, bytes });
  const rowsOf = (from: BufferRef, to: BufferRef, pixels: number) =>
    gatherRows(from, to, { index: constant(rows), count: rows.length, limit: height, outer: n, bytes: bytes * pixels });
  return rowsFirst
    ? [rowsOf(x, between, width), columnsOf(between, y, rows.length)]
    : [columnsOf(x, between, height), rowsOf(between, y, columns.length)];
}
