// .onnx -> Graph. Walks the graph's nodes in order; every problem is collected, and thrown together.
// Source: https://github.com/onnx/onnx/blob/main/docs/IR.md

import type { Graph, GraphPort } from "../../graph/graph.ts";
import { Assembler } from "../assembler.ts";
import { ensure, enumerate, ImportError, quote } from "../diagnostics.ts";
import { dimensionsOf, elementType, type InputChoices, InputReader, trueInputs } from "./inputs.ts";
import type { OnnxValue } from "./node.ts";
import { Reporter } from "./reporter.ts";
import { type Frame, opsetsOf, Runner } from "./runner.ts";
import { type GraphProto, MODEL, type ModelProto, type ValueInfoProto } from "./schema.ts";
import { Scope } from "./scope.ts";
import type { ExternalData } from "./tensor.ts";
import { graphType, TYPES } from "./types.ts";

export interface OnnxOptions extends InputChoices {
  /** What messages and the graph call the file. */
  readonly name: string;
  /** Files beside the model that hold its tensors. */
  readonly externalData?: ExternalData | undefined;
  /** Of all constants together; default in proportion to the file. */
  readonly maxConstantBytes?: number | undefined;
}

/** Versions of ai.onnx's operator set that the importer knows. */
const OPSETS = { first: 1, last: 23 } as const;

/** Constants may be computed from small ones, but not so often that a small file fills the memory. */
const CONSTANT_BYTES_PER_FILE_BYTE = 16;
const SPARE_CONSTANT_BYTES = 2 ** 24;
/** Arithmetic on constants at import: at most so many elements for each byte of the file, and some more. */
const FOLDED_PER_FILE_BYTE = 4;
const SPARE_FOLDED = 2 ** 20;

/** Reads an ONNX model (ai.onnx operator sets 1 to 23). Throws ImportError with every problem of the file. */
export function importOnnx(bytes: Uint8Array, options: OnnxOptions): Graph {
  const reporter = new Reporter();
  const graph = new OnnxImporter(reporter, options).run(plainBytes(bytes));
  if (graph === undefined || reporter.diagnostics.length > 0) throw new ImportError(options.name, reporter.diagnostics);
  return graph;
}

