// The messages of an ONNX file, as far as the importer reads them.
// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

import {
  BYTES,
  DOUBLE,
  FLOAT,
  INT32,
  INT64,
  list,
  MessageType,
  many,
  one,
  optional,
  required,
  TEXT,
  UINT64,
} from "./wire.ts";

export interface StringStringEntryProto {
  readonly key: string;
  readonly value: string;
}

export interface TensorProto {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly hasSegment: Uint8Array | undefined;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly stringData: readonly Uint8Array[];
  readonly int64Data: readonly number[];
  readonly name: string;
  readonly rawData: Uint8Array | undefined;
  readonly doubleData: readonly number[];
  readonly uint64Data: readonly number[];
  readonly externalData: readonly StringStringEntryProto[];
  readonly dataLocation: number;
}

export interface SparseTensorProto {
  readonly values: TensorProto | undefined;
}

export interface DimensionProto {
  readonly dimValue: number | undefined;
  readonly dimParam: string | undefined;
}

export interface TensorShapeProto {
  readonly dim: readonly DimensionProto[];
}

export interface TensorTypeProto {
  readonly elemType: number;
  readonly shape: TensorShapeProto | undefined;
}

export interface TypeProto {
  readonly tensorType: TensorTypeProto | undefined;
  readonly sequenceType: Uint8Array | undefined;
  readonly mapType: Uint8Array | undefined;
  readonly sparseTensorType: Uint8Array | undefined;
  readonly optionalType: Uint8Array | undefined;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: TypeProto | undefined;
}

export interface AttributeProto {
  readonly name: string;
  readonly refAttrName: string;
  readonly type: number;
  readonly f: number | undefined;
  readonly i: number | undefined;
  readonly s: Uint8Array | undefined;
  readonly t: TensorProto | undefined;
  readonly g: GraphProto | undefined;
  readonly sparseTensor: Uint8Array | undefined;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly strings: readonly Uint8Array[];
}

export interface OperatorNodeProto {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: readonly AttributeProto[];
  readonly domain: string;
}

export interface GraphProto {
  readonly node: readonly OperatorNodeProto[];
  readonly name: string;
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
  readonly valueInfo: readonly ValueInfoProto[];
  readonly sparseInitializer: readonly SparseTensorProto[];
}

export interface OperatorSetIdProto {
  readonly domain: string;
  readonly version: number;
}

export interface FunctionProto {
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly node: readonly OperatorNodeProto[];
  readonly opsetImport: readonly OperatorSetIdProto[];
  readonly domain: string;
  readonly attributeProto: readonly AttributeProto[];
}

export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly graph: GraphProto | undefined;
  readonly opsetImport: readonly OperatorSetIdProto[];
  readonly metadataProps: readonly StringStringEntryProto[];
  readonly functions: readonly FunctionProto[];
}

const ENTRY = new MessageType<StringStringEntryProto>({
  key: required(1, TEXT, ""),
  value: required(2, TEXT, ""),
});

export const TENSOR = new MessageType<TensorProto>({
  dims: list(1, INT64),
  dataType: required(2, INT32, 0),
  hasSegment: optional(3, BYTES),
  floatData: list(4, FLOAT),
  int32Data: list(5, INT32),
  stringData: list(6, BYTES),
  int64Data: list(7, INT64),
  name: required(8, TEXT, ""),
  rawData: optional(9, BYTES),
  doubleData: list(10, DOUBLE),
  uint64Data: list(11, UINT64),
  externalData: many(13, () => ENTRY),
  dataLocation: required(14, INT32, 0),
});

const SPARSE_TENSOR = new MessageType<SparseTensorProto>({
  values: one(1, () => TENSOR),
});

const DIMENSION = new MessageType<DimensionProto>({ dimValue: optional(1, INT64), dimParam: optional(2, TEXT) });

const SHAPE = new MessageType<TensorShapeProto>({
  dim: many(1, () => DIMENSION),
});

const TENSOR_TYPE = new MessageType<TensorTypeProto>({
  elemType: required(1, INT32, 0),
  shape: one(2, () => SHAPE),
});

const TYPE = new MessageType<TypeProto>({
  tensorType: one(1, () => TENSOR_TYPE),
  sequenceType: optional(4, BYTES),
  mapType: optional(5, BYTES),
  sparseTensorType: optional(8, BYTES),
  optionalType: optional(9, BYTES),
});

const VALUE_INFO = new MessageType<ValueInfoProto>({
  name: required(1, TEXT, ""),
  type: one(2, () => TYPE),
});

const ATTRIBUTE = new MessageType<AttributeProto>({
  name: required(1, TEXT, ""),
  f: optional(2, FLOAT),
  i: optional(3, INT64),
  s: optional(4, BYTES),
  t: one(5, () => TENSOR),
  g: one(6, () => GRAPH),
  floats: list(7, FLOAT),
  ints: list(8, INT64),
  strings: list(9, BYTES),
  type: required(20, INT32, 0),
  refAttrName: required(21, TEXT, ""),
  sparseTensor: optional(22, BYTES),
});

const NODE = new MessageType<OperatorNodeProto>({
  input: list(1, TEXT),
  output: list(2, TEXT),
  name: required(3, TEXT, ""),
  opType: required(4, TEXT, ""),
  attribute: many(5, () => ATTRIBUTE),
  domain: required(7, TEXT, ""),
});

const GRAPH: MessageType<GraphProto> = new MessageType<GraphProto>({
  node: many(1, () => NODE),
  name: required(2, TEXT, ""),
  initializer: many(5, () => TENSOR),
  input: many(11, () => VALUE_INFO),
  output: many(12, () => VALUE_INFO),
  valueInfo: many(13, () => VALUE_INFO),
  sparseInitializer: many(15, () => SPARSE_TENSOR),
});

const OPERATOR_SET = new MessageType<OperatorSetIdProto>({
  domain: required(1, TEXT, ""),
  version: required(2, INT64, 0),
});

const FUNCTION = new MessageType<FunctionProto>({
  name: required(1, TEXT, ""),
  input: list(4, TEXT),
  output: list(5, TEXT),
  node: many(7, () => NODE),
  opsetImport: many(9, () => OPERATOR_SET),
  domain: required(10, TEXT, ""),
  attributeProto: many(11, () => ATTRIBUTE),
});

export const MODEL = new MessageType<ModelProto>({
  irVersion: required(1, INT64, 0),
  producerName: required(2, TEXT, ""),
  graph: one(7, () => GRAPH),
  opsetImport: many(8, () => OPERATOR_SET),
  metadataProps: many(14, () => ENTRY),
  functions: many(25, () => FUNCTION),
});
