// A TFLite file as plain records. Structure only: what the numbers mean for a graph is decided in tensors.ts and node.ts.

import { ensure, Problem, quote } from "../diagnostics.ts";
import { FlatbufferError, type FlatTable, fileIdentifier, readRoot, type TableVector } from "./flatbuffer.ts";
import { CUSTOM, operatorName } from "./operator_names.ts";
import {
  BUFFER,
  ELEMENT_TYPES,
  FILE_IDENTIFIER,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  QUANTIZATION,
  SCHEMA_VERSION,
  SUBGRAPH,
  TENSOR,
} from "./schema.ts";

export interface FileQuantization {
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  readonly dimension: number;
  /** Member of the union QuantizationDetails; 0 is none. */
  readonly details: number;
}

export interface FileTensor {
  readonly index: number;
  readonly name: string;
  /** A code of ELEMENT_TYPES. */
  readonly type: number;
  readonly shape: readonly number[];
  /** The shape with −1 for sizes known only at run time; empty if the file has none. */
  readonly signature: readonly number[];
  readonly hasRank: boolean;
  readonly isVariable: boolean;
  readonly quantization: FileQuantization;
  readonly sparsity: FlatTable | undefined;
  /** The constant's bytes in the file; empty for computed tensors. */
  readonly bytes: Uint8Array;
}

export interface FileOperator {
  readonly index: number;
  /** BuiltinOperator's name, or CUSTOM. */
  readonly kind: string;
  /** Name of a custom operator. */
  readonly customCode: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly optionsType: number;
  readonly options: FlatTable | undefined;
}

/** The main subgraph of a file; tensors are read when they are asked for. */
export class FileModel {
  readonly bytes: Uint8Array;
  readonly subgraphs: number;
  readonly operators: number;
  readonly tensors: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly #buffers: TableVector;
  readonly #metadata: TableVector;
  readonly #codes: readonly { readonly kind: string; readonly customCode: string }[];
  readonly #operatorTables: TableVector;
  readonly #tensorTables: TableVector;
  readonly #tensorCache = new Map<number, FileTensor>();

  /** Throws Problem or FlatbufferError. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    checkIdentifier(bytes);
    const model = readRoot(bytes, "model");
    const version = model.u32(MODEL.version);
    ensure(
      version === SCHEMA_VERSION,
      () => `has schema version ${version}; version ${SCHEMA_VERSION} is the known one`,
      "Convert the model again with TensorFlow 1.5 or later",
    );
    const subgraphs = model.tables(MODEL.subgraphs, "subgraphs");
    if (subgraphs.length === 0) throw new FlatbufferError("model", "has no subgraph");
    const subgraph = subgraphs.at(0);
    this.subgraphs = subgraphs.length;
    this.#buffers = model.tables(MODEL.buffers, "buffers");
    this.#metadata = model.tables(MODEL.metadata, "metadata");
    this.#codes = model.tables(MODEL.operatorCodes, "operator_codes").map(readOperatorCode);
    this.#tensorTables = subgraph.tables(SUBGRAPH.tensors, "tensors");
    this.#operatorTables = subgraph.tables(SUBGRAPH.operators, "operators");
    this.tensors = this.#tensorTables.length;
    this.operators = this.#operatorTables.length;
    this.inputs = subgraph.i32s(SUBGRAPH.inputs, "inputs");
    this.outputs = subgraph.i32s(SUBGRAPH.outputs, "outputs");
  }

  operator(index: number): FileOperator {
    const table = this.#operatorTables.at(index);
    const opcode = table.u32(OPERATOR.opcodeIndex);
    const code = this.#codes[opcode];
    if (code === undefined)
      throw new FlatbufferError(table.where, `operator code ${opcode} does not exist; there are ${this.#codes.length}`);
    return {
      index,
      ...code,
      inputs: table.i32s(OPERATOR.inputs, "inputs"),
      outputs: table.i32s(OPERATOR.outputs, "outputs"),
      optionsType: table.u8(OPERATOR.optionsType),
      options: table.table(OPERATOR.options, "builtin_options"),
    };
  }

  tensor(index: number): FileTensor {
    const known = this.#tensorCache.get(index);
    if (known !== undefined) return known;
    const table = this.#tensorTables.at(index);
    const quantization = table.table(TENSOR.quantization, "quantization");
    const buffer = table.u32(TENSOR.buffer);
    const tensor: FileTensor = {
      index,
      name: table.string(TENSOR.name, "name"),
      type: table.i8(TENSOR.type),
      shape: table.i32s(TENSOR.shape, "shape"),
      signature: table.i32s(TENSOR.shapeSignature, "shape_signature"),
      hasRank: table.bool(TENSOR.hasRank),
      isVariable: table.bool(TENSOR.isVariable),
      quantization: {
        scale: quantization?.f32s(QUANTIZATION.scale, "scale") ?? [],
        zeroPoint: quantization?.i64s(QUANTIZATION.zeroPoint, "zero_point") ?? [],
        dimension: quantization?.i32(QUANTIZATION.quantizedDimension) ?? 0,
        details: quantization?.u8(QUANTIZATION.detailsType) ?? 0,
      },
      sparsity: table.table(TENSOR.sparsity, "sparsity"),
      bytes: this.#buffer(buffer, table.where),
    };
    this.#tensorCache.set(index, tensor);
    return tensor;
  }

  /** From now on the tensor has another element type than the file states. */
  retype(index: number, type: number): void {
    this.#tensorCache.set(index, { ...this.tensor(index), type });
  }