/** Without the ways of Node's Buffer. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

class OnnxImporter {
  readonly #reporter: Reporter;
  readonly #options: OnnxOptions;

  constructor(reporter: Reporter, options: OnnxOptions) {
    this.#reporter = reporter;
    this.#options = options;
  }

  run(bytes: Uint8Array): Graph | undefined {
    const reporter = this.#reporter;
    const model = reporter.attempt("file", () => MODEL.decode(bytes));
    const file = model && reporter.attempt("model", () => checked(model));
    if (model === undefined || file === undefined) return undefined;
    const assembler = new Assembler(limitsOf(bytes.length, this.#options.maxConstantBytes));
    const scope = new Scope(
      assembler,
      this.#options.externalData,
      file.node.flatMap(({ output }) => output),
    );
    for (const tensor of file.initializer) scope.defineInitializer(tensor.name, tensor);
    const inputs = this.#inputs(file, assembler, scope);
    const frame: Frame = {
      ...{ scope, opsets: opsetsOf(model.opsetImport), bindings: new Map(), prefix: "", depth: 0 },
      assume: assumption(assembler, file),
    };
    new Runner(assembler, reporter, model.functions, this.#options.externalData).run(file.node, frame);
    const outputs = this.#outputs(file, scope);
    if (reporter.diagnostics.length > 0) return undefined;
    return assembler.finish({ name: this.#options.name, inputs, outputs });
  }

  #inputs(file: GraphProto, assembler: Assembler, scope: Scope): GraphPort[] {
    const infos = trueInputs(file);
    this.#checkChoices(infos);
    const reader = new InputReader(assembler, this.#options, infos);
    const ports: GraphPort[] = [];
    for (const [i, info] of infos.entries()) {
      if (this.#reporter.isFull) break;
      const read = this.#reporter.attempt(`input ${i}`, () => {
        const result = reader.read(info);
        scope.define(info.name, result.value);
        return result;
      });
      if (read === undefined) scope.markBroken(info.name);
      else if (read.port !== undefined) ports.push(read.port);
    }
    return ports;
  }

  /** Names in the options that no input has. */
  #checkChoices(infos: readonly ValueInfoProto[]): void {
    const names = infos.map(({ name }) => name);
    for (const chosen of [this.#options.shapes ?? {}, this.#options.values ?? {}].flatMap(Object.keys)) {
      this.#reporter.attempt("options", () =>
        ensure(
          names.includes(chosen),
          () => `there is no input ${quote(chosen)}`,
          `The inputs are ${enumerate(names.map(quote)) || "none"}`,
        ),
      );
    }
  }

  #outputs(file: GraphProto, scope: Scope): GraphPort[] {
    const ports: GraphPort[] = [];
    for (const [i, info] of file.output.entries()) {
      if (this.#reporter.isFull) break;
      const port = this.#reporter.attempt(`output ${i}`, () => {
        elementType(info);
        ensure(
          !ports.some(({ name }) => name === info.name),
          () => `the output ${quote(info.name)} is listed twice`,
          "List every output once",
        );
        const { id, type } = scope.read(info.name);
        const what = () => `the output ${quote(info.name)}`;
        ensure(id >= 0, () => `${what()} has no elements`, "Tensors without elements are not supported");
        return { tensor: id, name: info.name, dtype: graphType(type, what).port };
      });
      if (port !== undefined) ports.push(port);
    }
    return ports;
  }
}

/** The graph of a model that is one. Throws Problem. */
function checked({ graph, opsetImport }: ModelProto): GraphProto {
  ensure(
    graph !== undefined && graph.output.length > 0,
    () => (graph === undefined ? "has no graph" : "has no outputs"),
    "The file is damaged or is not an ONNX model; fetch or export it again",
  );
  const version = opsetsOf(opsetImport).get("");
  ensure(
    version !== undefined && version >= OPSETS.first && version <= OPSETS.last,
    () => `is of version ${version ?? "none"} of the operator set ai.onnx`,
    `Supported are ${OPSETS.first} to ${OPSETS.last}; export with another opset_version, or use onnx.version_converter`,
  );
  return graph;
}

function limitsOf(fileBytes: number, maxConstantBytes: number | undefined) {
  const constantBytes = maxConstantBytes ?? SPARE_CONSTANT_BYTES + CONSTANT_BYTES_PER_FILE_BYTE * fileBytes;
  const folded = SPARE_FOLDED + FOLDED_PER_FILE_BYTE * fileBytes;
  return {
    constantBytes,
    constantHint: "A small file makes too much of its constants; simplify the model",
    ...{ foldedElements: folded, foldedInTotal: folded },
    keepDequantize: true,
  };
}

/** Values as the file states them, for nodes behind one with a problem. */
function assumption(assembler: Assembler, file: GraphProto): (name: string) => OnnxValue | undefined {
  const infos = new Map([...file.valueInfo, ...file.output].map((info) => [info.name, info]));
  return (name) => {
    const info = infos.get(name);
    const shape = dimensionsOf(info?.type);
    const type = Object.entries(TYPES).find(([, { code }]) => code === info?.type?.tensorType?.elemType)?.[0];
    if (shape === undefined || type === undefined || !shape.every((dim) => typeof dim === "number" && dim >= 1)) {
      return undefined;
    }
    const value = type as OnnxValue["type"];
    try {
      const { dtype, quantization } = graphType(value, () => name);
      return { id: assembler.add({ name, dtype, shape: shape as number[], quantization }), type: value };
    } catch {
      return undefined;
    }
  };
}
