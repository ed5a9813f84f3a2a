// The entropy-coded bits of a JPEG scan (ITU-T T.81, annex F): stuffed zero bytes are taken out, and reading stops at
// the next marker. Asking for bits behind it is an error: the file is cut or damaged.

/** Prefix code: at each 16-bit look-ahead, length of the code << 8 | its value; 0 where no code begins so. */
export type Huffman = Uint16Array;

/** `lengths[i]` codes have i + 1 bits; `values` are in code order. */
export function buildHuffman(lengths: Uint8Array, values: Uint8Array): Huffman {
  const table = new Uint16Array(65536);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < lengths[length - 1]; i++) {
      const first = code << (16 - length);
      if (first >= 65536) throw new Error("a code table is overfull");
      table.fill((length << 8) | values[next++], first, first + (1 << (16 - length)));
      code++;
    }
    code <<= 1;
  }
  return table;
}

export class BitReader {
  /** The next byte of the file to look at; at the end of a scan, its marker. */
  position: number;
  readonly #bytes: Uint8Array;
  #buffer = 0;
  #count = 0;
  /** How many of the buffered bits stand behind the marker. */
  #padding = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  symbol(table: Huffman): number {
    this.#fill();
    const entry = table[(this.#buffer >>> (this.#count - 16)) & 0xffff];
    if (entry === 0) throw new Error("a code is not in its table");
    this.#skip(entry >> 8);
    return entry & 0xff;
  }

  /** `n` bits (0 to 16) as an unsigned number. */
  bits(n: number): number {
    if (n === 0) return 0;
    this.#fill();
    const value = (this.#buffer >>> (this.#count - n)) & ((1 << n) - 1);
    this.#skip(n);
    return value;
  }

  /** A signed number of `n` bits: those with a leading 0 are negative (F.2.2.1, EXTEND). */
  signed(n: number): number {
    const value = this.bits(n);
    return n === 0 || value >= 1 << (n - 1) ? value : value - (1 << n) + 1;
  }

  /** Passes a restart marker. */
  restart(): void {
    this.#count = 0;
    this.#padding = 0;
    while (this.position + 1 < this.#bytes.length) {
      const isMarker = this.#bytes[this.position] === 0xff && this.#bytes[this.position + 1] > 0;
      if (!isMarker) {
        this.position++;
        continue;
      }
      const marker = this.#bytes[this.position + 1];
      if (marker === 0xff) this.position++;
      else if (marker >= 0xd0 && marker <= 0xd7) {
        this.position += 2;
        return;
      } else break;
    }
    throw new Error("it ends early");
  }

  #skip(n: number): void {
    this.#count -= n;
    if (this.#count < this.#padding) throw new Error("it ends early");
  }

  #fill(): void {
    while (this.#count < 25) {
      let byte = this.#bytes[this.position];
      const isMarker = byte === undefined || (byte === 0xff && this.#bytes[this.position + 1] !== 0);
      if (isMarker) {
        byte = 0;
        this.#padding += 8;
      } else {
        this.position += byte === 0xff ? 2 : 1;
      }
      this.#buffer = (this.#buffer << 8) | byte;
      this.#count += 8;
    }
  }
}
