// Convolution of NHWC images, and fully connected layers, as matrix products over blocks of output pixels.
//
// A block's rows are read where they lie if the image's pixels are the matrix's rows (`direct`), or gathered into scratch.
// Scratch of one call, int8:  | Block | a panel | row terms, i32 a row | rows as the build's tiles read them | gathered rows |
// The simd build gathers into the upper half of what the widened rows will take, and HELD_ROWS further.

import { Block, PANEL } from "../gemm/block";
import { multiply_f32, TILE_ROWS } from "../gemm/f32";
import {
  BEFORE_GATHERED,
  fold_flip,
  HELD_ROWS,
  multiply_i8,
  PREPARED_BYTES,
  row_terms,
  WIDE_PANEL,
} from "../gemm/int8";
import { TILE_ROWS as INT8_TILE_ROWS } from "../gemm/int8_panel";
import { Conv, Panels } from "../params";
import { gather } from "./gather";

/** Copies reach up to 16 bytes past the end of what they write. */
const SPARE: u32 = 16;

/** Rows that are multiplied by all weights before the next are looked at: they should stay in the innermost cache. */
export const BLOCK_BYTES: u32 = 16384;

/**
 * At least so many rows where they are read in place, enough for an image of 7x7: its weights, which come from beyond the core's
 * cache, are then read once (Sapphire Rapids: 1x1 convolutions of such images take 6 to 10 % less time than in blocks of 12).
 */
const LEAST_ROWS: u32 = 54;

/** The same for int8, whose rows the simd build widens to twice that; so many rows where those are long. */
const INT8_BLOCK_BYTES: u32 = 32768;
const INT8_LEAST_ROWS: u32 = 64;


@inline
export function describe<T>(p: Conv): Block {
  const b = changetype<Block>(p.scratch);
  b.depth = p.depth;
  b.outputs = p.outputs;
  b.yPitch = <usize>(p.outputs * p.groups) * sizeof<T>();
  b.zeroPoint = p.outputZero;
  b.low = p.low;
  b.high = p.high;
  b.terms = 0;
  b.run = p.depth;
  return b;
}

/** Narrows a block to the outputs of panels [begin, end); `panelBytes`: of the weights of one. */
function narrow<T>(b: Block, p: Conv, begin: u32, end: u32, panelBytes: u32): void {
  const skipped = begin * PANEL;
  b.outputs = min(end * PANEL, p.outputs) - skipped;
  b.weights += <usize>(begin * panelBytes);
  b.bias += <usize>(skipped << 2);
  if (!isFloat<T>()) b.scales += <usize>(skipped << 2);
  b.y += <usize>skipped * sizeof<T>();
}

/** Rows of a block: as many as `bytes` hold, a multiple of `tile` where that is possible. */
@inline
function block_rows(bytes: u32, rowBytes: u32, tile: u32): u32 {
  const rows = bytes / rowBytes;
  return rows < tile ? max<u32>(rows, 1) : rows - (rows % tile);
}

/** f32; range: output pixels, or panels. */
export function conv_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Conv>(params);
  const b = describe<f32>(p);
  const groups = p.groups;
  const direct = p.direct != 0;
  const rowBytes = p.depth << 2;
  const gathered = p.scratch + offsetof<Block>();
  const room = direct
    ? max<u32>(BLOCK_BYTES, LEAST_ROWS * rowBytes)
    : p.scratchBytes - (<u32>offsetof<Block>() + SPARE);
  const step = block_rows(room, rowBytes, TILE_ROWS);
  const columns = (p.outputs + PANEL - 1) & ~(PANEL - 1);
  const byPanels = p.direct > 1;
  const last = byPanels ? p.direct - 1 : end;
  for (let first: u32 = byPanels ? 0 : begin; first < last; first += step) {
    b.rows = min(step, last - first);
    for (let group: u32 = 0; group < groups; group++) {
      b.weights = p.weights + <usize>(group * columns * rowBytes);
      b.bias = p.bias + <usize>((group * columns) << 2);
      b.y = p.y + <usize>first * b.yPitch + <usize>((group * p.outputs) << 2);
      if (direct) {
        b.pitch = <usize>(p.channels << 2);
        b.a = p.x + <usize>first * b.pitch + <usize>((group * p.depth) << 2);
      } else {
        b.pitch = <usize>rowBytes;
        b.a = gathered;
        gather<f32>(p, b, first, group);
      }
      if (byPanels) narrow<f32>(b, p, begin, end, rowBytes * PANEL);
      multiply_f32(b);
    }
  }
}

