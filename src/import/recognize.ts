// What a file is, by its first bytes: the formats that can be imported, and those that must be exported first, with how.

/** "zip" is an archive with a model of another format inside. */
export type ModelFormat = "wren" | "tflite" | "onnx" | "tfjs" | "zip";

export const KNOWN_FORMATS =
  "known are .wren, TFLite (.tflite), ONNX (.onnx), TensorFlow.js (model.json with its weights) and Teachable Machine's .zip";

/** The file is of no format that can be imported; the message says what it seems to be and what to do. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

/**
 * The format of a file by its content; where that says nothing, a damaged file is what its name says, so that its importer
 * can tell what is wrong. Throws FormatError.
 */
export function recognizeFormat(bytes: Uint8Array, name: string): ModelFormat {
  const format = formatOf(bytes);
  if (format !== undefined) return format;
  const stranger = STRANGERS.find(({ matches }) => matches(bytes));
  if (stranger !== undefined) throw new FormatError(`${name} is ${stranger.what}: ${stranger.remedy}`);
  const named = EXTENSIONS.find(([extension]) => name.toLowerCase().endsWith(extension));
  if (named !== undefined) return named[1];
  throw new FormatError(`${name} ${bytes.length === 0 ? "is empty" : "is no model"}: ${KNOWN_FORMATS}`);
}

const EXTENSIONS: readonly (readonly [string, ModelFormat])[] = [
  [".wren", "wren"],
  [".tflite", "tflite"],
  [".onnx", "onnx"],
];

function formatOf(bytes: Uint8Array): ModelFormat | undefined {
  if (textAt(bytes, 0, 4) === "WREN") return "wren";
  if (textAt(bytes, 4, 4) === "TFL3") return "tflite";
  if (isZip(bytes)) return "zip";
  if (isJsonObject(bytes)) return "tfjs";
  return isOnnx(bytes) ? "onnx" : undefined;
}

interface Stranger {
  readonly what: string;
  readonly remedy: string;
  matches(bytes: Uint8Array): boolean;
}

const EXPORT_PYTORCH = "export it with torch.onnx.export(model, example, 'model.onnx') and give the .onnx file";
const EXPORT_KERAS =
  "export it with tf.lite.TFLiteConverter.from_keras_model(model).convert() or with the tensorflowjs_converter";
const EXPORT_TENSORFLOW =
  "convert the SavedModel it belongs to with tf.lite.TFLiteConverter.from_saved_model(folder) or the tensorflowjs_converter";

/** Files that people take for models that can be imported. */
const STRANGERS: readonly Stranger[] = [
  {
    what: "a Keras or other HDF5 file",
    remedy: EXPORT_KERAS,
    matches: (bytes) => textAt(bytes, 0, 8) === "\x89HDF\r\n\x1a\n",
  },
  { what: "a pickled PyTorch file", remedy: EXPORT_PYTORCH, matches: isPickle },
  {
    what: "a safetensors file, which holds weights without a network",
    remedy: "load it into its PyTorch model, then export that with torch.onnx.export",
    matches: isSafetensors,
  },
  {
    what: "a GGUF file, a language model",
    remedy: "networks for images can be taken from ONNX, TFLite or TensorFlow.js",
    matches: (bytes) => textAt(bytes, 0, 4) === "GGUF",
  },
  {
    what: "a model in ONNX Runtime's own format",
    remedy: "give the .onnx file it was made from",
    matches: (bytes) => textAt(bytes, 4, 4) === "ORTM",
  },
  { what: "a Core ML model", remedy: "export the original to ONNX or TFLite", matches: isCoreMl },
  { what: "a TensorFlow SavedModel or frozen graph", remedy: EXPORT_TENSORFLOW, matches: isTensorFlow },
  { what: "a NumPy array", remedy: "give the model, and arrays with --input", matches: isNumPy },
  {
    what: "an HTML page",
    remedy: "the download failed; fetch the model itself",
    matches: (bytes) => /^\s*<(!doctype|html)/i.test(textAt(bytes, 0, 256)),
  },
];

