// The weights of a TensorFlow.js model: groups of files, cut one after the other into tensors by the manifest.
// Source: tfjs-core/src/io/io_utils.ts (decodeWeights) and the WeightsManifestConfig of tfjs-core/src/io/types.ts.

import { elementCount, type TensorData } from "../../graph/tensor.ts";
import { ensure, enumerate, Problem, quote } from "../diagnostics.ts";
import { halfToFloat } from "../half.ts";
import { describeJson, Fields, type Json } from "./json.ts";
import type { Report } from "./report.ts";

/** Bytes of a weight file by the path that the manifest gives it. */
export type WeightFiles = ReadonlyMap<string, Uint8Array> | ((path: string) => Uint8Array | undefined);

/** A weight as the file describes it; its values are made when somebody asks. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the values: integers and booleans are i32. */
  readonly dtype: "f32" | "i32";
  values(): Float32Array | Int32Array;
}

const STORED_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  uint32: 4,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};
/** Floats can then be copied as they lie. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
/** Files of one group. */
const MAX_FILES = 10_000;
const FLOATS = ["float32", "float16"];
const DAMAGED = "The file is damaged; export the model again";

/** How the values of a weight lie in its group. */
interface Storage {
  readonly type: string;
  /** value = stored · scale + min. */
  readonly scale: number;
  readonly min: number;
  readonly isQuantized: boolean;
}

/** Paths of all weight files that a manifest names, in order. Throws Problem. */
export function manifestPaths(manifest: readonly Json[]): string[] {
  return manifest.flatMap((group, i) => pathsOf(new Fields(`weightsManifest[${i}]`, group)));
}

function pathsOf(group: Fields): string[] {
  const paths = group.list("paths");
  ensure(paths.length <= MAX_FILES, () => `${group.where}.paths lists ${paths.length} files`, DAMAGED);
  return paths.map((path) => {
    ensure(typeof path === "string", () => `${group.where}.paths has ${describeJson(path)}, not a text`, DAMAGED);
    return path;
  });
}

/** All weights by name. What is wrong with them goes to the report. */
export function readWeights(manifest: readonly Json[], files: WeightFiles, report: Report): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  const fileAt = typeof files === "function" ? files : (path: string) => files.get(path);
  manifest.forEach((json, i) => {
    const where = `weightsManifest[${i}]`;
    report.attempt(where, () => {
      const group = new Fields(where, json);
      const parts = pathsOf(group).map((path) => {
        const bytes = fileAt(path);
        ensure(
          bytes !== undefined,
          () => `the weight file ${quote(path)} is missing`,
          "Give every weight file that model.json names, under the path that stands there",
        );
        return bytes;
      });
      readGroup(group, new Bytes(parts), weights, report);
    });
  });
  return weights;
}

function readGroup(group: Fields, bytes: Bytes, weights: Map<string, Weight>, report: Report): void {
  let offset = 0;
  for (const [i, json] of group.list("weights").entries()) {
    if (report.isFull) return;
    const fields = new Fields(`${group.where}.weights[${i}]`, json);
    const { weight, size } = weightAt(fields, bytes, offset);
    ensure(!weights.has(weight.name), () => `the weight ${quote(weight.name)} is listed twice`, DAMAGED);
    weights.set(weight.name, weight);
    offset += size;
  }
  ensure(
    offset === bytes.length,
    () => `its ${group.list("paths").length} files have ${bytes.length} bytes, its weights take ${offset}`,
    offset > bytes.length
      ? "A weight file is incomplete; fetch the model again"
      : "The weight files belong to another model.json; fetch the model again",
  );
}