/** int8; range: output pixels, or panels. */
export function conv_i8(params: usize, begin: u32, end: u32): void {
  const p = changetype<Conv>(params);
  const b = describe<i8>(p);
  const groups = p.groups;
  const direct = p.direct != 0;
  const depth = (p.depth + 3) & ~3;
  b.depth = depth;
  const wide = p.scratch + offsetof<Block>();
  const terms = wide + <usize>(WIDE_PANEL * depth);
  // What a row takes of scratch; where it takes nothing the block is sized for the cache.
  let held = direct ? 0 : HELD_ROWS * depth;
  const room = p.scratchBytes - (<u32>offsetof<Block>() + WIDE_PANEL * depth + held + 2 * SPARE);
  const elementBytes = direct ? PREPARED_BYTES : max<u32>(PREPARED_BYTES, BEFORE_GATHERED + 1);
  const rowBytes = (p.weightZero != 0 ? 4 : 0) + elementBytes * depth;
  const cached = block_rows(max<u32>(INT8_BLOCK_BYTES, INT8_LEAST_ROWS * depth), depth, INT8_TILE_ROWS);
  let step = cached;
  if (rowBytes != 0) {
    const fitting = block_rows(room, rowBytes, INT8_TILE_ROWS);
    step = min(cached, fitting);
    // The simd build widens rows by fours, or alone.
    if (HELD_ROWS != 0 && fitting < 4) {
      step = 1;
      held = 0;
    }
  }
  const prepared = terms + (p.weightZero != 0 ? <usize>(step << 2) : 0);
  const gathered = prepared + <usize>(BEFORE_GATHERED * step * depth + held + SPARE);
  const columns = (p.outputs + PANEL - 1) & ~(PANEL - 1);
  const byPanels = p.direct > 1;
  const last = byPanels ? p.direct - 1 : end;
  for (let first: u32 = byPanels ? 0 : begin; first < last; first += step) {
    b.rows = min(step, last - first);
    for (let group: u32 = 0; group < groups; group++) {
      b.weights = p.weights + <usize>(group * columns * depth);
      b.bias = p.bias + <usize>((group * columns) << 2);
      b.scales = p.scales + <usize>((group * columns) << 2);
      b.y = p.y + <usize>first * b.yPitch + <usize>(group * p.outputs);
      if (direct) {
        b.pitch = <usize>p.channels;
        b.a = p.x + <usize>first * b.pitch + <usize>(group * p.depth);
      } else {
        b.pitch = <usize>depth;
        b.a = gathered;
        gather<i8>(p, b, first, group);
      }
      if (byPanels) narrow<i8>(b, p, begin, end, depth * PANEL);
      if (p.weightZero != 0) {
        b.terms = terms;
        row_terms(b, <usize>p.depth, p.weightZero);
      }
      multiply_i8(b, prepared, wide);
    }
  }
}

/** Run once at load, before the first conv_i8 with these weights; range: panels. */
export function conv_i8_prepare(params: usize, begin: u32, end: u32): void {
  const p = changetype<Panels>(params);
  for (let panel = begin; panel < end; panel++) {
    fold_flip(p.weights + <usize>(panel * PANEL * p.depth), p.bias + <usize>((panel * PANEL) << 2), p.depth);
  }
}
