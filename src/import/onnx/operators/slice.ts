// Parts of tensors, and borders around them.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { perTensor } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxValue, OperatorTable } from "../node.ts";
import { plainQuantization } from "../types.ts";

const DAMAGED = "The file is damaged; export the model again";
const MAX_FLOAT = 3.4028234663852886e38;

/** Along one axis. */
interface Cut {
  readonly begin: number;
  readonly stride: number;
  readonly size: number;
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Bounds may be negative, which counts from the end, or beyond either end. */
function cutOf(extent: number, [start, end, stride]: readonly [number, number, number]): Cut {
  const from = start < 0 ? start + extent : start;
  const to = end < 0 ? end + extent : end;
  if (stride > 0) {
    const begin = clamp(from, 0, extent);
    return { begin, stride, size: Math.ceil((clamp(to, 0, extent) - begin) / stride) };
  }
  const begin = clamp(from, -1, extent - 1);
  return { begin, stride, size: Math.ceil((begin - clamp(to, -1, extent - 1)) / -stride) };
}

/** Starts, ends and axes are attributes before version 10, inputs since, with steps. */
const slice: NodeImporter = {
  makes: ["slice"],
  run(node) {
    const dims = node.shape(0);
    const listed = (attribute: string, i: number) =>
      node.ints(attribute) ?? (node.hasInput(i) ? node.integers(i, `the ${attribute}`) : undefined);
    const starts = listed("starts", 1) ?? [];
    const ends = listed("ends", 2) ?? [];
    const axes = (listed("axes", 3) ?? starts.map((_, i) => i)).map((axis) => node.axis(axis, dims.length));
    const steps = listed("steps", 4) ?? starts.map(() => 1);
    ensure(
      [ends, axes, steps].every(({ length }) => length === starts.length) && steps.every((step) => step !== 0),
      () => `starts at [${starts}], ends at [${ends}], on axes [${axes}] in steps [${steps}]`,
      DAMAGED,
    );
    const cuts: Cut[] = dims.map((size) => ({ begin: 0, stride: 1, size }));
    axes.forEach((axis, i) => {
      cuts[axis] = cutOf(dims[axis], [starts[i], ends[i], steps[i]]);
    });
    if (cuts.some(({ size }) => size <= 0)) return [{ id: ABSENT, type: node.typeOf(0) }];
    return node.like(0, cut(node, node.input(0), cuts));
  },
};

function cut(node: OnnxNode, x: TensorId, cuts: readonly Cut[]): TensorId {
  const dims = node.shapeOf(x);
  if (cuts.every(({ begin, stride, size }, i) => begin === 0 && stride === 1 && size === dims[i])) return x;
  return node.emit("slice", [x], {
    begin: cuts.map(({ begin }) => begin),
    strides: cuts.map(({ stride }) => stride),
    size: cuts.map(({ size }) => size),
  });
}

/** Sizes from an attribute, an input, a number of parts, or the number of outputs. */
const split: NodeImporter = {
  makes: ["split"],
  run(node) {
    const dims = node.shape(0);
    const axis = node.axis(node.int("axis", 0), dims.length);
    const parts = node.int("num_outputs", node.proto.outputs.length);
    ensure(
      parts >= 1 && parts <= node.proto.outputs.length,
      () => `has ${node.proto.outputs.length} outputs for ${parts} parts`,
      DAMAGED,
    );
    const largest = Math.ceil(dims[axis] / parts);
    const sizes =
      node.ints("split") ??
      (node.hasInput(1)
        ? node.integers(1, "the sizes")
        : Array.from({ length: parts }, (_, i) => clamp(dims[axis] - i * largest, 0, largest)));
    ensure(
      sizes.every((size) => size >= 0) && sizes.reduce((sum, size) => sum + size, 0) === dims[axis],
      () => `splits axis ${axis} of [${dims}] into parts of [${sizes}]`,
      DAMAGED,
    );
    const ids = node.emitAll("split", [node.input(0)], { axis, sizes: sizes.filter((size) => size > 0) }).values();
    const type = node.typeOf(0);
    return sizes.map((size): OnnxValue => ({ id: size > 0 ? (ids.next().value ?? ABSENT) : ABSENT, type }));
  },
};

interface Pads {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** All befores, then all afters: an attribute before version 11, an input since; since 18 perhaps of some axes only. */
function padsOf(node: OnnxNode): Pads {
  const dims = node.shape(0);
  const stated = node.ints("pads") ?? node.ints("paddings") ?? node.integers(1, "the pads");
  const axes = node.hasInput(3)
    ? node.integers(3, "the axes").map((axis) => node.axis(axis, dims.length))
    : dims.map((_, i) => i);
  ensure(stated.length === 2 * axes.length, () => `pads [${dims}] with [${stated}]`, DAMAGED);
  const side = (offset: number) =>
    dims.map((_, axis) => {
      const i = axes.indexOf(axis);
      return i < 0 ? 0 : stated[offset + i];
    });
  return { before: side(0), after: side(axes.length) };
}

/** Negative pads cut. */
const pad: NodeImporter = {
  makes: ["pad", "slice", "gather"],
  run(node) {
    const mode = node.choice("mode", "constant", ["constant", "reflect", "edge", "wrap"]);
    const { before, after } = padsOf(node);
    const dims = node.shape(0);
    const inside = dims.map((size, i): Cut => {
      const begin = Math.max(-before[i], 0);
      return { begin, stride: 1, size: size - begin - Math.max(-after[i], 0) };
    });
    ensure(
      inside.every(({ size }) => size >= 1),
      () => `cuts all of [${dims}] with pads [${before}], [${after}]`,
      "Tensors without elements are not supported",
    );
    const x = cut(node, node.input(0), inside);
    const [first, last] = [before, after].map((side) => side.map((pad) => Math.max(pad, 0)));
    if ([...first, ...last].every((pad) => pad === 0)) return node.like(0, x);
    if (mode !== "constant") return node.like(0, extended(node, x, { before: first, after: last }, mode));
    const pads = first.flatMap((pad, i) => [pad, last[i]]);
    return node.like(0, node.emit("pad", [x], { pads, value: fillOf(node) }));
  },
};

/** The real value of the border: of bytes the number that the file states, whatever their quantisation makes of it. */
function fillOf(node: OnnxNode): number {
  const { quantization: q = perTensor(1, 0), dtype } = node.tensor(node.input(0));
  const hasValue = node.hasInput(2);
  const stored = hasValue ? node.valuesOf(node.input(2), "the value (input 2)")[0] : undefined;
  if (dtype !== "i8") return clamp(stored ?? node.float("value", 0), -MAX_FLOAT, MAX_FLOAT);
  const zero = plainQuantization(node.typeOf(0)) === undefined ? 0 : -128;
  return q.scale[0] * ((stored ?? zero) - q.zeroPoint[0]);
}

/** Index inside for an index outside. */
const SOURCES = {
  edge: (at: number, size: number) => clamp(at, 0, size - 1),
  wrap: (at: number, size: number) => ((at % size) + size) % size,
  reflect: (at: number, size: number) => {
    const period = Math.max(2 * size - 2, 1);
    const inside = ((at % period) + period) % period;
    return inside < size ? inside : period - inside;
  },
} as const;

/** Each padded axis gathers its own elements again. */
function extended(node: OnnxNode, x: TensorId, { before, after }: Pads, mode: keyof typeof SOURCES): TensorId {
  return node.shapeOf(x).reduce((y, size, axis) => {
    if (before[axis] === 0 && after[axis] === 0) return y;
    const length = before[axis] + size + after[axis];
    node.assembler.requireRoom(4 * length);
    const indices = Int32Array.from({ length }, (_, i) => SOURCES[mode](i - before[axis], size));
    return node.emit("gather", [y, node.constant([length], indices)], { axis });
  }, x);
}

export const SLICES: OperatorTable = { Pad: pad, Slice: slice, Split: split };
