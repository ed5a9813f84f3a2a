// A wasm file as far as the kernels use the format: types, an imported memory, globals, functions, exports. Read whole,
// reduced to the functions that are wanted, written again with other exports and with data.
// https://webassembly.github.io/spec/core/binary/modules.html

import { joined, nameBytes, Reader, signedLeb, unsignedLeb, vector } from "./bytes.ts";
import { instructionsOf, OP } from "./instructions.ts";

const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
  data: 11,
} as const;
export const KIND = { function: 0, memory: 2, global: 3 } as const;

/** As the format numbers them. */
export const VALUE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface WasmFunction {
  readonly type: FunctionType;
  /** Types of the locals behind the parameters. */
  readonly locals: readonly number[];
  /** Instructions up to and with the last `end`. */
  readonly code: Uint8Array;
}

export interface WasmGlobal {
  readonly type: number;
  readonly isMutable: boolean;
  /** The constant expression, with its `end`. Undefined: imported, its value is the loader's matter. */
  readonly value: Uint8Array | undefined;
}

export interface WasmModule {
  readonly globals: readonly WasmGlobal[];
  readonly functions: readonly WasmFunction[];
  /** Exported functions only. */
  readonly exports: ReadonlyMap<string, number>;
}

export function readModule(bytes: Uint8Array): WasmModule {
  const sections = new Map<number, Reader>();
  const file = new Reader(bytes);
  file.take(8);
  while (!file.isAtEnd) {
    const id = file.byte();
    const body = file.take(file.number());
    if (id !== SECTION.custom) sections.set(id, new Reader(body));
  }
  const read = <T>(id: number, item: (reader: Reader) => T): T[] => {
    const reader = sections.get(id);
    return reader ? reader.list(() => item(reader)) : [];
  };
  const types = read(SECTION.type, readType);
  const imported = read(SECTION.import, readImport).flatMap((global) => global ?? []);
  const typeOf = read(SECTION.function, (reader) => types[reader.number()]);
  const globals = [...imported, ...read(SECTION.global, readGlobal)];
  const exported = read(SECTION.export, (r) => ({ name: r.name(), kind: r.byte(), index: r.number() }));
  const bodies = read(SECTION.code, (reader) => reader.take(reader.number()));
  return {
    globals,
    functions: bodies.map((body, i) => ({ type: typeOf[i], ...readBody(body) })),
    exports: new Map(exported.filter(({ kind }) => kind === KIND.function).map(({ name, index }) => [name, index])),
  };
}

function readType(reader: Reader): FunctionType {
  reader.byte();
  const side = () => reader.list(() => reader.byte());
  return { params: side(), results: side() };
}

/** The global, if it is one. */
function readImport(reader: Reader): WasmGlobal | undefined {
  reader.name();
  reader.name();
  const kind = reader.byte();
  if (kind === KIND.global) return { type: reader.byte(), isMutable: reader.byte() === 1, value: undefined };
  if (kind !== KIND.memory) throw new Error("the kernels import something else than a memory and globals");
  const hasMaximum = reader.byte() & 1;
  reader.number();
  if (hasMaximum) reader.number();
  return undefined;
}

function readGlobal(reader: Reader): WasmGlobal {
  const type = reader.byte();
  const isMutable = reader.byte() === 1;
  const begin = reader.at;
  for (const { op, end } of instructionsOf(reader.bytes.subarray(begin))) {
    if (op !== OP.end) continue;
    reader.at = begin + end;
    break;
  }
  return { type, isMutable, value: reader.bytes.subarray(begin, reader.at) };
}

function readBody(body: Uint8Array): Pick<WasmFunction, "locals" | "code"> {
  const reader = new Reader(body);
  const locals = reader
    .list(() => ({ count: reader.number(), type: reader.byte() }))
    .flatMap(({ count, type }) => new Array<number>(count).fill(type));
  return { locals, code: body.subarray(reader.at) };
}

