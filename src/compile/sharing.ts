// How several threads may share the steps of a run: where each range may be cut and how often that pays, and which working
// memory every thread needs for itself. Decided here, where shapes are known; the runtime only counts.

import type { ShareOfStep, ShareOfTiles, Sharing, Step } from "../format/types.ts";
import type { BufferRef, KernelCall } from "../kernels/call.ts";
import { panelsOf } from "../kernels/panels.ts";
import { type ParamsOf, STRUCTS, type StructName, structBytes } from "../kernels/params.ts";
import type { LoweredNode } from "./lower.ts";
import { ALIGNMENT } from "./memory_planner.ts";

/**
 * A part is not smaller: to hand one over and to hear that it is done takes 1 to 2 microseconds where cores are far apart.
 * (So does fetching what another core has just written, which a step pays that is left whole between two that are shared.)
 */
const LEAST_NANOSECONDS = 2000;

/** Multiply-accumulates a nanosecond of one thread, by struct and type; a fast machine's, so that parts are not too small. */
const MACS: Readonly<Partial<Record<StructName, { readonly i8: number; readonly f32: number }>>> = {
  Conv: { i8: 90, f32: 27 },
  Depthwise: { i8: 25, f32: 14 },
};

/**
 * Elements a nanosecond, where nothing is multiplied by weights (add_i8: 2 to 3); also what a result costs where something is. Floats
 * count for more than their arithmetic: a step that is left whole fetches half of them from where another core has put them.
 */
const ELEMENTS = { i8: 3, f32: 2 };
/** To gather a row of a window. */
const GATHER_NANOSECONDS = 3;

/** Units of the range that kernels do together: a cut elsewhere would cost time. */
const TILES: Readonly<Partial<Record<StructName, { readonly i8: number; readonly f32: number }>>> = {
  Conv: { i8: 4, f32: 12 },
  Depthwise: { i8: 1, f32: 1 },
};

/**
 * Rows of int8 matrices that make whole tiles in every build, of five or of four, where there are rows enough for equal parts of them.
 * For 196 rows in parts of 16 the relaxed build takes 12 to 15 % more time than for all at once, in parts of 100 and 96 1 %.
 */
const COMMON_TILE = 20;
const MANY_ROWS = 5 * COMMON_TILE;

/** Panels that the kernels do together: for one row, and for several, where some do two if rows are shallow. */
const PANEL_TILE = 4;
const PANEL_TILE_OF_ROWS = 2;

/**
 * Products of several rows are shared by rows, or by panels where the weights are so many times as large as what is multiplied by them and the
 * results: each thread then reads the weights of its own panels, which its core's cache may hold from run to run, but all the rows.
 * Two threads take 7 to 9 % less time for VWW in floats, 1.5 % less for MobileNetV2 in floats; int8 1.5 and 0.5 %.
 */
const HEAVY = 2;
/** As many rows as all go through the weights at once. */
const HEAVY_ROWS = 54;

/** Elements that fill whole cache lines in any type: threads do not write to the same one. */
const ELEMENT_TILE = 128;

/** Elements that one unit of the range stands for; 1 where the range counts elements. */
const ELEMENTS_OF_UNIT: { readonly [S in StructName]?: (params: ParamsOf<S>) => number } = {
  Pool: (p) => p.outputWidth * p.channels * p.kernelHeight * p.kernelWidth,
  Reduce: (p) => p.count * p.inner,
  Rows: (p) => 4 * p.columns,
  SoftmaxInt8: (p) => 4 * p.columns,
  TopK: (p) => p.count,
  Copy: (p) => p.length,
  Gather: (p) => p.bytes,
  ResizeBilinear: (p) => p.width * p.pixelBytes,
  Resample: (p) => p.taps * p.rowBytes,
};

/** Of the whole call. */
function nanoseconds({ struct, kernel, params, macs, end }: KernelCall): number {
  const rates = MACS[struct];
  if (rates !== undefined && macs > 0) {
    const { direct, groups, depth, kernelHeight } = params as ParamsOf<"Conv">;
    const rows = struct !== "Conv" || direct > 0 ? 0 : end * groups * kernelHeight;
    const results = struct === "Conv" ? macs / depth : 0;
    return macs / rates[typeOf(kernel)] + rows * GATHER_NANOSECONDS + results / ELEMENTS.i8;
  }
  const elements = ELEMENTS_OF_UNIT[struct] as ((params: unknown) => number) | undefined;
  return (end * (elements?.(params) ?? 1)) / ELEMENTS[typeOf(kernel)];
}

