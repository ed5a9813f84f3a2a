// TFLite metadata: a flatbuffer of its own in a buffer of the model, and files in a zip archive behind the model.
// Source: tensorflow_lite_support/metadata/metadata_schema.fbs. It only adds comfort, so anything unreadable is left out.

import { unzipSync } from "fflate";
import type { Graph, SourcePreprocessing } from "../../graph/graph.ts";
import { FlatbufferError, type FlatTable, fileIdentifier, readRoot } from "./flatbuffer.ts";
import type { FileModel } from "./model.ts";

const ENTRY = "TFLITE_METADATA";
const IDENTIFIER = "M001";
const MODEL_METADATA = { subgraphs: 3 } as const;
const SUBGRAPH_METADATA = { inputs: 2, outputs: 3 } as const;
const TENSOR_METADATA = { content: 3, processUnits: 4, associatedFiles: 6 } as const;
const CONTENT = { propertiesType: 0, properties: 1 } as const;
const IMAGE_PROPERTIES = { type: 2, colorSpace: 0 } as const;
const COLORS = [undefined, "rgb", "gray"] as const;
const PROCESS_UNIT = { optionsType: 0, options: 1 } as const;
const NORMALIZATION = { type: 1, mean: 0, std: 1 } as const;
const ASSOCIATED_FILE = { name: 0, type: 2, locale: 3 } as const;
const TENSOR_AXIS_LABELS = 2;

/** Larger than any list of labels. */
const MAX_LABEL_BYTES = 2 ** 22;
const END_OF_CENTRAL_DIRECTORY = 22;
const MAX_ZIP_COMMENT = 65535;
const MAX_ZIP_ENTRIES = 1000;

/** Labels and normalisation, as far as the file has them. */
export function readMetadata(file: FileModel): Pick<Graph, "labels" | "preprocessing"> {
  try {
    const bytes = file.metadata(ENTRY);
    if (bytes === undefined || fileIdentifier(bytes) !== IDENTIFIER) return {};
    const subgraphs = readRoot(bytes, "metadata").tables(MODEL_METADATA.subgraphs, "subgraph_metadata");
    if (subgraphs.length === 0) return {};
    const inputs = subgraphs.at(0).tables(SUBGRAPH_METADATA.inputs, "input_tensor_metadata");
    const outputs = subgraphs.at(0).tables(SUBGRAPH_METADATA.outputs, "output_tensor_metadata");
    return {
      preprocessing: inputs.length > 0 ? readPreprocessing(inputs.at(0)) : undefined,
      labels: outputs.length > 0 ? readLabels(outputs.at(0), file.bytes) : undefined,
    };
  } catch (error) {
    if (error instanceof FlatbufferError) return {};
    throw error;
  }
}

function readPreprocessing(tensor: FlatTable): SourcePreprocessing | undefined {
  const content = tensor.table(TENSOR_METADATA.content, "content");
  const isImage = content?.u8(CONTENT.propertiesType) === IMAGE_PROPERTIES.type;
  const image = isImage ? content?.table(CONTENT.properties, "image_properties") : undefined;
  if (image === undefined) return undefined;
  const color = COLORS[image.i8(IMAGE_PROPERTIES.colorSpace)];
  const units = tensor.tables(TENSOR_METADATA.processUnits, "process_units");
  for (let i = 0; i < units.length; i++) {
    const unit = units.at(i);
    if (unit.u8(PROCESS_UNIT.optionsType) !== NORMALIZATION.type) continue;
    const options = unit.table(PROCESS_UNIT.options, "options");
    const mean = options?.f32s(NORMALIZATION.mean, "mean") ?? [];
    const std = options?.f32s(NORMALIZATION.std, "std") ?? [];
    const isUsable = (values: readonly number[]) =>
      (values.length === 1 || values.length === 3) && values.every(Number.isFinite);
    if (isUsable(mean) && isUsable(std) && std.every((s) => s !== 0)) return { mean, std, color };
  }
  return { color };
}

function readLabels(tensor: FlatTable, bytes: Uint8Array): string[] | undefined {
  const files = tensor.tables(TENSOR_METADATA.associatedFiles, "associated_files");
  const candidates = files
    .map((file) => ({
      name: file.string(ASSOCIATED_FILE.name, "name"),
      type: file.i8(ASSOCIATED_FILE.type),
      locale: file.string(ASSOCIATED_FILE.locale, "locale"),
    }))
    .filter(({ type }) => type === TENSOR_AXIS_LABELS);
  const chosen = candidates.find(({ locale }) => locale === "") ?? candidates[0];
  if (chosen === undefined) return undefined;
  const content = unzipOne(bytes, chosen.name);
  if (content === undefined) return undefined;
  const lines = new TextDecoder().decode(content).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.length > 0 ? lines : undefined;
}

/** One small file of the zip archive at the end of `bytes`. */
function unzipOne(bytes: Uint8Array, name: string): Uint8Array | undefined {
  if (!endsInSmallArchive(bytes)) return undefined;
  try {
    const filter = (entry: { name: string; originalSize: number }) =>
      entry.name === name && entry.originalSize <= MAX_LABEL_BYTES;
    return unzipSync(bytes, { filter })[name];
  } catch {
    // fflate throws plain errors (and range errors) for anything wrong with an archive.
    return undefined;
  }
}

/** The end-of-central-directory record exists and lists few entries: unzipSync believes whatever count stands there. */
function endsInSmallArchive(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = bytes.length - END_OF_CENTRAL_DIRECTORY;
  for (let at = last; at >= 0 && at >= last - MAX_ZIP_COMMENT; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const entries = view.getUint16(at + 8, true);
    const isZip64 = at >= 20 && view.getUint32(at - 20, true) === 0x07064b50;
    return entries <= MAX_ZIP_ENTRIES && !isZip64;
  }
  return false;
}
