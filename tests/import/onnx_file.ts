// Writes small ONNX files for the importer's tests: the protobuf fields of onnx.proto, as far as they are needed.

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { OnnxType } from "../../src/import/onnx/node.ts";
import { rawBytes } from "../../src/import/onnx/tensor.ts";
import { TYPES } from "../../src/import/onnx/types.ts";

export interface TensorSpec {
  readonly name?: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  /** As raw data. */
  readonly values?: readonly number[];
  readonly raw?: Uint8Array;
  /** In the field for the type, packed or one by one. */
  readonly typed?: readonly (number | bigint)[];
  readonly isPacked?: boolean;
  readonly external?: Readonly<Record<string, string>>;
}

export type AttributeSpec =
  | { readonly f: number }
  | { readonly i: number | bigint }
  | { readonly s: string }
  | { readonly t: TensorSpec }
  | { readonly g: GraphSpec }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly ref: string; readonly type: number };

export interface NodeSpec {
  readonly op: string;
  readonly domain?: string;
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
}

export interface ValueSpec {
  readonly name: string;
  readonly type?: OnnxType;
  /** Numbers, or names of open sizes; none: the file says nothing of the shape. */
  readonly shape?: readonly (number | string)[];
}

export interface GraphSpec {
  readonly nodes: readonly NodeSpec[];
  readonly inputs?: readonly ValueSpec[];
  readonly outputs: readonly ValueSpec[];
  readonly initializers?: readonly TensorSpec[];
  readonly valueInfo?: readonly ValueSpec[];
}

export interface FunctionSpec {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeSpec[];
}

export interface OnnxSpec extends GraphSpec {
  readonly opsets?: Readonly<Record<string, number>>;
  readonly functions?: readonly FunctionSpec[];
}

type Writer = (w: BinaryWriter) => void;

function bytesOf(write: Writer): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

function sub(w: BinaryWriter, field: number, write: Writer): void {
  w.tag(field, WireType.LengthDelimited).bytes(bytesOf(write));
}

function text(w: BinaryWriter, field: number, value: string | undefined): void {
  if (value !== undefined) w.tag(field, WireType.LengthDelimited).string(value);
}

function int(w: BinaryWriter, field: number, value: number | bigint): void {
  w.tag(field, WireType.Varint).int64(value as number);
}

/** Field of TensorProto for typed values, and how one is written. */
function typedField(type: OnnxType): { field: number; wire: WireType; put(w: BinaryWriter, v: number | bigint): void } {
  const varint = (field: number) => ({
    field,
    wire: WireType.Varint,
    put: (w: BinaryWriter, v: number | bigint) => void w.int64(v as number),
  });
  if (type === "FLOAT") return { field: 4, wire: WireType.Bit32, put: (w, v) => void w.float(Number(v)) };
  if (type === "DOUBLE") return { field: 10, wire: WireType.Bit64, put: (w, v) => void w.double(Number(v)) };
  if (type === "INT64") return varint(7);
  return varint(type === "UINT64" || type === "UINT32" ? 11 : 5);
}

