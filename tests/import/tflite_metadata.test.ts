// Labels and normalisation of TFLite metadata; whatever is wrong with them must not stop the import.

import { strToU8, zipSync } from "fflate";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { importTflite } from "../../src/import/tflite/import.ts";
import { f32s, i8, type Table, table, tables, text, u8, writeFlatbuffer } from "./flatbuffer_writer.ts";
import { ints, single } from "./import_support.ts";
import { writeTflite } from "./tflite_writer.ts";

const test = suite("import tflite metadata");

const LABELS = "labels.txt";

/** Field ids as in metadata_schema.fbs. */
function metadata(mean: readonly number[], std: readonly number[], colorSpace: number): Uint8Array {
  const normalization = table({ 0: u8(1), 1: table({ 0: f32s(mean), 1: f32s(std) }) });
  const image = table({ 0: u8(2), 1: table({ 0: i8(colorSpace) }) });
  const input = table({ 0: text("image"), 3: image, 4: tables([normalization]) });
  const file = (name: string, type: number, locale: string): Table =>
    table({ 0: text(name), 2: i8(type), 3: text(locale) });
  const files = [file("readme.txt", 1, ""), file("etiketten.txt", 2, "de"), file(LABELS, 2, "")];
  const output = table({ 6: tables(files) });
  const subgraph = table({ 2: tables([input]), 3: tables([output]) });
  return writeFlatbuffer(table({ 0: text("net"), 3: tables([subgraph]) }), "M001");
}

const archive = (labels: string) =>
  zipSync({ "readme.txt": strToU8("no labels"), "etiketten.txt": strToU8("Katze"), [LABELS]: strToU8(labels) });

function model(bytes: Uint8Array, zip: Uint8Array = new Uint8Array(0), name = "TFLITE_METADATA"): Uint8Array {
  const spec = single("RESHAPE", [{ name: "x", shape: [1, 4] }, ints("s", 4), { name: "y", shape: [4] }]);
  const flatbuffer = writeTflite({ ...spec, metadata: { name, bytes } });
  return moveArchive(flatbuffer, zip);
}

/** Appends an archive; its offsets count from the start of the whole file, as zip tools that append write them. */
function moveArchive(before: Uint8Array, zip: Uint8Array): Uint8Array {
  const joined = Uint8Array.from([...before, ...zip]);
  const view = new DataView(joined.buffer);
  for (let at = before.length; at + 4 <= joined.length; at++) {
    const signature = view.getUint32(at, true);
    const field = signature === 0x02014b50 ? at + 42 : signature === 0x06054b50 ? at + 16 : undefined;
    if (field !== undefined) view.setUint32(field, view.getUint32(field, true) + before.length, true);
  }
  return joined;
}

const load = (bytes: Uint8Array) => importTflite(bytes, { name: "test" });

test("labels come from the archive, normalisation from the metadata", () => {
  const graph = load(model(metadata([127.5], [128], 1), archive("cat\r\ndog\n\nbird\n")));
  assert.equal(graph.labels, ["cat", "dog", "", "bird"]);
  assert.equal(graph.preprocessing, { mean: [127.5], std: [128], color: "rgb" });
});

test("one value a channel, gray", () => {
  const { preprocessing } = load(model(metadata([1, 2, 3], [4, 5, 6], 2)));
  assert.equal(preprocessing, { mean: [1, 2, 3], std: [4, 5, 6], color: "gray" });
});

test("unusable normalisation is left out", () => {
  for (const std of [[0], [Number.NaN], [], [1, 2]]) {
    assert.equal(load(model(metadata([1], std, 1))).preprocessing, { color: "rgb" });
  }
});

test("damaged archives cost the labels, nothing else", () => {
  const bytes = metadata([127.5], [127.5], 1);
  const whole = model(bytes, archive("cat\ndog"));
  const start = model(bytes).length;
  assert.equal(load(whole).labels, ["cat", "dog"]);
  for (let at = start; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at] ^= 0xff;
    assert.ok(load(damaged).preprocessing);
    assert.ok(load(whole.slice(0, at)).preprocessing);
  }
});

test("metadata that is none is ignored", () => {
  assert.is(load(model(Uint8Array.of(1, 2, 3))).labels, undefined);
  assert.is(load(model(metadata([1], [1], 1), archive("cat"), "other")).labels, undefined);
  const bytes = metadata([1], [1], 1);
  for (let length = 0; length < bytes.length; length++) assert.ok(load(model(bytes.slice(0, length))));
});

test.run();
