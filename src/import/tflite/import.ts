// .tflite -> Graph. Walks the main subgraph's operators in order; every problem is collected, and thrown together.

import type { Graph, GraphPort, TensorId } from "../../graph/graph.ts";
import { type Diagnostic, ensure, enumerate, ImportError, Problem, quote } from "../diagnostics.ts";
import { AlreadyReported, GraphBuilder } from "./builder.ts";
import { FlatbufferError } from "./flatbuffer.ts";
import { readMetadata } from "./metadata.ts";
import { describeFileTensor, FileModel, type FileOperator, type FileTensor } from "./model.ts";
import { NodeContext } from "./node.ts";
import { CUSTOM } from "./operator_names.ts";
import { DEFAULT_HINT, IMPORTERS, OPERATOR_HINTS } from "./operators/index.ts";
import { typeRule } from "./tensors.ts";

export interface ImportOptions {
  /** What messages and the graph call the file. */
  readonly name: string;
  /** Sizes of inputs that the file leaves open, by the input's name; "" is the only input. */
  readonly shapes?: Readonly<Record<string, readonly number[]>> | undefined;
}

/** More than this says nothing new, and hostile files could have millions. */
const MAX_DIAGNOSTICS = 200;
const DAMAGED = "The file is damaged or is not a TFLite model; fetch or convert it again";

/** Reads a TFLite model (schema version 3). Throws ImportError with every problem of the file. */
export function importTflite(bytes: Uint8Array, options: ImportOptions): Graph {
  const importer = new TfliteImporter();
  const graph = importer.run(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), options);
  if (graph === undefined || importer.diagnostics.length > 0) throw new ImportError(options.name, importer.diagnostics);
  return graph;
}

class TfliteImporter {
  readonly diagnostics: Diagnostic[] = [];

  run(bytes: Uint8Array, { name, shapes = {} }: ImportOptions): Graph | undefined {
    const file = this.#attempt("file", () => new FileModel(bytes));
    if (file === undefined) return undefined;
    if (file.subgraphs > 1) {
      this.diagnostics.push({
        where: "model",
        what: `has ${file.subgraphs} subgraphs`,
        hint: "Only the first could be run; convert a single function without control flow",
      });
    }
    const builder = new GraphBuilder(file);
    const inputs = this.#inputs(builder, new Map(Object.entries(shapes)));
    for (let i = 0; i < file.operators && this.diagnostics.length < MAX_DIAGNOSTICS; i++) this.#node(builder, i);
    const outputs = this.#outputs(builder);
    if (this.diagnostics.length > 0) return undefined;
    return builder.finish({ name, inputs, outputs, ...readMetadata(file) });
  }