/** The module with only the named functions and what they use; names that it lacks are left out. */
export function keepFunctions({ globals, functions, exports }: WasmModule, names: readonly string[]): WasmModule {
  const kept = new Map<number, number>(); // old index -> new index
  const keptGlobals = new Map<number, number>();
  const renumber = (map: Map<number, number>, index: number) => {
    const known = map.get(index) ?? map.size;
    map.set(index, known);
    return known;
  };
  const wanted = new Map<string, number>();
  for (const name of names) {
    const index = exports.get(name);
    if (index !== undefined) wanted.set(name, renumber(kept, index));
  }
  const bodies: WasmFunction[] = [];
  // A map's iterator also visits what is put in on the way.
  for (const old of kept.keys()) {
    const body = functions[old];
    const pieces: ArrayLike<number>[] = [];
    let copied = 0;
    for (const { op, numbers, begin, end } of instructionsOf(body.code)) {
      const map = op === OP.call ? kept : op === OP.global_get || op === OP.global_get + 1 ? keptGlobals : undefined;
      if (map === undefined) continue;
      pieces.push(body.code.subarray(copied, begin), [op], unsignedLeb(renumber(map, numbers[0])));
      copied = end;
    }
    bodies.push({ ...body, code: joined([...pieces, body.code.subarray(copied)]) });
  }
  return { globals: [...keptGlobals.keys()].map((old) => globals[old]), functions: bodies, exports: wanted };
}

export interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

export interface ModuleToWrite {
  readonly globals: readonly WasmGlobal[];
  readonly functions: readonly WasmFunction[];
  readonly exports: readonly Export[];
  /** Of its own memory, which cannot grow. */
  readonly pages: number;
  readonly data: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  readonly custom: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export function writeModule({
  globals,
  functions,
  exports,
  pages,
  data,
  custom,
}: ModuleToWrite): Uint8Array<ArrayBuffer> {
  const types: Uint8Array[] = [];
  const typeIndex = functions.map(({ type }) => {
    const bytes = joined([[0x60], vector(type.params.map((t) => [t])), vector(type.results.map((t) => [t]))]);
    const known = types.findIndex((other) => other.join() === bytes.join());
    return known < 0 ? types.push(bytes) - 1 : known;
  });
  const section = (id: number, content: Uint8Array) => joined([[id], unsignedLeb(content.length), content]);
  const sized = (content: Uint8Array) => joined([unsignedLeb(content.length), content]);
  return joined([
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(SECTION.type, vector(types)),
    section(SECTION.function, vector(typeIndex.map(unsignedLeb))),
    section(SECTION.memory, vector([[0x01, ...unsignedLeb(pages), ...unsignedLeb(pages)]])),
    section(SECTION.global, vector(globals.map(globalBytes))),
    section(
      SECTION.export,
      vector(exports.map(({ name, kind, index }) => [...nameBytes(name), kind, ...unsignedLeb(index)])),
    ),
    section(SECTION.code, vector(functions.map(({ locals, code }) => sized(joined([localBytes(locals), code]))))),
    section(
      SECTION.data,
      vector(data.map(({ address, bytes }) => joined([[0x00], constantExpression(address), sized(bytes)]))),
    ),
    ...custom.map(({ name, bytes }) => section(SECTION.custom, joined([nameBytes(name), bytes]))),
  ]);
}

export function constantExpression(value: number): number[] {
  return [OP.i32_const, ...signedLeb(value), OP.end];
}

function globalBytes({ type, isMutable, value }: WasmGlobal): ArrayLike<number> {
  if (value === undefined) throw new Error("a global without a value cannot be written");
  return [type, isMutable ? 1 : 0, ...value];
}

/** Runs of one type are written as one. */
function localBytes(locals: readonly number[]): Uint8Array {
  const runs: { type: number; count: number }[] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  return vector(runs.map(({ type, count }) => [...unsignedLeb(count), type]));
}
