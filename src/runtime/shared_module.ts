// The kernels for a memory that threads share. A module says in its import section whether the memory it imports is shared;
// the builds that ship say it is not. Here the one entry is rewritten:
//
//   … "env" "memory" 02 | 00 min     | …      one memory, unshared, at least min pages
//   … "env" "memory" 02 | 03 n n   | …      one memory, shared, of n pages
//
// That it cannot grow matters: V8 asks for the size of a shared memory that can grow at every access. Kernels take
// 1.3 to 1.7 times as long then.
//
// https://webassembly.github.io/threads/core/binary/types.html#limits

const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;
const SHARED_WITH_MAXIMUM = 3;
/** Bytes after which an import of another kind ends: a function's type index is a number and handled below. */
const GLOBAL_BYTES = 2;

/** `wasm` with its imported memory shared, of so many pages. Throws TypeError where it imports no plain memory. */
export function withSharedMemory(wasm: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  const limits = [SHARED_WITH_MAXIMUM, ...numberBytes(pages), ...numberBytes(pages)];
  for (let at = 8; at < wasm.length; ) {
    const [bytes, begin] = readNumber(wasm, at + 1);
    if (wasm[at] === IMPORT_SECTION) {
      const flags = findMemory(wasm, begin);
      const [, after] = readNumber(wasm, flags + 1);
      return joined([
        wasm.subarray(0, at + 1),
        numberBytes(bytes + limits.length - (after - flags)),
        wasm.subarray(begin, flags),
        limits,
        wasm.subarray(after),
      ]);
    }
    at = begin + bytes;
  }
  throw new TypeError("the kernels import no memory");
}

/** Where the limits of the imported memory begin; `at`: the import section's content. */
function findMemory(wasm: Uint8Array, at: number): number {
  let [count, next] = readNumber(wasm, at);
  for (; count > 0; count--) {
    for (let name = 0; name < 2; name++) {
      const [length, text] = readNumber(wasm, next);
      next = text + length;
    }
    const kind = wasm[next++];
    if (kind === MEMORY_IMPORT) {
      if (wasm[next] !== 0) throw new TypeError("the kernels' memory has a maximum or is shared already");
      return next;
    }
    if (kind === 0) next = readNumber(wasm, next)[1];
    else if (kind === 3) next += GLOBAL_BYTES;
    else throw new TypeError("the kernels import a table");
  }
  throw new TypeError("the kernels import no memory");
}

/** LEB128, unsigned: the number and where it ends. */
function readNumber(wasm: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function numberBytes(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
