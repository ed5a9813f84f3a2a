// Reads of a .wasm file what the tests ask about, without an engine: the relaxed build does not compile everywhere.
// https://webassembly.github.io/spec/core/binary/modules.html

export interface WasmFile {
  /** "module.name" of every import. */
  readonly imports: readonly string[];
  /** Exported functions and their types, as "i32,i32->f32". */
  readonly functions: ReadonlyMap<string, string>;
  readonly hasMemorySection: boolean;
  readonly hasData: boolean;
  readonly hasStart: boolean;
  readonly growsMemory: boolean;
}

const SECTION = { type: 1, import: 2, function: 3, memory: 5, export: 7, start: 8, code: 10, data: 11 } as const;
const TYPE_NAMES: Readonly<Record<number, string>> = { 127: "i32", 126: "i64", 125: "f32", 124: "f64", 123: "v128" };

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }
  byte(): number {
    return this.#bytes[this.at++];
  }
  /** Unsigned LEB128. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length: number): Uint8Array {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
  name(): string {
    return new TextDecoder().decode(this.take(this.number()));
  }
  list<T>(item: () => T): T[] {
    return Array.from({ length: this.number() }, item);
  }
  limits(): void {
    const hasMaximum = this.byte() & 1;
    this.number();
    if (hasMaximum) this.number();
  }
}

export function readWasm(bytes: Uint8Array, text: string): WasmFile {
  const sections = new Map<number, Reader>();
  const file = new Reader(bytes);
  file.take(8);
  while (!file.isAtEnd) {
    const id = file.byte();
    const body = file.take(file.number());
    if (!sections.has(id)) sections.set(id, new Reader(body));
  }
  const read = <T>(id: number, item: (reader: Reader) => T): T[] => {
    const reader = sections.get(id);
    return reader ? reader.list(() => item(reader)) : [];
  };
  const types = read(SECTION.type, readFunctionType);
  const imports = read(SECTION.import, readImport);
  const functionTypes = [
    ...imports.flatMap((entry) => entry.functionType ?? []),
    ...read(SECTION.function, (r) => r.number()),
  ];
  const exported = read(SECTION.export, (r) => ({ name: r.name(), kind: r.byte(), index: r.number() }));
  return {
    imports: imports.map((entry) => entry.name),
    functions: new Map(exported.filter((e) => e.kind === 0).map((e) => [e.name, types[functionTypes[e.index]]])),
    hasMemorySection: sections.has(SECTION.memory),
    hasData: sections.has(SECTION.data),
    hasStart: sections.has(SECTION.start),
    growsMemory: text.includes("memory.grow"),
  };
}

function readFunctionType(reader: Reader): string {
  reader.byte();
  const side = () => reader.list(() => TYPE_NAMES[reader.byte()] ?? "?").join(",");
  return `${side()}->${side()}`;
}

function readImport(reader: Reader): { name: string; functionType?: number } {
  const name = `${reader.name()}.${reader.name()}`;
  const kind = reader.byte();
  if (kind === 0) return { name, functionType: reader.number() };
  if (kind === 2) reader.limits();
  else reader.take(2); // a global: type, mutability
  return { name };
}
