// A TensorFlow GraphDef as JSON: nodes with attributes, and tensors within attributes.
// Source: tensorflow/core/framework/{graph,node_def,attr_value,tensor}.proto; JSON by protobuf's rules, in which 64-bit
// integers are texts and bytes are base64.

import { elementCount } from "../../../graph/tensor.ts";
import { ensure, enumerate, Problem, quote } from "../../diagnostics.ts";
import { halfToFloat } from "../../half.ts";
import { describeJson, Fields, isObject, type Json } from "../json.ts";

const DAMAGED = "The file is damaged; export the model again";

/** Output `output` of a node. */
export interface NodeOutput {
  readonly node: string;
  readonly output: number;
}

export interface FileNode {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  /** Without control dependencies: those only order what has side effects. */
  readonly inputs: readonly NodeOutput[];
  readonly attributes: Fields | undefined;
}

/** Throws Problem. */
export function readNode(json: Json, index: number): FileNode {
  const fields = new Fields(`modelTopology.node[${index}]`, json);
  const inputs = fields.optionalList("input").map((input) => {
    ensure(typeof input === "string", () => `${fields.where}.input has ${describeJson(input)}, not a text`, DAMAGED);
    return input;
  });
  return {
    index,
    name: fields.string("name"),
    op: fields.string("op"),
    inputs: inputs.filter((input) => !input.startsWith("^")).map(parseOutput),
    attributes: fields.optionalObject("attr"),
  };
}

/** "name" is output 0; "name:1" another one. */
export function parseOutput(text: string): NodeOutput {
  const match = /^(.*?)(?::\w+)?:(\d{1,9})$/.exec(text);
  return match === null ? { node: text, output: 0 } : { node: match[1], output: Number(match[2]) };
}

