// Writes ONNX files for tests, with the wire writer of a protobuf library.
// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { OnnxType } from "../../src/import/onnx/node.ts";
import { TYPES } from "../../src/import/onnx/types.ts";

/** Strings are open dimensions, by name. */
export type OnnxShape = readonly (number | string)[];

export interface OnnxValueSpec {
  readonly name: string;
  /** Default FLOAT. */
  readonly type?: OnnxType;
  readonly shape: OnnxShape;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly type?: OnnxType;
  readonly shape: readonly number[];
  /** The values' bytes, or where they lie beside the model. */
  readonly data: ArrayBufferView | { readonly location: string; readonly offset: number; readonly length: number };
}

export interface OnnxNodeSpec {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers are written as integers; wrap those of type float: `{ float: 1 }`. */
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;
}

export interface OnnxSpec {
  readonly nodes: readonly OnnxNodeSpec[];
  readonly inputs: readonly OnnxValueSpec[];
  readonly outputs: readonly OnnxValueSpec[];
  readonly initializers?: readonly OnnxInitializer[];
  /** Of ai.onnx; default 17. */
  readonly opset?: number;
}

const EXTERNAL = 1;
const KIND = { float: 1, int: 2, string: 3, ints: 7 } as const;

export function writeOnnx({ nodes, inputs, outputs, initializers = [], opset = 17 }: OnnxSpec): Uint8Array {
  const graph = message((writer) => {
    for (const node of nodes) part(writer, 1, () => nodeOf(node));
    text(writer, 2, "test");
    for (const tensor of initializers) part(writer, 5, () => tensorOf(tensor));
    for (const value of inputs) part(writer, 11, () => valueInfo(value));
    for (const value of outputs) part(writer, 12, () => valueInfo(value));
  });
  return message((writer) => {
    integer(writer, 1, 8);
    part(writer, 7, () => graph);
    part(writer, 8, () => message((set) => integer(set, 2, opset)));
  });
}

function nodeOf({ op, domain = "", inputs, outputs, attributes = {} }: OnnxNodeSpec): Uint8Array {
  return message((writer) => {
    for (const name of inputs) text(writer, 1, name);
    for (const name of outputs) text(writer, 2, name);
    text(writer, 4, op);
    for (const [name, value] of Object.entries(attributes)) part(writer, 5, () => attributeOf(name, value));
    if (domain !== "") text(writer, 7, domain);
  });
}

function attributeOf(name: string, value: NonNullable<OnnxNodeSpec["attributes"]>[string]): Uint8Array {
  return message((writer) => {
    text(writer, 1, name);
    if (typeof value === "number") integer(writer, 3, value);
    else if (typeof value === "string") text(writer, 4, value);
    else if ("float" in value) writer.tag(2, WireType.Bit32).float(value.float);
    else for (const item of value) integer(writer, 8, item);
    const kind =
      typeof value === "number" ? "int" : typeof value === "string" ? "string" : "float" in value ? "float" : "ints";
    integer(writer, 20, KIND[kind]);
  });
}

function tensorOf({ name, type = "FLOAT", shape, data }: OnnxInitializer): Uint8Array {
  return message((writer) => {
    for (const dim of shape) integer(writer, 1, dim);
    integer(writer, 2, TYPES[type].code);
    text(writer, 8, name);
    if ("location" in data) {
      for (const [key, value] of Object.entries(data)) {
        part(writer, 13, () =>
          message((entry) => {
            text(entry, 1, key);
            text(entry, 2, String(value));
          }),
        );
      }
      integer(writer, 14, EXTERNAL);
    } else {
      part(writer, 9, () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  });
}

function valueInfo({ name, type = "FLOAT", shape }: OnnxValueSpec): Uint8Array {
  const dims = message((writer) => {
    for (const dim of shape) {
      part(writer, 1, () =>
        message((entry) => (typeof dim === "number" ? integer(entry, 1, dim) : text(entry, 2, dim))),
      );
    }
  });
  const tensor = message((writer) => {
    integer(writer, 1, TYPES[type].code);
    part(writer, 2, () => dims);
  });
  return message((writer) => {
    text(writer, 1, name);
    part(writer, 2, () => message((kind) => part(kind, 1, () => tensor)));
  });
}

function message(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function part(writer: BinaryWriter, field: number, bytes: () => Uint8Array): void {
  writer.tag(field, WireType.LengthDelimited).bytes(bytes());
}
