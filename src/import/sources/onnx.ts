// An ONNX file as source: sizes and values of its inputs, tensors in files beside it, images with their channels last.

import type { Graph } from "../../graph/graph.ts";
import { ensure, enumerate, ImportError, Problem, quote } from "../diagnostics.ts";
import { importOnnx } from "../onnx/import.ts";
import { dimensionsOf, elementType, type InputValue, trueInputs } from "../onnx/inputs.ts";
import type { OnnxType } from "../onnx/node.ts";
import { MODEL, type ValueInfoProto } from "../onnx/schema.ts";
import { TYPES } from "../onnx/types.ts";
import { type GivenValue, type ImportedModel, modelName, type SourceFile, withSiblings } from "./source.ts";

export async function importOnnxSource(bytes: Uint8Array, file: SourceFile): Promise<ImportedModel> {
  const { layout = "nhwc", sibling } = file;
  const name = modelName(file.name);
  const inputs = readInputs(bytes);
  const shapes = nameShapes(file, inputs);
  const values = encodeValues(name, file.values ?? {}, inputs);
  const notes = new Set<string>();
  const graph = await withSiblings(sibling, (externalData) => {
    notes.clear();
    return importOnnx(bytes, { name, layout, shapes, values, externalData, onNote: (note) => notes.add(note) });
  });
  return { graph, format: "ONNX", notes: [...notes, ...(file.layout === undefined ? layoutNotes(graph) : [])] };
}

/** None where the file is damaged: the importer says how. */
function readInputs(bytes: Uint8Array): ValueInfoProto[] {
  try {
    const { graph } = MODEL.decode(bytes);
    return graph === undefined ? [] : trueInputs(graph);
  } catch {
    return [];
  }
}

/** The name "" becomes that of the only input that is not set. Throws ImportError where there are several. */
function nameShapes({ name: file, shapes = {}, values = {} }: SourceFile, inputs: readonly ValueInfoProto[]) {
  const free = inputs.map(({ name }) => name).filter((name) => !Object.hasOwn(values, name));
  const nameOf = (name: string): string => {
    if (name !== "" || free.length === 0) return name;
    if (free.length === 1) return free[0];
    const what = `a shape names none of ${free.length} inputs`;
    throw new ImportError(modelName(file), [
      { where: "options", what, hint: `The inputs are ${enumerate(free.map(quote))}` },
    ]);
  };
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [nameOf(name), shape]));
}

/** Numbers as values of the element types that the file gives its inputs. Throws ImportError. */
function encodeValues(
  file: string,
  values: Readonly<Record<string, GivenValue>>,
  inputs: readonly ValueInfoProto[],
): Record<string, InputValue> {
  const entries = Object.entries(values).map(([name, value]): [string, InputValue] => {
    const info = inputs.find((input) => input.name === name);
    // The importer lists the inputs there are.
    if (info === undefined) return [name, { type: "FLOAT", shape: [], bytes: new Uint8Array(4) }];
    try {
      return [name, encodeValue(info, value)];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new ImportError(file, [{ where: `input ${quote(name)}`, what: error.message, hint: error.hint }]);
    }
  });
  return Object.fromEntries(entries);
}

function encodeValue(info: ValueInfoProto, { shape, numbers }: GivenValue): InputValue {
  const type = elementType(info);
  const stated = dimensionsOf(info.type) ?? shape;
  const dims = stated.map((dim, i) => (typeof dim === "number" ? dim : (shape[i] ?? 1)));
  const count = dims.reduce((product, dim) => product * dim, 1);
  // A list for a shape of as many elements, a number for a list of one.
  const isLoose = shape.length <= 1 && count === numbers.length;
  ensure(
    isLoose || (dims.length === shape.length && dims.every((dim, i) => dim === shape[i])),
    () => `has the shape [${stated}], the value given for it [${shape}]`,
    "Give as many values as the input has elements",
  );
  return { type, shape: isLoose ? dims : shape, bytes: encode(type, numbers) };
}

function encode(type: OnnxType, numbers: readonly number[]): Uint8Array {
  const { bits, dtype } = TYPES[type];
  ensure(
    dtype !== undefined && bits >= (dtype === "f32" ? 32 : 8),
    () => `has the element type ${type}`,
    "Values can be given for inputs of FLOAT, DOUBLE, BOOL and integers of 8 to 64 bits",
  );
  const isWhole = dtype !== "f32";
  ensure(
    numbers.every((value) => (isWhole ? Number.isSafeInteger(value) : true)),
    () => `holds integers, the value given for it ${numbers.find((value) => !Number.isSafeInteger(value))}`,
    "Give whole numbers",
  );
  const view = new DataView(new ArrayBuffer((numbers.length * bits) / 8));
  numbers.forEach((value, i) => {
    const at = (i * bits) / 8;
    if (bits === 64) isWhole ? view.setBigInt64(at, BigInt(value), true) : view.setFloat64(at, value, true);
    else if (bits === 32) isWhole ? view.setInt32(at, value, true) : view.setFloat32(at, value, true);
    else if (bits === 16) view.setInt16(at, value, true);
    else view.setInt8(at, value);
  });
  return new Uint8Array(view.buffer);
}

/** Images that callers see as [N, H, W, C] and the file as [N, C, H, W]. */
function layoutNotes(graph: Graph): string[] {
  return graph.inputs.flatMap(({ name, tensor }) => {
    const turn = graph.nodes.find(({ inputs, origin }) => inputs[0] === tensor && origin === `input ${quote(name)}`);
    if (turn === undefined) return [];
    const [own, theirs] = [tensor, turn.outputs[0]].map((id) => graph.tensors[id].shape);
    return [`input ${quote(name)} is [${own}] here and [${theirs}] in the file; keep the file's with --layout nchw`];
  });
}
