// How a tensor is stored: the order of its values, and the shape the stored values have for the kernels.

import { elementCount, type Quantization, type TensorType } from "../../graph/tensor.ts";
import { type Order, orderOfAxes, plainOrder, type RefinedOrder, refine } from "./order.ts";

export interface Layout {
  readonly order: Order;
  /** Of the stored tensor, as many elements. */
  readonly shape: readonly number[];
}

/** As the graph says. */
export function plainLayout(shape: readonly number[]): Layout {
  return { order: plainOrder(elementCount(shape)), shape };
}

/** Stored axis i is axis perm[i] of `shape`. */
export function axesLayout(shape: readonly number[], perm: readonly number[]): Layout {
  return { order: orderOfAxes(shape, perm), shape: perm.map((axis) => shape[axis]) };
}

/** The order with digits cut so that each is part of one axis of the shape, its owner. */
export function refineByAxes(order: Order, shape: readonly number[]): RefinedOrder | undefined {
  const axes = shape.flatMap((size, axis) => (size > 1 ? [axis] : []));
  const refined = refine(
    order,
    axes.map((axis) => shape[axis]),
  );
  return refined && { ...refined, owners: refined.owners.map((i) => axes[i]) };
}

/**
 * The axes of `shape` in the order in which they are stored; undefined where an axis is not stored in one piece.
 *
 * Axes of size 1 are nowhere in the order: the first of them is the first 1 of the stored shape, and so on. If there are
 * not as many there, each comes behind the axis before it.
 */
export function storedAxes({ order, shape: stored }: Layout, shape: readonly number[]): number[] | undefined {
  const refined = refineByAxes(order, shape);
  if (refined === undefined) return undefined;
  const perm: number[] = [];
  for (const [i, digit] of refined.places.entries()) {
    const owner = refined.owners[digit];
    const continues = i > 0 && refined.places[i - 1] === digit - 1 && refined.owners[digit - 1] === owner;
    if (continues) continue;
    if (perm.includes(owner)) return undefined;
    perm.push(owner);
  }
  const ones = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const places = stored.flatMap((size, place) => (size === 1 ? [place] : []));
  ones.forEach((axis, i) => {
    const place = ones.length === places.length ? places[i] : axis === 0 ? 0 : perm.indexOf(axis - 1) + 1;
    perm.splice(place, 0, axis);
  });
  return perm;
}

/** The stored tensor's quantisation; undefined where its channels are not one dimension there. */
export function storedQuantization(
  { shape, quantization }: TensorType & { readonly quantization: Quantization },
  { order, shape: stored }: Layout,
): Quantization | undefined {
  if (quantization.scale.length === 1) return quantization;
  const refined = refineByAxes(order, shape);
  if (refined === undefined) return undefined;
  const isChannel = refined.places.map((digit) => refined.owners[digit] === quantization.axis);
  const first = isChannel.indexOf(true);
  const last = isChannel.lastIndexOf(true);
  const digits = refined.places.slice(first, last + 1);
  if (first < 0 || !digits.every((digit, i) => isChannel[first + i] && digit === digits[0] + i)) return undefined;
  const inner = elementCount(refined.places.slice(last + 1).map((digit) => refined.digits[digit]));
  const axis = stored.findIndex(
    (size, i) => size === shape[quantization.axis] && elementCount(stored.slice(i + 1)) === inner,
  );
  return axis < 0 ? undefined : { ...quantization, axis };
}
