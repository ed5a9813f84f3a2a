// Zip archives: what is read, and what is refused before it costs memory.

import { zipSync } from "fflate";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ImportError } from "../../src/import/diagnostics.ts";
import { readZip, type ZipOptions } from "../../src/import/zip.ts";
import { random } from "../support.ts";
import { writeZip, type ZipFile } from "./zip_writer.ts";

const test = suite("import zip");

const bytes = (...values: number[]) => Uint8Array.from(values);
const noise = (count: number) => {
  const next = random(7);
  return Uint8Array.from({ length: count }, () => next() * 256);
};

function problem(archive: Uint8Array, options: ZipOptions = {}): string {
  try {
    readZip(archive, options);
  } catch (error) {
    assert.instance(error, ImportError);
    const [{ where, what, hint }] = (error as ImportError).diagnostics;
    assert.ok(hint.length > 10);
    return `${where}: ${what}`;
  }
  throw new Error("the archive was read");
}

const claiming = (claims: ZipFile["claims"], more: Partial<ZipFile> = {}) =>
  writeZip([{ path: "a", content: bytes(1, 2, 3), ...more, ...(claims && { claims }) }]);

test("stored and deflated files in folders, behind a comment", () => {
  const large = noise(100_000);
  const files: ZipFile[] = [
    { path: "model/model.json", content: bytes(123, 125) },
    { path: "model/weights.bin", content: large, stored: true },
    { path: "model/again.bin", content: large },
    { path: "empty", content: bytes(), stored: true },
    { path: "model/", content: bytes(), stored: true },
    { path: "__MACOSX/model/._model.json", content: bytes(0) },
    { path: "model/.DS_Store", content: bytes(0) },
  ];
  const read = readZip(writeZip(files, "made by hand"));
  assert.equal([...read.keys()], ["model/model.json", "model/weights.bin", "model/again.bin", "empty"]);
  assert.equal(read.get("model/again.bin"), large);
  assert.equal(read.get("model/weights.bin"), large);
  assert.is(read.get("empty")?.length, 0);
});

test("archives of other writers; a view of a larger buffer", () => {
  const archive = zipSync({ "a.txt": bytes(1, 2, 3), b: { "c.txt": noise(5000) } });
  const padded = new Uint8Array(archive.length + 20);
  padded.set(archive, 7);
  const read = readZip(padded.subarray(7, 7 + archive.length));
  assert.equal(read.get("a.txt"), bytes(1, 2, 3));
  assert.equal(read.get("b/c.txt"), noise(5000));
});

test("truncated archives, and what is none", () => {
  const archive = writeZip([{ path: "a", content: noise(1000) }]);
  assert.match(problem(archive.subarray(0, archive.length - 1)), /^zip: has no directory at its end/);
  assert.match(problem(bytes()), /has no directory at its end/);
  assert.match(problem(archive.subarray(200)), /has no directory entry 0 at byte/);
});

test("paths that leave the archive", () => {
  for (const path of ["../a", "a/../../b", "/etc/passwd", "C:\\a", "a\\..\\b", "a\0b"]) {
    assert.match(problem(writeZip([{ path, content: bytes(1) }])), /a path that leaves the archive/, path);
  }
  const twice = { path: "a", content: bytes(1) };
  assert.match(problem(writeZip([twice, twice])), /has two entries "a"/);
});

test("encrypted, unknown and ZIP64 entries", () => {
  assert.match(problem(claiming({ flags: 1 })), /"a", which is encrypted/);
  assert.match(problem(claiming({ method: 12 })), /packed by method 12/);
  assert.match(problem(claiming({ size: 0xffffffff, packed: 0xffffffff })), /in the form ZIP64/);
});

test("bombs: too much altogether, too dense, or more than is stated", () => {
  const zeros = new Uint8Array(1_000_000);
  assert.match(problem(writeZip([{ path: "a", content: zeros }])), /"a", which unpacks from \d+ to 1000000 bytes/);
  const half = { content: noise(60_000), stored: true };
  const two = writeZip([
    { path: "a", ...half },
    { path: "b", ...half },
  ]);
  assert.match(problem(two, { maxBytes: 100_000 }), /unpacks to more than 0.1 MB/);
  assert.is(readZip(two, { maxBytes: 120_000 }).size, 2);
  // Says 5000 bytes, holds a million: inflating stops at the first piece too many.
  const liar = writeZip([{ path: "a", content: zeros, claims: { size: 5000 } }]);
  assert.match(problem(liar), /^zip entry "a": unpacks to more than the 5000 bytes it states/);
  const lazy = writeZip([{ path: "a", content: noise(100), claims: { size: 5000 } }]);
  assert.match(problem(lazy), /unpacks to 100 of the 5000 bytes it states/);
  const overlapping = Array.from({ length: 40 }, (_, i): ZipFile => {
    return { path: `${i}`, content: half.content, stored: true, claims: { offset: 0 } };
  });
  assert.match(problem(writeZip(overlapping), { maxBytes: 2e6 }), /unpacks to more than 2 MB/);
  const crowd = Array.from({ length: 4097 }, (_, i): ZipFile => ({ path: `${i}`, content: bytes(), stored: true }));
  assert.match(problem(writeZip(crowd)), /has 4097 entries/);
});

test("damaged entries", () => {
  assert.match(problem(claiming({ crc: 1 })), /^zip entry "a": does not have its checksum/);
  assert.match(problem(claiming({ offset: 5 })), /has no header at byte 5/);
  assert.match(problem(claiming({ packed: 500 })), /takes bytes \d+ to \d+ of an archive of/);
  assert.match(problem(claiming({ method: 8, size: 20 }, { stored: true })), /cannot be unpacked|unpacks to/);
  assert.match(problem(claiming({ size: 2 }, { stored: true })), /unpacks from 3 to 2 bytes/);
});

test.run();
