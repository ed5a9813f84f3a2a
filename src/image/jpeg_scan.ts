// One scan of a JPEG file: Huffman-coded coefficients into the components' blocks, sequential or progressive (ITU-T T.81,
// annexes F and G).

import { BitReader, type Huffman } from "./jpeg_bits.ts";

/** A component with its coefficients: 64 a block in natural order, blocks row by row, `stride` a row. */
export interface Component {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly tableId: number;
  /** Blocks that hold pixels of the picture; `stride` and the rows beyond fill whole units. */
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  readonly coefficients: Int16Array;
  quantization?: Uint16Array;
}

export interface Scan {
  readonly components: readonly { readonly component: Component; readonly dc: Huffman; readonly ac: Huffman }[];
  /** Units of all components, across and down. */
  readonly units: readonly [number, number];
  readonly restartInterval: number;
  readonly isProgressive: boolean;
  readonly first: number;
  readonly last: number;
  /** Bit position of the approximation before (0: first scan of these coefficients) and of this one. */
  readonly high: number;
  readonly low: number;
}

// biome-ignore format: a table
export const ZIGZAG = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
);

/** Decodes the scan whose bits begin at `position`; returns the position of the marker behind it. Throws Error. */
export function decodeScan(bytes: Uint8Array, position: number, scan: Scan): number {
  const decoder = new ScanDecoder(new BitReader(bytes, position), scan);
  const { components, units, restartInterval } = scan;
  const [alone] = components;
  const [across, down] = components.length === 1 ? [alone.component.columns, alone.component.rows] : units;
  for (let unit = 0; unit < across * down; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) decoder.restart();
    const [x, y] = [unit % across, Math.floor(unit / across)];
    if (components.length === 1) {
      decoder.block(0, (y * alone.component.stride + x) * 64);
      continue;
    }
    components.forEach(({ component: { h, v, stride } }, i) => {
      for (let row = 0; row < v; row++) {
        for (let column = 0; column < h; column++) decoder.block(i, ((y * v + row) * stride + x * h + column) * 64);
      }
    });
  }
  return decoder.reader.position;
}

class ScanDecoder {
  readonly reader: BitReader;
  readonly #scan: Scan;
  readonly #previous: Int32Array;
  /** Blocks still to pass without new coefficients (progressive end-of-band run). */
  #run = 0;

  constructor(reader: BitReader, scan: Scan) {
    this.reader = reader;
    this.#scan = scan;
    this.#previous = new Int32Array(scan.components.length);
  }

  restart(): void {
    this.reader.restart();
    this.#previous.fill(0);
    this.#run = 0;
  }

  block(index: number, at: number): void {
    const { component, dc, ac } = this.#scan.components[index];
    const { isProgressive, first, high, low } = this.#scan;
    const block = component.coefficients.subarray(at, at + 64);
    if (!isProgressive) {
      this.#firstDc(index, block, dc, 0);
      this.#sequentialAc(block, ac);
    } else if (first === 0) {
      if (high === 0) this.#firstDc(index, block, dc, low);
      else if (this.reader.bits(1) === 1) block[0] |= 1 << low;
    } else if (high === 0) {
      this.#firstAc(block, ac);
    } else {
      this.#refineAc(block, ac);
    }
  }

  #firstDc(index: number, block: Int16Array, table: Huffman, low: number): void {
    const size = this.reader.symbol(table);
    if (size > 15) throw new Error("a coefficient is too long");
    this.#previous[index] += this.reader.signed(size);
    block[0] = this.#previous[index] << low;
  }

  #sequentialAc(block: Int16Array, table: Huffman): void {
    for (let k = 1; k < 64; k++) {
      const symbol = this.reader.symbol(table);
      const size = symbol & 15;
      if (size === 0 && symbol !== 0xf0) return;
      k += symbol >> 4;
      if (k > 63) throw new Error("a block has too many coefficients");
      if (size > 0) block[ZIGZAG[k]] = this.reader.signed(size);
    }
  }

  #firstAc(block: Int16Array, table: Huffman): void {
    if (this.#run > 0) {
      this.#run--;
      return;
    }
    const { first, last, low } = this.#scan;
    for (let k = first; k <= last; k++) {
      const symbol = this.reader.symbol(table);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && zeros < 15) {
        this.#run = (1 << zeros) - 1 + this.reader.bits(zeros);
        return;
      }
      k += zeros;
      if (k > last) throw new Error("a block has too many coefficients");
      if (size > 0) block[ZIGZAG[k]] = this.reader.signed(size) * (1 << low);
    }
  }

  #refineAc(block: Int16Array, table: Huffman): void {
    const { first, last, low } = this.#scan;
    let k = first;
    while (this.#run === 0 && k <= last) {
      const symbol = this.reader.symbol(table);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && zeros < 15) {
        this.#run = (1 << zeros) + this.reader.bits(zeros);
        break;
      }
      const value = size === 0 ? 0 : this.reader.bits(1) === 1 ? 1 << low : -(1 << low);
      k = this.#refineUntil(block, k, zeros);
      if (k > last) break;
      if (value !== 0) block[ZIGZAG[k]] = value;
      k++;
    }
    if (this.#run > 0) {
      this.#refineUntil(block, k, 64);
      this.#run--;
    }
  }

  /** One more bit for every coefficient that is not zero; returns the place of the zero after `zeros` zeros. */
  #refineUntil(block: Int16Array, from: number, zeros: number): number {
    const { last, low } = this.#scan;
    let left = zeros;
    for (let k = from; k <= last; k++) {
      const value = block[ZIGZAG[k]];
      if (value === 0) {
        if (left-- === 0) return k;
      } else if (this.reader.bits(1) === 1 && (Math.abs(value) & (1 << low)) === 0) {
        block[ZIGZAG[k]] += value > 0 ? 1 << low : -(1 << low);
      }
    }
    return last + 1;
  }
}
