// Protobuf messages as tables of fields, read with the bounds checks of protobuf's own wire reader.
//
// Fields a table does not name are skipped. Nothing is allocated for a length that the bytes do not have.

import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Of messages in messages; files nest as deep as their control flow. */
const MAX_DEPTH = 64;

/** Bytes that are no message of the layout; `path` leads there: `graph.node[3].attribute[0]`. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly path: string;
  readonly what: string;
  constructor(path: string, what: string) {
    super(`${path}: ${what}`);
    this.path = path;
    this.what = what;
  }

  static within(place: string, error: unknown): WireError {
    if (!(error instanceof WireError)) return new WireError(place, error instanceof Error ? error.message : "damaged");
    const path = error.path === "" ? place : place === "" ? error.path : `${place}.${error.path}`;
    return new WireError(path, error.what);
  }
}

export interface Field<T> {
  readonly number: number;
  /** What the message has if no such field is in the bytes. */
  readonly empty: T;
  /** The value with one more occurrence of the field, which the reader stands on. */
  add(value: T, reader: BinaryReader, wire: WireType, depth: number): T;
}

export type Layout<M> = { readonly [K in keyof M]: Field<M[K]> };

interface Slot {
  readonly key: string;
  readonly field: Field<unknown>;
}

export class MessageType<M> {
  readonly #slots: ReadonlyMap<number, Slot>;
  readonly #empty: M;

  constructor(layout: Layout<M>) {
    const fields = Object.entries<Field<unknown>>(layout);
    this.#slots = new Map(fields.map(([key, field]) => [field.number, { key, field }]));
    this.#empty = Object.fromEntries(fields.map(([key, field]) => [key, field.empty])) as M;
  }

  /** Throws WireError. */
  decode(bytes: Uint8Array, depth = 0): M {
    if (depth > MAX_DEPTH) throw new WireError("", `messages lie more than ${MAX_DEPTH} deep in each other`);
    const message = { ...this.#empty } as Record<string, unknown>;
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) this.#readField(message, reader, depth);
    return message as M;
  }

  #readField(message: Record<string, unknown>, reader: BinaryReader, depth: number): void {
    let place = "";
    try {
      const [number, wire] = reader.tag();
      const slot = this.#slots.get(number);
      if (slot === undefined) {
        reader.skip(wire, number);
        return;
      }
      const value = message[slot.key];
      place = Array.isArray(value) ? `${slot.key}[${value.length}]` : slot.key;
      message[slot.key] = slot.field.add(value, reader, wire, depth);
      requireInside(reader);
    } catch (error) {
      throw WireError.within(place, error);
    }
  }
}

/** One kind of value: how it is written and how it is read. */
interface Kind<T> {
  readonly wire: WireType;
  read(reader: BinaryReader, depth: number): T;
}

/** int64 within what a number holds exactly; ONNX's "to the end" (the largest int64) stays beyond every size. */
export const INT64: Kind<number> = {
  wire: WireType.Varint,
  read: (reader) => clampSafe(Number(reader.int64())),
};
export const UINT64: Kind<number> = {
  wire: WireType.Varint,
  read: (reader) => clampSafe(Number(reader.uint64())),
};
export const INT32: Kind<number> = { wire: WireType.Varint, read: (reader) => reader.int32() };
export const FLOAT: Kind<number> = { wire: WireType.Bit32, read: (reader) => reader.float() };
export const DOUBLE: Kind<number> = { wire: WireType.Bit64, read: (reader) => reader.double() };
export const TEXT: Kind<string> = { wire: WireType.LengthDelimited, read: (reader) => reader.string() };
export const BYTES: Kind<Uint8Array> = { wire: WireType.LengthDelimited, read: (reader) => reader.bytes() };

/** A message in a message; a function, since messages may hold their own kind. */
function message<M>(type: () => MessageType<M>): Kind<M> {
  return {
    wire: WireType.LengthDelimited,
    read: (reader, depth) => type().decode(reader.bytes(), depth + 1),
  };
}

function clampSafe(value: number): number {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** Fixed-width and skipped values are not checked by themselves. */
function requireInside(reader: BinaryReader): void {
  if (reader.pos > reader.len) throw new WireError("", "ends too early");
}

function requireWire(stated: WireType, expected: WireType): void {
  if (stated !== expected) throw new WireError("", `has the wire type ${stated}, expected is ${expected}`);
}

/** The last occurrence counts. */
export function required<T>(number: number, kind: Kind<T>, empty: T): Field<T> {
  return {
    number,
    empty,
    add(_, reader, wire, depth) {
      requireWire(wire, kind.wire);
      return kind.read(reader, depth);
    },
  };
}

export function optional<T>(number: number, kind: Kind<T>): Field<T | undefined> {
  return required<T | undefined>(number, kind, undefined);
}

/** Each occurrence is an element; numbers may also come packed, many in one occurrence. */
export function list<T>(number: number, kind: Kind<T>): Field<readonly T[]> {
  const empty: readonly T[] = Object.freeze([]);
  const isPackable = kind.wire !== WireType.LengthDelimited;
  return {
    number,
    empty,
    add(value, reader, wire, depth) {
      const items = value === empty ? [] : (value as T[]);
      if (!isPackable || wire !== WireType.LengthDelimited) {
        requireWire(wire, kind.wire);
        items.push(kind.read(reader, depth));
        return items;
      }
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len) {
        items.push(kind.read(packed, depth));
        requireInside(packed);
      }
      return items;
    },
  };
}

export function one<M>(number: number, type: () => MessageType<M>): Field<M | undefined> {
  return optional(number, message(type));
}

export function many<M>(number: number, type: () => MessageType<M>): Field<readonly M[]> {
  return list(number, message(type));
}
