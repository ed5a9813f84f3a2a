// The packed weights of the matrix product, the same bytes for every build.
//
// W[outputs, depth] is cut into panels of PANEL = 8 outputs, zero-padded to whole panels; within a panel the inputs k come
// in order, and for each the eight outputs n stand side by side, so that a tile reads a panel straight through:
//
//   f32, [depth][8]          | k0: n0 n1 n2 n3 n4 n5 n6 n7 | k1: n0 … n7 | …            32 bytes an input
//
//   int8, [depth / 4][8][4]  | n0: k0 k1 k2 k3 | n1: k0 k1 k2 k3 | … | n7: k0 … k3 |    32 bytes four inputs
//                            | n0: k4 k5 k6 k7 | …             depth zero-padded to a multiple of 4
//
// Groups follow one another, each with its own whole panels. Biases and scales are padded in the same way.

import type { BufferRef, KernelCall } from "./call.ts";
import { copyView } from "./strided.ts";

export const PANEL = 8;

/** Inputs of one output that an int8 panel keeps together. */
export const INT8_BLOCK = 4;

export interface PanelShape {
  readonly groups: number;
  /** Outputs of one group. */
  readonly outputs: number;
  /** Inputs of one output. */
  readonly depth: number;
}

export function panelsOf({ groups, outputs }: Pick<PanelShape, "groups" | "outputs">): number {
  return groups * Math.ceil(outputs / PANEL);
}

/** Elements of depth in an int8 panel. */
export function paddedDepth(depth: number): number {
  return Math.ceil(depth / INT8_BLOCK) * INT8_BLOCK;
}

/** Weights [groups · outputs, depth], row-major -> f32 panels. */
export function packFloatPanels(weights: Float32Array, shape: PanelShape): Float32Array {
  const { depth } = shape;
  const packed = new Float32Array(panelsOf(shape) * depth * PANEL);
  forEachOutput(shape, (output, panel, lane) => {
    const at = panel * depth * PANEL + lane;
    for (let k = 0; k < depth; k++) packed[at + k * PANEL] = weights[output * depth + k];
  });
  return packed;
}

/** The same at run time: calls that copy matrices [groups, depth, outputs] into f32 panels. Lanes of padding keep what they hold. */
export function packFloatCalls(matrices: BufferRef, panels: BufferRef, shape: PanelShape): KernelCall[] {
  const { groups, outputs, depth } = shape;
  const groupStride = (panelsOf(shape) / groups) * depth * PANEL;
  const whole = Math.floor(outputs / PANEL);
  const rest = outputs % PANEL;
  const wholeSizes = [groups, whole, depth, PANEL];
  const restSizes = [groups, depth, rest];
  return [
    ...copyView(
      { buffer: panels, view: { offset: 0, sizes: wholeSizes, strides: [groupStride, depth * PANEL, PANEL, 1] } },
      { buffer: matrices, view: { offset: 0, sizes: wholeSizes, strides: [depth * outputs, PANEL, outputs, 1] } },
      4,
    ),
    ...copyView(
      { buffer: panels, view: { offset: whole * depth * PANEL, sizes: restSizes, strides: [groupStride, PANEL, 1] } },
      { buffer: matrices, view: { offset: whole * PANEL, sizes: restSizes, strides: [depth * outputs, outputs, 1] } },
      4,
    ),
  ];
}

/** Weights [groups · outputs, depth], row-major -> int8 panels. */
export function packInt8Panels(weights: Int8Array, shape: PanelShape): Int8Array {
  const { depth } = shape;
  const panelBytes = paddedDepth(depth) * PANEL;
  const packed = new Int8Array(panelsOf(shape) * panelBytes);
  forEachOutput(shape, (output, panel, lane) => {
    const at = panel * panelBytes + lane * INT8_BLOCK;
    for (let k = 0; k < depth; k++) {
      packed[at + (k - (k % INT8_BLOCK)) * PANEL + (k % INT8_BLOCK)] = weights[output * depth + k];
    }
  });
  return packed;
}

/** One value for each output -> padded with zeros to the panels. */
export function padToPanels<T extends Int32Array | Float32Array>(values: T, shape: PanelShape): T {
  const Values = values.constructor as new (length: number) => T;
  const padded = new Values(panelsOf(shape) * PANEL);
  forEachOutput(shape, (output, panel, lane) => {
    padded[panel * PANEL + lane] = values[output];
  });
  return padded;
}

function forEachOutput(
  { groups, outputs }: PanelShape,
  visit: (output: number, panel: number, lane: number) => void,
): void {
  const panelsPerGroup = Math.ceil(outputs / PANEL);
  for (let group = 0; group < groups; group++) {
    for (let n = 0; n < outputs; n++) {
      visit(group * outputs + n, group * panelsPerGroup + Math.floor(n / PANEL), n % PANEL);
    }
  }
}
