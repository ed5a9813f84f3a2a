// The layouts of the kernels' parameter blocks: the same names in the same order as the classes of assembly/params.ts
// (a test compares them), where each field is explained. Every field is four bytes; "ptr" is an address in wasm memory.

import type { BufferRef } from "./call.ts";

type FieldType = "ptr" | "i32" | "f32";
type StructLayout = Readonly<Record<string, FieldType>>;

function struct<const L extends StructLayout>(layout: L): L {
  return layout;
}

export const STRUCTS = {
  Unary: struct({ x: "ptr", y: "ptr", alpha: "f32", beta: "f32" }),
  Table: struct({ x: "ptr", y: "ptr", table: "ptr" }),
  Flip: struct({ x: "ptr" }),
  Depthwise: struct({
    x: "ptr",
    y: "ptr",
    weights: "ptr",
    bias: "ptr",
    scale: "ptr",
    scratch: "ptr",
    lanes: "ptr",
    height: "i32",
    width: "i32",
    channels: "i32",
    outputHeight: "i32",
    outputWidth: "i32",
    multiplier: "i32",
    kernelHeight: "i32",
    kernelWidth: "i32",
    strideHeight: "i32",
    strideWidth: "i32",
    dilationHeight: "i32",
    dilationWidth: "i32",
    top: "i32",
    left: "i32",
    inputZero: "i32",
    outputZero: "i32",
    low: "i32",
    high: "i32",
    min: "f32",
    max: "f32",
  }),
  Pool: struct({
    x: "ptr",
    y: "ptr",
    height: "i32",
    width: "i32",
    channels: "i32",
    outputHeight: "i32",
    outputWidth: "i32",
    kernelHeight: "i32",
    kernelWidth: "i32",
    strideHeight: "i32",
    strideWidth: "i32",
    top: "i32",
    left: "i32",
    low: "i32",
    high: "i32",
    min: "f32",
    max: "f32",
    origin: "i32",
    ratio: "f32",
    inputZero: "i32",
    outputZero: "i32",
  }),
  Reduce: struct({ x: "ptr", y: "ptr", count: "i32", inner: "i32", factor: "f32" }),
  TopK: struct({ x: "ptr", values: "ptr", indices: "ptr", count: "i32", k: "i32", reversal: "i32" }),
  Requantize: struct({ x: "ptr", y: "ptr", offset: "i32", scale: "f32", zero: "i32" }),
  Conv: struct({
    x: "ptr",
    y: "ptr",
    weights: "ptr",
    bias: "ptr",
    scales: "ptr",
    scratch: "ptr",
    scratchBytes: "i32",
    direct: "i32",
    height: "i32",
    width: "i32",
    channels: "i32",
    kernelHeight: "i32",
    kernelWidth: "i32",
    strideHeight: "i32",
    strideWidth: "i32",
    dilationHeight: "i32",
    dilationWidth: "i32",
    top: "i32",
    left: "i32",
    insertHeight: "i32",
    insertWidth: "i32",
    outputHeight: "i32",
    outputWidth: "i32",
    groups: "i32",
    depth: "i32",
    outputs: "i32",
    inputZero: "i32",
    weightZero: "i32",
    outputZero: "i32",
    low: "f32",
    high: "f32",
  }),
  Panels: struct({ weights: "ptr", bias: "ptr", depth: "i32" }),
  Copy: struct({
    ...{ x: "ptr", y: "ptr", length: "i32", xStep: "i32", yStep: "i32" },
    ...{ count0: "i32", count1: "i32", count2: "i32", count3: "i32", count4: "i32" },
    ...{ x0: "i32", x1: "i32", x2: "i32", x3: "i32", x4: "i32" },
    ...{ y0: "i32", y1: "i32", y2: "i32", y3: "i32", y4: "i32" },
  }),
  Gather: struct({ x: "ptr", y: "ptr", index: "ptr", count: "i32", limit: "i32", bytes: "i32" }),
  ResizeBilinear: struct({
    ...{ x: "ptr", y: "ptr", rows: "ptr", columns: "ptr" },
    ...{ height: "i32", width: "i32", pixelBytes: "i32", imageBytes: "i32" },
  }),
  Resample: struct({
    ...{ x: "ptr", y: "ptr", table: "ptr" },
    ...{ taps: "i32", count: "i32", rowBytes: "i32", slabBytes: "i32" },
  }),
  Binary: struct({ a: "ptr", b: "ptr", y: "ptr", shape: "ptr", low: "f32", high: "f32" }),
  Where: struct({ condition: "ptr", a: "ptr", b: "ptr", y: "ptr", aStep: "i32", bStep: "i32" }),
  AddInt8: struct({
    ...{ a: "ptr", b: "ptr", y: "ptr", shape: "ptr" },
    ...{ aMultiplier: "i32", bMultiplier: "i32", bias: "i32", shift: "i32" },
    ...{ zeroPoint: "i32", low: "i32", high: "i32" },
  }),
  BinaryInt8: struct({
    ...{ a: "ptr", b: "ptr", y: "ptr", shape: "ptr" },
    ...{ aZeroPoint: "i32", bZeroPoint: "i32", zeroPoint: "i32", low: "i32", high: "i32" },
    ...{ aScale: "f32", bScale: "f32", outputScale: "f32" },
  }),
  ClampInt8: struct({ x: "ptr", y: "ptr", low: "i32", high: "i32" }),
  Convert: struct({ x: "ptr", y: "ptr", scale: "f32", zeroPoint: "i32" }),
  Rows: struct({ x: "ptr", y: "ptr", columns: "i32", alpha: "f32" }),
  SoftmaxInt8: struct({
    ...{ x: "ptr", y: "ptr", columns: "i32", table: "ptr" },
    ...{ outputScale: "f32", zeroPoint: "i32", inputScale: "f32" },
  }),
  Photo: struct({
    x: "ptr",
    y: "ptr",
    taps: "ptr",
    tapsBytes: "i32",
    rowBytes: "i32",
    columns: "i32",
    planes: "i32",
    step: "i32",
    line: "ptr",
    tables: "ptr",
    channels: "i32",
    shift: "i32",
    firstPlane: "i32",
    planeStep: "i32",
  }),
} as const;

export type StructName = keyof typeof STRUCTS;

type Layouts = typeof STRUCTS;

/** The values of a block: buffers for "ptr" fields, numbers for the others. */
export type ParamsOf<S extends StructName> = {
  readonly [F in keyof Layouts[S]]: Layouts[S][F] extends "ptr" ? BufferRef : number;
};

export function structBytes(name: StructName): number {
  return Object.keys(STRUCTS[name]).length * 4;
}

/** Writes a block; `address` turns a buffer into its place in wasm memory. Throws on a field that is missing or not finite where it must be. */
export function writeParams(
  view: DataView,
  at: number,
  name: StructName,
  params: Readonly<Record<string, BufferRef | number>>,
  address: (ref: BufferRef) => number,
): void {
  let offset = at;
  for (const [field, type] of Object.entries(STRUCTS[name] as StructLayout)) {
    const value = params[field];
    if (type === "ptr") {
      if (typeof value !== "object") throw new Error(`${name}.${field} must be a buffer, is ${value}`);
      view.setUint32(offset, address(value), true);
    } else {
      if (typeof value !== "number" || Number.isNaN(value))
        throw new Error(`${name}.${field} must be a number, is ${value}`);
      if (type === "f32") view.setFloat32(offset, value, true);
      else if (Number.isInteger(value)) view.setInt32(offset, value, true);
      else throw new Error(`${name}.${field} must be an integer, is ${value}`);
    }
    offset += 4;
  }
}
