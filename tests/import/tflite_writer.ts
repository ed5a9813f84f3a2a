// Writes small TFLite models for the tests from records that say no more than the test needs.

import { operatorName } from "../../src/import/tflite/operator_names.ts";
import {
  BUFFER,
  ELEMENT_TYPES,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  QUANTIZATION,
  SCHEMA_VERSION,
  SUBGRAPH,
  TENSOR,
} from "../../src/import/tflite/schema.ts";
import {
  f32s,
  i8,
  i32,
  i32s,
  i64s,
  type Table,
  table,
  tables,
  text,
  u8,
  u8s,
  u32,
  u64,
  writeFlatbuffer,
} from "./flatbuffer_writer.ts";

export interface TensorSpec {
  readonly name: string;
  /** `float32`, `int8` ... as messages call it. */
  readonly type?: string;
  readonly shape: readonly number[];
  readonly signature?: readonly number[];
  /** Makes it a constant. */
  readonly data?: ArrayBufferView | undefined;
  readonly scale?: readonly number[];
  readonly zeroPoint?: readonly number[];
  readonly dimension?: number;
  readonly sparsity?: Table;
  readonly isVariable?: boolean;
  /** Member of the union QuantizationDetails. */
  readonly details?: number;
}

/** Name of a tensor, "" for an absent input, or the index to write as it is. */
export type TensorRef = string | number;

export interface OperatorSpec {
  /** `CONV_2D`, or `CUSTOM:name`. */
  readonly kind: string;
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  readonly options?: { readonly type: number; readonly table: Table };
}

export interface ModelSpec {
  readonly tensors: readonly TensorSpec[];
  readonly operators: readonly OperatorSpec[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  readonly version?: number;
  readonly subgraphs?: number;
  readonly metadata?: { readonly name: string; readonly bytes: Uint8Array };
  /** Puts constants behind the flatbuffer, as files over 2 GB do. */
  readonly external?: boolean;
}

const CODES = new Map(Array.from({ length: 210 }, (_, code) => [operatorName(code), code]));
const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

export function writeTflite(spec: ModelSpec): Uint8Array {
  if (!spec.external) return writeFlatbuffer(modelTable(spec, 0), "TFL3");
  // Offsets have a fixed width, so the flatbuffer's length does not depend on them.
  const start = writeFlatbuffer(modelTable(spec, 2), "TFL3").length;
  const flatbuffer = writeFlatbuffer(modelTable(spec, start), "TFL3");
  const parts = [flatbuffer, ...spec.tensors.flatMap(({ data }) => (data ? [bytesOf(data)] : []))];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function modelTable(spec: ModelSpec, externalStart: number): Table {
  const buffers: Table[] = [table({})];
  let offset = externalStart;
  const addBuffer = (bytes: Uint8Array, external = false) => {
    const fields = external
      ? { [BUFFER.offset]: u64(offset), [BUFFER.size]: u64(bytes.length) }
      : { [BUFFER.data]: u8s(bytes) };
    offset += bytes.length;
    return buffers.push(table(fields)) - 1;
  };
  const tensorTables = spec.tensors.map((tensor) =>
    tensorTable(tensor, tensor.data ? addBuffer(bytesOf(tensor.data), spec.external) : 0),
  );
  const metadata = spec.metadata && [
    table({ [METADATA.name]: text(spec.metadata.name), [METADATA.buffer]: u32(addBuffer(spec.metadata.bytes)) }),
  ];
  const index = (ref: TensorRef) => {
    if (typeof ref === "number") return ref;
    return ref === "" ? -1 : spec.tensors.findIndex(({ name }) => name === ref);
  };
  const kinds = [...new Set(spec.operators.map(({ kind }) => kind))];
  const subgraph = table({
    [SUBGRAPH.tensors]: tables(tensorTables),
    [SUBGRAPH.inputs]: i32s(spec.inputs.map(index)),
    [SUBGRAPH.outputs]: i32s(spec.outputs.map(index)),
    [SUBGRAPH.operators]: tables(
      spec.operators.map(({ kind, inputs, outputs, options }) =>
        table({
          [OPERATOR.opcodeIndex]: u32(kinds.indexOf(kind)),
          [OPERATOR.inputs]: i32s(inputs.map(index)),
          [OPERATOR.outputs]: i32s(outputs.map(index)),
          [OPERATOR.optionsType]: options && u8(options.type),
          [OPERATOR.options]: options?.table,
        }),
      ),
    ),
  });
  return table({
    [MODEL.version]: u32(spec.version ?? SCHEMA_VERSION),
    [MODEL.operatorCodes]: tables(kinds.map(codeTable)),
    [MODEL.subgraphs]: tables(new Array<Table>(spec.subgraphs ?? 1).fill(subgraph)),
    [MODEL.buffers]: tables(buffers),
    [MODEL.metadata]: metadata && tables(metadata),
  });
}

function codeTable(kind: string): Table {
  const [name, custom] = kind.split(":");
  const code = CODES.get(name);
  if (code === undefined) throw new Error(`no builtin operator ${name}`);
  return table({
    [OPERATOR_CODE.deprecatedBuiltinCode]: i8(Math.min(code, 127)),
    [OPERATOR_CODE.customCode]: custom === undefined ? undefined : text(custom),
    [OPERATOR_CODE.builtinCode]: i32(code),
  });
}

function tensorTable(tensor: TensorSpec, buffer: number): Table {
  const { name, type = "float32", shape, signature, scale, zeroPoint, dimension } = tensor;
  const quantization = scale && {
    [QUANTIZATION.scale]: f32s(scale),
    [QUANTIZATION.zeroPoint]: i64s(zeroPoint ?? scale.map(() => 0)),
    [QUANTIZATION.detailsType]: tensor.details === undefined ? undefined : u8(tensor.details),
    [QUANTIZATION.quantizedDimension]: i32(dimension ?? 0),
  };
  return table({
    [TENSOR.shape]: i32s(shape),
    [TENSOR.type]: i8(ELEMENT_TYPES.findIndex((element) => element.name === type)),
    [TENSOR.buffer]: u32(buffer),
    [TENSOR.name]: text(name),
    [TENSOR.quantization]: quantization && table(quantization),
    [TENSOR.isVariable]: tensor.isVariable ? u8(1) : undefined,
    [TENSOR.sparsity]: tensor.sparsity,
    [TENSOR.shapeSignature]: signature && i32s(signature),
    [TENSOR.hasRank]: u8(1),
  });
}
