// A matrix product, block by block: C[rows, outputs] = A[rows, depth] · W[depth, outputs], with an epilogue.
//
// A is read where it lies, row-major, `pitch` bytes apart; W is packed in panels of eight outputs (the diagrams are in
// src/kernels/panels.ts). A tile holds a few rows of A against one or more panels in at most twelve v128 locals, starts
// them with the biases, adds the products and hands them to the epilogue.

/** Outputs a panel holds. */
export const PANEL: u32 = 8;

/** One block, described in memory (the first bytes of a kernel's scratch) so that the tiles take few arguments. */
@unmanaged
export class Block {
  /** Row 0 of A; up to 16 bytes after a row's last element are read and multiplied by zero weights. */
  a: usize = 0;
  /** Bytes from one row of A to the next. */
  pitch: usize = 0;
  rows: u32 = 0;
  /** Elements of a row; int8: rounded up to a multiple of 4, as the panels are. */
  depth: u32 = 0;
  /** The first panel. */
  weights: usize = 0;
  /** One i32 or f32 for each output, padded to whole panels. */
  bias: usize = 0;
  /** int8: one f32 for each output, padded likewise. */
  scales: usize = 0;
  /** int8: one i32 a row, added to its accumulators; 0 if there are none. */
  terms: usize = 0;
  /** Row 0 of C. Nothing is written between its last output and row 1. */
  y: usize = 0;
  /** Bytes from one row of C to the next. */
  yPitch: usize = 0;
  outputs: u32 = 0;
  zeroPoint: i32 = 0;
  /** f32: elements of a row that lie side by side, and bytes from the end of such a run to the next. */
  run: u32 = 0;
  jump: usize = 0;
  /** Bounds of the result in its own element type. */
  low: f32 = 0;
  high: f32 = 0;
  /** Four rows of eight int8 results, for panels of which not all outputs are wanted. */
  tail: u64 = 0;
  tail1: u64 = 0;
  tail2: u64 = 0;
  tail3: u64 = 0;
}
