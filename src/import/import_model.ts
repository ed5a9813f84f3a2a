// The one way in for every source format: the file says itself what it is, and the importer of its format makes the graph.

import { enumerate, quote } from "./diagnostics.ts";
import { describeArchive, FormatError, KNOWN_FORMATS, recognizeFormat } from "./recognize.ts";
import { importOnnxSource } from "./sources/onnx.ts";
import { type ImportedModel, modelName, type SourceFile } from "./sources/source.ts";
import { importTfjsFiles, importTfjsSource, withLabels } from "./sources/tfjs.ts";
import { importTfliteSource } from "./sources/tflite.ts";
import { findTfjs } from "./tfjs/files.ts";
import { readZip } from "./zip.ts";

const IMPORT = {
  tflite: importTfliteSource,
  onnx: importOnnxSource,
  tfjs: importTfjsSource,
};

/**
 * Reads a TFLite, ONNX or TensorFlow.js model, or a zip archive that holds one. Throws FormatError where it is none, and
 * ImportError with every problem of the file.
 */
export async function importModel(bytes: Uint8Array, file: SourceFile): Promise<ImportedModel> {
  return recognizeFormat(bytes, file.name) === "zip" ? importArchive(bytes, file) : importFile(bytes, file);
}

async function importFile(bytes: Uint8Array, file: SourceFile): Promise<ImportedModel> {
  const format = recognizeFormat(bytes, file.name);
  if (format === "wren") throw new FormatError(`${file.name} is compiled already: give the model it was made from`);
  if (format === "zip") throw new FormatError(`${file.name} is an archive in an archive: unpack it`);
  return IMPORT[format](bytes, file);
}

/** The archive is the model's folder: Teachable Machine's exports are such. */
async function importArchive(bytes: Uint8Array, file: SourceFile): Promise<ImportedModel> {
  const name = modelName(file.name);
  const files = readZip(bytes, { name });
  const paths = [...files.keys()];
  const others = paths.filter((path) => /\.(tflite|onnx)$/i.test(path));
  const tfjs = findTfjs(files);
  const labels = files.get(paths.find((path) => /(^|\/)labels\.txt$/.test(path)) ?? "");
  if (tfjs !== undefined && others.length === 0) return importTfjsFiles(tfjs, { ...file, name }, labels);
  if (tfjs === undefined && others.length === 1) {
    const [path] = others;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const imported = await importFile(files.get(path)!, {
      ...file,
      name: name + path.slice(path.lastIndexOf(".")),
      sibling: (relative) => files.get(folder + relative),
    });
    return { ...imported, graph: withLabels(imported.graph, labels) };
  }
  const models = [...others, ...(tfjs === undefined ? [] : ["model.json"])];
  const what =
    models.length > 0
      ? `an archive of ${models.length} models, ${enumerate(models.map(quote))}: unpack it and give one of them`
      : (describeArchive(paths) ?? `an archive without a model: ${KNOWN_FORMATS}`);
  throw new FormatError(`${file.name} is ${what}`);
}