  /** Runs `action`; its problems become diagnostics at `where`, with `context` appended. */
  #attempt<T>(where: string, action: () => T, context: () => string = () => ""): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error instanceof Problem) {
        this.diagnostics.push({ where, what: error.message + context(), hint: error.hint });
      } else if (error instanceof FlatbufferError) {
        const place = error.where === where ? "" : `${error.where} `;
        this.diagnostics.push({ where, what: place + error.what, hint: DAMAGED });
      } else if (!(error instanceof AlreadyReported)) {
        throw error;
      }
      return undefined;
    }
  }

  #inputs(builder: GraphBuilder, chosen: ReadonlyMap<string, readonly number[]>): GraphPort[] {
    this.#checkNames(builder, chosen);
    return this.#ports("input", builder, builder.file.inputs, (index) => {
      const tensor = builder.fileTensor(index);
      const shape = chooseShape(tensor, chosen.get(tensor.name) ?? chosen.get(""));
      const rule = typeRule(tensor);
      ensure(
        rule.port !== undefined,
        () => `${describeFileTensor(tensor)} has an element type that inputs cannot have`,
        "Convert the model with float32, int8 or uint8 inputs",
      );
      return { id: builder.defineInput(index, shape), name: tensor.name, dtype: rule.port };
    });
  }

  /** Shapes are chosen for inputs that exist. */
  #checkNames(builder: GraphBuilder, chosen: ReadonlyMap<string, unknown>): void {
    const names = builder.file.inputs.map((index) => this.#attempt("input", () => builder.fileTensor(index).name));
    for (const name of chosen.keys()) {
      if (name === "" ? names.length === 1 : names.includes(name)) continue;
      const inputs = enumerate(names.map((known) => quote(known ?? ""))) || "none";
      this.diagnostics.push({
        where: "options",
        what: name === "" ? `a shape names none of ${names.length} inputs` : `there is no input ${quote(name)}`,
        hint: `The inputs are ${inputs}`,
      });
    }
  }

  #outputs(builder: GraphBuilder): GraphPort[] {
    return this.#ports("output", builder, builder.file.outputs, (index) => {
      const tensor = builder.fileTensor(index);
      const id = builder.read(index);
      const { port } = typeRule(tensor);
      ensure(
        port !== undefined,
        () => `${describeFileTensor(tensor)} has an element type that outputs cannot have`,
        "Convert the model with float32, int8 or uint8 outputs",
      );
      return { id, name: tensor.name, dtype: port };
    });
  }

  #ports(
    side: "input" | "output",
    builder: GraphBuilder,
    indices: readonly number[],
    make: (index: number) => { id: TensorId; name: string; dtype: GraphPort["dtype"] },
  ): GraphPort[] {
    if (indices.length === 0 && side === "output")
      this.diagnostics.push({ where: "model", what: "has no outputs", hint: "Convert a model with outputs" });
    const names = new Set<string>();
    const ports: GraphPort[] = [];
    for (const [i, index] of indices.entries()) {
      if (this.diagnostics.length >= MAX_DIAGNOSTICS) break;
      const port = this.#attempt(`${side} ${i}`, () => make(index));
      if (port === undefined) {
        builder.markBroken(index);
        continue;
      }
      const name = unique(port.name || `${side}_${i}`, names);
      ports.push({ tensor: port.id, name, dtype: port.dtype });
    }
    return ports;
  }

  #node(builder: GraphBuilder, index: number): void {
    const operator = this.#attempt(`#${index}`, () => builder.file.operator(index));
    if (operator === undefined) return;
    const origin = originOf(builder, operator);
    const done = this.#attempt(
      origin,
      () => {
        const importer = IMPORTERS.get(operator.kind);
        ensure(
          importer !== undefined,
          () => `the operator ${operatorTitle(operator)} is not supported`,
          OPERATOR_HINTS.get(operator.kind) ?? DEFAULT_HINT,
        );
        importer.run(new NodeContext(builder, operator, origin, importer.makes));
        return true;
      },
      () => describeTensors(builder, operator),
    );
    if (done === undefined) for (const output of operator.outputs) builder.assume(output);
  }
}

/** Sizes that the file leaves open are those chosen; without a choice the batch is 1, others cannot be guessed. */
function chooseShape(tensor: FileTensor, chosen: readonly number[] | undefined): readonly number[] {
  if (chosen === undefined) return tensor.shape.map((dim, i) => (i === 0 && dim < 0 ? 1 : dim));
  const isOpen = (i: number) => (tensor.signature[i] ?? tensor.shape[i]) < 0;
  ensure(
    chosen.length === tensor.shape.length && chosen.every((dim, i) => dim === tensor.shape[i] || isOpen(i)),
    () => `${describeFileTensor(tensor)} cannot have the shape [${chosen}]`,
    "Only sizes that the file leaves open can be chosen",
  );
  return chosen;
}

function operatorTitle({ kind, customCode }: FileOperator): string {
  return kind === CUSTOM ? `CUSTOM ${quote(customCode)}` : kind;
}

/** `#12 CONV_2D "block3/expand"`: the operator by its place, kind and first output. */
function originOf(builder: GraphBuilder, operator: FileOperator): string {
  const title = `#${operator.index} ${operatorTitle(operator)}`;
  try {
    return `${title} ${quote(builder.fileTensor(operator.outputs[0] ?? -1).name)}`;
  } catch {
    return title;
  }
}

/** ` (inputs "x" int8[1,8,8,3], -; outputs "y" int8[1,4,4,8])`. */
function describeTensors(builder: GraphBuilder, { inputs, outputs }: FileOperator): string {
  const describe = (index: number) => {
    if (index === -1) return "-";
    try {
      return describeFileTensor(builder.fileTensor(index));
    } catch {
      return `tensor ${index}`;
    }
  };
  const list = (indices: readonly number[]) => enumerate(indices.slice(0, 9).map(describe), 8);
  return ` (inputs ${list(inputs) || "none"}; outputs ${list(outputs) || "none"})`;
}

function unique(name: string, names: Set<string>): string {
  let candidate = name;
  for (let i = 1; names.has(candidate); i++) candidate = `${name}_${i}`;
  names.add(candidate);
  return candidate;
}
