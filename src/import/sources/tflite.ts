// A TFLite file as source: it holds everything itself.

import { importTflite } from "../tflite/import.ts";
import { type ImportedModel, modelName, refuseOnnxOptions, type SourceFile } from "./source.ts";

export function importTfliteSource(bytes: Uint8Array, file: SourceFile): ImportedModel {
  refuseOnnxOptions(file, "TFLite");
  const graph = importTflite(bytes, { name: modelName(file.name), shapes: file.shapes });
  return { graph, format: "TFLite", notes: [] };
}
