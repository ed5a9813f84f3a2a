// SLICE and STRIDED_SLICE: masks are resolved to one slice of every dimension, and a reshape behind it.

import { ensure } from "../../diagnostics.ts";
import type { FlatTable } from "../flatbuffer.ts";
import type { NodeContext, OperatorTable } from "../node.ts";
import { OPTIONS } from "../schema.ts";

const DAMAGED = "The file is damaged";

/** Size −1 is the rest of the dimension. */
function slice(node: NodeContext): void {
  const shape = node.shape(0);
  const begin = node.integers(1, "the begin", shape.length);
  const size = node.integers(2, "the size", shape.length).map((v, i) => (v === -1 ? shape[i] - begin[i] : v));
  node.emit("slice", [node.input(0)], { begin, strides: shape.map(() => 1), size });
}

interface Slices {
  readonly begin: number[];
  readonly strides: number[];
  readonly size: number[];
  /** Shape of the result: dimensions are new, dropped or kept. */
  readonly shape: number[];
}

/**
 * The specification has one entry for each dimension, in order; entry i is marked by bit i of the masks:
 * ellipsis (all dimensions not covered by other entries), new axis (a dimension of 1), shrink (one element, dropped).
 */
function resolveSlices(node: NodeContext, options: FlatTable | undefined): Slices {
  const field = OPTIONS.stridedSlice;
  const input = node.shape(0);
  const begin = node.integers(1, "the begin");
  const end = node.integers(2, "the end", begin.length);
  const strides = node.integers(3, "the strides", begin.length);
  const mask = (id: number, entry: number) => (((options?.i32(id) ?? 0) >> entry) & 1) === 1;
  const isOffset = options?.bool(field.offset) ?? false;
  const entries = begin.map((_, i) => i);
  ensure(entries.length <= 16, () => `slices ${entries.length} dimensions`, DAMAGED);
  const ellipses = entries.filter((i) => mask(field.ellipsisMask, i));
  ensure(ellipses.length <= 1, () => "has more than one ellipsis", DAMAGED);
  const isNew = (i: number) => mask(field.newAxisMask, i) && !ellipses.includes(i);
  const covered = entries.filter((i) => !ellipses.includes(i) && !isNew(i)).length;
  ensure(covered <= input.length, () => `slices ${covered} dimensions of [${input}]`, DAMAGED);

  const result: Slices = { begin: [], strides: [], size: [], shape: [] };
  const whole = (count: number) => {
    for (let k = 0; k < count; k++) {
      const dim = input[result.begin.length];
      result.begin.push(0);
      result.strides.push(1);
      result.size.push(dim);
      result.shape.push(dim);
    }
  };
  for (const i of entries) {
    if (ellipses.includes(i)) whole(input.length - covered);
    else if (isNew(i)) result.shape.push(1);
    else {
      const axis = result.begin.length;
      const dim = input[axis];
      const isShrunk = mask(field.shrinkAxisMask, i);
      const first = mask(field.beginMask, i) && !isShrunk ? undefined : begin[i];
      const last = mask(field.endMask, i) ? undefined : isOffset ? begin[i] + end[i] : end[i];
      const range = isShrunk ? single(begin[i], dim) : resolveRange(first, last, strides[i], dim);
      ensure(
        range !== undefined && range.size >= 1,
        () => `slices axis ${axis} of [${input}] from ${begin[i]} to ${end[i]} by ${strides[i]}, which is empty`,
        "Slices must hold at least one element",
      );
      result.begin.push(range.begin);
      result.strides.push(isShrunk ? 1 : strides[i]);
      result.size.push(range.size);
      if (!isShrunk) result.shape.push(range.size);
    }
  }
  whole(input.length - result.begin.length);
  return result;
}

function single(index: number, dim: number): { begin: number; size: number } | undefined {
  const begin = index < 0 ? index + dim : index;
  return begin >= 0 && begin < dim ? { begin, size: 1 } : undefined;
}

/** Python's rules: negative indices count from the end, everything is clamped; absent ends are the whole dimension. */
function resolveRange(
  first: number | undefined,
  last: number | undefined,
  stride: number,
  dim: number,
): { begin: number; size: number } | undefined {
  if (stride === 0) return undefined;
  const clamp = (index: number) => {
    const positive = index < 0 ? index + dim : index;
    return stride > 0 ? Math.min(Math.max(positive, 0), dim) : Math.min(Math.max(positive, -1), dim - 1);
  };
  const begin = first === undefined ? (stride > 0 ? 0 : dim - 1) : clamp(first);
  const end = last === undefined ? (stride > 0 ? dim : -1) : clamp(last);
  return { begin, size: Math.ceil((end - begin) / stride) };
}

function stridedSlice(node: NodeContext): void {
  const { begin, strides, size, shape } = resolveSlices(node, node.options(OPTIONS.stridedSlice));
  const x = node.input(0);
  const attributes = { begin, strides, size };
  if (shape.length === size.length && shape.every((dim, i) => dim === size[i])) node.emit("slice", [x], attributes);
  else node.emit("reshape", [node.emitIntermediate("slice", [x], attributes, node.tensor(x))], { shape });
}

export const SLICES: OperatorTable = {
  SLICE: { makes: ["slice"], run: slice },
  STRIDED_SLICE: { makes: ["slice", "reshape"], run: stridedSlice },
};
