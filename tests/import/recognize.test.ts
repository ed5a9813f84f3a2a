// Formats by content: those that can be imported, and those that people mistake for them.

import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { describeArchive, FormatError, type ModelFormat, recognizeFormat } from "../../src/import/recognize.ts";
import { readSharedFiles } from "../shared_data.ts";
import { ROOT } from "../support.ts";
import { CLASSIFIER } from "./sample_models.ts";
import { writeTflite } from "./tflite_writer.ts";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** A protobuf message of these fields: numbers as varints below 128, others as bytes. */
function message(...fields: readonly (readonly [field: number, value: number | string])[]): Uint8Array {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
  return Uint8Array.from(
    fields.flatMap(([field, value]) =>
      typeof value === "number"
        ? [...varint(field * 8), ...varint(value)]
        : [...varint(field * 8 + 2), ...varint(value.length), ...ascii(value)],
    ),
  );
}

const KNOWN: readonly (readonly [ModelFormat, Uint8Array])[] = [
  ["wren", new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/model.wren`))],
  ["tflite", writeTflite(CLASSIFIER)],
  ["onnx", message([1, 8], [2, "pytorch"], [3, "2.1"], [7, "graph"], [8, "\x10\x11"])],
  ["onnx", message([7, ""], [1, 3])],
  ["tfjs", ascii('{"modelTopology": {}}')],
  ["tfjs", ascii('\xef\xbb\xbf\r\n  {\n  "format": "layers-model"}')],
  ["zip", ascii("PK\x03\x04 and so on")],
];

/** What the message says they are. */
const STRANGERS: readonly (readonly [RegExp, Uint8Array])[] = [
  [/Keras or other HDF5 file: export it with tf\.lite\.TFLiteConverter/, ascii("\x89HDF\r\n\x1a\n\0\0")],
  [/pickled PyTorch file: export it with torch\.onnx\.export/, ascii("\x80\x02}q\0")],
  [/safetensors file, .*: load it into its PyTorch model/, ascii('\x40\0\0\0\0\0\0\0{"weight":{"dtype":"F32"}}')],
  [/a TensorFlow SavedModel or frozen graph: convert/, message([1, 1], [2, "meta graph"])],
  [/a TensorFlow SavedModel or frozen graph: convert/, message([1, "node"], [1, "node"], [4, "\x08\x01"])],
  [/a Core ML model: export the original/, message([1, 4], [2, "description"], [500, "network"])],
  [/a GGUF file/, ascii("GGUF\x03\0\0\0")],
  [/ONNX Runtime's own format: give the \.onnx file/, ascii("\x20\0\0\0ORTM")],
  [/a NumPy array/, ascii("\x93NUMPY\x01\0")],
  [/an HTML page: the download failed/, ascii("\n<!DOCTYPE html><html>")],
  [/is no model: known are \.wren, TFLite/, ascii("just text")],
  [/is empty/, new Uint8Array(0)],
];

const test = suite("recognize formats");

test("known formats, whatever the name", () => {
  for (const [format, bytes] of KNOWN) assert.is(recognizeFormat(bytes, "some/file.bin"), format);
});

test("strangers are named, with a remedy", () => {
  for (const [pattern, bytes] of STRANGERS) {
    for (const name of ["file", "model.pb"]) {
      assert.throws(
        () => recognizeFormat(bytes, name),
        (error: unknown) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  }
});

test("a damaged file is what its name says", () => {
  assert.is(recognizeFormat(ascii("????"), "a.tflite"), "tflite");
  assert.is(recognizeFormat(ascii("????"), "A.ONNX"), "onnx");
  assert.is(recognizeFormat(ascii("????"), "a.wren"), "wren");
});

test("archives that are no export", () => {
  assert.match(describeArchive(["net/data.pkl", "net/data/0"]) ?? "", /PyTorch/);
  assert.match(describeArchive(["config.json", "model.weights.h5", "metadata.json"]) ?? "", /\.keras/);
  assert.match(describeArchive(["m/saved_model.pb"]) ?? "", /SavedModel/);
  assert.is(describeArchive(["photo.jpg"]), undefined);
});

test("any bytes are a format or a FormatError, at once", () => {
  const prefixes = fc.constantFrom(...[...KNOWN, ...STRANGERS].map(([, bytes]) => bytes.subarray(0, 64)));
  const files = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.tuple(prefixes, fc.uint8Array({ maxLength: 40 })));
  fc.assert(
    fc.property(files, (file) => {
      const bytes = Array.isArray(file) ? Uint8Array.from(file.flatMap((part) => [...part])) : file;
      try {
        recognizeFormat(bytes, "x");
      } catch (error) {
        assert.instance(error, FormatError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("real files are what their names say", () => {
  const folders = ["models/onnx", "models/coral", "models/tfjs_mobilenet_v1_0.75_224", "models/peers"];
  const files = readSharedFiles(folders, /\.(onnx|tflite)$|model\.json$/);
  for (const { name, bytes } of files) {
    const format = name.endsWith(".json") ? "tfjs" : name.replace(/.*\./, "");
    assert.is(recognizeFormat(bytes, "file"), format, name);
  }
});

test.run();
