// Writes flatbuffers for the tests: values in, bytes out, without alignment (readers here need none) or sharing.
//
// Everything is laid out front to back: a vtable, its table, then what the table's offsets point to.

type Scalar = "u8" | "i8" | "u16" | "i32" | "u32" | "f32" | "i64" | "u64";
const WIDTHS: Readonly<Record<Scalar, number>> = { u8: 1, i8: 1, u16: 2, i32: 4, u32: 4, f32: 4, i64: 8, u64: 8 };

export type Value =
  | { readonly kind: "scalar"; readonly type: Scalar; readonly value: number }
  | { readonly kind: "vector"; readonly type: Scalar; readonly values: readonly number[] }
  | { readonly kind: "tables"; readonly values: readonly Table[] }
  | Table;
export interface Table {
  readonly kind: "table";
  readonly fields: Readonly<Record<number, Value | undefined>>;
}

const scalarOf =
  (type: Scalar) =>
  (value: number): Value => ({ kind: "scalar", type, value });
const vectorOf =
  (type: Scalar) =>
  (values: Iterable<number>): Value => ({ kind: "vector", type, values: [...values] });

export const u8 = scalarOf("u8");
export const i8 = scalarOf("i8");
export const i32 = scalarOf("i32");
export const u32 = scalarOf("u32");
export const f32 = scalarOf("f32");
export const u64 = scalarOf("u64");
export const u8s = vectorOf("u8");
export const u16s = vectorOf("u16");
export const i32s = vectorOf("i32");
export const f32s = vectorOf("f32");
export const i64s = vectorOf("i64");
export const text = (value: string): Value => u8s(new TextEncoder().encode(value));
export const tables = (values: readonly Table[]): Value => ({ kind: "tables", values });
export const table = (fields: Table["fields"]): Table => ({ kind: "table", fields });

/** A whole file: root offset, four-character identifier, root table. */
export function writeFlatbuffer(root: Table, identifier: string): Uint8Array {
  const writer = new Writer();
  const rootOffset = writer.reserve(4);
  for (const character of identifier) writer.number("u8", character.charCodeAt(0));
  writer.point(rootOffset, writer.table(root));
  return writer.finish();
}

class Writer {
  #view = new DataView(new ArrayBuffer(1024));
  #length = 0;

  /** Address of `bytes` zero bytes at the end. */
  reserve(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    while (this.#length > this.#view.byteLength) {
      const larger = new Uint8Array(this.#view.byteLength * 2);
      larger.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }

  number(type: Scalar, value: number, at = this.reserve(WIDTHS[type])): void {
    if (type === "u8") this.#view.setUint8(at, value);
    else if (type === "i8") this.#view.setInt8(at, value);
    else if (type === "u16") this.#view.setUint16(at, value, true);
    else if (type === "i32") this.#view.setInt32(at, value, true);
    else if (type === "u32") this.#view.setUint32(at, value, true);
    else if (type === "f32") this.#view.setFloat32(at, value, true);
    else this.#view.setBigInt64(at, BigInt(value), true);
  }

  /** Makes the offset at `from` lead to `to`. */
  point(from: number, to: number): void {
    this.number("u32", to - from, from);
  }

  /** Returns the table's address. */
  table({ fields }: Table): number {
    const present = Object.entries(fields).flatMap(([id, value]) => (value ? [{ id: Number(id), value }] : []));
    const count = present.reduce((most, { id }) => Math.max(most, id + 1), 0);
    const vtable = this.reserve(4 + 2 * count);
    const position = this.reserve(4);
    this.number("i32", position - vtable, position);
    const offsets: { at: number; value: Value }[] = [];
    for (const { id, value } of present) {
      const at = this.reserve(value.kind === "scalar" ? WIDTHS[value.type] : 4);
      this.number("u16", at - position, vtable + 4 + 2 * id);
      if (value.kind === "scalar") this.number(value.type, value.value, at);
      else offsets.push({ at, value });
    }
    this.number("u16", 4 + 2 * count, vtable);
    this.number("u16", this.#length - position, vtable + 2);
    for (const { at, value } of offsets) this.point(at, this.#target(value));
    return position;
  }

  #target(value: Value): number {
    if (value.kind === "table") return this.table(value);
    if (value.kind === "scalar") throw new Error("a scalar has no target");
    const start = this.reserve(4);
    this.number("u32", value.values.length, start);
    if (value.kind === "vector") {
      for (const element of value.values) this.number(value.type, element);
      // Strings end with a zero byte that does not count.
      this.reserve(1);
    } else {
      const entries = value.values.map(() => this.reserve(4));
      value.values.forEach((element, i) => {
        this.point(entries[i], this.table(element));
      });
    }
    return start;
  }

  finish(): Uint8Array {
    return new Uint8Array(this.#view.buffer.slice(0, this.#length));
  }
}