/** Bytes of a base64 text; some exports list them as numbers. Throws Problem. */
export function bytesOf(json: Json | undefined, where: string): Uint8Array {
  if (Array.isArray(json)) return Uint8Array.from(json as readonly number[]);
  ensure(typeof json === "string", () => `${where} is ${describeJson(json)}, not base64`, DAMAGED);
  try {
    return Uint8Array.from(atob(json.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  } catch {
    throw new Problem(`${where} is not base64`, DAMAGED);
  }
}

export function textOf(json: Json | undefined, where: string): string {
  return new TextDecoder().decode(bytesOf(json, where));
}

/** An integer as number or text, or as the halves of a 64-bit one. Throws Problem. */
export function integerOf(json: Json | undefined, where: string): number {
  let value = typeof json === "string" ? Number(json) : json;
  if (isObject(json) && typeof json.low === "number" && typeof json.high === "number") {
    value = (json.low >>> 0) + json.high * 2 ** 32;
  }
  ensure(
    typeof value === "number" && Number.isInteger(value),
    () => `${where} is ${describeJson(json)}, not an integer`,
    DAMAGED,
  );
  return value;
}

/** A float as number, or as text where JSON has none: "NaN", "Infinity". */
export function floatOf(json: Json | undefined, where: string): number {
  const value = typeof json === "string" ? Number(json) : json;
  ensure(typeof value === "number", () => `${where} is ${describeJson(json)}, not a number`, DAMAGED);
  return value;
}

/** Sizes of a TensorShapeProto, -1 where they are open; undefined where not even the rank is known. */
export function dimensionsOf(shape: Fields): number[] | undefined {
  if (shape.boolean("unknownRank", false) || shape.boolean("unknown_rank", false)) return undefined;
  return shape.optionalList("dim").map((dim, i) => {
    const fields = new Fields(`${shape.where}.dim[${i}]`, dim);
    return fields.has("size") ? integerOf(fields.get("size"), `${fields.where}.size`) : 0;
  });
}

const TYPES_BY_NUMBER: Readonly<Record<number, string>> = {
  ...{ 1: "DT_FLOAT", 2: "DT_DOUBLE", 3: "DT_INT32", 4: "DT_UINT8", 5: "DT_INT16", 6: "DT_INT8", 7: "DT_STRING" },
  ...{ 8: "DT_COMPLEX64", 9: "DT_INT64", 10: "DT_BOOL", 14: "DT_BFLOAT16", 17: "DT_UINT16", 19: "DT_HALF" },
  ...{ 20: "DT_RESOURCE", 22: "DT_UINT32", 23: "DT_UINT64" },
};

/** An element type by name, or by its number in types.proto. */
export function typeName(json: Json | undefined): string {
  return typeof json === "number" ? (TYPES_BY_NUMBER[json] ?? `type ${json}`) : String(json);
}

const FLOATS = ["DT_FLOAT", "DT_DOUBLE", "DT_HALF", "DT_BFLOAT16"];
const INTEGERS = [
  ...["DT_INT32", "DT_INT64", "DT_BOOL", "DT_UINT8", "DT_INT8", "DT_INT16", "DT_UINT16", "DT_UINT32", "DT_UINT64"],
];

/** What values of a file's element type are in the graph. Throws Problem. */
export function graphTypeOf(type: string): "f32" | "i32" {
  if (FLOATS.includes(type)) return "f32";
  ensure(
    INTEGERS.includes(type),
    () => `the element type is ${type}`,
    "Numbers and booleans are supported; leave texts and resources out of the model",
  );
  return "i32";
}

/** Readers of `tensorContent`, little-endian. */
const CONTENT: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  DT_FLOAT: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  DT_DOUBLE: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  DT_HALF: { bytes: 2, read: (view, at) => halfToFloat(view.getUint16(at, true)) },
  DT_INT32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  DT_INT64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  DT_BOOL: { bytes: 1, read: (view, at) => view.getUint8(at) },
  DT_UINT8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  DT_INT8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  DT_INT16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  DT_UINT16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
};

/** Fields of single values. */
const VALUES: readonly string[] = ["floatVal", "doubleVal", "intVal", "int64Val", "boolVal", "halfVal"];

export interface ConstantTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** A TensorProto. Too few values mean that the last one repeats. Throws Problem. */
export function readTensor(tensor: Fields): ConstantTensor {
  const type = typeName(tensor.get("dtype"));
  const shapeFields = tensor.optionalObject("tensorShape") ?? tensor.optionalObject("tensor_shape");
  const shape = (shapeFields && dimensionsOf(shapeFields)) ?? [];
  const count = elementCount(shape);
  const dtype = graphTypeOf(type);
  const values = valuesOf(tensor, type, count);
  ensure(
    shape.every((dim) => dim >= 0) && (count === values.length || (values.length === 1 && count <= MAX_REPEATED)),
    () => `${tensor.where} has the shape [${enumerate(shape)}] and ${values.length} values`,
    DAMAGED,
  );
  const data = dtype === "f32" ? new Float32Array(count) : new Int32Array(count);
  const convert = dtype === "f32" ? (value: number) => value : saturate;
  if (values.length === count) for (let i = 0; i < count; i++) data[i] = convert(values[i]);
  else data.fill(convert(values[0]));
  return { shape, data };
}

/** Elements that one value may stand for. */
const MAX_REPEATED = 2 ** 18;

function valuesOf(tensor: Fields, type: string, count: number): ArrayLike<number> {
  const content = tensor.oneOf("tensorContent", "tensor_content");
  if (content !== undefined && content !== "") return contentOf(tensor, type, content);
  for (const name of VALUES) {
    const own = tensor.has(name) ? name : name.replace("Val", "_val");
    if (!tensor.has(own)) continue;
    const list = tensor.get(own);
    const items = Array.isArray(list) ? (list as readonly Json[]) : [list];
    return items.map((item) => {
      if (typeof item === "boolean") return item ? 1 : 0;
      const value = isObject(item)
        ? integerOf(item, `${tensor.where}.${own}`)
        : floatOf(item, `${tensor.where}.${own}`);
      return name === "halfVal" ? halfToFloat(value) : value;
    });
  }
  return count === 0 ? [] : [0]; // protobuf leaves out zeros
}

function contentOf(tensor: Fields, type: string, content: Json): Float64Array {
  const format = Object.hasOwn(CONTENT, type) ? CONTENT[type] : undefined;
  ensure(format !== undefined, () => `${tensor.where} is of type ${quote(type)}`, "Convert the model to float32");
  const bytes = bytesOf(content, `${tensor.where}.tensorContent`);
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: Math.floor(bytes.length / format.bytes) }, (_, i) =>
    format.read(view, i * format.bytes),
  );
}

function saturate(value: number): number {
  return Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1);
}
