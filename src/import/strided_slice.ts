// TensorFlow's strided slices: masks are resolved to one slice of every dimension, and the shape behind it.
// Source: StridedSlice in tensorflow/core/ops/array_ops.cc and tensorflow/core/util/strided_slice_op.cc.

import { ensure } from "./diagnostics.ts";

const DAMAGED = "The file is damaged";
/** Entries of one specification. */
const MAX_ENTRIES = 16;

/**
 * One entry for each dimension, in order; entry i is marked by bit i of the masks: ellipsis (all dimensions not covered by
 * other entries), new axis (a dimension of 1), shrink (one element, dropped), begin and end (from or to the very end).
 */
export interface SliceSpecification {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
  /** The ends count from the begins. */
  readonly isOffset?: boolean;
}

export interface Slices {
  readonly begin: readonly number[];
  readonly strides: readonly number[];
  /** May hold zeros. */
  readonly size: readonly number[];
  /** Shape of the result: dimensions are new, dropped or kept. */
  readonly shape: readonly number[];
}

/** Throws Problem where the specification does not fit `input`. */
export function resolveSlices(input: readonly number[], specification: SliceSpecification): Slices {
  const { begin, end, strides, isOffset } = specification;
  const entries = begin.map((_, i) => i);
  ensure(
    end.length === begin.length && strides.length === begin.length && entries.length <= MAX_ENTRIES,
    () => `slices ${begin.length} dimensions to ${end.length} ends by ${strides.length} strides`,
    DAMAGED,
  );
  const mask = (name: `${"begin" | "end" | "ellipsis" | "newAxis" | "shrinkAxis"}Mask`, entry: number) =>
    ((specification[name] >> entry) & 1) === 1;
  const ellipses = entries.filter((i) => mask("ellipsisMask", i));
  ensure(ellipses.length <= 1, () => "has more than one ellipsis", DAMAGED);
  const isNew = (i: number) => mask("newAxisMask", i) && !ellipses.includes(i);
  const covered = entries.filter((i) => !ellipses.includes(i) && !isNew(i)).length;
  ensure(covered <= input.length, () => `slices ${covered} dimensions of [${input}]`, DAMAGED);

  const result = { begin: [] as number[], strides: [] as number[], size: [] as number[], shape: [] as number[] };
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
      const isShrunk = mask("shrinkAxisMask", i);
      const first = mask("beginMask", i) && !isShrunk ? undefined : begin[i];
      const last = mask("endMask", i) ? undefined : isOffset ? begin[i] + end[i] : end[i];
      const range = isShrunk ? single(begin[i], dim) : resolveRange(first, last, strides[i], dim);
      ensure(
        range !== undefined,
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

/** Throws Problem where a slice holds no elements. */
export function requireElements(input: readonly number[], { size, begin }: Slices): void {
  const axis = size.indexOf(0);
  ensure(
    axis < 0,
    () => `slices axis ${axis} of [${input}] from ${begin[axis]} on, which is empty`,
    "Slices must hold at least one element",
  );
}

interface Range {
  readonly begin: number;
  readonly size: number;
}

function single(index: number, dim: number): Range | undefined {
  const begin = index < 0 ? index + dim : index;
  return begin >= 0 && begin < dim ? { begin, size: 1 } : undefined;
}

/** Python's rules: negative indices count from the end, everything is clamped; absent ends are the whole dimension. */
function resolveRange(
  first: number | undefined,
  last: number | undefined,
  stride: number,
  dim: number,
): Range | undefined {
  if (stride === 0) return undefined;
  const clamp = (index: number) => {
    const positive = index < 0 ? index + dim : index;
    return stride > 0 ? Math.min(Math.max(positive, 0), dim) : Math.min(Math.max(positive, -1), dim - 1);
  };
  const begin = first === undefined ? (stride > 0 ? 0 : dim - 1) : clamp(first);
  const end = last === undefined ? (stride > 0 ? dim : -1) : clamp(last);
  return { begin, size: Math.max(0, Math.ceil((end - begin) / stride)) };
}