/** Whether the kernel makes two rows of the same columns. */
function isPaired({ strideHeight, strideWidth }: ParamsOf<"Depthwise">): boolean {
  return strideHeight === 1 && strideWidth === 1;
}

function typeOf(kernel: string): "i8" | "f32" {
  return kernel.endsWith("_f32") ? "f32" : "i8";
}

function tileOf({ struct, kernel, params, end }: KernelCall): number {
  const { direct } = params as ParamsOf<"Conv">;
  if (struct === "Conv" && direct > 1) return direct === 2 ? PANEL_TILE : PANEL_TILE_OF_ROWS;
  if (kernel === "conv_i8" && end >= MANY_ROWS) return COMMON_TILE;
  if (kernel === "depthwise_3x3_i8" && isPaired(params as ParamsOf<"Depthwise">)) return 2;
  return TILES[struct]?.[typeOf(kernel)] ?? (struct in ELEMENTS_OF_UNIT ? 1 : ELEMENT_TILE);
}

/** The same call with a range of panels, where that is better shared. */
export function byPanels<C extends KernelCall>(call: C): C {
  const { direct, groups, depth, outputs } = call.params as ParamsOf<"Conv">;
  const rows = call.end;
  const isProduct = (call.kernel === "conv_i8" || call.kernel === "conv_f32") && direct === 1 && groups === 1;
  const isHeavy = rows <= HEAVY_ROWS && depth * outputs >= HEAVY * rows * (depth + outputs);
  if (!isProduct || (rows > 1 && !isHeavy)) return call;
  const end = panelsOf({ groups: 1, outputs });
  return { ...call, params: { ...(call.params as ParamsOf<"Conv">), direct: 1 + rows }, end };
}

/** Where a call may be cut, and into how many parts at most; 0 where it is better left whole. */
export function cutsOf(call: KernelCall): { readonly tile: number; readonly parts: number } {
  const { end } = call;
  const tile = tileOf(call);
  const parts = Math.floor(Math.min(nanoseconds(call) / LEAST_NANOSECONDS, end / tile));
  return parts < 2 ? { tile: 1, parts: 0 } : { tile, parts };
}

/** What the runtime is told of each call of a run; `scratchBytes` is the size of the call's own working memory. */
export function shareSteps(
  calls: readonly { readonly call: KernelCall; readonly scratchBytes: number }[],
): Omit<Sharing, "tiles"> {
  let scratch = 0;
  const steps = calls.map(({ call, scratchBytes }): ShareOfStep => {
    const { tile, parts } = cutsOf(call);
    if (ownScratch(call) === undefined) return [tile, parts, 0, 0];
    scratch = Math.max(scratch, scratchBytes);
    return [tile, parts, structBytes(call.struct), 4 * Object.keys(STRUCTS[call.struct]).indexOf("scratch")];
  });
  return { scratch, steps };
}

/** The same of a node whose tiles threads may take apart, if it has any. `first`: its first step; `fresh`: the steps of its fresh tiles. */
export function shareTiles(
  { calls, scratch, tiles }: LoweredNode,
  first: number,
  fresh: readonly (readonly Step[])[],
): ShareOfTiles | undefined {
  if (tiles === undefined) return undefined;
  const begins = [first];
  for (const count of tiles.calls) begins.push(begins[begins.length - 1] + count);
  const places: number[] = [];
  let bytes = 0;
  for (const buffer of scratch) {
    places.push(Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    bytes = places[places.length - 1] + buffer.bytes;
  }
  const steps = [...calls.filter(({ when }) => when === "run"), ...tiles.fresh.flat()];
  return { begins, fresh, scratch: bytes, blocks: steps.map((call) => blockOfTile(call, places)) };
}

function blockOfTile({ struct, params }: KernelCall, places: readonly number[]): readonly number[] {
  const values = params as Readonly<Record<string, BufferRef | number>>;
  const fields = Object.keys(STRUCTS[struct]).flatMap((name, i) => {
    const ref = values[name];
    return typeof ref === "object" && ref.kind === "scratch" ? [4 * i, places[ref.id] + ref.offset] : [];
  });
  return fields.length === 0 ? [0] : [structBytes(struct), ...fields];
}

/** A kernel's private working memory: always the field of this name (assembly/params.ts). */
export function ownScratch(call: KernelCall): (BufferRef & { readonly kind: "scratch" }) | undefined {
  const ref = (call.params as Readonly<Record<string, BufferRef | number>>).scratch;
  return typeof ref === "object" && ref.kind === "scratch" ? ref : undefined;
}
