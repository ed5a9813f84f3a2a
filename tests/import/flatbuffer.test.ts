// The flatbuffer reader: values come back, and whatever points outside the file is refused with its place.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FlatbufferError, fileIdentifier, readRoot } from "../../src/import/tflite/flatbuffer.ts";
import {
  f32,
  f32s,
  i8,
  i32,
  i32s,
  i64s,
  table,
  tables,
  text,
  u8,
  u8s,
  u16s,
  u32,
  u64,
  writeFlatbuffer,
} from "./flatbuffer_writer.ts";

const test = suite("flatbuffer");

const sample = writeFlatbuffer(
  table({
    0: u8(200),
    1: i8(-5),
    2: i32(-70000),
    3: u32(4000000000),
    4: f32(0.5),
    5: u64(2 ** 40),
    6: text("näme"),
    7: u8s([1, 2, 255]),
    8: u16s([1, 65535]),
    9: i32s([-1, 2]),
    10: f32s([1.5]),
    11: i64s([-(2 ** 40)]),
    12: table({ 1: i32(7) }),
    13: tables([table({ 0: i32(1) }), table({ 0: i32(2) })]),
  }),
  "TEST",
);

function throwsAt(action: () => unknown, where: string, what: RegExp): void {
  assert.throws(action, (error: unknown) => {
    assert.instance(error, FlatbufferError);
    assert.is((error as FlatbufferError).where, where);
    assert.match((error as FlatbufferError).what, what);
    return true;
  });
}

test("reads every kind of field", () => {
  const root = readRoot(sample, "root");
  assert.is(fileIdentifier(sample), "TEST");
  assert.is(root.u8(0), 200);
  assert.is(root.i8(1), -5);
  assert.is(root.i32(2), -70000);
  assert.is(root.u32(3), 4000000000);
  assert.is(root.f32(4), 0.5);
  assert.is(root.u64(5), 2 ** 40);
  assert.is(root.string(6, "name"), "näme");
  assert.equal([...root.bytes(7, "bytes")], [1, 2, 255]);
  assert.equal(root.u16s(8, "shorts"), [1, 65535]);
  assert.equal(root.i32s(9, "ints"), [-1, 2]);
  assert.equal(root.f32s(10, "floats"), [1.5]);
  assert.equal(root.i64s(11, "longs"), [-(2 ** 40)]);
  assert.is(root.table(12, "child")?.i32(1), 7);
  assert.equal(
    root.tables(13, "children").map((child) => child.i32(0)),
    [1, 2],
  );
});

test("gives defaults for absent fields", () => {
  const root = readRoot(sample, "root");
  assert.is(root.i32(50, 9), 9);
  assert.is(root.table(50, "none"), undefined);
  assert.equal(root.i32s(50, "none"), []);
  assert.is(root.string(50, "none"), "");
  assert.is(root.tables(50, "none").length, 0);
});

test("names the path to a fault", () => {
  const inner = writeFlatbuffer(table({ 0: tables([table({}), table({ 0: table({}) })]) }), "TEST");
  const root = readRoot(inner, "root");
  throwsAt(() => root.tables(0, "items").at(2), "root.items[2]", /only 2/);
});

test("refuses files that are too short", () => {
  for (let length = 0; length < 8; length++) throwsAt(() => readRoot(new Uint8Array(length), "root"), "root", /bytes/);
});

test("refuses offsets, tables and vectors outside the file", () => {
  const withRoot = (offset: number) => {
    const bytes = new Uint8Array(64);
    new DataView(bytes.buffer).setUint32(0, offset, true);
    return bytes;
  };
  throwsAt(() => readRoot(withRoot(0), "root"), "root", /outside/);
  throwsAt(() => readRoot(withRoot(61), "root"), "root", /outside/);
  throwsAt(() => readRoot(withRoot(0xffffffff), "root"), "root", /outside/);
  // A table that is its own vtable: size 0.
  throwsAt(() => readRoot(withRoot(16), "root"), "root", /bad size/);

  const vector = writeFlatbuffer(table({ 0: i32s([1, 2, 3]) }), "TEST");
  const view = new DataView(vector.buffer);
  const countAt = vector.length - 1 - 4 * 4;
  assert.is(view.getUint32(countAt, true), 3);
  view.setUint32(countAt, 0x40000000, true);
  throwsAt(() => readRoot(vector, "root").i32s(0, "ints"), "root", /claims 1073741824 elements/);
});

test("refuses a field outside its table", () => {
  const bytes = writeFlatbuffer(table({ 0: i32(1) }), "TEST");
  // Root offset, identifier, vtable of 6 bytes at 8: the field's offset stands at 12.
  new DataView(bytes.buffer).setUint16(12, 6, true);
  throwsAt(() => readRoot(bytes, "root").i32(0), "root", /outside its table/);
});

test("a table that contains itself is only as deep as the caller walks", () => {
  const bytes = writeFlatbuffer(table({ 0: table({ 0: i32(0) }) }), "TEST");
  const root = readRoot(bytes, "root");
  assert.ok(root.table(0, "child"));
  // The vtable is at 8 (6 bytes), the table at 14, its offset field at 18: let it lead back by wrapping is impossible
  // (offsets are unsigned and 64-bit sums do not wrap), so the nearest cycle is an offset of 0, the field itself.
  new DataView(bytes.buffer).setUint32(18, 0, true);
  assert.throws(
    () => readRoot(bytes, "root").table(0, "child"),
    (error: unknown) => error instanceof FlatbufferError,
  );
});

test("parts that share bytes use up the file's allowance", () => {
  const bytes = writeFlatbuffer(table({ 0: i32s(new Array<number>(10000).fill(1)) }), "TEST");
  const root = readRoot(bytes, "root");
  const readOften = () => {
    for (let i = 0; i < 100; i++) root.i32s(0, "ints");
  };
  throwsAt(readOften, "root", /larger together than the file/);
});

test.run();
