// TensorFlow.js model -> Graph. model.json holds the topology, a Keras model ("layers-model") or a TensorFlow graph
// ("graph-model"), and the manifest of the weight files. Every problem is collected, and thrown together.

import type { Graph, GraphPort } from "../../graph/graph.ts";
import { Assembler } from "../assembler.ts";
import { ensure, enumerate, ImportError, quote } from "../diagnostics.ts";
import { importGraph, signatureOf } from "./graph/import.ts";
import { Fields, parseJson } from "./json.ts";
import { importLayers } from "./layers/import.ts";
import { type Metadata, readMetadata } from "./metadata.ts";
import type { ImportContext } from "./ports.ts";
import { Report } from "./report.ts";
import { manifestPaths, readWeights, type WeightFiles } from "./weights.ts";

export interface TfjsFiles {
  /** The text of model.json. */
  readonly model: string;
  /** The weight files by the paths of its manifest. */
  readonly weights: WeightFiles;
  /** The text of metadata.json, which some tools put beside it. */
  readonly metadata?: string | undefined;
}

export interface TfjsOptions {
  /** What messages and the graph call the model. */
  readonly name: string;
  /** Shapes of inputs, by name, for what the file leaves open; "" is the only input. */
  readonly shapes?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Called with what was assumed, a sentence each. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** Computed at import, if all inputs are constants and nothing is larger: chains of shapes, not weights. */
const MAX_FOLDED = 4096;
/** Weights may be stored as bytes, be used in two layouts, or make others, but a small file must not fill the memory. */
const CONSTANT_BYTES_PER_FILE_BYTE = 16;
const SPARE_CONSTANT_BYTES = 2 ** 26;

/** Paths of the weight files that a model.json needs, relative to it. Throws ImportError. */
export function tfjsWeightPaths(model: string, name = "model.json"): string[] {
  const report = new Report();
  const paths = report.attempt("model.json", () => manifestPaths(readFile(model).optionalList("weightsManifest")));
  if (paths === undefined) throw new ImportError(name, report.diagnostics);
  return [...new Set(paths)];
}

/** Reads a TensorFlow.js model. Throws ImportError with every problem of it. */
export function importTfjs(files: TfjsFiles, options: TfjsOptions): Graph {
  const report = new Report();
  const graph = report.attempt("model.json", () => readGraph(files, options, report));
  if (graph === undefined || report.diagnostics.length > 0) throw new ImportError(options.name, report.diagnostics);
  return graph;
}

function readFile(text: string): Fields {
  return new Fields("model.json", parseJson(text));
}

function readGraph(
  files: TfjsFiles,
  { name, shapes = {}, onNote = () => {} }: TfjsOptions,
  report: Report,
): Graph | undefined {
  const file = readFile(files.model);
  const topology = topologyOf(file);
  const sizes = new Map<string, number>();
  const weights = readWeights(file.optionalList("weightsManifest"), sizedBy(files.weights, sizes), report);
  const fileBytes = [...sizes.values()].reduce((sum, size) => sum + size, files.model.length);
  const assembler = new Assembler({
    constantBytes: SPARE_CONSTANT_BYTES + CONSTANT_BYTES_PER_FILE_BYTE * fileBytes,
    constantHint: "The file is damaged",
    foldedElements: MAX_FOLDED,
    keepDequantize: false,
  });
  const { imageSize, ...metadata } = metadataOf(files, report);
  const context: ImportContext = { assembler, weights, report, shapes, imageSize, onNote };
  const isGraph = topology.has("node") || file.get("format") === "graph-model";
  const { inputs, outputs } = isGraph
    ? importGraph(topology, signatureOf(file), context)
    : importLayers(topology, context);
  checkNames(Object.keys(shapes), inputs, report);
  if (report.diagnostics.length > 0) return undefined;
  // A photo cut to a square is resized to the input itself, without a margin.
  const side = inputs.length === 1 ? assembler.tensors[inputs[0].tensor].shape[1] : undefined;
  const preprocessing = metadata.preprocessing && { ...metadata.preprocessing, resizeTo: side };
  return assembler.finish({ name, inputs, outputs, labels: metadata.labels, preprocessing });
}

/** Shapes are given for inputs that exist. */
function checkNames(names: readonly string[], inputs: readonly GraphPort[], report: Report): void {
  for (const name of names) {
    if (name === "" ? inputs.length === 1 : inputs.some((port) => port.name === name)) continue;
    const what = name === "" ? `a shape names none of ${inputs.length} inputs` : `there is no input ${quote(name)}`;
    report.add("options", what, `The inputs are ${enumerate(inputs.map((port) => quote(port.name))) || "none"}`);
  }
}

/** `modelTopology`; a Keras model's own JSON, without weights, is one itself. */
function topologyOf(file: Fields): Fields {
  if (file.has("modelTopology")) return file.object("modelTopology");
  ensure(
    file.has("model_config") || file.has("class_name") || file.has("node"),
    () => "has no modelTopology",
    "Take the model.json of a TensorFlow.js export",
  );
  return file;
}

/** The same files; the sizes of those that are read are noted. */
function sizedBy(files: WeightFiles, sizes: Map<string, number>): WeightFiles {
  return (path) => {
    const bytes = typeof files === "function" ? files(path) : files.get(path);
    if (bytes !== undefined) sizes.set(path, bytes.length);
    return bytes;
  };
}

function metadataOf({ metadata }: TfjsFiles, report: Report): Metadata {
  if (metadata === undefined) return {};
  return report.attempt("metadata.json", () => readMetadata(metadata)) ?? {};
}
