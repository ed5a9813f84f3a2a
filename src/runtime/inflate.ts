// Raw deflate to bytes, for hosts that have nothing to do it with (Safari before 16.4): the wasm inside the JavaScript is packed.
// It trusts its input, which the build wrote.
//
// https://www.rfc-editor.org/rfc/rfc1951

/** Order in which the lengths of the code lengths' own codes are written. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A prefix code: by the next `bits` bits, symbol << 4 | length of its code. */
interface Code {
  readonly bits: number;
  readonly table: Uint16Array;
}

function codeOf(lengths: readonly number[]): Code {
  const bits = Math.max(1, ...lengths);
  const table = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      // Codes are written from their highest bit on, everything else from the lowest.
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let i = reversed; i < table.length; i += 1 << length) table[i] = (symbol << 4) | length;
      code++;
    }
  }
  return { bits, table };
}

/** `bytes`: how many come out. */
export function inflate(packed: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes);
  let written = 0;
  let at = 0;
  let held = 0;
  let window = 0;

  function need(count: number): void {
    for (; held < count; held += 8) window |= packed[at++] << held;
  }
  function take(count: number): number {
    need(count);
    const value = window & ((1 << count) - 1);
    window >>>= count;
    held -= count;
    return value;
  }
  function symbolOf({ bits, table }: Code): number {
    need(bits);
    const entry = table[window & ((1 << bits) - 1)];
    window >>>= entry & 15;
    held -= entry & 15;
    return entry >> 4;
  }
  function readCodes(): [literals: Code, distances: Code] {
    const literals = take(5) + 257;
    const all = literals + take(5) + 1;
    const own = new Array<number>(19).fill(0);
    for (let i = 0, count = take(4) + 4; i < count; i++) own[LENGTH_ORDER[i]] = take(3);
    const code = codeOf(own);
    const lengths: number[] = [];
    while (lengths.length < all) {
      const symbol = symbolOf(code);
      if (symbol < 16) lengths.push(symbol);
      else if (symbol === 16)
        for (let n = take(2) + 3, last = lengths[lengths.length - 1]; n > 0; n--) lengths.push(last);
      else for (let n = symbol === 17 ? take(3) + 3 : take(7) + 11; n > 0; n--) lengths.push(0);
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
  }
  function copy(symbol: number, distances: Code): void {
    // Codes of lengths grow by one bit every four symbols, codes of distances every two.
    const step = symbol - 257;
    const extra = step < 8 ? 0 : (step >> 2) - 1;
    const length = symbol === 285 ? 258 : step < 8 ? step + 3 : ((4 + (step & 3)) << extra) + 3 + take(extra);
    const far = symbolOf(distances);
    const farExtra = far < 4 ? 0 : (far >> 1) - 1;
    const distance = far < 4 ? far + 1 : ((2 + (far & 1)) << farExtra) + 1 + take(farExtra);
    for (let i = 0; i < length; i++, written++) out[written] = out[written - distance];
  }

  for (let isLast = 0; isLast === 0; ) {
    isLast = take(1);
    const type = take(2);
    if (type === 0) {
      take(held & 7);
      for (let left = take(16) + 0 * take(16); left > 0; left--) out[written++] = take(8);
      continue;
    }
    const [literals, distances] = type === 2 ? readCodes() : fixedCodes();
    for (let symbol = symbolOf(literals); symbol !== 256; symbol = symbolOf(literals)) {
      if (symbol < 256) out[written++] = symbol;
      else copy(symbol, distances);
    }
  }
  return out;
}

function fixedCodes(): [literals: Code, distances: Code] {
  const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  return [codeOf(lengths), codeOf(new Array<number>(30).fill(5))];
}
