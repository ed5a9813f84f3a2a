// A reader of flatbuffers (https://flatbuffers.dev/internals) that trusts nothing: every offset, length and field is
// checked against the file before it is followed. It knows no schema; schema.ts has the field ids.
//
//   root:   u32 offset to the root table
//   table:  i32 distance back to its vtable, then fields
//   vtable: u16 bytes of the vtable, u16 bytes of the table, then for each field id a u16 offset in the table, 0 = absent
//   vector: u32 count, then elements; strings are vectors of bytes; tables in fields and vectors are u32 offsets from there
//
// Nothing here recurses: callers walk down the fixed levels of a schema, so offsets that form a cycle cannot trap them.
// Offsets that share one target many times could make a small file look huge; the whole file therefore has an allowance
// of elements, in proportion to its size, which every vector and string uses up.

/** The file breaks the rules of flatbuffers; `where` is the path of fields that led there. */
export class FlatbufferError extends Error {
  override readonly name = "FlatbufferError";
  readonly where: string;
  readonly what: string;
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.where = where;
    this.what = what;
  }
}

/** Elements read for each byte of the file, at most; honest files need less than one. */
const ALLOWANCE_PER_BYTE = 4;

interface FlatFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  allowance: number;
}

/** The root table. `where` names it in errors. Throws FlatbufferError. */
export function readRoot(bytes: Uint8Array, where: string): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const file: FlatFile = { bytes, view, allowance: 1024 + ALLOWANCE_PER_BYTE * bytes.length };
  if (bytes.length < 8) throw new FlatbufferError(where, `the file has only ${bytes.length} bytes`);
  return new FlatTable(file, view.getUint32(0, true), where);
}

/** The four characters after the root offset that name the schema. */
export function fileIdentifier(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(4, 8));
}