function tensor(w: BinaryWriter, { name, type, shape, values, raw, typed, isPacked, external }: TensorSpec): void {
  for (const dim of shape) int(w, 1, dim);
  int(w, 2, TYPES[type].code);
  text(w, 8, name);
  if (typed !== undefined) {
    const { field, wire, put } = typedField(type);
    const putAll = (to: () => BinaryWriter) => {
      for (const value of typed) put(to(), value);
    };
    if (isPacked) sub(w, field, (packed) => putAll(() => packed));
    else putAll(() => w.tag(field, wire));
  }
  const bytes = raw ?? (values && rawBytes(type, values));
  if (bytes !== undefined) w.tag(9, WireType.LengthDelimited).bytes(bytes);
  for (const [key, value] of Object.entries(external ?? {})) {
    sub(w, 13, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  if (external !== undefined) int(w, 14, 1);
}

function attribute(w: BinaryWriter, name: string, spec: AttributeSpec): void {
  text(w, 1, name);
  const type = (code: number) => int(w, 20, code);
  if ("ref" in spec) {
    text(w, 21, spec.ref);
    type(spec.type);
  } else if ("f" in spec) {
    w.tag(2, WireType.Bit32).float(spec.f);
    type(1);
  } else if ("i" in spec) {
    int(w, 3, spec.i);
    type(2);
  } else if ("s" in spec) {
    text(w, 4, spec.s);
    type(3);
  } else if ("t" in spec) {
    sub(w, 5, (inner) => tensor(inner, spec.t));
    type(4);
  } else if ("g" in spec) {
    sub(w, 6, (inner) => graph(inner, spec.g));
    type(5);
  } else if ("floats" in spec) {
    for (const value of spec.floats) w.tag(7, WireType.Bit32).float(value);
    type(6);
  } else if ("ints" in spec) {
    for (const value of spec.ints) int(w, 8, value);
    type(7);
  } else {
    for (const value of spec.strings) text(w, 9, value);
    type(8);
  }
}

function node(w: BinaryWriter, { op, domain, name, inputs = [], outputs = [], attributes = {} }: NodeSpec): void {
  for (const input of inputs) text(w, 1, input);
  for (const output of outputs) text(w, 2, output);
  text(w, 3, name);
  text(w, 4, op);
  for (const [key, value] of Object.entries(attributes)) sub(w, 5, (inner) => attribute(inner, key, value));
  text(w, 7, domain);
}

function valueInfo(w: BinaryWriter, { name, type = "FLOAT", shape }: ValueSpec): void {
  text(w, 1, name);
  sub(w, 2, (typeProto) =>
    sub(typeProto, 1, (tensorType) => {
      int(tensorType, 1, TYPES[type].code);
      if (shape === undefined) return;
      sub(tensorType, 2, (shapeProto) => {
        for (const dim of shape) {
          sub(shapeProto, 1, (d) => (typeof dim === "number" ? int(d, 1, dim) : text(d, 2, dim)));
        }
      });
    }),
  );
}

function graph(w: BinaryWriter, { nodes, inputs = [], outputs, initializers = [], valueInfo: infos = [] }: GraphSpec) {
  for (const spec of nodes) sub(w, 1, (inner) => node(inner, spec));
  text(w, 2, "graph");
  for (const spec of initializers) sub(w, 5, (inner) => tensor(inner, spec));
  for (const spec of inputs) sub(w, 11, (inner) => valueInfo(inner, spec));
  for (const spec of outputs) sub(w, 12, (inner) => valueInfo(inner, spec));
  for (const spec of infos) sub(w, 13, (inner) => valueInfo(inner, spec));
}

function operatorSets(w: BinaryWriter, field: number, opsets: Readonly<Record<string, number>>): void {
  for (const [domain, version] of Object.entries(opsets)) {
    sub(w, field, (inner) => {
      text(inner, 1, domain);
      int(inner, 2, version);
    });
  }
}

export function writeOnnx({ opsets = { "": 17 }, functions = [], ...spec }: OnnxSpec): Uint8Array {
  return bytesOf((w) => {
    int(w, 1, 8);
    text(w, 2, "test");
    sub(w, 7, (inner) => graph(inner, spec));
    operatorSets(w, 8, opsets);
    for (const { name, domain, inputs, outputs, nodes } of functions) {
      sub(w, 25, (inner) => {
        text(inner, 1, name);
        for (const input of inputs) text(inner, 4, input);
        for (const output of outputs) text(inner, 5, output);
        for (const one of nodes) sub(inner, 7, (n) => node(n, one));
        operatorSets(inner, 9, opsets);
        text(inner, 10, domain);
      });
    }
  });
}

/** A TensorProto alone, as `.pb` files have it. */
export function writeTensor(spec: TensorSpec): Uint8Array {
  return bytesOf((w) => tensor(w, spec));
}
