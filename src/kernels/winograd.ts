// What conv_winograd_f32 needs: weights transformed to G·g·Gᵀ, and the size of its blocks. All builds read the same bytes.
//
//        1    0    0
//   G =  1/2  1/2  1/2      [panel of 8 outputs][position of 4x4][channel][8], missing outputs zero
//        1/2 −1/2  1/2
//        0    0    1
//
// These weights are 16/9 of the plain ones. They are made when a model is compiled, not when it is loaded, so that loading
// takes no time and memory holds them alone.

import { PANEL } from "./panels.ts";

const POSITIONS = 16;

/** Three values along one axis of the window -> four. */
function transform(a: number, b: number, c: number): readonly number[] {
  return [a, (a + b + c) / 2, (a - b + c) / 2, c];
}

/** Weights [outputs, 3, 3, channels]. */
export function packWinograd(weights: Float32Array, outputs: number, channels: number): Float32Array {
  const packed = new Float32Array(Math.ceil(outputs / PANEL) * POSITIONS * channels * PANEL);
  for (let n = 0; n < outputs; n++) {
    const panel = (n - (n % PANEL)) * POSITIONS * channels + (n % PANEL);
    for (let channel = 0; channel < channels; channel++) {
      const at = (y: number, x: number) => weights[((n * 3 + y) * 3 + x) * channels + channel];
      const columns = [0, 1, 2].map((x) => transform(at(0, x), at(1, x), at(2, x)));
      for (let y = 0; y < 4; y++) {
        transform(columns[0][y], columns[1][y], columns[2][y]).forEach((value, x) => {
          packed[panel + ((y * 4 + x) * channels + channel) * PANEL] = value;
        });
      }
    }
  }
  return packed;
}

/** Tiles of 2x2 outputs: what the kernel counts. */
export function winogradTiles(batch: number, [height, width]: readonly [number, number]): number {
  return batch * Math.ceil(height / 2) * Math.ceil(width / 2);
}

/** At least what a Block (assembly/gemm/block.ts) takes. */
const BLOCK_STRUCT_BYTES = 112;
/** Room for the transformed pixels of a block and their sums, which are read again for every panel. */
const BLOCK_BYTES = 65536;
/** Whole blocks are whole numbers of tiles of four and of six rows. */
const ROWS = 12;

/** Bytes of scratch as assembly/conv/winograd.ts draws it. */
export function winogradScratchBytes(tiles: number, channels: number): number {
  const overhead = BLOCK_STRUCT_BYTES + POSITIONS * 4 + Math.max(channels, PANEL) * 4;
  const tileBytes = POSITIONS * (channels + PANEL) * 4;
  const rows = Math.max(ROWS, Math.floor(BLOCK_BYTES / tileBytes / ROWS) * ROWS);
  return overhead + Math.min(rows, tiles) * tileBytes;
}