export class FlatTable {
  readonly where: string;
  readonly #file: FlatFile;
  readonly #position: number;
  readonly #size: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  constructor(file: FlatFile, position: number, where: string) {
    const { view } = file;
    const end = view.byteLength;
    const fail = (what: string): never => {
      throw new FlatbufferError(where, what);
    };
    if (position < 4 || position + 4 > end) fail(`the table at byte ${position} lies outside the file of ${end} bytes`);
    const vtable = position - view.getInt32(position, true);
    if (vtable < 4 || vtable + 4 > end) fail(`the vtable at byte ${vtable} lies outside the file of ${end} bytes`);
    const vtableSize = view.getUint16(vtable, true);
    const size = view.getUint16(vtable + 2, true);
    if (vtableSize < 4 || vtableSize % 2 !== 0 || vtable + vtableSize > end)
      fail(`the vtable at byte ${vtable} has a bad size, ${vtableSize}`);
    if (size < 4 || position + size > end) fail(`the table at byte ${position} has a bad size, ${size}`);
    this.where = where;
    this.#file = file;
    this.#position = position;
    this.#size = size;
    this.#vtable = vtable;
    this.#vtableSize = vtableSize;
  }

  /** Address of a field of `width` bytes, or undefined where it is absent. */
  #field(id: number, width: number): number | undefined {
    const entry = 4 + 2 * id;
    if (entry + 2 > this.#vtableSize) return undefined;
    const offset = this.#file.view.getUint16(this.#vtable + entry, true);
    if (offset === 0) return undefined;
    if (offset < 4 || offset + width > this.#size)
      throw new FlatbufferError(this.where, `field ${id} lies outside its table (offset ${offset} of ${this.#size})`);
    return this.#position + offset;
  }

  #number(id: number, width: number, fallback: number, read: (view: DataView, at: number) => number): number {
    const at = this.#field(id, width);
    return at === undefined ? fallback : read(this.#file.view, at);
  }

  bool(id: number, fallback = false): boolean {
    return this.u8(id, fallback ? 1 : 0) !== 0;
  }

  u8(id: number, fallback = 0): number {
    return this.#number(id, 1, fallback, (view, at) => view.getUint8(at));
  }

  i8(id: number, fallback = 0): number {
    return this.#number(id, 1, fallback, (view, at) => view.getInt8(at));
  }

  i32(id: number, fallback = 0): number {
    return this.#number(id, 4, fallback, (view, at) => view.getInt32(at, true));
  }

  u32(id: number, fallback = 0): number {
    return this.#number(id, 4, fallback, (view, at) => view.getUint32(at, true));
  }

  f32(id: number, fallback = 0): number {
    return this.#number(id, 4, fallback, (view, at) => view.getFloat32(at, true));
  }

  /** As a number: exact up to 2^53, beyond that only good for comparisons. */
  u64(id: number, fallback = 0): number {
    return this.#number(id, 8, fallback, (view, at) => Number(view.getBigUint64(at, true)));
  }

  /** Target of an offset field. */
  #target(id: number): number | undefined {
    const at = this.#field(id, 4);
    return at === undefined ? undefined : at + this.#file.view.getUint32(at, true);
  }

  table(id: number, name: string): FlatTable | undefined {
    const target = this.#target(id);
    return target === undefined ? undefined : new FlatTable(this.#file, target, `${this.where}.${name}`);
  }

  /** Start and count of a vector; undefined where it is absent. */
  #vector(id: number, width: number, name: string): { start: number; count: number } | undefined {
    const target = this.#target(id);
    if (target === undefined) return undefined;
    const end = this.#file.view.byteLength;
    if (target + 4 > end)
      throw new FlatbufferError(this.where, `${name} at byte ${target} lies outside the file of ${end} bytes`);
    const count = this.#file.view.getUint32(target, true);
    if (target + 4 + count * width > end)
      throw new FlatbufferError(this.where, `${name} claims ${count} elements, the file has only ${end} bytes`);
    return { start: target + 4, count };
  }

  #spend(count: number, name: string): void {
    this.#file.allowance -= count;
    if (this.#file.allowance < 0)
      throw new FlatbufferError(this.where, `${name} makes the file's parts larger together than the file`);
  }

  /** A view of the file's own bytes; empty where absent. */
  bytes(id: number, name: string): Uint8Array {
    const vector = this.#vector(id, 1, name);
    if (vector === undefined) return new Uint8Array(0);
    return this.#file.bytes.subarray(vector.start, vector.start + vector.count);
  }

  string(id: number, name: string): string {
    const bytes = this.bytes(id, name);
    this.#spend(bytes.length, name);
    return new TextDecoder().decode(bytes);
  }

  #numbers(id: number, name: string, width: number, read: (view: DataView, at: number) => number): number[] {
    const vector = this.#vector(id, width, name);
    if (vector === undefined) return [];
    const { start, count } = vector;
    this.#spend(count, name);
    const numbers = new Array<number>(count);
    for (let i = 0; i < count; i++) numbers[i] = read(this.#file.view, start + i * width);
    return numbers;
  }

  i32s(id: number, name: string): number[] {
    return this.#numbers(id, name, 4, (view, at) => view.getInt32(at, true));
  }

  u16s(id: number, name: string): number[] {
    return this.#numbers(id, name, 2, (view, at) => view.getUint16(at, true));
  }

  f32s(id: number, name: string): number[] {
    return this.#numbers(id, name, 4, (view, at) => view.getFloat32(at, true));
  }

  /** As numbers: exact up to 2^53. */
  i64s(id: number, name: string): number[] {
    return this.#numbers(id, name, 8, (view, at) => Number(view.getBigInt64(at, true)));
  }

  tables(id: number, name: string): TableVector {
    const vector = this.#vector(id, 4, name);
    return new TableVector(this.#file, vector?.start ?? 0, vector?.count ?? 0, `${this.where}.${name}`);
  }
}

/** A vector of tables, each checked when it is asked for. */
export class TableVector {
  readonly length: number;
  readonly #file: FlatFile;
  readonly #start: number;
  readonly #where: string;

  constructor(file: FlatFile, start: number, length: number, where: string) {
    this.length = length;
    this.#file = file;
    this.#start = start;
    this.#where = where;
  }

  at(index: number): FlatTable {
    const where = `${this.#where}[${index}]`;
    if (index < 0 || index >= this.length) throw new FlatbufferError(where, `there are only ${this.length}`);
    if (--this.#file.allowance < 0)
      throw new FlatbufferError(where, "the file's parts are larger together than the file");
    const entry = this.#start + 4 * index;
    return new FlatTable(this.#file, entry + this.#file.view.getUint32(entry, true), where);
  }

  map<T>(read: (table: FlatTable, index: number) => T): T[] {
    return Array.from({ length: this.length }, (_, index) => read(this.at(index), index));
  }
}