/** What is inside a zip archive that is no model: by the names of its files. */
export function describeArchive(names: readonly string[]): string | undefined {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/(^|\/)data\.pkl$/)) return `a PyTorch file: ${EXPORT_PYTORCH}`;
  if (has(/(^|\/)model\.weights\.h5$/)) return `a .keras file: ${EXPORT_KERAS}`;
  if (has(/(^|\/)saved_model\.pb$/)) return `a TensorFlow SavedModel: ${EXPORT_TENSORFLOW}`;
  if (has(/\.npy$/)) return "an archive of NumPy arrays: give the model";
  return undefined;
}

/** Bytes as characters of one byte each. */
function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}

/** A local file header, or the record that ends an empty archive. */
function isZip(bytes: Uint8Array): boolean {
  const start = textAt(bytes, 0, 4);
  return start === "PK\x03\x04" || start === "PK\x05\x06";
}

/** After a byte order mark and white space. */
function isJsonObject(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?[\t\n\r ]*\{[\t\n\r ]*["}]/.test(textAt(bytes, 0, 1024));
}

/** Protocol 2 and later begin so; PyTorch's old files too. */
function isPickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
}

/** The length of a JSON object, 64 bits, then the object. */
function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[8] === 0x7b && bytes[9] === 0x22 && bytes.length > 10 && textAt(bytes, 5, 3) === "\0\0\0";
}

function isNumPy(bytes: Uint8Array): boolean {
  return textAt(bytes, 0, 6) === "\x93NUMPY";
}

/** Field numbers and wire types of a protobuf message at its outermost level; undefined where the bytes are none. */
function protobufFields(bytes: Uint8Array): [field: number, wire: number][] | undefined {
  const fields: [number, number][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++] ?? Number.NaN;
      value += (byte & 127) * 2 ** (7 * i);
      if (!(byte & 128)) return Number.isNaN(byte) ? Number.NaN : value;
    }
    return Number.NaN;
  };
  while (at < bytes.length && fields.length < MAX_FIELDS) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (!(field >= 1)) return undefined;
    const size = wire === 1 ? 8 : wire === 5 ? 4 : wire === 0 || wire === 2 ? varint() : Number.NaN;
    if (wire !== 0) at += size;
    if (!(at <= bytes.length)) return undefined;
    fields.push([field, wire]);
  }
  return fields;
}

/** Enough to know a message by; frozen graphs have a field for each of thousands of nodes. */
const MAX_FIELDS = 100;
const VARINT = 0;
const BYTES = 2;

/** onnx.ModelProto: 1 ir_version, 2 to 4 producer, 5 model_version, 6 doc, 7 graph, 8 opset_import, 14 to 26 others. */
function isOnnx(bytes: Uint8Array): boolean {
  const fields = protobufFields(bytes) ?? [];
  const integers = [1, 5];
  const messages = [2, 3, 4, 6, 7, 8, 14, 20, 25, 26];
  const isKnown = fields.every(([field, wire]) => (wire === VARINT ? integers : messages).includes(field));
  return isKnown && fields.some(([field]) => field === 7);
}

/** CoreML.Specification.Model: 1 version, 2 description, from 200 on the kind of model. */
function isCoreMl(bytes: Uint8Array): boolean {
  const fields = protobufFields(bytes) ?? [];
  return fields[0]?.[0] === 1 && fields[0][1] === VARINT && fields.some(([field]) => field >= 200 && field < 4000);
}

/** tensorflow.SavedModel: 1 version, 2 graphs. tensorflow.GraphDef: 1 nodes, 2 library, 3 and 4 versions. */
function isTensorFlow(bytes: Uint8Array): boolean {
  const fields = protobufFields(bytes) ?? [];
  const isSaved = fields.length > 1 && fields.every(([field, wire]) => wire === (field === 1 ? VARINT : BYTES));
  const isFrozen = fields.length > 0 && fields.every(([field, wire]) => field === 3 || (field <= 4 && wire === BYTES));
  return (isSaved && fields.every(([field]) => field <= 2)) || isFrozen;
}
