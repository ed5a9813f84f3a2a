// A TensorFlow.js model.json as source: its weights, and the names of classes, are files beside it.

import type { Graph } from "../../graph/graph.ts";
import { ImportError } from "../diagnostics.ts";
import { parseLabels } from "../labels.ts";
import { importTfjs, type TfjsFiles, tfjsWeightPaths } from "../tfjs/import.ts";
import { type ImportedModel, modelName, refuseOnnxOptions, type SourceFile } from "./source.ts";

export async function importTfjsSource(bytes: Uint8Array, file: SourceFile): Promise<ImportedModel> {
  const name = modelName(file.name);
  const sibling = async (path: string) => file.sibling?.(path);
  const model = decode(bytes, name, "model.json");
  const weights = new Map<string, Uint8Array>();
  for (const path of tfjsWeightPaths(model, name)) {
    const content = await sibling(path);
    if (content !== undefined) weights.set(path, content);
  }
  const metadata = await sibling("metadata.json");
  const files = { model, weights, metadata: metadata && decode(metadata, name, "metadata.json") };
  return importTfjsFiles(files, { ...file, name }, await sibling("labels.txt"));
}

/** `labels` is a list of class names, one a line. */
export function importTfjsFiles(files: TfjsFiles, file: SourceFile, labels: Uint8Array | undefined): ImportedModel {
  refuseOnnxOptions(file, "TensorFlow.js");
  const notes: string[] = [];
  const graph = importTfjs(files, { name: file.name, shapes: file.shapes, onNote: (note) => notes.push(note) });
  return { graph: withLabels(graph, labels), format: "TensorFlow.js", notes };
}

/** Throws ImportError where the bytes are not UTF-8. */
function decode(bytes: Uint8Array, name: string, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ImportError(name, [{ where, what: "is not text in UTF-8", hint: "The file is damaged; fetch it again" }]);
  }
}

/** A list of names beside the model counts where the model has none and one for each class is there. */
export function withLabels(graph: Graph, list: Uint8Array | undefined): Graph {
  if (graph.labels !== undefined || list === undefined) return graph;
  const labels = parseLabels(new TextDecoder().decode(list));
  const { shape } = graph.tensors[graph.outputs[0].tensor];
  const classes = shape.reduce((product, dim) => product * dim, 1);
  return labels.length === classes || labels.length + 1 === classes ? { ...graph, labels } : graph;
}