function weightAt(fields: Fields, bytes: Bytes, offset: number): { weight: Weight; size: number } {
  const name = fields.string("name");
  const dtype = fields.string("dtype");
  ensure(
    Object.hasOwn(STORED_BYTES, dtype),
    () => `the weight ${quote(name)} is ${quote(dtype)}`,
    `Supported are ${Object.keys(STORED_BYTES).join(", ")}; convert the model again`,
  );
  const shape = fields.integers("shape");
  ensure(
    shape.every((dim) => dim >= 0),
    () => `the weight ${quote(name)} has the shape [${enumerate(shape)}]`,
    DAMAGED,
  );
  const storage = storageOf(fields, dtype);
  const count = elementCount(shape);
  const size = count * STORED_BYTES[storage.type];
  ensure(
    Number.isSafeInteger(size) && offset + size <= bytes.length,
    () =>
      `the weight ${quote(name)} [${enumerate(shape)}] takes bytes ${offset} to ${offset + size} of its group, ` +
      `whose files have ${bytes.length}`,
    "A weight file is incomplete; fetch the model again",
  );
  const isFloat = FLOATS.includes(dtype);
  const weight: Weight = {
    name,
    shape,
    dtype: isFloat ? "f32" : "i32",
    values: () => decode(bytes.slice(offset, size), storage, isFloat ? new Float32Array(count) : new Int32Array(count)),
  };
  return { weight, size };
}

function storageOf(fields: Fields, dtype: string): Storage {
  const quantization = fields.optionalObject("quantization");
  if (quantization === undefined) return { type: dtype, scale: 1, min: 0, isQuantized: false };
  const type = quantization.choice("dtype", undefined, ["uint8", "uint16", "float16", "float32"]);
  if (FLOATS.includes(type)) return { type, scale: 1, min: 0, isQuantized: false };
  return { type, scale: quantization.number("scale"), min: quantization.number("min"), isQuantized: true };
}

function decode<T extends TensorData>(bytes: Uint8Array, { type, scale, min, isQuantized }: Storage, result: T): T {
  if (type === "float32" && result instanceof Float32Array && IS_LITTLE_ENDIAN) {
    new Uint8Array(result.buffer).set(bytes);
    return result;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READERS[type](view);
  if (!isQuantized) for (let i = 0; i < result.length; i++) result[i] = read(i);
  else if (result instanceof Float32Array) for (let i = 0; i < result.length; i++) result[i] = read(i) * scale + min;
  else for (let i = 0; i < result.length; i++) result[i] = Math.round(read(i) * scale + min);
  return result;
}

const READERS: Readonly<Record<string, (view: DataView) => (i: number) => number>> = {
  float32: (view) => (i) => view.getFloat32(4 * i, true),
  float16: (view) => (i) => halfToFloat(view.getUint16(2 * i, true)),
  int32: (view) => (i) => view.getInt32(4 * i, true),
  uint32: (view) => (i) => Math.min(view.getUint32(4 * i, true), 0x7fffffff),
  int16: (view) => (i) => view.getInt16(2 * i, true),
  uint16: (view) => (i) => view.getUint16(2 * i, true),
  int8: (view) => (i) => view.getInt8(i),
  uint8: (view) => (i) => view.getUint8(i),
  bool: (view) => (i) => (view.getUint8(i) === 0 ? 0 : 1),
};

/** Files read as one, without joining them: a weight may begin in one and end in the next. */
class Bytes {
  readonly length: number;
  readonly #parts: readonly Uint8Array[];

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts;
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
  }

  slice(offset: number, size: number): Uint8Array {
    let start = 0;
    let result: Uint8Array | undefined;
    for (const part of this.#parts) {
      const [from, to] = [Math.max(offset, start), Math.min(offset + size, start + part.length)];
      const piece = part.subarray(from - start, Math.max(from, to) - start);
      if (piece.length === size && from === offset) return piece;
      if (piece.length > 0) {
        result ??= new Uint8Array(size);
        result.set(piece, from - offset);
      }
      start += part.length;
    }
    return result ?? new Uint8Array(size);
  }
}

/** Throws Problem where a weight has no elements: nothing can be done with it. */
export function requireElements({ name, shape }: Weight): void {
  if (elementCount(shape) === 0)
    throw new Problem(
      `the weight ${quote(name)} has the shape [${shape}]`,
      "It has no elements; train the model again",
    );
}