  /** Bytes of a buffer, inside the flatbuffer or (files over 2 GB) at an offset behind it. Buffer 0 is always empty. */
  #buffer(index: number, where: string): Uint8Array {
    if (index === 0) return new Uint8Array(0);
    if (index >= this.#buffers.length)
      throw new FlatbufferError(where, `buffer ${index} does not exist; there are ${this.#buffers.length}`);
    const table = this.#buffers.at(index);
    const offset = table.u64(BUFFER.offset);
    if (offset <= 1) return table.bytes(BUFFER.data, "data");
    const size = table.u64(BUFFER.size);
    if (offset + size > this.bytes.length)
      throw new FlatbufferError(
        table.where,
        `${size} bytes at ${offset} lie outside the file of ${this.bytes.length} bytes`,
      );
    return this.bytes.subarray(offset, offset + size);
  }

  /** The buffer of a named metadata entry. */
  metadata(name: string): Uint8Array | undefined {
    for (let i = 0; i < this.#metadata.length; i++) {
      const entry = this.#metadata.at(i);
      if (entry.string(METADATA.name, "name") === name) return this.#buffer(entry.u32(METADATA.buffer), entry.where);
    }
    return undefined;
  }
}

const NOT_TFLITE = "Fetch the model again, or convert it with tf.lite.TFLiteConverter";

/** Other kinds of file that people hand in by mistake, by their first bytes. */
const OTHER_FILES: readonly (readonly [prefix: string, what: string, hint: string])[] = [
  ["\xfd7zXZ", "is an xz archive", "Unpack it first"],
  ["\x1f\x8b", "is a gzip archive", "Unpack it first"],
  ["PK\x03\x04", "is a zip archive", "Unpack it first"],
  ["<!DOCTYPE", "is a web page", "The download went wrong; fetch the file itself"],
  ["<html", "is a web page", "The download went wrong; fetch the file itself"],
  ["version https://git-lfs", "is a Git LFS pointer", "Fetch the file itself with git lfs pull"],
  ["\x89HDF", "is an HDF5 (Keras) file", "Convert it with tf.lite.TFLiteConverter"],
];

/** Throws Problem unless the bytes begin as TFLite files do. */
function checkIdentifier(bytes: Uint8Array): void {
  if (bytes.length >= 8 && fileIdentifier(bytes) === FILE_IDENTIFIER) return;
  ensure(bytes.length > 0, () => "is empty", NOT_TFLITE);
  const start = String.fromCharCode(...bytes.subarray(0, 32));
  const other = OTHER_FILES.find(([prefix]) => start.startsWith(prefix));
  if (other !== undefined) throw new Problem(other[1], other[2]);
  throw new Problem(
    `is not TFLite: bytes 4 to 7 are ${quote(start.slice(4, 8))}, not "${FILE_IDENTIFIER}"`,
    NOT_TFLITE,
  );
}

/** Codes above 126 live in a second field; the larger one counts, as in TFLite. */
function readOperatorCode(table: FlatTable): { kind: string; customCode: string } {
  const code = Math.max(table.i8(OPERATOR_CODE.deprecatedBuiltinCode), table.i32(OPERATOR_CODE.builtinCode));
  const kind = operatorName(code);
  return { kind, customCode: kind === CUSTOM ? table.string(OPERATOR_CODE.customCode, "custom_code") : "" };
}

/** For messages: `int8[1,32,32,3]`, unknown sizes as ?. */
export function describeFileTensor(tensor: FileTensor): string {
  const dims = tensor.shape.map((dim, i) => (dim < 0 || tensor.signature[i] === -1 ? "?" : dim));
  const shown = dims.length > 8 ? `${dims.slice(0, 8)},…` : `${dims}`;
  return `${quote(tensor.name)} ${typeName(tensor.type)}[${shown}]`;
}

export function typeName(type: number): string {
  return ELEMENT_TYPES[type]?.name ?? `element type ${type}`;
}
